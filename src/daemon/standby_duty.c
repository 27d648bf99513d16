/* What this instance is to follow, by what all instances say in the owners topic. */
#include "daemon/standby_duty.h"

#include "task/standby.h"

enum { DUTY_INSTANCES_MAX = 256 }; /* those after them in the order of ids are not standbys */

bool standby_duty_by(const struct config *config,
                     const struct hearing *hearing,
                     uint32_t task,
                     bool wanted_before,
                     int64_t now_ms)
{
    struct owners_record owner;
    if (!hearing_judges(hearing, now_ms)) {
        return wanted_before;
    }
    if (!owners_of_task(&hearing->owners, task, &owner)) {
        return false;
    }
    struct merit_text live[DUTY_INSTANCES_MAX];
    uint32_t count = hearing_live_instances(hearing, now_ms, live, DUTY_INSTANCES_MAX);
    return standby_is(merit_text_of(config->instance_id), owner.instance, (uint32_t)config->standby,
                      live, count);
}

bool standby_duty_wants(void *context, uint32_t task, bool wanted_before)
{
    struct standby_duty *duty = context;
    const struct hearing *hearing = owners_desk_open(duty->desk);
    if (hearing == NULL) {
        return wanted_before;
    }
    bool wants = standby_duty_by(duty->config, hearing, task, wanted_before, shared_now_ms());
    owners_desk_close(duty->desk);
    return wants;
}
