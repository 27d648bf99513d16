/* Tests of the days that a rule looks at. */
#include "check_main.h"
#include "core/moments.h"
#include "unit_tools.h"

static struct moments moments_of(int32_t day, int32_t closes_after)
{
    struct moments moments;
    moments_init(&moments, day, closes_after);
    return moments;
}

static int32_t month_of(int32_t year, int32_t month)
{
    return (year - 1970) * 12 + month - 1;
}

START_TEST(m_is_the_month_before_that_of_the_day)
{
    ck_assert_int_eq(moments_of(on(2023, 1, 1), 0).month, month_of(2022, 12));
    ck_assert_int_eq(moments_of(on(2023, 1, 15), 0).month, month_of(2022, 12));
    ck_assert_int_eq(moments_of(on(2023, 1, 31), 0).month, month_of(2022, 12));
    ck_assert_int_eq(moments_of(on(2023, 2, 1), 0).month, month_of(2023, 1));
}
END_TEST

START_TEST(m_moves_as_many_days_later_as_the_month_stays_open)
{
    ck_assert_int_eq(moments_of(on(2023, 2, 10), 10).month, month_of(2022, 12));
    ck_assert_int_eq(moments_of(on(2023, 2, 11), 10).month, month_of(2023, 1));
    ck_assert_int_eq(moments_of(on(2023, 3, 31), 31).month, month_of(2023, 1));
    ck_assert_int_eq(moments_of(on(2023, 4, 1), 31).month, month_of(2023, 2));
    /* It moves M only. */
    ck_assert_int_eq(moments_of(on(2023, 2, 10), 10).before[1], on(2023, 1, 10));
}
END_TEST

START_TEST(month_ends_go_back_two_years_and_a_month)
{
    struct moments moments = moments_of(on(2025, 3, 10), 0);
    ck_assert_int_eq(moments.month_end[0], on(2025, 2, 28));
    ck_assert_int_eq(moments.month_end[1], on(2025, 1, 31));
    ck_assert_int_eq(moments.month_end[12], on(2024, 2, 29));
    ck_assert_int_eq(moments.month_end[24], on(2023, 2, 28));
    ck_assert_int_eq(moments.month_end[MOMENTS_MONTHS], on(2023, 1, 31));
}
END_TEST

START_TEST(days_before_are_those_of_the_month)
{
    struct moments moments = moments_of(on(2024, 2, 29), 0);
    ck_assert_int_eq(moments.day, on(2024, 2, 29));
    ck_assert_int_eq(moments.before[0], on(2024, 2, 29));
    ck_assert_int_eq(moments.before[1], on(2024, 1, 29));
    ck_assert_int_eq(moments.before[12], on(2023, 2, 28));
    ck_assert_int_eq(moments.before[13], on(2023, 1, 29));
}
END_TEST

START_TEST(the_next_month_day_is_the_first_on_which_m_moves)
{
    for (int32_t open = 0; open <= 40; open += 5) {
        for (int32_t day = on(2023, 1, 1); day < on(2025, 1, 1); day++) {
            struct moments moments = moments_of(day, open);
            int32_t next = day + 1;
            while (moments_of(next, open).month == moments.month) {
                next++;
            }
            if (moments.next_month_day != next) {
                ck_abort_msg("day %d, open for %d days", day, open);
            }
        }
    }
}
END_TEST

START_TEST(far_days_are_those_of_the_calendar)
{
    struct moments moments = moments_of(on(2024, 2, 29), 0);
    uint64_t seed = 1;
    for (int i = 0; i < 5000; i++) {
        int32_t day = on(2023, 1, 1) + (int32_t)random_below(&seed, 40);
        int32_t months = (int32_t)random_below(&seed, MERIT_MONTHS_BACK_MAX + 1);
        if (moments_far(&moments, day, months) != merit_day_far(day, months)) {
            ck_abort_msg("%d months after day %d", months, day);
        }
    }
}
END_TEST

CHECK_MAIN_TESTS("moments",
                 m_is_the_month_before_that_of_the_day,
                 m_moves_as_many_days_later_as_the_month_stays_open,
                 month_ends_go_back_two_years_and_a_month,
                 days_before_are_those_of_the_month,
                 the_next_month_day_is_the_first_on_which_m_moves,
                 far_days_are_those_of_the_calendar)
