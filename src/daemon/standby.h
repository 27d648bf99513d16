/* The thread that follows tasks of other instances, and hands their state over when they come here.
 */
#ifndef DAEMON_STANDBY_H
#define DAEMON_STANDBY_H

#include "daemon/follower.h"

struct standby;

/* Whether this instance is to follow a task; asked about once a second by the thread, which says
 * what was answered last (false at the start). */
struct standby_wants {
    bool (*call)(void *context, uint32_t task, bool wanted_before);
    void *context;
};

/* NULL: the system gives no thread. What it follows follows from `wants`, and from which tasks are
 * assigned here (shared->reports): those it leaves alone. */
struct standby *standby_start(struct shared *shared, const struct standby_wants *wants);
/* When the workers have ended. */
void standby_stop(struct standby *standby);

/* For workers; where `standby` is NULL nothing is done. A task that was just assigned here (its
 * report says so): waits until nobody follows it any more. To be called before the group's
 * committed offsets are read: what was followed up to then cannot be ahead of them. False: go_on
 * said so. */
bool standby_claim(struct standby *standby,
                   uint32_t task,
                   bool (*go_on)(void *context),
                   void *context);
/* The state of a claimed task, the caller's then; false where there is none. */
bool standby_take(struct standby *standby, uint32_t task, struct followed *ret_followed);

#endif
