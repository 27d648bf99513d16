/* What changed between two explanations of one designation of a partner. */
#include "core/explain_change.h"

#include "base/lookup.h"
#include "base/table.h"

#include <assert.h>

/* An option while what changed in it is gathered. */
struct gatherer {
    struct arena *arena;
    const struct merit_option_explained *at[EXPLAIN_STEPS]; /* NULL: there is none */
    struct merit_option_change *change;
};

static const struct merit_option_explained nothing;

static const struct merit_option_explained *or_nothing(const struct merit_option_explained *option)
{
    return option == NULL ? &nothing : option;
}

/* ---- rows -------------------------------------------------------------------------------- */

static uint64_t hash_text(uint64_t before, struct merit_text text)
{
    return bytes_hash(before, (struct bytes){(const uint8_t *)text.at, text.length});
}

static uint64_t hash_row(const struct merit_contribution *row)
{
    return hash_text(hash_text(row->person ? 2 : 1, row->name), row->product);
}

static bool same_row(const struct merit_contribution *a, const struct merit_contribution *b)
{
    return a->person == b->person && merit_text_equal(a->name, b->name) &&
           merit_text_equal(a->product, b->product);
}

static const struct merit_contribution *find_row(const struct lookup *lookup,
                                                 const struct merit_option_explained *option,
                                                 const struct merit_contribution *row)
{
    uint32_t cursor = 0;
    uint64_t hash = hash_row(row);
    for (;;) {
        uint32_t at = lookup_next(lookup, hash, &cursor);
        if (at == LOOKUP_NONE) {
            return NULL;
        }
        if (same_row(&option->rows[at], row)) {
            return &option->rows[at];
        }
    }
}

static struct lookup look_up(const struct merit_option_explained *option)
{
    struct lookup lookup = {0};
    for (uint32_t i = 0; i < option->row_count; i++) {
        lookup_add(&lookup, hash_row(&option->rows[i]), i);
    }
    return lookup;
}

/* The row at each step. */
static void add_row(const struct gatherer *gatherer,
                    const struct lookup lookups[EXPLAIN_STEPS],
                    const struct merit_contribution *row)
{
    struct merit_option_change *change = gatherer->change;
    struct explain_row_change chain;
    for (int i = 0; i < EXPLAIN_STEPS; i++) {
        chain.options[i] = gatherer->at[i];
        chain.rows[i] = find_row(&lookups[i], or_nothing(gatherer->at[i]), row);
    }
    change->part_count += explain_row_change(&chain, &change->parts[change->part_count]);
}

static void add_rows(const struct gatherer *gatherer)
{
    const struct merit_option_explained *before = or_nothing(gatherer->at[EXPLAIN_BEFORE]);
    const struct merit_option_explained *after = or_nothing(gatherer->at[EXPLAIN_AFTER]);
    struct lookup lookups[EXPLAIN_STEPS];
    for (int i = 0; i < EXPLAIN_STEPS; i++) {
        lookups[i] = look_up(or_nothing(gatherer->at[i]));
    }
    for (uint32_t i = 0; i < after->row_count; i++) {
        add_row(gatherer, lookups, &after->rows[i]);
    }
    for (uint32_t i = 0; i < before->row_count; i++) {
        if (find_row(&lookups[EXPLAIN_AFTER], after, &before->rows[i]) == NULL) {
            add_row(gatherer, lookups, &before->rows[i]);
        }
    }
    for (int i = 0; i < EXPLAIN_STEPS; i++) {
        lookup_fini(&lookups[i]);
    }
}

/* ---- products ---------------------------------------------------------------------------- */

static bool counts(const struct merit_option_explained *option, struct merit_text product)
{
    for (uint32_t i = 0; i < option->product_count; i++) {
        if (merit_text_equal(option->products[i].product, product)) {
            return option->products[i].counts;
        }
    }
    return false;
}

