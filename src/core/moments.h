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
    /* The last answer of moments_far for each number of months: most reports have the same days. */
    int32_t far_asked[MERIT_MONTHS_BACK_MAX + 1];
    int32_t far_answer[MERIT_MONTHS_BACK_MAX + 1];
};

void moments_init(struct moments *moments, int32_t day, int32_t month_closes_after_days);

/* merit_day_far, remembered. */
int32_t moments_far(struct moments *moments, int32_t day, int32_t months);

#endif
