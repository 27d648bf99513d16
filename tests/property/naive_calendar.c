/* The judge's calendar: counts years and months one by one, so that nothing can be clever. */
#include "naive.h"

static bool leap_year(int32_t year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int32_t days_of_month(int32_t year, int32_t month)
{
    static const int32_t days[12] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return month == 2 && leap_year(year) ? 29 : days[month - 1];
}

int32_t naive_day_of(int32_t year, int32_t month, int32_t day)
{
    int32_t count = 0;
    for (int32_t y = 1970; y < year; y++) {
        count += leap_year(y) ? 366 : 365;
    }
    for (int32_t y = year; y < 1970; y++) {
        count -= leap_year(y) ? 366 : 365;
    }
    for (int32_t m = 1; m < month; m++) {
        count += days_of_month(year, m);
    }
    return count + day - 1;
}

static void split(int32_t count, int32_t *ret_year, int32_t *ret_month, int32_t *ret_day)
{
    int32_t year = 1970;
    while (count < 0) {
        year--;
        count += leap_year(year) ? 366 : 365;
    }
    while (count >= (leap_year(year) ? 366 : 365)) {
        count -= leap_year(year) ? 366 : 365;
        year++;
    }
    int32_t month = 1;
    while (count >= days_of_month(year, month)) {
        count -= days_of_month(year, month);
        month++;
    }
    *ret_year = year;
    *ret_month = month;
    *ret_day = count + 1;
}

int32_t naive_months_later(int32_t day, int32_t months)
{
    int32_t year = 0;
    int32_t month = 0;
    int32_t of_month = 0;
    split(day, &year, &month, &of_month);
    for (; months > 0; months--) {
        month++;
        if (month == 13) {
            month = 1;
            year++;
        }
    }
    for (; months < 0; months++) {
        month--;
        if (month == 0) {
            month = 12;
            year--;
        }
    }
    int32_t last = days_of_month(year, month);
    return naive_day_of(year, month, of_month < last ? of_month : last);
}

int32_t naive_first_of_month(int32_t day)
{
    int32_t year = 0;
    int32_t month = 0;
    int32_t of_month = 0;
    split(day, &year, &month, &of_month);
    return day - of_month + 1;
}

/* Anniversaries from 2023-09-19 on have a window of whole months. */
static bool window_of_months(int32_t anniversary_day)
{
    return anniversary_day >= naive_day_of(2023, 9, 19);
}

int32_t naive_window_first(int32_t anniversary_day)
{
    if (!window_of_months(anniversary_day)) {
        return anniversary_day - 30;
    }
    return naive_months_later(naive_first_of_month(anniversary_day), -5);
}

int32_t naive_window_last(int32_t anniversary_day)
{
    if (!window_of_months(anniversary_day)) {
        return anniversary_day + 29; /* [A - 30, A + 30) */
    }
    return naive_months_later(naive_first_of_month(anniversary_day), 1) - 1;
}
