/* How the tasks of a cluster keep their state: change log, local copy, snapshots, recovery. */
#ifndef CLUSTER_STATE_H
#define CLUSTER_STATE_H

#include "cluster.h"

/* Once in so many times. */
bool cluster_chance(struct cluster *cluster, uint64_t share);
/* The task's transaction, begun where none is open. */
uint32_t cluster_transaction(struct cluster *cluster, uint32_t task);

/* Opens a task from what is committed. */
void cluster_open(struct cluster *cluster, uint32_t task);
/* Closes it without a trace. */
void cluster_close(struct cluster *cluster, uint32_t task);

/* A part of a snapshot, to go with the coming commit. */
void cluster_send_snapshot(struct cluster *cluster, uint32_t task);
/* The commit is done: the local copy may follow, what is used up is deleted. */
void cluster_committed(struct cluster *cluster, uint32_t task);

#endif
