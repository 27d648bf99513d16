/* Days and months of the proleptic Gregorian calendar, UTC, as plain integers. */
#ifndef MERIT_DAY_H
#define MERIT_DAY_H

#include <stdbool.h>
#include <stdint.h>

/* A day is the number of days since 1970-01-01 (Avro's date); a month is the number of months since
 * 1970-01. Source of the arithmetic: contract, "Time"; rules, §1. */
#define MERIT_NO_DAY         INT32_MIN /* no date: null, or "never" where a due day is meant */
#define MERIT_NEVER          INT32_MAX /* later than every day */
#define MERIT_DAY_FIRST      10957     /* 2000-01-01, the first day that input may carry */
#define MERIT_DAY_LAST       84005     /* 2199-12-31, the last */
#define MERIT_MICROS_PER_DAY INT64_C(86400000000)

struct merit_date {
    int32_t year;
    int32_t month; /* 1 to 12 */
    int32_t day;   /* 1 to 31 */
};

struct merit_date merit_date_of_day(int32_t day);
int32_t merit_day_of_date(struct merit_date date);
/* True where the year, month and day name a day of the calendar (years 1 to 9999). */
bool merit_date_valid(struct merit_date date);

int32_t merit_month_of_day(int32_t day);
int32_t merit_month_first_day(int32_t month);
int32_t merit_month_last_day(int32_t month);

/* `months` before (or, negative, after) a day: the same day of that month, clamped to its end:
 * 12 before 2024-02-29 is 2023-02-28. */
int32_t merit_day_months_before(int32_t day, int32_t months);
/* far(x): the least D with D - months >= x: 12 months for 2024-02-29 is 2025-03-01. */
int32_t merit_day_far(int32_t day, int32_t months);

static inline int32_t merit_day_earlier(int32_t a, int32_t b)
{
    return a < b ? a : b;
}

/* Day of a timestamp in microseconds since 1970 (floor, also before 1970). */
int32_t merit_day_of_micros(int64_t micros);

#endif
