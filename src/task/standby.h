/* Which instances follow a task's change log, ready to take the task over. */
#ifndef TASK_STANDBY_H
#define TASK_STANDBY_H

#include "merit/text.h"

/* Pure, and the same at every instance that sees the same: nobody decides for others. Instances
 * are a ring in the order of their ids (byte by byte); a task's standbys are the next live ones
 * behind its owner, who need not be live itself, so that nothing moves when it dies. Those who see
 * different things for a while have one standby too many or too few, no more: nothing is ever
 * written because of it. */

/* Whether `own` is one of the `wanted` standbys of a task that `owner` has (no text: nobody, then
 * nobody is). `live`: in order of ids, without doubles; `own` need not be among them. The owner
 * never is. */
bool standby_is(struct merit_text own,
                struct merit_text owner,
                uint32_t wanted,
                const struct merit_text *live,
                uint32_t live_count);

#endif
