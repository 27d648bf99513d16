/* The explanations that lead from one day to a later one, each differing in one thing. */
#ifndef TASK_EXPLAIN_BETWEEN_H
#define TASK_EXPLAIN_BETWEEN_H

#include "core/explain_change.h"
#include "task/partner_copy.h"

/* A partner on the second day, as it would be if only some of what happened since the first had
 * happened. It must stay where it is. */
struct explain_between {
    struct merit_program program; /* of the first day: no dated rule begins or ends */
    struct merit_designation designations[MERIT_DESIGNATIONS_MAX];
    struct partner_copy aged;     /* what was known on the first day */
    struct partner_copy reported; /* with the reports of the second */
    struct partner_copy linked;   /* with its associations and certificates too */
};

/* Copies of one partner on the two days, in that order, which are only borrowed for the call; both
 * of one program. */
void explain_between_open(struct explain_between *between,
                          const struct partner_copy *then,
                          const struct partner_copy *now,
                          struct merit_text partner_id);
void explain_between_fini(struct explain_between *between);

/* Puts the steps of a designation between its explanations of the two copies, which the caller has
 * put first and last. */
void explain_between_steps(struct explain_between *between,
                           uint8_t designation,
                           struct arena *arena,
                           struct explain_steps *steps);

#endif
