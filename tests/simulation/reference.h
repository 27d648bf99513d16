/* What one undisturbed run says of the events of a world, applied on the same days. */
#ifndef REFERENCE_H
#define REFERENCE_H

#include "task/ensemble.h"
#include "world.h"

struct reference {
    struct ensemble ensemble;
    struct said *said; /* score changes and designation events, in order */
    uint32_t count;
    uint32_t capacity;
};

/* `days`: of each event of the schedule, the clock's day on which it was applied. The order on one
 * day is that of the schedule. */
void reference_run(struct reference *reference, struct world *world, const int32_t *days);
void reference_fini(struct reference *reference);

/* The score of a partner on the last day; the last designation is the badge, if there is one. */
struct said reference_score(struct reference *reference,
                            struct world *world,
                            uint32_t partner,
                            uint8_t designation);

#endif
