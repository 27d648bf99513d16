/* What this instance is to follow, by what all instances say in the owners topic. */
#ifndef DAEMON_STANDBY_DUTY_H
#define DAEMON_STANDBY_DUTY_H

#include "daemon/owners_desk.h"

struct standby_duty {
    const struct config *config;
    struct owners_desk *desk;
};

/* `context` is a struct standby_duty; for standby_start. */
bool standby_duty_wants(void *context, uint32_t task, bool wanted_before);
/* The same by what was heard. The duty stays what it was, which is nothing at the start, while this
 * instance cannot tell who is silent: else it would follow what all others are to follow as well.
 */
bool standby_duty_by(const struct config *config,
                     const struct hearing *hearing,
                     uint32_t task,
                     bool wanted_before,
                     int64_t now_ms);

#endif
