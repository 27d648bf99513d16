/* What an instance does with a task that it may follow, by whose the task is at the moment. */
#include "task/standby_slot.h"

static enum standby_todo follow(const struct standby_sight *sight)
{
    if (sight->assigned) {
        return STANDBY_REST;
    }
    return sight->wanted ? STANDBY_STEP : STANDBY_END;
}

enum standby_todo standby_todo(enum standby_slot slot, const struct standby_sight *sight)
{
    switch (slot) {
    case STANDBY_EMPTY:
        return sight->wanted && !sight->assigned && !sight->owned ? STANDBY_BEGIN : STANDBY_WAIT;
    case STANDBY_FOLLOWS:
        return follow(sight);
    case STANDBY_RESTS:
        return sight->assigned ? STANDBY_WAIT : STANDBY_GO_ON;
    case STANDBY_TAKEN:
        break;
    }
    return STANDBY_FORGET;
}
