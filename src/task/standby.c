/* Which instances follow a task's change log, ready to take the task over. */
#include "task/standby.h"

/* `live` and `own` make the ring; how many of it lie between the owner and `own`, going up from
 * the owner and round. */
static uint32_t between(struct merit_text own,
                        struct merit_text owner,
                        const struct merit_text *live,
                        uint32_t live_count)
{
    bool wraps = merit_text_compare(own, owner) < 0;
    uint32_t count = 0;
    for (uint32_t i = 0; i < live_count; i++) {
        bool above_owner = merit_text_compare(live[i], owner) > 0;
        bool below_owner = merit_text_compare(live[i], owner) < 0;
        bool below_own = merit_text_compare(live[i], own) < 0;
        count += wraps ? above_owner || (below_owner && below_own) : above_owner && below_own;
    }
    return count;
}

bool standby_is(struct merit_text own,
                struct merit_text owner,
                uint32_t wanted,
                const struct merit_text *live,
                uint32_t live_count)
{
    return owner.length > 0 && merit_text_compare(own, owner) != 0 &&
           between(own, owner, live, live_count) < wanted;
}
