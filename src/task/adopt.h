/* Standings that another program recorded become state before the first day, without events. */
#ifndef TASK_ADOPT_H
#define TASK_ADOPT_H

#include "merit/standing.h"
#include "task/scoring.h"

/* What the rules must know of a standing that merit_standing_check found no fault with: its
 * designation, whose index *ret_designation is then, and that designations could be attained by
 * then. */
struct merit_fault adopt_check(const struct merit_program *program,
                               const struct merit_standing *standing,
                               uint8_t *ret_designation);

/* Writes a FACT_STANDING message of one partner's standings, all good, at the end of the list. */
void adopt_message(struct fact_list *list, const struct merit_standing *standings, uint32_t count);

/* False where the standings of a partner's message (the reader stands at the first) cannot be
 * adopted under the rules; nothing is changed. */
bool adopt_is_good(const struct scoring *scoring,
                   struct merit_text partner_id,
                   struct reader standings);
/* Adopts them, as state. What time brings to them begins with the clock: with its first day, or at
 * once where it has that. */
void adopt_message_apply(struct scoring *scoring,
                         struct merit_text partner_id,
                         struct reader standings);
/* The partners' clock has its first day: every partner there is was adopted. */
void adopt_begin(struct scoring *scoring);
/* True where the partner holds the designation. */
bool adopt_is_held(const struct scoring *scoring,
                   struct merit_text partner_id,
                   uint8_t designation);

#endif
