/* Numbers, comparisons and places of an explanation, as text for people. */
#include "cli/explain_words.h"

#include "codec/time_text.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>

enum { WORDS_MAX = 512, CENTS = 100, DIGITS_MAX = 48, DELETE_BYTE = 0x7f };

void words_add(struct text_buffer *to, const char *format, ...)
{
    char text[WORDS_MAX];
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    size_t kept = length < 0 ? 0 : (size_t)length;
    text_buffer_add(to, text, kept < sizeof text ? kept : sizeof text - 1);
}

void words_text(struct text_buffer *to, struct merit_text text)
{
    static const char digits[] = "0123456789abcdef";
    for (uint32_t i = 0; i < text.length; i++) {
        unsigned char byte = (unsigned char)text.at[i];
        if (byte < ' ' || byte == DELETE_BYTE) {
            char escaped[] = {'\\', 'x', digits[byte >> 4], digits[byte & 0xf]};
            text_buffer_add(to, escaped, sizeof escaped);
        } else {
            text_buffer_add(to, &text.at[i], 1);
        }
    }
}

void words_day(struct text_buffer *to, int32_t day)
{
    char text[TIME_TEXT_DATE_LENGTH];
    time_text_write_date(day, text);
    text_buffer_add(to, text, sizeof text);
}

/* ---- numbers ----------------------------------------------------------------------------- */

static void add_integer(struct text_buffer *to, merit_int128 value)
{
    char digits[DIGITS_MAX];
    size_t at = sizeof digits;
    bool negative = value < 0;
    merit_uint128 rest = negative ? -(merit_uint128)value : (merit_uint128)value;
    do {
        digits[--at] = (char)('0' + (int)(rest % 10));
        rest /= 10;
    } while (rest != 0);
    if (negative) {
        digits[--at] = '-';
    }
    text_buffer_add(to, digits + at, sizeof digits - at);
}

void words_ratio(struct text_buffer *to, struct merit_ratio ratio)
{
    struct merit_ratio reduced = merit_ratio_reduce(ratio);
    merit_int128 whole = reduced.numerator / reduced.denominator;
    merit_int128 rest = reduced.numerator % reduced.denominator;
    if (rest == 0) {
        add_integer(to, whole);
        return;
    }
    if (CENTS % reduced.denominator != 0) {
        add_integer(to, reduced.numerator);
        text_buffer_add_byte(to, '/');
        add_integer(to, reduced.denominator);
        text_buffer_add_string(to, " (");
        words_hundredths(to, merit_ratio_hundredths(reduced));
        text_buffer_add_byte(to, ')');
        return;
    }
    int cents = (int)(rest * (CENTS / reduced.denominator));
    if (cents < 0 && whole == 0) {
        text_buffer_add_byte(to, '-');
    }
    add_integer(to, whole);
    words_add(to, ".%02d", cents < 0 ? -cents : cents);
}

void words_hundredths(struct text_buffer *to, int64_t hundredths)
{
    bool negative = hundredths < 0;
    int64_t size = negative ? -hundredths : hundredths;
    words_add(to, "%s%" PRId64 ".%02d", negative ? "-" : "", size / CENTS, (int)(size % CENTS));
}

void words_figure(struct text_buffer *to, uint8_t figure, int64_t value)
{
    static const char *const names[] = {"active users", "paid units", "revenue"};
    if (figure == MERIT_FIGURE_REVENUE) {
        text_buffer_add_byte(to, '$');
        words_hundredths(to, value);
        return;
    }
    words_add(to, "%" PRId64 " %s", value, names[figure]);
}

/* ---- comparisons ------------------------------------------------------------------------- */

static const char *const compare_words[] = {"more than", "at least", "less than", "at most"};

/* left / right as a percentage of one decimal, and what it must be. */
static void add_share(struct text_buffer *to, const struct merit_check *check)
{
    if (check->right == 0) {
        words_add(to, "no paid units to be used");
        return;
    }
    merit_int128 tenths = ((merit_int128)check->left * 1000 + check->right / 2) / check->right;
    words_add(to, "%" PRId64 ".%d %% of %s ", (int64_t)(tenths / 10), (int)(tenths % 10),
              compare_words[check->compare]);
    words_ratio(to,
                (struct merit_ratio){(merit_int128)100 * check->right_factor, check->left_factor});
    words_add(to, " %% (%" PRId64 " of %" PRId64 ")", check->left, check->right);
}

void words_check(struct text_buffer *to, const struct merit_check *check)
{
    if (check->right_figure != MERIT_NONE) {
        add_share(to, check);
        return;
    }
    words_figure(to, check->left_figure, check->left);
    words_add(to, " of %s ", compare_words[check->compare]);
    bool money = check->left_figure == MERIT_FIGURE_REVENUE;
    if (money) {
        text_buffer_add_byte(to, '$');
    }
    words_ratio(to, (struct merit_ratio){check->constant,
                                         (merit_int128)check->left_factor * (money ? CENTS : 1)});
}

/* ---- reasons ----------------------------------------------------------------------------- */

void words_place(struct text_buffer *to, struct merit_place place)
{
    if (place.file != NULL && place.line != 0) {
        words_add(to, " (line %" PRIu32 ")", place.line);
    }
}

void words_why(struct text_buffer *to, const struct merit_why *why)
{
    words_add(to, "%s: %s", merit_reason_code(why->reason), merit_reason_text(why->reason));
    if (!merit_text_is_null(why->about)) {
        text_buffer_add_string(to, ", ");
        words_text(to, why->about);
    }
    if (why->day != MERIT_NO_DAY) {
        text_buffer_add_string(to, ", ");
        words_day(to, why->day);
    }
    words_place(to, why->place);
}
