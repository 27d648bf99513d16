/* Dates and timestamps as text: "2022-10-03" and "2022-10-03T09:00:00Z", both UTC. */
#include "codec/time_text.h"

#include <assert.h>

enum {
    TIMESTAMP_WHOLE_LENGTH = 20, /* 2022-10-03T09:00:00Z */
    DECIMALS_MAX = 6,
    SECONDS_LENGTH = 19, /* all before the decimals */
    MICROS_PER_SECOND = 1000000,
    SECONDS_PER_DAY = 86400,
};

/* `count` digits as a number, or -1 where one of them is no digit. */
static int32_t digits_read(const char *at, uint32_t count)
{
    int32_t value = 0;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t digit = (uint32_t)(unsigned char)at[i] - '0';
        if (digit > 9) {
            return -1;
        }
        value = value * 10 + (int32_t)digit;
    }
    return value;
}

static enum time_text_result date_read(const char *at, int32_t *ret_day)
{
    struct merit_date date = {
        .year = digits_read(at, 4),
        .month = digits_read(at + 5, 2),
        .day = digits_read(at + 8, 2),
    };
    if (at[4] != '-' || at[7] != '-' || date.year < 0 || date.month < 0 || date.day < 0) {
        return TIME_TEXT_WRONG_FORM;
    }
    if (date.year < 2000 || date.year > 2199 || !merit_date_valid(date)) {
        return TIME_TEXT_WRONG_VALUE;
    }
    *ret_day = merit_day_of_date(date);
    assert(*ret_day >= MERIT_DAY_FIRST && *ret_day <= MERIT_DAY_LAST);
    return TIME_TEXT_GOOD;
}

enum time_text_result time_text_read_date(struct merit_text text, int32_t *ret_day)
{
    if (text.length != TIME_TEXT_DATE_LENGTH) {
        return TIME_TEXT_WRONG_FORM;
    }
    return date_read(text.at, ret_day);
}

/* The decimals of a second between `at` and the Z, in microseconds; -1 where they are wrong. */
static int32_t decimals_read(const char *at, uint32_t length)
{
    if (length == 0) {
        return 0;
    }
    uint32_t count = length - 1;
    if (at[0] != '.' || count < 1 || count > DECIMALS_MAX) {
        return -1;
    }
    int32_t micros = digits_read(at + 1, count);
    for (uint32_t i = count; i < DECIMALS_MAX && micros >= 0; i++) {
        micros *= 10;
    }
    return micros;
}

enum time_text_result time_text_read_timestamp(struct merit_text text, int64_t *ret_micros)
{
    const char *at = text.at;
    if (text.length < TIMESTAMP_WHOLE_LENGTH || at[10] != 'T' || at[13] != ':' || at[16] != ':' ||
        at[text.length - 1] != 'Z') {
        return TIME_TEXT_WRONG_FORM;
    }
    int32_t hour = digits_read(at + 11, 2);
    int32_t minute = digits_read(at + 14, 2);
    int32_t second = digits_read(at + 17, 2);
    int32_t micros = decimals_read(at + SECONDS_LENGTH, text.length - TIMESTAMP_WHOLE_LENGTH);
    if (hour < 0 || minute < 0 || second < 0 || micros < 0) {
        return TIME_TEXT_WRONG_FORM;
    }
    int32_t day = 0;
    enum time_text_result result = date_read(at, &day);
    if (result != TIME_TEXT_GOOD) {
        return result;
    }
    if (hour > 23 || minute > 59 || second > 59) {
        return TIME_TEXT_WRONG_VALUE;
    }
    int32_t of_day = hour * 3600 + minute * 60 + second;
    int64_t seconds = (int64_t)day * SECONDS_PER_DAY + of_day;
    *ret_micros = seconds * MICROS_PER_SECOND + micros;
    return TIME_TEXT_GOOD;
}

static void digits_write(int32_t value, uint32_t count, char *ret_text)
{
    for (uint32_t i = count; i > 0; i--) {
        ret_text[i - 1] = (char)('0' + value % 10);
        value /= 10;
    }
}

void time_text_write_date(int32_t day, char ret_text[TIME_TEXT_DATE_LENGTH])
{
    struct merit_date date = merit_date_of_day(day);
    assert(date.year >= 0 && date.year <= 9999);
    digits_write(date.year, 4, ret_text);
    ret_text[4] = '-';
    digits_write(date.month, 2, ret_text + 5);
    ret_text[7] = '-';
    digits_write(date.day, 2, ret_text + 8);
}

size_t time_text_write_timestamp(int64_t micros, char ret_text[TIME_TEXT_TIMESTAMP_MAX])
{
    int32_t day = merit_day_of_micros(micros);
    int64_t of_day = micros - (int64_t)day * MERIT_MICROS_PER_DAY;
    int32_t second = (int32_t)(of_day / MICROS_PER_SECOND);
    int32_t decimals = (int32_t)(of_day % MICROS_PER_SECOND);
    time_text_write_date(day, ret_text);
    ret_text[10] = 'T';
    digits_write(second / 3600, 2, ret_text + 11);
    ret_text[13] = ':';
    digits_write(second / 60 % 60, 2, ret_text + 14);
    ret_text[16] = ':';
    digits_write(second % 60, 2, ret_text + 17);
    size_t length = SECONDS_LENGTH;
    if (decimals > 0) {
        ret_text[length] = '.';
        digits_write(decimals, DECIMALS_MAX, ret_text + length + 1);
        length += 1 + DECIMALS_MAX;
    }
    ret_text[length] = 'Z';
    return length + 1;
}
