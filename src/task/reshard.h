/* The state of all tasks, shared out anew among another number of them. */
#ifndef TASK_RESHARD_H
#define TASK_RESHARD_H

#include "base/messages.h"
#include "merit/text.h"
#include "task/attribution.h"
#include "task/scoring.h"

/* A tenant goes with its records to the task of its id, a partner to that of its own, by murmur2 as
 * their events will. Both get new numbers there; nothing else of them changes. For that the tasks
 * must have come to rest on one day: what is on its way between them, or half done, is nobody's.
 *
 * Each task is opened, added and closed, in order; then each new one is written. What it comes to
 * is kept in memory meanwhile: all of the state, without what follows from it. */
struct reshard_config {
    const struct merit_program *program;
    const struct partner_settings *settings;
    struct merit_text cluster_id; /* borrowed, as the others */
    uint32_t from;                /* numbers of tasks */
    uint32_t to;
};

/* A new task as far as it is known. */
struct reshard_share {
    struct table state;
    uint32_t tenant_count;
    uint32_t partner_count;
};

struct reshard {
    struct reshard_config config;
    struct reshard_share *shares; /* config.to of them */
    uint32_t added;
    int32_t tenants_day;  /* of the tasks that have such a clock; MERIT_NO_DAY: none has */
    int32_t partners_day; /* of all */
    struct buffer scratch;
};

void reshard_init(struct reshard *reshard, const struct reshard_config *config);
void reshard_fini(struct reshard *reshard);

/* Adds a task's state as it was opened; nothing of it is kept. NULL, or a sentence that says why it
 * cannot be shared out, and what to do: the rest is of no use then. */
const char *reshard_add(struct reshard *reshard,
                        const struct attribution *attribution,
                        const struct scoring *scoring);

/* After all were added: a new task's state as the delta of its first commit, which begins each of
 * its inputs at the first record. Each is written once. False: what was added does not fit
 * together. */
bool reshard_write(struct reshard *reshard, uint32_t number, struct messages *deltas);

#endif
