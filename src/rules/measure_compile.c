/* Measures as read to terms, slots and measures of a span. */
#include "rules/population.h"
#include "rules/tenant_compile.h"

#include <assert.h>

/* Populations that share a rate and the associations by which they count. */
struct rate_groups {
    uint32_t count;
    struct population *groups;
};

/* ---- groups of products by rate ---------------------------------------------------------- */

static bool is_family(struct merit_text product)
{
    return product.at[product.length - 1] == '*';
}

/* The products of one rate; a family's rate leaves out those with a rate of their own. */
static struct merit_product_set rate_products(const struct span_compiler *compiler,
                                              const struct rules_figure *figure,
                                              uint32_t rate)
{
    struct merit_product_set set = {{0}};
    struct merit_product_set others = {{0}};
    struct merit_text product = figure->rates[rate].product.text;
    names_add_products(compiler->names, product, &set);
    for (uint32_t i = 0; i < figure->rate_count && is_family(product); i++) {
        if (!is_family(figure->rates[i].product.text)) {
            names_add_products(compiler->names, figure->rates[i].product.text, &others);
        }
    }
    for (size_t w = 0; w < sizeof set.words / sizeof set.words[0]; w++) {
        set.words[w] &= ~others.words[w];
    }
    return set;
}

/* The group of a rate; a new one has no products yet. */
static struct population *group_for(struct rate_groups *groups,
                                    const struct population *all,
                                    const struct rules_rate *rate)
{
    for (uint32_t i = 0; i < groups->count; i++) {
        struct population *group = &groups->groups[i];
        if (group->rate.numerator == rate->numerator &&
            group->rate.denominator == rate->denominator && group->types == rate->types) {
            return group;
        }
    }
    struct population *group = &groups->groups[groups->count++];
    *group = *all;
    group->products = (struct merit_product_set){{0}};
    group->types = rate->types;
    group->rate = (struct population_rate){rate->numerator, rate->denominator};
    return group;
}

static struct rate_groups rate_groups_of(const struct span_compiler *compiler,
                                         const struct rules_measure *measure,
                                         const struct rules_figure *figure)
{
    struct population all =
        population_of(compiler, measure->products, measure->types, measure->when_node);
    struct rate_groups groups = {0, NULL};
    if (!figure->weighted) {
        groups.groups = arena_allocate(compiler->arena, sizeof *groups.groups);
        groups.groups[groups.count++] = all;
        return groups;
    }
    groups.groups = arena_allocate(compiler->arena, figure->rate_count * sizeof *groups.groups);
    for (uint32_t i = 0; i < figure->rate_count; i++) {
        struct population *group = group_for(&groups, &all, &figure->rates[i]);
        struct merit_product_set set = rate_products(compiler, figure, i);
        for (size_t w = 0; w < sizeof set.words / sizeof set.words[0]; w++) {
            group->products.words[w] |= set.words[w] & all.products.words[w];
        }
    }
    return groups;
}

/* ---- slots ------------------------------------------------------------------------------- */

static struct merit_slot no_slot(enum merit_slot_kind kind)
{
    return (struct merit_slot){.kind = (uint8_t)kind,
                               .guard = MERIT_NONE,
                               .now = MERIT_NONE,
                               .base = MERIT_NONE,
                               .requirement = MERIT_NONE};
}

/* What is summed: a figure now, less what it was at `base` unless that is empty. */
struct summed {
    const struct rules_figure *figure;
    const struct rules_when *now;
    const struct rules_when *base;
};

/* The term that sums the figure over a group, its rate aside. */
static uint64_t group_term(const struct span_compiler *compiler,
                           const struct population *group,
                           const struct summed *summed)
{
    struct merit_term term = {
        .kind = MERIT_TERM_SUM, .base = MERIT_NONE, .factor = 1, .products = group->products};
    enum merit_figure figure = summed->figure->figure;
    term.now = population_quantity(compiler, group, figure, summed->now->moments[0]);
    if (summed->base->count > 0) {
        term.base = population_quantity(compiler, group, figure, summed->base->moments[0]);
    }
    return UINT64_C(1) << builder_term(compiler->builder, &term);
}

