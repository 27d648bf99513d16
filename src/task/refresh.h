/* Computes what follows from a contributor's records anew, and carries the change to the sums. */
#ifndef TASK_REFRESH_H
#define TASK_REFRESH_H

#include "task/scoring_records.h"

enum refresh_scope {
    REFRESH_ALL,    /* all of it: its associations, people's codes or the day changed */
    REFRESH_SERIES, /* the reports of one series changed, nothing else */
    REFRESH_NONE,   /* it is going: nothing follows any more */
};

/* Bit d: the sums of designation d changed. The due day goes to the heap where it changed. Uses the
 * scratch arena (not reset here) and scoring->links. */
uint32_t refresh_contributor(struct scoring *scoring,
                             uint32_t partner,
                             uint32_t number,
                             enum refresh_scope scope,
                             uint32_t series);

#endif
