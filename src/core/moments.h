/* The days that a rule looks at on day D. */
#ifndef CORE_MOMENTS_H
#define CORE_MOMENTS_H

#include "merit/program.h"

enum { MOMENTS_MONTHS = MERIT_MONTHS_BACK_MAX + MERIT_TRAILING_MONTHS_MAX };

/* D, days months before it, and the months up to M, computed once per day (rules §1). */
struct moments {
    int32_t day;
    int32_t before[MERIT_MONTHS_BACK_MAX + 1]; /* before[k]: D - k months */
    int32_t month;                             /* M */
    int32_t month_end[MOMENTS_MONTHS + 1];     /* month_end[k]: end(M - k) */
    int32_t next_month_day;                    /* the first day after D on which M moves */
};

void moments_init(struct moments *moments, int32_t day, int32_t month_closes_after_days);

#endif
