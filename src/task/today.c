/* The partners' clock's day: what it is to the rules, and whether its start is still under way. */
#include "task/today.h"

void today_set(struct scoring *scoring)
{
    const struct merit_program *program = scoring->config.program;
    struct scoring_today *today = &scoring->today;
    for (uint8_t d = 0; d < program->designation_count; d++) {
        const struct merit_designation *designation = &program->designations[d];
        today->spans[d] = merit_designation_span(designation, scoring->day);
        moments_init(&today->moments[d], scoring->day,
                     designation->spans[today->spans[d]].month_closes_after_days);
    }
    today->oldest_day = merit_day_months_before(scoring->day, MERIT_HISTORY_MONTHS);
    today->next_rule_day = merit_program_next_rule_day(program, scoring->day);
}

bool today_is_starting(const struct scoring *scoring)
{
    return scoring->due.count > 0 && scoring->day != MERIT_NO_DAY &&
           heap_least(&scoring->due).major <= scoring->day;
}
