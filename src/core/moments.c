/* The days that a rule looks at on day D. */
#include "core/moments.h"

void moments_init(struct moments *moments, int32_t day, int32_t month_closes_after_days)
{
    moments->day = day;
    for (int32_t k = 0; k <= MERIT_MONTHS_BACK_MAX; k++) {
        moments->before[k] = merit_day_months_before(day, k);
        moments->far_asked[k] = MERIT_NO_DAY;
    }
    int32_t open = merit_month_of_day(day - month_closes_after_days);
    moments->month = open - 1;
    for (int32_t k = 0; k <= MOMENTS_MONTHS; k++) {
        moments->month_end[k] = merit_month_last_day(moments->month - k);
    }
    moments->next_month_day = merit_month_first_day(open + 1) + month_closes_after_days;
}

int32_t moments_far(struct moments *moments, int32_t day, int32_t months)
{
    if (moments->far_asked[months] != day) {
        moments->far_asked[months] = day;
        moments->far_answer[months] = merit_day_far(day, months);
    }
    return moments->far_answer[months];
}
