/* Tests of the calendar, against one that counts day by day. */
#include "check_main.h"
#include "unit_tools.h"

static int32_t days_of(int32_t year, int32_t month)
{
    static const int32_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return days[month - 1] + (month == 2 && leap ? 1 : 0);
}

static struct merit_date next_date(struct merit_date date)
{
    date.day++;
    if (date.day > days_of(date.year, date.month)) {
        date.day = 1;
        date.month++;
    }
    if (date.month > 12) {
        date.month = 1;
        date.year++;
    }
    return date;
}

static bool dates_equal(struct merit_date a, struct merit_date b)
{
    return a.year == b.year && a.month == b.month && a.day == b.day;
}

/* The same day `months` before, by the words of the contract. */
static struct merit_date date_before(struct merit_date date, int32_t months)
{
    for (; months > 0; months--) {
        date.year -= date.month == 1;
        date.month = date.month == 1 ? 12 : date.month - 1;
    }
    for (; months < 0; months++) {
        date.year += date.month == 12;
        date.month = date.month == 12 ? 1 : date.month + 1;
    }
    int32_t last = days_of(date.year, date.month);
    date.day = date.day > last ? last : date.day;
    return date;
}

START_TEST(every_day_has_its_date)
{
    struct merit_date date = {2000, 1, 1};
    for (int32_t day = MERIT_DAY_FIRST; day <= MERIT_DAY_LAST; day++, date = next_date(date)) {
        if (!dates_equal(merit_date_of_day(day), date) || merit_day_of_date(date) != day) {
            ck_abort_msg("day %d", day);
        }
    }
    ck_assert(dates_equal(date, (struct merit_date){2200, 1, 1}));
}
END_TEST

START_TEST(every_day_has_its_month)
{
    struct merit_date date = {2000, 1, 1};
    for (int32_t day = MERIT_DAY_FIRST; day <= MERIT_DAY_LAST; day++, date = next_date(date)) {
        int32_t month = merit_month_of_day(day);
        if (month != (date.year - 1970) * 12 + date.month - 1 ||
            merit_month_first_day(month) != day - date.day + 1 ||
            merit_month_last_day(month) != day - date.day + days_of(date.year, date.month)) {
            ck_abort_msg("day %d", day);
        }
    }
}
END_TEST

START_TEST(months_before_are_clamped)
{
    static const int32_t months[] = {0, 1, 2, 6, 11, 12, 13, 26, -1, -6, -12, -13};
    struct merit_date date = {2000, 1, 1};
    for (int32_t day = MERIT_DAY_FIRST; day <= MERIT_DAY_LAST; day++, date = next_date(date)) {
        for (size_t i = 0; i < sizeof months / sizeof months[0]; i++) {
            int32_t before = merit_day_months_before(day, months[i]);
            if (!dates_equal(merit_date_of_day(before), date_before(date, months[i]))) {
                ck_abort_msg("%d months before day %d", months[i], day);
            }
        }
    }
    ck_assert_int_eq(merit_day_months_before(on(2024, 2, 29), 12), on(2023, 2, 28));
    ck_assert_int_eq(merit_day_months_before(on(2024, 2, 29), -12), on(2025, 2, 28));
}
END_TEST

START_TEST(far_is_the_first_day_that_looks_back_so_far)
{
    for (int32_t day = MERIT_DAY_FIRST; day <= MERIT_DAY_LAST; day++) {
        for (int32_t months = 0; months <= 13; months++) {
            int32_t far = merit_day_far(day, months);
            if (merit_day_months_before(far, months) < day ||
                merit_day_months_before(far - 1, months) >= day) {
                ck_abort_msg("%d months after day %d", months, day);
            }
        }
    }
    ck_assert_int_eq(merit_day_far(on(2024, 2, 29), 12), on(2025, 3, 1));
}
END_TEST

START_TEST(only_days_of_the_calendar_are_valid)
{
    static const struct merit_date good[] = {{1, 1, 1},     {1970, 1, 1},   {2000, 2, 29},
                                             {2024, 2, 29}, {2023, 12, 31}, {9999, 12, 31}};
    static const struct merit_date bad[] = {
        {0, 1, 1},      {10000, 1, 1}, {2023, 0, 1},  {2023, 13, 1},  {2023, 1, 0},
        {2023, 1, 32},  {2023, 2, 29}, {2100, 2, 29}, {2024, 2, 30},  {2023, 4, 31},
        {2023, 11, 31}, {2023, 6, -1}, {-1, 1, 1},    {2023, -12, 1},
    };
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        ck_assert(merit_date_valid(good[i]));
    }
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        ck_assert_msg(!merit_date_valid(bad[i]), "%zu", i);
    }
}
END_TEST

START_TEST(the_limits_are_what_they_say)
{
    ck_assert_int_eq(on(1970, 1, 1), 0);
    ck_assert_int_eq(on(2000, 1, 1), MERIT_DAY_FIRST);
    ck_assert_int_eq(on(2199, 12, 31), MERIT_DAY_LAST);
    ck_assert_int_eq(on(1969, 12, 31), -1);
    ck_assert(dates_equal(merit_date_of_day(-1), (struct merit_date){1969, 12, 31}));
    ck_assert_int_eq(merit_month_of_day(-1), -1);
    ck_assert_int_eq(merit_month_first_day(-12), on(1969, 1, 1));
    ck_assert_int_eq(on(1600, 3, 1) - on(1600, 2, 28), 2);
}
END_TEST

START_TEST(the_day_of_a_time_is_rounded_down)
{
    ck_assert_int_eq(merit_day_of_micros(0), 0);
    ck_assert_int_eq(merit_day_of_micros(MERIT_MICROS_PER_DAY - 1), 0);
    ck_assert_int_eq(merit_day_of_micros(MERIT_MICROS_PER_DAY), 1);
    ck_assert_int_eq(merit_day_of_micros(-1), -1);
    ck_assert_int_eq(merit_day_of_micros(-MERIT_MICROS_PER_DAY), -1);
    ck_assert_int_eq(merit_day_of_micros(-MERIT_MICROS_PER_DAY - 1), -2);
    ck_assert_int_eq(merit_day_of_micros(at_second(MERIT_DAY_LAST, 86399)), MERIT_DAY_LAST);
}
END_TEST

CHECK_MAIN_TESTS("day",
                 every_day_has_its_date,
                 every_day_has_its_month,
                 months_before_are_clamped,
                 far_is_the_first_day_that_looks_back_so_far,
                 only_days_of_the_calendar_are_valid,
                 the_limits_are_what_they_say,
                 the_day_of_a_time_is_rounded_down)
