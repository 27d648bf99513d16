/* What the daemon says of itself: a counters line each minute, its readiness, what holds it up. */
#ifndef DAEMON_REPORTER_H
#define DAEMON_REPORTER_H

#include "daemon/notify.h"
#include "daemon/owners_desk.h"
#include "daemon/shared.h"

struct reporter {
    struct shared *shared;
    struct owners_desk *desk; /* what all instances say; NULL: only this one is known */
    int64_t counters_ms;      /* when the last line of counters was written */
    bool ready;
    bool caught_up;
    uint64_t opening_sum;                 /* what all openings had done when last looked at */
    int64_t alive_ms;                     /* when the service manager was last told that we are */
    char status[NOTIFY_STATUS_BYTES_MAX]; /* as told last */
    int64_t *ownerless_ms; /* task_count: since then the task has no owner; 0: it has one */
};

void reporter_init(struct reporter *reporter, struct shared *shared);
void reporter_fini(struct reporter *reporter);
/* To be called about once a second. */
void reporter_tick(struct reporter *reporter);
/* Names tasks that have had no owner for a minute; `hearing` is what all instances say, NULL where
 * that is not known. now_ms is shared_now_ms(). Part of reporter_tick. */
void reporter_look_at_owners(struct reporter *reporter,
                             const struct hearing *hearing,
                             int64_t now_ms);
/* A line of counters now. */
void reporter_counters(struct reporter *reporter);

#endif