static void add_product(const struct gatherer *gatherer, struct merit_text product, bool gained)
{
    const struct merit_option_explained *linked = gatherer->at[EXPLAIN_LINKED];
    bool by_rules = gatherer->at[EXPLAIN_BEFORE] == NULL || gatherer->at[EXPLAIN_AFTER] == NULL ||
                    counts(linked, product) != gained;
    struct merit_change_part *part = &gatherer->change->parts[gatherer->change->part_count++];
    *part = (struct merit_change_part){
        .product = product,
        .difference = {gained ? 1 : -1, 1},
        .reason = by_rules ? MERIT_REASON_RULES_CHANGED
                  : gained ? MERIT_REASON_COUNTED
                           : MERIT_REASON_PRODUCT_TOTAL_NOT_ABOVE_ZERO,
    };
}

static void add_products(const struct gatherer *gatherer)
{
    const struct merit_option_explained *before = or_nothing(gatherer->at[EXPLAIN_BEFORE]);
    const struct merit_option_explained *after = or_nothing(gatherer->at[EXPLAIN_AFTER]);
    for (uint32_t i = 0; i < after->product_count; i++) {
        if (after->products[i].counts && !counts(before, after->products[i].product)) {
            add_product(gatherer, after->products[i].product, true);
        }
    }
    for (uint32_t i = 0; i < before->product_count; i++) {
        if (before->products[i].counts && !counts(after, before->products[i].product)) {
            add_product(gatherer, before->products[i].product, false);
        }
    }
}

/* ---- options ----------------------------------------------------------------------------- */

static uint8_t kind_of(const struct merit_option_change *change)
{
    return (change->after != NULL ? change->after : change->before)->option->measure.kind;
}

/* What a gate takes away: actual less the sum. */
static struct merit_ratio taken(const struct merit_option_explained *option)
{
    if (option == NULL) {
        return (struct merit_ratio){0, 1};
    }
    return explain_difference(explain_said_amount(option, option->sum), option->actual);
}

static void add_gate(const struct gatherer *gatherer)
{
    struct merit_option_change *change = gatherer->change;
    struct merit_ratio difference = explain_difference(taken(change->before), taken(change->after));
    if (difference.numerator != 0) {
        change->parts[change->part_count++] = (struct merit_change_part){
            .difference = difference,
            .reason = change->after == NULL ? MERIT_REASON_RULES_CHANGED
                      : change->after->why.reason == MERIT_REASON_GATE_NOT_MET
                          ? MERIT_REASON_GATE_NOT_MET
                          : MERIT_REASON_GATE_MET,
        };
    }
}

static void gather(const struct gatherer *gatherer)
{
    struct merit_option_change *change = gatherer->change;
    const struct merit_option_explained *before = or_nothing(change->before);
    const struct merit_option_explained *after = or_nothing(change->after);
    size_t most = (size_t)EXPLAIN_ROW_PARTS * (before->row_count + after->row_count) +
                  before->product_count + after->product_count + 1;
    change->parts = arena_allocate(gatherer->arena, most * sizeof *change->parts);
    change->rest = (struct merit_ratio){0, 1};
    change->rest_base = change->rest;
    if (kind_of(change) == MERIT_MEASURE_PRODUCTS) {
        add_products(gatherer);
        return;
    }
    add_rows(gatherer);
    change->rest = explain_difference(explain_said_amount(change->before, before->rest_amount),
                                      explain_said_amount(change->after, after->rest_amount));
    change->rest_base = explain_difference(explain_said_amount(change->before, before->rest_base),
                                           explain_said_amount(change->after, after->rest_base));
    if (kind_of(change) == MERIT_MEASURE_PEOPLE) {
        add_gate(gatherer);
    }
}

/* ---- which options ----------------------------------------------------------------------- */

/* An option with its names. */
struct named_option {
    const char *path;
    const char *metric;
    struct merit_place_key key;
    const struct merit_option_explained *option;
};

