/* What a generated history is made from: its size, its days, its products and exams. */
#ifndef CLI_GENERATE_PLAN_H
#define CLI_GENERATE_PLAN_H

#include "cli/generate_catalog.h"

enum {
    GENERATE_PARTNERS_MAX = 1000000,
    GENERATE_TENANTS_MAX = 10000000,
    GENERATE_MONTHS_MAX = 120,
    GENERATE_PRODUCTS_MAX = 64,
    GENERATE_EXAMS_MAX = 64,
    GENERATE_DESIGNATIONS_MAX = 8,
};

/* What one designation brings: its products, bit p the plan's product p, and its exams in a row. */
struct generate_focus {
    const struct generate_designation *designation;
    uint64_t products;
    int32_t intermediate_first;
    int32_t intermediate_count;
    int32_t advanced_first;
    int32_t advanced_count;
};

struct generate_plan {
    uint64_t seed;
    int32_t partners;
    int32_t tenants;
    int32_t months;
    int32_t late_percent; /* of the lines arrive late */
    int32_t first_month;  /* since 1970 */
    int32_t first_day;
    int32_t last_day;
    int32_t focus_count; /* designations */
    struct generate_focus focuses[GENERATE_DESIGNATIONS_MAX];
    int32_t product_count;
    const struct generate_product *products[GENERATE_PRODUCTS_MAX]; /* each name once */
    int32_t intermediate_count;
    const struct generate_exam *intermediate[GENERATE_EXAMS_MAX];
    int32_t advanced_count;
    const struct generate_exam *advanced[GENERATE_EXAMS_MAX];
};

/* Sets the days: whole months, of which last_day's is the last. */
void generate_plan_set_days(struct generate_plan *plan, int32_t months, int32_t last_day);
/* Adds a designation's products, but for those that are there, and its exams; one that is there
 * adds nothing. */
void generate_plan_add(struct generate_plan *plan, const struct generate_designation *designation);
/* The designation that a partner is best at, where there are several, else NULL: its people pass
 * mostly those exams, its customers use mostly those products. They take turns, so that large and
 * small partners are at each. */
const struct generate_focus *generate_plan_focus(const struct generate_plan *plan, int32_t partner);

#endif
