/* Evaluates one partner at a moment: reads its sums, says what changed, keeps its standing. */
#ifndef TASK_EVALUATE_H
#define TASK_EVALUATE_H

#include "task/scoring_records.h"

/* What is evaluated, and why. */
struct evaluation {
    uint32_t partner;
    uint32_t designations;      /* bit d: designation d is to be evaluated */
    bool at_start;              /* a day's start: all designations */
    struct merit_text event_id; /* of the cause; null at a day's start */
    int64_t occurred_at;        /* of the cause; at a day's start not used */
};

/* Where the partner was last evaluated under another rule program, all of it is evaluated, and the
 * rules are the cause; it is up to date then (task/rule_change.h). */
void evaluate_partner(struct scoring *scoring, const struct evaluation *evaluation);

#endif
