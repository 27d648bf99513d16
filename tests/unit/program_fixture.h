/* A small rule program made by hand, whose scores can be worked out in one's head. */
#ifndef PROGRAM_FIXTURE_H
#define PROGRAM_FIXTURE_H

#include "merit/program.h"
#include "unit_tools.h"

/* Three designations, each with one metric of 100 points; 70 qualify:
 *   users     a point for each active user of m365/teams or m365/intune, of series held by CPOR,
 *             but for trials
 *   people    10 points for each person with AZ-104, or with MS-100 and MS-101
 *   products  10 points for each product azure/... with revenue in month M, of series held by PAL;
 *             from 2023-06-01 on 20 points
 * and the badge `all` for holding all three. */
enum { FIXTURE_USERS, FIXTURE_PEOPLE, FIXTURE_PRODUCTS, FIXTURE_DESIGNATIONS };
/* Entries of the product table. */
enum { FIXTURE_AZURE, FIXTURE_INTUNE, FIXTURE_TEAMS, FIXTURE_ENTRIES };
/* Slots of `users`: of them only the first earns points. */
enum { FIXTURE_NOW, FIXTURE_GROWTH, FIXTURE_CUSTOMERS, FIXTURE_USERS_SLOTS };

struct program_fixture {
    struct merit_product_entry products[FIXTURE_ENTRIES];
    struct merit_text offers[1];
    struct merit_text codes[3];
    struct merit_quantity users_quantities[2];
    struct merit_comparison comparisons[1];
    struct merit_term users_terms[3];
    struct merit_flag flags[3];
    struct merit_slot users_slots[FIXTURE_USERS_SLOTS];
    struct merit_code_set combinations[2];
    struct merit_requirement requirements[1];
    struct merit_slot people_slots[1];
    struct merit_quantity products_quantities[1];
    struct merit_term products_terms[1];
    struct merit_slot products_slots[1];
    struct merit_path paths[4];
    struct merit_span spans[4];
    const char *specializations[4];
    struct merit_designation designations[FIXTURE_DESIGNATIONS];
    struct merit_program program;
};

static inline struct merit_product_set fixture_set(uint64_t entries)
{
    return (struct merit_product_set){{entries}};
}

static inline void fixture_path(struct merit_path *path,
                                const char *metric,
                                const char *basis,
                                int64_t target)
{
    *path = (struct merit_path){.metric_count = 1};
    path->metrics[0] = (struct merit_metric){.id = metric, .max_points = 100, .option_count = 1};
    path->metrics[0].options[0] = (struct merit_option){
        .name = basis,
        .measure = {.kind = MERIT_MEASURE_SUM, .unit = 1},
        .target_numerator = target,
        .target_denominator = 1,
    };
}

static inline struct merit_span fixture_span(struct merit_path *path)
{
    return (struct merit_span){
        .from_day = INT32_MIN,
        .version_day = on(2022, 10, 3),
        .qualifying_points = 70,
        .path_count = 1,
        .choice = MERIT_CHOICE_BEST,
        .paths = path,
    };
}

static inline void fixture_users(struct program_fixture *fixture)
{
    struct merit_product_set m365 = fixture_set(1U << FIXTURE_INTUNE | 1U << FIXTURE_TEAMS);
    uint8_t cpor = 1U << MERIT_TYPE_CPOR;
    fixture->users_quantities[0] = (struct merit_quantity){.figure = MERIT_FIGURE_ACTIVE_USERS,
                                                           .moment = MERIT_MOMENT_DAY,
                                                           .types = cpor,
                                                           .excluded_offers = 1};
    fixture->users_quantities[1] = (struct merit_quantity){.figure = MERIT_FIGURE_ACTIVE_USERS,
                                                           .moment = MERIT_MOMENT_CLAIM_SERIES,
                                                           .months_back = 12,
                                                           .types = cpor,
                                                           .excluded_offers = 1};
    fixture->comparisons[0] = (struct merit_comparison){
        .right = MERIT_NONE, .compare = MERIT_AT_LEAST, .left_factor = 1, .constant = 10};
    fixture->users_terms[0] = (struct merit_term){
        .kind = MERIT_TERM_SUM, .base = MERIT_NONE, .factor = 1, .products = m365};
    fixture->users_terms[1] =
        (struct merit_term){.kind = MERIT_TERM_SUM, .base = 1, .factor = 1, .products = m365};
    fixture->users_terms[2] =
        (struct merit_term){.kind = MERIT_TERM_TEST, .now_count = 1, .products = m365};
    fixture->flags[0] = (struct merit_flag){.kind = MERIT_FLAG_ANY, .term = 2};
    fixture->flags[1] = (struct merit_flag){.kind = MERIT_FLAG_ASSOCIATED,
                                            .types = cpor,
                                            .moment = MERIT_MOMENT_DAY,
                                            .products = fixture_set(1U << FIXTURE_TEAMS)};
    fixture->flags[2] = (struct merit_flag){.kind = MERIT_FLAG_BOTH, .a = 0, .b = 1};
    fixture->users_slots[FIXTURE_NOW] =
        (struct merit_slot){.kind = MERIT_SLOT_SUM, .guard = MERIT_NONE, .terms = 1};
    fixture->users_slots[FIXTURE_GROWTH] =
        (struct merit_slot){.kind = MERIT_SLOT_SUM, .guard = MERIT_NONE, .terms = 2};
    fixture->users_slots[FIXTURE_CUSTOMERS] =
        (struct merit_slot){.kind = MERIT_SLOT_FLAG, .now = 2, .base = MERIT_NONE};
    fixture_path(&fixture->paths[0], "active", "CPOR", 100);
    struct merit_span *span = &fixture->spans[0];
    *span = fixture_span(&fixture->paths[0]);
    span->quantity_count = 2;
    span->quantities = fixture->users_quantities;
    span->comparison_count = 1;
    span->comparisons = fixture->comparisons;
    span->term_count = 3;
    span->terms = fixture->users_terms;
    span->flag_count = 3;
    span->flags = fixture->flags;
    span->slot_count = FIXTURE_USERS_SLOTS;
    span->slots = fixture->users_slots;
}

