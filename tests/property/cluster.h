/* Tasks over logs in memory: what meritd does around them, without Kafka, disk or time. */
#ifndef CLUSTER_H
#define CLUSTER_H

#include "said.h"
#include "task/task.h"
#include "txlog.h"

enum { CLUSTER_TASKS_MAX = 4 };

/* A state that lags behind what is committed: the local store, or a snapshot of it. */
struct cluster_copy {
    struct table table;
    uint64_t commit;
    int64_t log_offset; /* no message of a later commit lies before it */
};

/* A snapshot on its way into the change log. */
struct cluster_snapshot {
    bool active;
    bool begun;
    bool ended;
    struct cluster_copy of;
    size_t cursor;
    uint32_t chunks;
    uint64_t checksum;
};

struct cluster_task {
    struct task task;
    bool is_open; /* of the transaction */
    uint32_t transaction;
    struct buffer packs[CLUSTER_TASKS_MAX]; /* to each destination */
    struct messages deltas;
    uint32_t sent;        /* of the deltas */
    int64_t first_offset; /* of the deltas; -1: none sent */
    struct said_list pending;
    struct said_list pending_scores;
    /* What outlives a crash: */
    struct cluster_copy disk;
    struct cluster_snapshot snapshot; /* but for this */
    bool has_offsets;
    struct task_metadata metadata;
    int64_t positions[TASK_INPUT_COUNT];
};

struct cluster {
    struct task_config config;
    uint32_t count;
    uint64_t random;
    struct txlog_outcomes outcomes;
    struct txlog inputs[TASK_INPUT_COUNT][CLUSTER_TASKS_MAX]; /* facts among them */
    struct txlog changes[CLUSTER_TASKS_MAX];
    struct cluster_task tasks[CLUSTER_TASKS_MAX];
    struct said_list said;   /* committed */
    struct said_list scores; /* committed: with their standing */
    bool all_produced;
    int32_t wall_day;
    /* How often, so that a test sees that it tested something. */
    uint64_t commits;
    uint64_t crashes;
    uint64_t snapshots;
    uint64_t restored_snapshots;
    uint64_t restored_disks;
};

void cluster_init(struct cluster *cluster, const struct task_config *config, int32_t wall_day);
void cluster_fini(struct cluster *cluster);

/* Imports standings, all of one partner next to each other, as `merit import` does: before anything
 * else. */
void cluster_import(struct cluster *cluster, const struct merit_standing *standings, size_t count);
/* One input record, in a transaction of its producer. */
void cluster_feed(struct cluster *cluster, const struct merit_event *event, uint32_t transaction);
/* Ends a producer's transaction. */
void cluster_end(struct cluster *cluster, uint32_t transaction, bool commit);

/* Lets a task do a random amount of work, and perhaps commit. False: it had nothing to do. */
bool cluster_step(struct cluster *cluster, uint32_t task);
/* Drops all that is not committed, perhaps the state on disk and the offsets as well, and opens the
 * task anew. */
void cluster_crash(struct cluster *cluster, uint32_t task);

#endif
