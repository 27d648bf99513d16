/* Conditions on a tenant as a whole: flags of a span. */
#include "rules/tenant_compile.h"

#include "rules/population.h"

#include <assert.h>

/* What is tested of a tenant; no tests: nothing of that kind. */
struct tenant_tests {
    struct population population;
    const struct rules_tests *any_product;
    const struct rules_tests *total;
};

static struct merit_flag no_flag(enum merit_flag_kind kind)
{
    return (struct merit_flag){
        .kind = (uint8_t)kind, .term = MERIT_NONE, .a = MERIT_NONE, .b = MERIT_NONE};
}

/* `a` and/or `b`, where MERIT_NONE says nothing. */
static uint8_t join(const struct span_compiler *compiler,
                    enum merit_flag_kind kind,
                    uint8_t a,
                    uint8_t b)
{
    if (a == MERIT_NONE || b == MERIT_NONE) {
        return a == MERIT_NONE ? b : a;
    }
    struct merit_flag flag = no_flag(kind);
    flag.a = a;
    flag.b = b;
    return builder_flag(compiler->builder, &flag);
}

static uint8_t flag_any(const struct span_compiler *compiler,
                        const struct tenant_tests *tests,
                        struct rules_moment moment)
{
    if (tests->any_product->count == 0) {
        return MERIT_NONE;
    }
    struct rules_when when = {.count = 1, .moments = {moment}};
    struct merit_term term = {.kind = MERIT_TERM_TEST,
                              .base = MERIT_NONE,
                              .factor = 1,
                              .products = tests->population.products};
    term.now = population_comparisons(compiler, &tests->population, tests->any_product, &when,
                                      &term.now_count);
    struct merit_flag flag = no_flag(MERIT_FLAG_ANY);
    flag.term = builder_term(compiler->builder, &term);
    return builder_flag(compiler->builder, &flag);
}

static uint8_t flag_total(const struct span_compiler *compiler,
                          const struct tenant_tests *tests,
                          struct rules_moment moment)
{
    if (tests->total->count == 0) {
        return MERIT_NONE;
    }
    const struct rules_test *test = &tests->total->tests[0];
    struct merit_term term = {.kind = MERIT_TERM_SUM,
                              .base = MERIT_NONE,
                              .factor = test->amount.denominator,
                              .products = tests->population.products};
    term.now = population_quantity(compiler, &tests->population, test->left->figure, moment);
    struct merit_flag flag = no_flag(MERIT_FLAG_TOTAL);
    flag.term = builder_term(compiler->builder, &term);
    flag.compare = (uint8_t)test->compare;
    flag.constant = test->amount.numerator * population_unit(test->left);
    return builder_flag(compiler->builder, &flag);
}

static uint8_t flag_tests(const struct span_compiler *compiler,
                          const struct tenant_tests *tests,
                          struct rules_moment moment)
{
    return join(compiler, MERIT_FLAG_BOTH, flag_any(compiler, tests, moment),
                flag_total(compiler, tests, moment));
}

static uint8_t flag_associated(const struct span_compiler *compiler,
                               const struct population *population,
                               struct rules_moment moment)
{
    if (moment.moment != MERIT_MOMENT_DAY && moment.moment != MERIT_MOMENT_MONTH_END) {
        yaml_error(population->node, 0, NULL,
                   "associations are looked at on a day: expected 'today' or 'end of M'");
        return 0;
    }
    struct merit_flag flag = no_flag(MERIT_FLAG_ASSOCIATED);
    flag.types = population->types;
    flag.moment = (uint8_t)moment.moment;
    flag.months_back = moment.months_back;
    flag.products = population->products;
    return builder_flag(compiler->builder, &flag);
}

static uint8_t flag_in(const struct span_compiler *compiler,
                       const struct rules_measure *measure,
                       struct rules_moment moment)
{
    const struct rules_tenants *in = measure->in;
    if (in == NULL) {
        return MERIT_NONE;
    }
    struct tenant_tests tests = {population_of(compiler, in->products, 0, measure->when_node),
                                 &in->any_product, &in->total};
    return flag_tests(compiler, &tests, moment);
}

uint8_t tenant_compile_counted(const struct span_compiler *compiler,
                               const struct rules_measure *measure,
                               const struct rules_when *when)
{
    struct tenant_tests tests = {
        population_of(compiler, measure->products, measure->types, measure->when_node),
        &measure->any_product, &measure->total};
    bool tested = measure->any_product.count > 0 || measure->total.count > 0;
    uint8_t result = MERIT_NONE;
    for (uint8_t m = 0; m < when->count; m++) {
        struct rules_moment moment = when->moments[m];
        uint8_t in = flag_in(compiler, measure, moment);
        uint8_t own = tested ? flag_tests(compiler, &tests, moment)
                             : flag_associated(compiler, &tests.population, moment);
        result = join(compiler, when->either ? MERIT_FLAG_EITHER : MERIT_FLAG_BOTH, result,
                      join(compiler, MERIT_FLAG_BOTH, in, own));
    }
    return result;
}

uint8_t tenant_compile_guard(const struct span_compiler *compiler,
                             const struct rules_measure *measure)
{
    assert(measure->now.count > 0);
    return flag_in(compiler, measure, measure->now.moments[0]);
}
