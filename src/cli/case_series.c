/* Braces in a line of a case: t{1..5} and {ann,bob} make several lines of one. */
#include "cli/case_series.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

enum { NUMBER_DIGITS_MAX = 9 };

/* What stands between a pair of braces. */
struct braces {
    const char *before; /* the opening brace */
    const char *after;  /* behind the closing one */
    uint32_t count;
    uint32_t first; /* of numbers */
    int width;      /* of numbers; 0: words between commas */
};

static bool read_number(const char **at, const char *end, uint32_t *ret_number, int *ret_width)
{
    *ret_number = 0;
    int width = 0;
    for (; *at < end && **at >= '0' && **at <= '9' && width <= NUMBER_DIGITS_MAX; (*at)++) {
        *ret_number = *ret_number * 10 + (uint32_t)(**at - '0');
        width++;
    }
    *ret_width = width;
    return width > 0 && width <= NUMBER_DIGITS_MAX;
}

static bool read_numbers(const char *at, const char *end, struct braces *braces)
{
    uint32_t last;
    int width;
    if (!read_number(&at, end, &braces->first, &braces->width) || end - at < 3 || at[0] != '.' ||
        at[1] != '.') {
        return false;
    }
    at += 2;
    if (!read_number(&at, end, &last, &width) || at != end || last < braces->first) {
        return false;
    }
    braces->count = last - braces->first + 1;
    return true;
}

/* The next braces at or after `at`. False: none, or malformed (then *ret_good is false). */
static bool next_braces(const char *at, const char *end, struct braces *ret, bool *ret_good)
{
    *ret_good = true;
    size_t left = (size_t)(end - at);
    const char *open = left == 0 ? NULL : memchr(at, '{', left);
    const char *stray =
        left == 0 ? NULL : memchr(at, '}', open == NULL ? left : (size_t)(open - at));
    if (open == NULL || stray != NULL) {
        *ret_good = stray == NULL;
        return false;
    }
    const char *close = memchr(open, '}', (size_t)(end - open));
    *ret_good = close != NULL && close > open + 1 &&
                memchr(open + 1, '{', (size_t)(close - open - 1)) == NULL;
    if (!*ret_good) {
        return false;
    }
    *ret = (struct braces){.before = open, .after = close + 1};
    if (!read_numbers(open + 1, close, ret)) {
        ret->width = 0;
        ret->count = 1;
        for (const char *comma = open; comma < close; comma++) {
            ret->count += *comma == ',';
        }
    }
    return true;
}

bool case_series_measure(struct merit_text text, uint32_t *length)
{
    const char *at = text.at;
    const char *end = text.at + text.length;
    struct braces braces;
    bool good;
    while (next_braces(at, end, &braces, &good)) {
        if (braces.count > CASE_SERIES_MAX || (*length != 0 && *length != braces.count)) {
            return false;
        }
        *length = braces.count;
        at = braces.after;
    }
    return good;
}

/* The word `index` between the commas. */
static struct merit_text word_at(const struct braces *braces, uint32_t index)
{
    const char *at = braces->before + 1;
    const char *end = braces->after - 1;
    for (; index > 0; index--) {
        const char *comma = memchr(at, ',', (size_t)(end - at));
        assert(comma != NULL);
        at = comma + 1;
    }
    const char *comma = memchr(at, ',', (size_t)(end - at));
    return (struct merit_text){at, (uint32_t)((comma == NULL ? end : comma) - at)};
}

struct merit_text case_series_value(struct arena *arena, struct merit_text text, uint32_t index)
{
    const char *at = text.at;
    const char *end = text.at + text.length;
    char *value = arena_allocate(arena, (size_t)text.length + 1);
    uint32_t length = 0;
    struct braces braces;
    bool good;
    while (next_braces(at, end, &braces, &good)) {
        memcpy(value + length, at, (size_t)(braces.before - at));
        length += (uint32_t)(braces.before - at);
        if (braces.width > 0) {
            /* At least as wide as the braces are: {9..10} has more than two characters. */
            length += (uint32_t)snprintf(value + length, (size_t)text.length + 1 - length, "%0*u",
                                         braces.width, braces.first + index);
        } else {
            struct merit_text word = word_at(&braces, index);
            memcpy(value + length, word.at, word.length);
            length += word.length;
        }
        at = braces.after;
    }
    memcpy(value + length, at, (size_t)(end - at));
    length += (uint32_t)(end - at);
    return (struct merit_text){value, length};
}
