/* A version file as read: names resolved, phrases taken apart, dates still on the values. */
#ifndef RULES_MODEL_H
#define RULES_MODEL_H

#include "merit/program.h"
#include "rules/phrase.h"

enum {
    RULES_GROUPS_MAX = 16, /* named definitions of one kind in one version */
    RULES_TESTS_MAX = 4,   /* joined by "and" */
    RULES_MOMENTS_MAX = 4, /* joined by "and" or "or" */
};

/* ---- definitions ------------------------------------------------------------------------- */

struct rules_items {
    const struct yaml_node *node; /* NULL: there is no such list */
    uint32_t count;
    struct rules_value *items;
};

/* products: NAME: a set of products, and the offers that do not exist for them. */
struct rules_products {
    struct merit_text name;
    struct rules_items include;
    struct rules_items exclude;
    struct rules_items exclude_offers;
};

/* types: NAME: a set of association types. */
struct rules_types {
    struct merit_text name;
    uint8_t types;
};

struct rules_rate {
    struct rules_value product;
    int64_t numerator;
    int64_t denominator;
    uint8_t types; /* the associations by which this product's figure counts */
};

/* figures: NAME, or one of the three reported figures. */
struct rules_figure {
    struct merit_text name;
    enum merit_figure figure;
    bool weighted; /* has rates; its products and types are its own */
    const struct rules_products *products;
    uint32_t rate_count;
    struct rules_rate *rates;
    int64_t scale; /* least common denominator of the rates; 1 without */
};

/* FIGURE COMPARE AMOUNT, or FIGURE COMPARE n % of FIGURE. */
struct rules_test {
    const struct rules_figure *left;
    enum merit_compare compare;
    struct rules_amount amount; /* where right is NULL */
    const struct rules_figure *right;
    int64_t percent;
};

struct rules_tests {
    const struct yaml_node *node; /* NULL: none */
    uint8_t count;
    struct rules_test tests[RULES_TESTS_MAX];
};

/* tenants: NAME: a condition on a tenant as a whole, whoever is associated with it. */
struct rules_tenants {
    struct merit_text name;
    const struct rules_products *products;
    struct rules_tests any_product;
    struct rules_tests total;
};

/* ---- measures ---------------------------------------------------------------------------- */

struct rules_moment {
    enum merit_moment moment; /* of a claim: CLAIM_SERIES */
    uint8_t months_back;
    uint8_t months;
};

struct rules_when {
    uint8_t count; /* 0: none */
    bool either;   /* joined by "or" */
    struct rules_moment moments[RULES_MOMENTS_MAX];
};

enum rules_measure_kind {
    RULES_COUNT_TENANTS,
    RULES_COUNT_TENANT_PRODUCTS,
    RULES_COUNT_PRODUCTS,
    RULES_COUNT_PEOPLE,
    RULES_SUM,
    RULES_GROWTH,
};

struct rules_gate {
    struct rules_items any_of;
    int64_t people;
};

struct rules_measure {
    const struct yaml_node *node;
    enum rules_measure_kind kind;
    const struct rules_figure *figure; /* SUM, GROWTH */
    const struct rules_products *products;
    uint8_t types;
    const struct rules_tenants *in;
    struct rules_tests any_product;
    struct rules_tests total;
    struct rules_tests where;
    const struct yaml_node *when_node;
    struct rules_when now;
    struct rules_when base;
    uint8_t gate_count;
    struct rules_gate gates[MERIT_GATES_MAX];
    struct rules_items any_of;
    struct rules_amount least_before;
    struct rules_amount least_now;
};

struct rules_option {
    struct merit_text name; /* null: none */
    struct rules_measure measure;
    struct rules_amount target;
};

struct rules_metric {
    const struct yaml_node *node;
    struct merit_text id;
    int32_t points;
    bool parts;
    uint8_t option_count;
    struct rules_option options[MERIT_OPTIONS_MAX];
};

struct rules_path {
    const struct yaml_node *node;
    struct merit_text id; /* null: the designation has no paths */
    uint8_t metric_count;
    struct rules_metric metrics[MERIT_METRICS_MAX];
};

/* ---- a version --------------------------------------------------------------------------- */

struct rules_version {
    struct yaml_file *file;
    const struct yaml_node *root;
    const struct yaml_node *effective_node;
    struct merit_text designation;
    struct merit_text title;
    int32_t effective;
    int32_t qualifying_points;
    int32_t all_points; /* of each path */
    int32_t month_closes_after_days;
    struct rules_items specializations;
    uint8_t products_count;
    uint8_t types_count;
    uint8_t figures_count;
    uint8_t tenants_count;
    struct rules_products products[RULES_GROUPS_MAX];
    struct rules_types types[RULES_GROUPS_MAX];
    struct rules_figure figures[RULES_GROUPS_MAX];
    struct rules_tenants tenants[RULES_GROUPS_MAX];
    bool choose_by_products;
    struct rules_measure choice;
    int64_t choice_at_least;
    uint8_t path_count;
    struct rules_path paths[MERIT_PATHS_MAX]; /* chosen by products: the chosen one first */
};

#endif
