/* Whose figures, of which products and at what moment: quantities, comparisons and flags of a span.
 */
#include "rules/population.h"

enum { CENTS = 100, PERCENT = 100 };

struct population population_of(const struct span_compiler *compiler,
                                const struct rules_products *products,
                                uint8_t types,
                                const struct yaml_node *node)
{
    struct population population = {.node = node, .types = types, .rate = {1, 1}};
    if (products != NULL) {
        population.products = names_products(compiler->names, products, compiler->day);
        population.excluded_offers = names_offers(compiler->names, products, compiler->day);
    }
    return population;
}

uint8_t population_quantity(const struct span_compiler *compiler,
                            const struct population *population,
                            enum merit_figure figure,
                            struct rules_moment moment)
{
    bool by_month = moment.moment == MERIT_MOMENT_MONTHS;
    if (by_month != (figure == MERIT_FIGURE_REVENUE)) {
        yaml_error(population->node, 0, NULL,
                   by_month ? "users and units are counted on a day: expected 'end of M' or 'today'"
                            : "revenue is an amount of months: expected 'M' or '12 months to M'");
        return 0;
    }
    struct merit_quantity quantity = {
        .figure = (uint8_t)figure,
        .moment = (uint8_t)moment.moment,
        .months_back = moment.months_back,
        .months = moment.months,
        .types = population->types,
        .excluded_offers = population->excluded_offers,
    };
    return builder_quantity(compiler->builder, &quantity);
}

int64_t population_unit(const struct rules_figure *figure)
{
    return figure->figure == MERIT_FIGURE_REVENUE ? CENTS : 1;
}

static struct merit_comparison comparison_of(const struct span_compiler *compiler,
                                             const struct population *population,
                                             const struct rules_test *test,
                                             struct rules_moment moment)
{
    struct merit_comparison comparison = {
        .left = population_quantity(compiler, population, test->left->figure, moment),
        .right = MERIT_NONE,
        .compare = (uint8_t)test->compare,
    };
    if (test->right != NULL) {
        comparison.right = population_quantity(compiler, population, test->right->figure, moment);
        comparison.left_factor = test->percent == PERCENT ? 1 : PERCENT;
        comparison.right_factor = test->percent == PERCENT ? 1 : test->percent;
        return comparison;
    }
    comparison.left_factor = test->amount.denominator * population->rate.numerator;
    comparison.constant =
        test->amount.numerator * population->rate.denominator * population_unit(test->left);
    return comparison;
}

uint8_t population_comparisons(const struct span_compiler *compiler,
                               const struct population *population,
                               const struct rules_tests *tests,
                               const struct rules_when *when,
                               uint8_t *ret_count)
{
    struct merit_comparison run[RULES_TESTS_MAX * RULES_MOMENTS_MAX];
    uint8_t count = 0;
    for (uint8_t m = 0; m < when->count; m++) {
        struct rules_moment moment = when->moments[m];
        if (moment.moment == MERIT_MOMENT_CLAIM_SERIES) {
            moment.moment = MERIT_MOMENT_CLAIM_PRODUCT; /* one day for the product as a whole */
        }
        for (uint8_t t = 0; t < tests->count; t++) {
            run[count++] = comparison_of(compiler, population, &tests->tests[t], moment);
        }
    }
    *ret_count = count;
    return builder_comparisons(compiler->builder, run, count);
}
