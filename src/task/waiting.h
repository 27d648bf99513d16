/* Facts messages that wait in scoring's state: groups not yet whole, and groups of a later day. */
#ifndef TASK_WAITING_H
#define TASK_WAITING_H

#include "task/scoring.h"

/* Keeps a part of a group; a group that is whole now may be taken. */
void waiting_add(struct scoring *scoring, const struct fact_header *header, struct bytes message);
/* True where a whole group waits whose day has come. */
bool waiting_is_due(const struct scoring *scoring);
/* The next such group, which is not in the queue any more; its parts are. */
uint64_t waiting_take(struct scoring *scoring);
/* A part of a group; at NULL where there is none. */
struct bytes waiting_part(const struct scoring *scoring, uint64_t group, uint32_t part);
void waiting_remove(struct scoring *scoring, uint64_t group, uint32_t part);
/* Finds again what waits, from the state. False: damaged. */
bool waiting_open(struct scoring *scoring, struct bytes key, struct bytes message);

#endif
