/* Quantities and comparisons of the compiled rules. */
#include "check_main.h"
#include "rules/population.h"
#include "rules_program.h"

/* Deployments of Modern Work: rules §3. */
START_TEST(test_population_modern_work_deployments)
{
    struct rules *rules = rules_of("config/rules");
    const struct merit_span *span = span_of(rules, "modern_work", "2023-01-01");
    const struct merit_metric *metric = metric_of(path_of(span, "enterprise"), "deployments");
    const struct merit_term *term = first_term(span, metric->options[1].measure.slot);
    ck_assert_uint_eq(term->kind, MERIT_TERM_TEST);
    ck_assert_uint_eq(term->now_count, 2);
    ck_assert_uint_eq(term->base_count, 2);
    const struct merit_comparison *users = &span->comparisons[term->now];
    ck_assert_int_eq(users->left_factor, 100);
    ck_assert_int_eq(users->right_factor, 40);
    ck_assert_uint_eq(users->compare, MERIT_AT_LEAST);
    ck_assert_int_eq(users->constant, 0);
    const struct merit_quantity *left = &span->quantities[users->left];
    ck_assert_uint_eq(left->figure, MERIT_FIGURE_ACTIVE_USERS);
    ck_assert_uint_eq(left->moment, MERIT_MOMENT_DAY);
    ck_assert_uint_eq(left->months_back, 0);
    ck_assert_uint_eq(left->types, TYPE(DPOR) | TYPE(CPOR));
    ck_assert_uint_eq(span->quantities[users->right].figure, MERIT_FIGURE_PAID_UNITS);
    const struct merit_comparison *units = &span->comparisons[term->now + 1];
    ck_assert_uint_eq(units->right, MERIT_NONE);
    ck_assert_uint_eq(units->compare, MERIT_ABOVE);
    ck_assert_int_eq(units->constant, 0);
    const struct merit_quantity *before = &span->quantities[span->comparisons[term->base].left];
    ck_assert_uint_eq(before->moment, MERIT_MOMENT_CLAIM_PRODUCT);
    ck_assert_uint_eq(before->months_back, 12);
    rules_free(rules);
}
END_TEST

START_TEST(test_population_excluded_offers)
{
    struct rules *rules = rules_of("config/rules");
    const struct merit_span *span = span_of(rules, "modern_work", "2023-01-01");
    uint32_t excluded = merit_program_offer(rules->program, merit_text_of("trial")) |
                        merit_program_offer(rules->program, merit_text_of("internal"));
    ck_assert_uint_ne(excluded, 0);
    for (uint8_t i = 0; i < span->quantity_count; i++) {
        ck_assert_uint_eq(span->quantities[i].excluded_offers, excluded);
    }
    rules_free(rules);
}
END_TEST

/* Money is in cents; "both months" are comparisons of one term: rules §4. */
START_TEST(test_population_money)
{
    struct rules *rules = rules_of("config/rules");
    const struct merit_span *span = span_of(rules, "business_applications", "2023-04-01");
    const struct merit_term *term = first_term(span, span->choice_slot);
    ck_assert_uint_eq(term->now_count, 2);
    for (uint8_t i = 0; i < 2; i++) {
        const struct merit_comparison *comparison = &span->comparisons[term->now + i];
        const struct merit_quantity *quantity = &span->quantities[comparison->left];
        ck_assert_int_eq(comparison->constant, 500000);
        ck_assert_int_eq(comparison->left_factor, 1);
        ck_assert_uint_eq(comparison->compare, MERIT_ABOVE);
        ck_assert_uint_eq(quantity->moment, MERIT_MOMENT_MONTHS);
        ck_assert_uint_eq(quantity->months, 1);
        ck_assert_uint_eq(quantity->months_back, i == 0 ? 0 : 12);
        ck_assert_uint_eq(quantity->types,
                          TYPE(CPOR) | TYPE(CSP_TIER1) | TYPE(CSP_TIER2) | TYPE(DPOR));
    }
    rules_free(rules);
}
END_TEST

START_TEST(test_population_unit)
{
    struct rules_figure figure = {.figure = MERIT_FIGURE_REVENUE};
    ck_assert_int_eq(population_unit(&figure), 100);
    figure.figure = MERIT_FIGURE_PAID_UNITS;
    ck_assert_int_eq(population_unit(&figure), 1);
}
END_TEST

CHECK_MAIN_TESTS("population",
                 test_population_modern_work_deployments,
                 test_population_excluded_offers,
                 test_population_money,
                 test_population_unit)
