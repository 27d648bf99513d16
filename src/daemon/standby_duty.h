/* What this instance is to follow, by what all instances say in the owners topic. */
#ifndef DAEMON_STANDBY_DUTY_H
#define DAEMON_STANDBY_DUTY_H

#include "daemon/owners_desk.h"

struct standby_duty {
    const struct config *config;
    struct owners_desk *desk;
};

/* `context` is a struct standby_duty; for standby_start. False also while the topic is not read. */
bool standby_duty_wants(void *context, uint32_t task);
/* The same of owners at hand. */
bool standby_duty_by(const struct config *config,
                     const struct owners *owners,
                     uint32_t task,
                     int64_t now_ms);

#endif