struct option_list {
    uint32_t count;
    struct named_option *items;
};

static const struct merit_metric_explained *metric_at(const struct merit_explanation *of,
                                                      struct merit_place_key key)
{
    return &of->paths[key.path].metrics[key.metric];
}

static struct option_list list_options(const struct merit_explanation *of, struct arena *arena)
{
    size_t most = (size_t)of->path_count * MERIT_METRICS_MAX * MERIT_OPTIONS_MAX;
    struct option_list list = {0, NULL};
    list.items = arena_allocate(arena, most * sizeof *list.items);
    struct merit_place_key key = {0};
    for (key.path = 0; key.path < of->path_count; key.path++) {
        const struct merit_score *score = &of->paths[key.path].score;
        for (key.metric = 0; key.metric < score->metric_count; key.metric++) {
            const struct merit_metric_explained *metric = metric_at(of, key);
            for (key.option = 0; key.option < metric->option_count; key.option++) {
                list.items[list.count++] = (struct named_option){score->path, metric->score->metric,
                                                                 key, &metric->options[key.option]};
            }
        }
    }
    return list;
}

static bool same_name(const char *a, const char *b)
{
    return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

/* The option of those names that measures in the same way, NULL where there is none. */
static const struct named_option *find_option(const struct option_list *list,
                                              const struct named_option *wanted)
{
    for (uint32_t i = 0; i < list->count; i++) {
        const struct named_option *item = &list->items[i];
        if (same_name(item->path, wanted->path) && same_name(item->metric, wanted->metric) &&
            same_name(item->option->name, wanted->option->name) &&
            item->option->option->measure.kind == wanted->option->option->measure.kind) {
            return item;
        }
    }
    return NULL;
}

/* NULL: there is none on that day. */
static void add_option(struct merit_change *change,
                       const struct explain_steps *steps,
                       const struct named_option *before,
                       const struct named_option *after,
                       struct arena *arena)
{
    const struct named_option *any = after != NULL ? after : before;
    assert(any != NULL);
    struct merit_option_change *option = &change->options[change->option_count++];
    struct gatherer gatherer = {arena, {NULL}, option};
    for (int i = EXPLAIN_BEFORE; before != NULL && i < EXPLAIN_AFTER; i++) {
        gatherer.at[i] = &metric_at(steps->of[i], before->key)->options[before->key.option];
    }
    gatherer.at[EXPLAIN_AFTER] = after == NULL ? NULL : after->option;
    *option = (struct merit_option_change){
        .path = any->path,
        .metric = any->metric,
        .before = gatherer.at[EXPLAIN_BEFORE],
        .after = gatherer.at[EXPLAIN_AFTER],
    };
    gather(&gatherer);
}

void explain_change(const struct explain_steps *steps,
                    struct arena *arena,
                    struct merit_change *ret_change)
{
    const struct merit_explanation *before = steps->of[EXPLAIN_BEFORE];
    const struct merit_explanation *after = steps->of[EXPLAIN_AFTER];
    for (int i = EXPLAIN_BEFORE; i < EXPLAIN_AFTER; i++) {
        assert(steps->of[i]->span == before->span);
    }
    struct option_list then = list_options(before, arena);
    struct option_list now = list_options(after, arena);
    *ret_change = (struct merit_change){
        .before = before,
        .after = after,
        .same_rules = before->span == after->span,
        .options = arena_allocate(arena, (then.count + now.count) * sizeof *ret_change->options),
    };
    for (uint32_t i = 0; i < now.count; i++) {
        add_option(ret_change, steps, find_option(&then, &now.items[i]), &now.items[i], arena);
    }
    for (uint32_t i = 0; i < then.count; i++) {
        if (find_option(&now, &then.items[i]) == NULL) {
            add_option(ret_change, steps, &then.items[i], NULL, arena);
        }
    }
}
