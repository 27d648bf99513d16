/* Exact numbers as people write them: 1,000, -3, $25,000.50, 45 %, 20/3. */
#include "cli/case_number.h"

#include <inttypes.h>
#include <stdio.h>

enum { DIGITS_MAX = 15, HUNDRED = 100 };
#define DECIMALS_WHOLE INT64_C(1000000) /* 6 decimals */

/* What is left of a text while it is read. */
struct rest {
    const char *at;
    const char *end;
};

static bool take(struct rest *rest, char wanted)
{
    if (rest->at < rest->end && *rest->at == wanted) {
        rest->at++;
        return true;
    }
    return false;
}

static bool is_digit(const struct rest *rest)
{
    return rest->at < rest->end && *rest->at >= '0' && *rest->at <= '9';
}

/* Digits, with commas between groups of three; the scale grows by 10 for each digit. */
static bool take_digits(struct rest *rest, int64_t *value, int64_t *scale, bool commas)
{
    uint32_t count = 0;
    uint32_t since_comma = 0;
    bool grouped = false;
    while (is_digit(rest) || (commas && rest->at < rest->end && *rest->at == ',')) {
        if (take(rest, ',')) {
            if (count == 0 || (grouped ? since_comma != 3 : since_comma > 3)) {
                return false;
            }
            grouped = true;
            since_comma = 0;
            continue;
        }
        if (*value > INT64_MAX / HUNDRED || count == DIGITS_MAX) {
            return false;
        }
        *value = *value * 10 + (*rest->at - '0');
        *scale *= 10;
        rest->at++;
        count++;
        since_comma++;
    }
    return count > 0 && (!grouped || since_comma == 3);
}

bool case_number_read(struct merit_text text, struct case_number *ret_number)
{
    struct rest rest = {text.at, text.at + text.length};
    bool negative = take(&rest, '-');
    (void)take(&rest, '$');
    int64_t numerator = 0;
    int64_t denominator = 1;
    int64_t scale = 1;
    bool is_fraction = false;
    if (!take_digits(&rest, &numerator, &scale, true)) {
        return false;
    }
    if (take(&rest, '.')) {
        if (!take_digits(&rest, &numerator, &denominator, false)) {
            return false;
        }
    } else if (take(&rest, '/')) {
        is_fraction = true;
        denominator = 0;
        if (!take_digits(&rest, &denominator, &scale, true) || denominator == 0) {
            return false;
        }
    }
    (void)take(&rest, ' ');
    (void)take(&rest, '%');
    if (rest.at != rest.end || (text.length > 0 && text.at[text.length - 1] == ' ')) {
        return false;
    }
    ret_number->value = (struct merit_ratio){negative ? -numerator : numerator, denominator};
    ret_number->is_fraction = is_fraction;
    return true;
}

/* The whole part and up to 6 decimals, of which zeros at the end are left out. */
static void write_decimal(int64_t scaled, int64_t whole, char *text, size_t size)
{
    int length = snprintf(text, size, "%" PRId64, scaled / whole);
    int64_t rest = scaled % whole;
    if (rest == 0 || length < 0) {
        return;
    }
    text += length;
    *text++ = '.';
    for (; rest > 0; rest = rest * 10 % whole) {
        *text++ = (char)('0' + (char)(rest * 10 / whole));
    }
    *text = '\0';
}

void case_number_write(struct merit_ratio value, char ret_text[CASE_NUMBER_BYTES])
{
    value = merit_ratio_reduce(value);
    char *text = ret_text;
    size_t size = CASE_NUMBER_BYTES;
    if (value.numerator < 0) {
        *text++ = '-';
        size--;
        value.numerator = -value.numerator;
    }
    if (value.numerator > INT64_MAX || value.denominator > INT64_MAX) {
        (void)snprintf(text, size, "a number beyond 64 bits");
        return;
    }
    int64_t numerator = (int64_t)value.numerator;
    int64_t denominator = (int64_t)value.denominator;
    if (denominator <= DECIMALS_WHOLE && DECIMALS_WHOLE % denominator == 0 &&
        numerator <= INT64_MAX / DECIMALS_WHOLE) {
        write_decimal(numerator * (DECIMALS_WHOLE / denominator), DECIMALS_WHOLE, text, size);
        return;
    }
    int length = snprintf(text, size, "%" PRId64, numerator);
    if (denominator != 1 && length > 0) {
        (void)snprintf(text + length, size - (size_t)length, "/%" PRId64, denominator);
    }
}

void case_number_write_hundredths(int64_t hundredths, char ret_text[CASE_NUMBER_BYTES])
{
    case_number_write((struct merit_ratio){hundredths, HUNDRED}, ret_text);
}
