/* Whose figures, of which products and at what moment: quantities, comparisons and flags of a span.
 */
#ifndef RULES_POPULATION_H
#define RULES_POPULATION_H

#include "rules/compile.h"

/* How much one of a figure counts: 1/1 for a figure without rates. */
struct population_rate {
    int64_t numerator;
    int64_t denominator;
};

/* The series that a rule looks at. */
struct population {
    const struct yaml_node *node; /* for faults: where the moments stand */
    struct merit_product_set products;
    uint32_t excluded_offers;
    uint8_t types; /* 0: of anyone */
    struct population_rate rate;
};

struct population population_of(const struct span_compiler *compiler,
                                const struct rules_products *products,
                                uint8_t types,
                                const struct yaml_node *node);

/* Says so and gives 0 where the figure has no value at such a moment. */
uint8_t population_quantity(const struct span_compiler *compiler,
                            const struct population *population,
                            enum merit_figure figure,
                            struct rules_moment moment);

/* A run of comparisons: every test at every moment. Index of the first; the count by pointer. */
uint8_t population_comparisons(const struct span_compiler *compiler,
                               const struct population *population,
                               const struct rules_tests *tests,
                               const struct rules_when *when,
                               uint8_t *ret_count);

/* Cents for money; 1 otherwise. */
int64_t population_unit(const struct rules_figure *figure);

#endif
