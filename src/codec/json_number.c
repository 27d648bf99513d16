/* Exact numbers as JSON: the shortest text that reads back to the double nearest to them. */
#include "codec/json_number.h"

#include "codec/ratio_double.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

enum {
    NUMBER_BYTES = 64,
    DIGITS_ALWAYS_KEPT = 15, /* a decimal of so many digits survives a double */
    DIGITS_OF_ANY_DOUBLE = 17,
};
#define EXACT_INTEGER_MAX       (INT64_C(1) << 53) /* every double beyond is an integer */
#define EXPONENT_FROM_15_DIGITS 1e15               /* where %.15g begins to write an exponent */

static bool reads_back(const char *text, double value)
{
    double read = strtod(text, NULL);
    return !(read < value) && !(read > value);
}

/* A double that is no integer, or too large to be written as one. Below EXACT_INTEGER_MAX it has at
 * most 16 digits before the point, so that 17 are written without an exponent. */
static void double_add(struct text_buffer *buffer, double value)
{
    char text[NUMBER_BYTES * 8];
    double size = value < 0 ? -value : value;
    if (size >= (double)EXACT_INTEGER_MAX) {
        (void)snprintf(text, sizeof text, "%.0f", value);
    } else {
        int digits = DIGITS_ALWAYS_KEPT;
        if (size >= EXPONENT_FROM_15_DIGITS) {
            digits++;
        }
        (void)snprintf(text, sizeof text, "%.*g", digits, value);
        while (digits < DIGITS_OF_ANY_DOUBLE && !reads_back(text, value)) {
            digits++;
            (void)snprintf(text, sizeof text, "%.*g", digits, value);
        }
        assert(reads_back(text, value));
    }
    text_buffer_add_string(buffer, text);
}

void json_number_add_ratio(struct text_buffer *buffer, struct merit_ratio ratio)
{
    assert(ratio.denominator > 0);
    merit_int128 whole = ratio.numerator;
    if (ratio.denominator != 1) {
        whole = ratio.numerator % ratio.denominator == 0 ? ratio.numerator / ratio.denominator
                                                         : (merit_int128)INT64_MAX;
    }
    if (whole >= -EXACT_INTEGER_MAX && whole <= EXACT_INTEGER_MAX) {
        text_buffer_add_integer(buffer, (int64_t)whole);
    } else {
        double_add(buffer, ratio_double(ratio));
    }
}

void json_number_add_double(struct text_buffer *buffer, double value)
{
    double size = value < 0 ? -value : value;
    int64_t whole = size <= (double)EXACT_INTEGER_MAX ? (int64_t)value : 0;
    bool is_whole = !((double)whole < value) && !((double)whole > value);
    if (is_whole) {
        text_buffer_add_integer(buffer, whole);
    } else {
        double_add(buffer, value);
    }
}

void json_number_add_hundredths(struct text_buffer *buffer, int64_t hundredths)
{
    uint64_t size = hundredths < 0 ? 0 - (uint64_t)hundredths : (uint64_t)hundredths;
    if (hundredths < 0) {
        text_buffer_add_byte(buffer, '-');
    }
    text_buffer_add_integer(buffer, (int64_t)(size / 100));
    uint64_t rest = size % 100;
    if (rest != 0) {
        text_buffer_add_byte(buffer, '.');
        text_buffer_add_byte(buffer, (char)('0' + rest / 10));
        if (rest % 10 != 0) {
            text_buffer_add_byte(buffer, (char)('0' + rest % 10));
        }
    }
}
