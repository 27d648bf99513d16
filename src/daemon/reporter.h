/* What the daemon says of itself: a counters line each minute, its readiness, what holds it up. */
#ifndef DAEMON_REPORTER_H
#define DAEMON_REPORTER_H

#include "daemon/notify.h"
#include "daemon/shared.h"

struct reporter {
    struct shared *shared;
    int64_t counters_ms; /* when the last line of counters was written */
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
/* A line of counters now. */
void reporter_counters(struct reporter *reporter);

#endif
