/* Why a partner holds the badge for every designation, or does not, and what will end it. */
#ifndef TASK_EXPLAIN_BADGE_H
#define TASK_EXPLAIN_BADGE_H

#include "merit/badge.h"
#include "task/partner_copy.h"

/* The badge on the copy's day; the program must have one (standing.all_id). */
void explain_badge(struct partner_copy *copy,
                   struct merit_text partner_id,
                   struct arena *arena,
                   struct merit_badge_explained *ret_badge);

/* What time alone will do to it and to the designations that it asks for: lets the copy go on by at
 * most MERIT_EXPLAIN_DAYS_MAX days. */
void explain_badge_outlook(struct partner_copy *copy, struct merit_badge_explained *badge);

#endif