static inline void fixture_people(struct program_fixture *fixture)
{
    fixture->combinations[0] = (struct merit_code_set){{1}};
    fixture->combinations[1] = (struct merit_code_set){{2 | 4}};
    fixture->requirements[0] = (struct merit_requirement){2, fixture->combinations};
    fixture->people_slots[0] = (struct merit_slot){.kind = MERIT_SLOT_PERSON, .guard = MERIT_NONE};
    fixture_path(&fixture->paths[1], "certified", NULL, 10);
    fixture->paths[1].metrics[0].options[0].measure.kind = MERIT_MEASURE_PEOPLE;
    struct merit_span *span = &fixture->spans[1];
    *span = fixture_span(&fixture->paths[1]);
    span->requirement_count = 1;
    span->requirements = fixture->requirements;
    span->slot_count = 1;
    span->slots = fixture->people_slots;
}

static inline void fixture_products(struct program_fixture *fixture)
{
    fixture->products_quantities[0] = (struct merit_quantity){.figure = MERIT_FIGURE_REVENUE,
                                                              .moment = MERIT_MOMENT_MONTHS,
                                                              .months = 1,
                                                              .types = 1U << MERIT_TYPE_PAL};
    fixture->products_terms[0] = (struct merit_term){.kind = MERIT_TERM_SUM,
                                                     .base = MERIT_NONE,
                                                     .factor = 1,
                                                     .products = fixture_set(1U << FIXTURE_AZURE)};
    fixture->products_slots[0] =
        (struct merit_slot){.kind = MERIT_SLOT_BY_PRODUCT, .guard = MERIT_NONE, .terms = 1};
    for (int i = 2; i < 4; i++) {
        fixture_path(&fixture->paths[i], "sold", NULL, i == 2 ? 10 : 5);
        fixture->paths[i].metrics[0].options[0].measure.kind = MERIT_MEASURE_PRODUCTS;
        struct merit_span *span = &fixture->spans[i];
        *span = fixture_span(&fixture->paths[i]);
        span->quantity_count = 1;
        span->quantities = fixture->products_quantities;
        span->term_count = 1;
        span->terms = fixture->products_terms;
        span->slot_count = 1;
        span->slots = fixture->products_slots;
    }
    fixture->spans[3].from_day = on(2023, 6, 1);
    fixture->spans[3].version_day = on(2023, 6, 1);
}

static inline void fixture_designations(struct program_fixture *fixture)
{
    fixture->specializations[0] = "teams_calling";
    fixture->specializations[1] = "shared";
    fixture->specializations[2] = "azure_networking";
    fixture->specializations[3] = "shared";
    fixture->designations[FIXTURE_USERS] = (struct merit_designation){
        "users", "Users", 1, &fixture->spans[0], 2, fixture->specializations};
    fixture->designations[FIXTURE_PEOPLE] = (struct merit_designation){
        "people", "People", 1, &fixture->spans[1], 1, fixture->specializations + 1};
    fixture->designations[FIXTURE_PRODUCTS] = (struct merit_designation){
        "products", "Products", 2, &fixture->spans[2], 2, fixture->specializations + 2};
}

/* All but merit_program_finish, so that a test may change something first. */
static inline void program_fixture_build(struct program_fixture *fixture)
{
    *fixture = (struct program_fixture){
        .products = {{{"azure/", 6}, true},
                     {{"m365/intune", 11}, false},
                     {{"m365/teams", 10}, false}},
        .offers = {{"trial", 5}},
        .codes = {{"AZ-104", 6}, {"MS-100", 6}, {"MS-101", 6}},
    };
    fixture_users(fixture);
    fixture_people(fixture);
    fixture_products(fixture);
    fixture_designations(fixture);
    fixture->program = (struct merit_program){
        .revision = 1,
        .designation_count = FIXTURE_DESIGNATIONS,
        .designations = fixture->designations,
        .standing =
            {
                .first_day = on(2022, 10, 3),
                .anniversary_months = 12,
                .window_count = 1,
                .windows = {{INT32_MIN, true, 5, 0}},
                .all_id = "all",
                .all_of_count = FIXTURE_DESIGNATIONS,
                .all_of = {FIXTURE_USERS, FIXTURE_PEOPLE, FIXTURE_PRODUCTS},
            },
        .product_count = FIXTURE_ENTRIES,
        .products = fixture->products,
        .offer_count = 1,
        .offers = fixture->offers,
        .code_count = 3,
        .codes = fixture->codes,
    };
}

static inline const struct merit_program *program_fixture_make(struct program_fixture *fixture)
{
    program_fixture_build(fixture);
    merit_program_finish(&fixture->program);
    return &fixture->program;
}

#endif
