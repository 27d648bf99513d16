/* A partner's DesignationScore as it is now, read from its sums. */
#ifndef TASK_SCORE_NOW_H
#define TASK_SCORE_NOW_H

#include "task/scoring.h"

/* The DesignationScore of a partner on the clock's day, known or not; designation_count asks for
 * all_id. Not of a partner that is still behind a change of rules in this run. */
void scoring_score(struct scoring *scoring,
                   struct merit_text partner_id,
                   uint8_t designation,
                   struct merit_output *ret_output);

#endif
