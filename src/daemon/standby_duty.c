/* What this instance is to follow, by what all instances say in the owners topic. */
#include "daemon/standby_duty.h"

#include "task/standby.h"

enum { DUTY_INSTANCES_MAX = 256 }; /* those after them in the order of ids are not standbys */

bool standby_duty_by(const struct config *config,
                     const struct owners *owners,
                     uint32_t task,
                     int64_t now_ms)
{
    struct owners_record owner;
    if (!owners_of_task(owners, task, &owner)) {
        return false;
    }
    struct merit_text live[DUTY_INSTANCES_MAX];
    uint32_t count = owners_live_instances(owners, now_ms, live, DUTY_INSTANCES_MAX);
    return standby_is(merit_text_of(config->instance_id), owner.instance, (uint32_t)config->standby,
                      live, count);
}

bool standby_duty_wants(void *context, uint32_t task)
{
    struct standby_duty *duty = context;
    const struct owners *owners = owners_desk_open(duty->desk);
    if (owners == NULL) {
        return false;
    }
    bool wants = standby_duty_by(duty->config, owners, task, owners_desk_now_ms());
    owners_desk_close(duty->desk);
    return wants;
}
