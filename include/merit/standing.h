/* A partner's standing in one designation, as whoever kept it before recorded it. */
#ifndef MERIT_STANDING_H
#define MERIT_STANDING_H

#include "merit/event.h"

/* It is no event: it becomes state before the first day, and nothing is said of it. Texts are
 * borrowed from whoever decoded it. */
struct merit_standing {
    struct merit_text partner_id;
    struct merit_text designation;
    int32_t attained_day;
    int32_t anniversary_day;    /* the next one */
    int32_t last_qualified_day; /* attained_day where it was not given */
};

/* All that a standing alone can show: MERIT_BAD_ID, _DATE and, where its days contradict the rules'
 * life cycle, MERIT_BAD_STANDING; or bad == MERIT_BAD_NONE. What the rules must know of it:
 * task/adopt.h. */
struct merit_fault merit_standing_check(const struct merit_standing *standing);

#endif
