/* Where the rule files say what a program does: for those who explain a score. */
#ifndef MERIT_PLACE_H
#define MERIT_PLACE_H

#include "merit/limits.h"

#include <stddef.h>
#include <stdint.h>

/* A line of a rule file; file NULL: not known, as in programs made by hand. */
struct merit_place {
    const char *file;
    uint32_t line; /* from 1 */
};

/* What a line says of an option (of a metric without options: its only one). */
enum merit_place_kind {
    MERIT_PLACE_METRIC, /* its name, and of the metric's */
    MERIT_PLACE_POINTS,
    MERIT_PLACE_TARGET,
    MERIT_PLACE_COUNTED,  /* count, sum or growth */
    MERIT_PLACE_PRODUCTS, /* which products */
    MERIT_PLACE_OFFERS,   /* which offers do not exist for them */
    MERIT_PLACE_TYPES,    /* associated */
    MERIT_PLACE_TENANTS,  /* the condition on a tenant named by `in` */
    MERIT_PLACE_TEST,     /* where, any_product or total */
    MERIT_PLACE_COMPARE,  /* compare or when */
    MERIT_PLACE_CODES,    /* any_of */
    MERIT_PLACE_LEAST_BEFORE,
    MERIT_PLACE_LEAST_NOW,
    MERIT_PLACE_GATE, /* the first; one for each */
    MERIT_PLACE_COUNT = MERIT_PLACE_GATE + MERIT_GATES_MAX,
};

/* Of one span. Scoring never reads it. */
struct merit_places {
    const char *file;
    uint32_t qualifies; /* lines */
    uint32_t choose;    /* 0: there is one path */
    /* Of each path MERIT_METRICS_MAX x MERIT_OPTIONS_MAX rows of MERIT_PLACE_COUNT lines; 0: the
     * file says nothing of the kind. */
    const uint32_t *lines;
    /* Of each option, in the same order: what amounts of its slots are divided by to be said, such
     * as 100 for dollars. */
    const int64_t *units;
};

/* What a span is asked for. */
struct merit_place_key {
    uint8_t path;
    uint8_t metric;
    uint8_t option;
    uint8_t kind; /* enum merit_place_kind */
};

static inline uint32_t merit_place_option(struct merit_place_key key)
{
    return ((uint32_t)key.path * MERIT_METRICS_MAX + key.metric) * MERIT_OPTIONS_MAX + key.option;
}

static inline uint32_t merit_place_index(struct merit_place_key key)
{
    return merit_place_option(key) * MERIT_PLACE_COUNT + key.kind;
}

/* Where there is no line of that kind, the one that says what is counted. */
static inline struct merit_place merit_place_of(const struct merit_places *places,
                                                struct merit_place_key key)
{
    if (places == NULL) {
        return (struct merit_place){0};
    }
    uint32_t line = places->lines[merit_place_index(key)];
    if (line == 0) {
        key.kind = MERIT_PLACE_COUNTED;
        line = places->lines[merit_place_index(key)];
    }
    return (struct merit_place){places->file, line};
}

#endif
