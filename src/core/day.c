/* Days and months of the proleptic Gregorian calendar, UTC, as plain integers. */
#include "merit/day.h"

enum {
    DAYS_PER_ERA = 146097, /* of 400 years */
    DAYS_TO_1970 = 719468, /* from 0000-03-01 */
    MONTHS_PER_YEAR = 12,
    EPOCH_YEAR = 1970,
    YEAR_LAST = 9999,
};

static int32_t floor_divide(int32_t a, int32_t b)
{
    int32_t quotient = a / b;
    return quotient * b > a ? quotient - 1 : quotient;
}

/* Years counted from March make the leap day the last of its year. */
struct merit_date merit_date_of_day(int32_t day)
{
    int32_t shifted = day + DAYS_TO_1970;
    int32_t era = floor_divide(shifted, DAYS_PER_ERA);
    int32_t of_era = shifted - era * DAYS_PER_ERA;
    int32_t year_of_era =
        (of_era - of_era / 1460 + of_era / 36524 - of_era / (DAYS_PER_ERA - 1)) / 365;
    int32_t of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int32_t month_from_march = (5 * of_year + 2) / 153;
    struct merit_date date;
    date.day = of_year - (153 * month_from_march + 2) / 5 + 1;
    date.month = month_from_march < 10 ? month_from_march + 3 : month_from_march - 9;
    date.year = year_of_era + era * 400 + (date.month <= 2);
    return date;
}

int32_t merit_day_of_date(struct merit_date date)
{
    int32_t year = date.year - (date.month <= 2);
    int32_t era = floor_divide(year, 400);
    int32_t year_of_era = year - era * 400;
    int32_t month_from_march = date.month > 2 ? date.month - 3 : date.month + 9;
    int32_t of_year = (153 * month_from_march + 2) / 5 + date.day - 1;
    int32_t of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + of_year;
    return era * DAYS_PER_ERA + of_era - DAYS_TO_1970;
}

bool merit_date_valid(struct merit_date date)
{
    if (date.year < 1 || date.year > YEAR_LAST || date.month < 1 || date.month > MONTHS_PER_YEAR ||
        date.day < 1 || date.day > 31) {
        return false;
    }
    struct merit_date back = merit_date_of_day(merit_day_of_date(date));
    return back.year == date.year && back.month == date.month && back.day == date.day;
}

int32_t merit_month_of_day(int32_t day)
{
    struct merit_date date = merit_date_of_day(day);
    return (date.year - EPOCH_YEAR) * MONTHS_PER_YEAR + date.month - 1;
}

int32_t merit_month_first_day(int32_t month)
{
    int32_t year = floor_divide(month, MONTHS_PER_YEAR);
    struct merit_date date = {EPOCH_YEAR + year, month - year * MONTHS_PER_YEAR + 1, 1};
    return merit_day_of_date(date);
}

int32_t merit_month_last_day(int32_t month)
{
    return merit_month_first_day(month + 1) - 1;
}

int32_t merit_day_months_before(int32_t day, int32_t months)
{
    int32_t of_month = merit_date_of_day(day).day;
    int32_t month = merit_month_of_day(day) - months;
    int32_t result = merit_month_first_day(month) + of_month - 1;
    int32_t last = merit_month_last_day(month);
    return result > last ? last : result;
}

int32_t merit_day_far(int32_t day, int32_t months)
{
    int32_t later = merit_day_months_before(day, -months);
    /* A clamp to a shorter month's end comes too early: then it is the first of the next. */
    return merit_day_months_before(later, months) >= day ? later : later + 1;
}

int32_t merit_day_of_micros(int64_t micros)
{
    int64_t day = micros / MERIT_MICROS_PER_DAY;
    return (int32_t)(day * MERIT_MICROS_PER_DAY > micros ? day - 1 : day);
}