/* A group's rate as a whole number. */
static int64_t weight_of(const struct rules_figure *figure, const struct population *group)
{
    return group->rate.numerator * (figure->scale / group->rate.denominator);
}

static uint64_t test_terms(const struct span_compiler *compiler,
                           const struct rules_measure *measure)
{
    struct rate_groups groups = rate_groups_of(compiler, measure, measure->where.tests[0].left);
    uint64_t terms = 0;
    for (uint32_t i = 0; i < groups.count; i++) {
        const struct population *group = &groups.groups[i];
        struct merit_term term = {
            .kind = MERIT_TERM_TEST, .base = MERIT_NONE, .factor = 1, .products = group->products};
        term.now = population_comparisons(compiler, group, &measure->where, &measure->now,
                                          &term.now_count);
        if (measure->base.count > 0) {
            term.base = population_comparisons(compiler, group, &measure->where, &measure->base,
                                               &term.base_count);
        }
        terms |= UINT64_C(1) << builder_term(compiler->builder, &term);
    }
    return terms;
}

/* The groups that share the rate of the first of them: one slot, whose unit is the figure's. */
static uint8_t part_slot(const struct span_compiler *compiler,
                         const struct rate_groups *groups,
                         uint32_t first,
                         const struct summed *summed,
                         uint8_t guard)
{
    struct merit_slot slot = no_slot(MERIT_SLOT_SUM);
    slot.guard = guard;
    slot.weight = weight_of(summed->figure, &groups->groups[first]);
    for (uint32_t i = first; i < groups->count; i++) {
        if (weight_of(summed->figure, &groups->groups[i]) == slot.weight) {
            slot.terms |= group_term(compiler, &groups->groups[i], summed);
        }
    }
    return builder_slot(compiler->builder, &slot);
}

/* Rates are applied to a partner's sums, in 128 bits: at the limits of input a customer's own would
 * not fit its vector's 64. */
static uint8_t sum_slot(const struct span_compiler *compiler,
                        const struct rules_measure *measure,
                        const struct rules_when *now,
                        const struct rules_when *base)
{
    struct summed summed = {measure->figure, now, base};
    struct rate_groups groups = rate_groups_of(compiler, measure, measure->figure);
    uint8_t guard = tenant_compile_guard(compiler, measure);
    if (!measure->figure->weighted) {
        struct merit_slot slot = no_slot(MERIT_SLOT_SUM);
        slot.guard = guard;
        slot.terms = group_term(compiler, &groups.groups[0], &summed);
        return builder_slot(compiler->builder, &slot);
    }
    struct merit_slot whole = no_slot(MERIT_SLOT_WEIGHTED);
    for (uint32_t i = 0; i < groups.count; i++) {
        uint32_t first = 0;
        int64_t weight = weight_of(measure->figure, &groups.groups[i]);
        while (weight_of(measure->figure, &groups.groups[first]) != weight) {
            first++;
        }
        if (first == i) {
            whole.parts |= UINT64_C(1) << part_slot(compiler, &groups, i, &summed, guard);
        }
    }
    return builder_slot(compiler->builder, &whole);
}

static uint8_t pairs_slot(const struct span_compiler *compiler, const struct rules_measure *measure)
{
    struct merit_slot slot = no_slot(MERIT_SLOT_SUM);
    slot.guard = tenant_compile_guard(compiler, measure);
    slot.terms = test_terms(compiler, measure);
    return builder_slot(compiler->builder, &slot);
}

/* Counted are products whose sum is above 0: whatever their rate. */
static uint64_t total_terms(const struct span_compiler *compiler,
                            const struct rules_measure *measure)
{
    static const struct rules_when nothing = {0};
    struct summed summed = {measure->total.tests[0].left, &measure->now, &nothing};
    struct rate_groups groups = rate_groups_of(compiler, measure, summed.figure);
    uint64_t terms = 0;
    for (uint32_t i = 0; i < groups.count; i++) {
        terms |= group_term(compiler, &groups.groups[i], &summed);
    }
    return terms;
}

