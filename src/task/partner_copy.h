/* A copy of all that scoring knows of one partner, as a task of its own. */
#ifndef TASK_PARTNER_COPY_H
#define TASK_PARTNER_COPY_H

#include "task/scoring.h"

/* So that what reads much, or lets time go on, leaves the task alone: the copy may be stepped, and
 * taken to another thread, while the task goes on. It takes memory in proportion to the partner's
 * own records. Facts that wait for their day are not in it. */
struct partner_copy {
    struct table state;
    struct scoring scoring; /* the partner is number 0, where it is known */
    bool known;
};

/* On the clock's day, which must have begun; settings and program stay borrowed. */
void partner_copy_open(struct partner_copy *copy,
                       const struct scoring *of,
                       struct merit_text partner_id);

/* What is another than in the task. */
struct partner_view {
    const struct merit_program *program; /* with the task's designations, in their order */
    int32_t day;                         /* on or after the clock's */
    const struct partner_copy *links;    /* whose associations and certificates it has, of the same
                                          * partner; NULL: the task's */
};
/* All that follows from the records is as of that day and those rules, without the days between: no
 * standing has moved, nothing is said. It must not be stepped. */
void partner_copy_open_as(struct partner_copy *copy,
                          const struct scoring *of,
                          struct merit_text partner_id,
                          const struct partner_view *view);
void partner_copy_fini(struct partner_copy *copy);

/* Lets the next day begin and do all that happens by time alone; what was said is among the
 * outputs of the copy's scoring. */
void partner_copy_next_day(struct partner_copy *copy);

#endif
