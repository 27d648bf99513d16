/* What a process follows of other processes' tasks, a step at a time, as daemon/standby.c and
 * daemon/follower.c do it. */
#ifndef STANDBY_H
#define STANDBY_H

#include "disk.h"
#include "faults.h"
#include "task/following.h"
#include "task/standby_slot.h"

struct world;
struct worker;

struct followed_slot {
    enum standby_slot state;
    bool wanted;
    bool begun;
    int64_t not_before_ms;
    int64_t position; /* of the log's reader */
    struct following following;
};

/* Of one process. */
struct standby {
    struct followed_slot slots[TASKS_MAX];
    int64_t busy_until_ms; /* its thread waits for a disk or a broker */
};

/* As daemon/follower.h. */
struct followed {
    struct table table;
    struct store_at at;
    bool stored;
};

void standby_init(struct standby *standby);
/* The process is gone, at once; the next one follows nothing yet. */
void standby_drop(struct standby *standby);

/* In the process of a worker: serves its tasks up to one of which something is done, and says what.
 */
enum step standby_turn(struct worker *worker);

/* A task that is assigned to the process: nobody of it follows it any more. */
bool standby_is_claimed(const struct standby *standby, uint32_t task);
/* It has the task's state folder open. */
bool standby_has_store(const struct standby *standby, uint32_t task);
/* What was followed of a claimed task, the caller's then; false where there is nothing. */
bool standby_take(struct standby *standby, uint32_t task, struct followed *ret_followed);

#endif
