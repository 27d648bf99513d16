/* Every limit of meritd that bounds a record, a rule program or a step of work, by name. */
#ifndef MERIT_LIMITS_H
#define MERIT_LIMITS_H

/* Input, from the outside contract: beyond these a record is bad input. */
enum {
    MERIT_ID_MAX = 128,              /* bytes of any id, product or code */
    MERIT_TENANT_PARTNERS_MAX = 256, /* partners attached to one tenant */
    MERIT_TENANT_ASSOCIATIONS_MAX = 4096,
    MERIT_TENANT_SERIES_MAX = 4096,
    MERIT_ASSOCIATION_PRODUCTS_MAX = 256,
    MERIT_PERSON_CERTIFICATIONS_MAX = 256,
    MERIT_HISTORY_MONTHS = 26, /* reports older than this before the clock only carry a gauge on */
};
#define MERIT_FIGURE_MAX INT64_C(1000000000000)

/* A rule program. The compiler refuses files beyond these. */
enum {
    MERIT_DESIGNATIONS_MAX = 16,
    MERIT_SPANS_MAX = 64, /* of one designation: ranges of days without a dated change */
    MERIT_PRODUCT_ENTRIES_MAX = 256,
    MERIT_OFFERS_MAX = 32,
    MERIT_CODES_MAX = 256,      /* certification codes named by any rule */
    MERIT_QUANTITIES_MAX = 128, /* of one span, as the five below */
    MERIT_TERMS_MAX = 64,
    MERIT_COMPARISONS_MAX = 128,
    MERIT_FLAGS_MAX = 64,
    MERIT_SLOTS_MAX = 64,
    MERIT_REQUIREMENTS_MAX = 32,
    MERIT_COMBINATIONS_MAX = 64, /* of one requirement: ways to meet it */
    MERIT_PATHS_MAX = 4,
    MERIT_METRICS_MAX = 8, /* of one path */
    MERIT_OPTIONS_MAX = 4, /* of one metric; parts as well */
    MERIT_GATES_MAX = 4,   /* of one metric */
    MERIT_TRAILING_MONTHS_MAX = 12,
    MERIT_MONTHS_BACK_MAX = 13, /* the far end of a trailing sum stays inside the history kept */
    MERIT_SPECIALIZATIONS_MAX = 16,
    MERIT_WINDOWS_MAX = 4,
    MERIT_POINTS_MAX = 1000,
    MERIT_THRESHOLDS_MAX = 16,
};

/* An explanation of one partner's score: beyond these only numbers are given. */
enum {
    MERIT_EXPLAIN_ROWS_MAX = 4096, /* of one option: what adds something */
    MERIT_EXPLAIN_ZEROS_MAX = 512, /* of one option: what adds nothing, and why */
    MERIT_EXPLAIN_PRODUCTS_MAX = 1024,
    MERIT_EXPLAIN_DATES_MAX = 16,   /* the next days on which something may change */
    MERIT_EXPLAIN_OUTLOOK_MAX = 12, /* what time alone will do to the score */
    MERIT_EXPLAIN_DAYS_MAX = 400,   /* how far that is looked for */
};
#define MERIT_TARGET_MAX INT64_C(1000000000) /* numerator and denominator of a target */
#define MERIT_FACTOR_MAX INT64_C(1000000)    /* a rate, scaled; a percentage; a unit */

#endif
