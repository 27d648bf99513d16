/* Whether every number that a span can make fits the width in which the core holds it. */
#include "rules/bounds.h"

#include "merit/ratio.h"

/* Bits of what the core computes with: exact sums and products stay below 2^126. */
enum { WIDE_BITS = 126, CONTRIBUTOR_BITS = 24, PERCENT = 100 };

struct bounds {
    const struct rules_version *version;
    const struct merit_span *span;
    const struct yaml_node *node; /* the metric looked at */
};

static merit_int128 widest(void)
{
    return (merit_int128)1 << WIDE_BITS;
}

/* a x b, at most the widest. */
static merit_int128 times(merit_int128 a, merit_int128 b)
{
    return b != 0 && a > widest() / b ? widest() : a * b;
}

static merit_int128 larger(merit_int128 a, merit_int128 b)
{
    return a > b ? a : b;
}

static void too_large(const struct bounds *bounds, const char *what)
{
    yaml_error(
        bounds->node->key != NULL ? bounds->node->key : bounds->node, 0, NULL,
        "%s may grow beyond what can be computed exactly: expected smaller rates, targets or "
        "points",
        what);
}

/* The most that a quantity can be, of one product or of all products of a tenant together: all its
 * series stand at the largest figure. */
static merit_int128 quantity_bound(const struct bounds *bounds, uint8_t quantity)
{
    uint8_t months = bounds->span->quantities[quantity].months;
    return times(times(MERIT_FIGURE_MAX, MERIT_TENANT_SERIES_MAX), months == 0 ? 1 : months);
}

static void check_comparison(const struct bounds *bounds, const struct merit_comparison *comparison)
{
    merit_int128 left = times(comparison->left_factor, quantity_bound(bounds, comparison->left));
    merit_int128 right = comparison->constant;
    if (comparison->right != MERIT_NONE) {
        right += times(comparison->right_factor, quantity_bound(bounds, comparison->right));
    }
    if (left > INT64_MAX || right > INT64_MAX) {
        too_large(bounds, "a comparison");
    }
}

/* The most that a term's products can add up to. */
static merit_int128 term_bound(const struct bounds *bounds, const struct merit_term *term)
{
    if (term->kind == MERIT_TERM_SUM) {
        return times(term->factor, quantity_bound(bounds, term->now));
    }
    for (uint8_t i = 0; i < term->now_count; i++) {
        check_comparison(bounds, &bounds->span->comparisons[term->now + i]);
    }
    for (uint8_t i = 0; i < term->base_count; i++) {
        check_comparison(bounds, &bounds->span->comparisons[term->base + i]);
    }
    return MERIT_TENANT_SERIES_MAX; /* 1 for each product, of which there are no more than series */
}

static void check_flag(const struct bounds *bounds, uint8_t index)
{
    const struct merit_flag *flag = &bounds->span->flags[index];
    bool has_term = flag->kind == MERIT_FLAG_ANY || flag->kind == MERIT_FLAG_TOTAL;
    if (has_term && term_bound(bounds, &bounds->span->terms[flag->term]) > INT64_MAX) {
        too_large(bounds, "a total");
    }
}

/* The most that one contributor adds to a slot. */
static merit_int128 slot_bound(const struct bounds *bounds, const struct merit_slot *slot)
{
    merit_int128 bound = 1;
    for (uint64_t terms = slot->terms; terms != 0; terms &= terms - 1) {
        bound += term_bound(bounds, &bounds->span->terms[__builtin_ctzll(terms)]);
    }
    if (bound > INT64_MAX) {
        too_large(bounds, "a sum");
    }
    return bound;
}

/* The most that a slot is at a partner. */
static merit_int128 partner_bound(const struct bounds *bounds, uint8_t index)
{
    const struct merit_slot *slot = &bounds->span->slots[index];
    merit_int128 bound = slot->parts == 0 ? slot_bound(bounds, slot) : 0;
    for (uint64_t parts = slot->parts; parts != 0; parts &= parts - 1) {
        const struct merit_slot *part = &bounds->span->slots[__builtin_ctzll(parts)];
        bound += times(slot_bound(bounds, part), part->weight);
    }
    return times(bound, (merit_int128)1 << CONTRIBUTOR_BITS);
}

static merit_int128 divisor_of(merit_int128 a, merit_int128 b)
{
    while (b != 0) {
        merit_int128 rest = a % b;
        a = b;
        b = rest;
    }
    return larger(a, 1);
}

/* The denominator of an option's points, beyond the path's common one where it is a growth's. */
static merit_int128 option_denominator(const struct bounds *bounds,
                                       const struct merit_option *option,
                                       int32_t max_points)
{
    const struct merit_measure *measure = &option->measure;
    bool growth = measure->kind == MERIT_MEASURE_PERCENT;
    merit_int128 most = times(partner_bound(bounds, measure->slot), growth ? PERCENT : 1);
    if (times(times(most, max_points), option->target_denominator) >= widest()) {
        too_large(bounds, "points");
    }
    merit_int128 divided = growth ? partner_bound(bounds, measure->base) : measure->unit;
    return times(divided, option->target_numerator);
}

/* Points over the path's common denominator. */
static void check_shared_points(struct bounds *bounds,
                                const struct rules_path *path,
                                const struct merit_path *compiled,
                                merit_int128 common)
{
    for (uint8_t m = 0; m < compiled->metric_count; m++) {
        const struct merit_metric *metric = &compiled->metrics[m];
        bounds->node = path->metrics[m].node;
        for (uint8_t o = 0; o < metric->option_count; o++) {
            const struct merit_option *option = &metric->options[o];
            merit_int128 most = partner_bound(bounds, option->measure.slot);
            merit_int128 factor = times(metric->max_points, option->target_denominator);
            if (option->measure.kind != MERIT_MEASURE_PERCENT &&
                times(times(most, factor), common) >= widest()) {
                too_large(bounds, "points");
            }
        }
    }
}

/* A total is a sum of fractions: its numerator and denominator must fit. */
static void check_path(struct bounds *bounds,
                       const struct rules_path *path,
                       const struct merit_path *compiled)
{
    merit_int128 common = 1;
    merit_int128 growths = 1;
    for (uint8_t m = 0; m < compiled->metric_count; m++) {
        const struct merit_metric *metric = &compiled->metrics[m];
        bounds->node = path->metrics[m].node;
        merit_int128 own = 1;
        for (uint8_t o = 0; o < metric->option_count; o++) {
            const struct merit_option *option = &metric->options[o];
            merit_int128 denominator = option_denominator(bounds, option, metric->max_points);
            if (option->measure.kind == MERIT_MEASURE_PERCENT) {
                own = larger(metric->parts ? times(own, denominator) : own, denominator);
            } else {
                common = times(common, denominator / divisor_of(common, denominator));
            }
        }
        growths = times(growths, own);
    }
    check_shared_points(bounds, path, compiled, common);
    bounds->node = path->node;
    if (times(times(common, growths), PERCENT * (merit_int128)MERIT_POINTS_MAX) >= widest()) {
        too_large(bounds, "the total");
    }
}

void bounds_check(const struct rules_version *version, const struct merit_span *span)
{
    struct bounds bounds = {version, span, version->root};
    for (uint8_t f = 0; f < span->flag_count; f++) {
        check_flag(&bounds, f);
    }
    for (uint8_t p = 0; p < span->path_count; p++) {
        check_path(&bounds, &version->paths[p], &span->paths[p]);
    }
}
