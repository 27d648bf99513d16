/* Why one partner's score is what it is: a walk over all that adds to it. */
#ifndef TASK_EXPLAIN_H
#define TASK_EXPLAIN_H

#include "merit/explain.h"
#include "task/partner_copy.h"

/* The score of a designation on the copy's day, every contribution to it, and the days ahead on
 * which something may change. All of it is put into the arena; nothing of it points into the copy.
 */
void explain_partner(struct partner_copy *copy,
                     struct merit_text partner_id,
                     uint8_t designation,
                     struct arena *arena,
                     struct merit_explanation *ret_explanation);

/* What time alone will do to the score if nothing else happens: lets the copy go on by at most
 * MERIT_EXPLAIN_DAYS_MAX days, which is the end of the copy as of its day. */
void explain_outlook(struct partner_copy *copy, struct merit_explanation *explanation);

#endif