static uint8_t products_slot(const struct span_compiler *compiler,
                             const struct rules_measure *measure)
{
    struct merit_slot slot = no_slot(MERIT_SLOT_BY_PRODUCT);
    slot.guard = tenant_compile_guard(compiler, measure);
    slot.terms =
        measure->total.count > 0 ? total_terms(compiler, measure) : test_terms(compiler, measure);
    return builder_slot(compiler->builder, &slot);
}

static uint8_t tenants_slot(const struct span_compiler *compiler,
                            const struct rules_measure *measure)
{
    struct merit_slot slot = no_slot(MERIT_SLOT_FLAG);
    slot.now = tenant_compile_counted(compiler, measure, &measure->now);
    slot.base = tenant_compile_counted(compiler, measure, &measure->base);
    return builder_slot(compiler->builder, &slot);
}

/* ---- measures ---------------------------------------------------------------------------- */

static struct merit_measure people_measure(const struct span_compiler *compiler,
                                           const struct rules_measure *measure)
{
    struct merit_measure result = {
        .kind = MERIT_MEASURE_PEOPLE,
        .slot = people_compile(compiler, &measure->any_of),
        .base = MERIT_NONE,
        .gate_count = measure->gate_count,
        .unit = 1,
    };
    for (uint8_t g = 0; g < measure->gate_count; g++) {
        const struct rules_gate *gate = &measure->gates[g];
        result.gates[g] = (struct merit_gate){
            .slot = people_compile(compiler, &gate->any_of),
            .people = gate->people,
        };
    }
    return result;
}

/* Amounts of a growth in the slot's own unit, which is cents or the scale of the rates. */
static int64_t least_in_units(struct rules_amount amount, int64_t unit)
{
    /* Rounded up: at least 0.1 of a cent is at least 1 cent. */
    return (amount.numerator * unit + amount.denominator - 1) / amount.denominator;
}

static struct merit_measure growth_measure(const struct span_compiler *compiler,
                                           const struct rules_measure *measure)
{
    static const struct rules_when nothing = {0};
    int64_t unit = population_unit(measure->figure) * measure->figure->scale;
    return (struct merit_measure){
        .kind = MERIT_MEASURE_PERCENT,
        .slot = sum_slot(compiler, measure, &measure->now, &nothing),
        .base = sum_slot(compiler, measure, &measure->base, &nothing),
        .least_base = least_in_units(measure->least_before, unit),
        .least_now = least_in_units(measure->least_now, unit),
        .unit = 1,
    };
}

static struct merit_measure plain_measure(enum merit_measure_kind kind, uint8_t slot, int64_t unit)
{
    return (struct merit_measure){
        .kind = (uint8_t)kind, .slot = slot, .base = MERIT_NONE, .unit = unit};
}

struct merit_measure measure_compile(const struct span_compiler *compiler,
                                     const struct rules_measure *measure)
{
    assert(measure->kind == RULES_COUNT_PEOPLE || measure->now.count > 0);
    switch (measure->kind) {
    case RULES_COUNT_TENANTS:
        return plain_measure(MERIT_MEASURE_SUM, tenants_slot(compiler, measure), 1);
    case RULES_COUNT_TENANT_PRODUCTS:
        return plain_measure(MERIT_MEASURE_SUM, pairs_slot(compiler, measure), 1);
    case RULES_COUNT_PRODUCTS:
        return plain_measure(MERIT_MEASURE_PRODUCTS, products_slot(compiler, measure), 1);
    case RULES_COUNT_PEOPLE:
        return people_measure(compiler, measure);
    case RULES_SUM:
        return plain_measure(MERIT_MEASURE_SUM,
                             sum_slot(compiler, measure, &measure->now, &measure->base),
                             population_unit(measure->figure) * measure->figure->scale);
    case RULES_GROWTH:
        return growth_measure(compiler, measure);
    }
    return plain_measure(MERIT_MEASURE_SUM, 0, 1);
}
