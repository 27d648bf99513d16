/* What changed between two explanations of one designation of a partner. */
#include "core/explain_change.h"

#include "base/lookup.h"
#include "base/table.h"

/* An option while what changed in it is gathered. */
struct gatherer {
    struct arena *arena;
    bool same_rules;
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

static void add_row(const struct gatherer *gatherer,
                    const struct merit_contribution *before,
                    const struct merit_contribution *after)
{
    struct merit_option_change *change = gatherer->change;
    struct explain_row_change row = {gatherer->same_rules, change->before, change->after, before,
                                     after};
    change->part_count += explain_row_change(&row, &change->parts[change->part_count]);
}

static void add_rows(const struct gatherer *gatherer)
{
    const struct merit_option_explained *before = or_nothing(gatherer->change->before);
    const struct merit_option_explained *after = or_nothing(gatherer->change->after);
    struct lookup lookup = look_up(before);
    for (uint32_t i = 0; i < after->row_count; i++) {
        add_row(gatherer, find_row(&lookup, before, &after->rows[i]), &after->rows[i]);
    }
    lookup_fini(&lookup);
    lookup = look_up(after);
    for (uint32_t i = 0; i < before->row_count; i++) {
        if (find_row(&lookup, after, &before->rows[i]) == NULL) {
            add_row(gatherer, &before->rows[i], NULL);
        }
    }
    lookup_fini(&lookup);
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
    struct merit_change_part *part = &gatherer->change->parts[gatherer->change->part_count++];
    *part = (struct merit_change_part){
        .product = product,
        .difference = {gained ? 1 : -1, 1},
        .reason = !gatherer->same_rules ? MERIT_REASON_RULES_CHANGED
                  : gained              ? MERIT_REASON_COUNTED
                                        : MERIT_REASON_PRODUCT_TOTAL_NOT_ABOVE_ZERO,
    };
}

static void add_products(const struct gatherer *gatherer)
{
    const struct merit_option_explained *before = or_nothing(gatherer->change->before);
    const struct merit_option_explained *after = or_nothing(gatherer->change->after);
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
        bool closed =
            change->after != NULL && change->after->why.reason == MERIT_REASON_GATE_NOT_MET;
        change->parts[change->part_count++] = (struct merit_change_part){
            .difference = difference,
            .reason = closed ? MERIT_REASON_GATE_NOT_MET : MERIT_REASON_GATE_MET,
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
    const struct merit_option_explained *option;
};

struct option_list {
    uint32_t count;
    struct named_option *items;
};

static void list_metric(const char *path,
                        const struct merit_metric_explained *metric,
                        struct option_list *list)
{
    for (uint8_t i = 0; i < metric->option_count; i++) {
        list->items[list->count++] =
            (struct named_option){path, metric->score->metric, &metric->options[i]};
    }
}

static struct option_list list_options(const struct merit_explanation *of, struct arena *arena)
{
    size_t most = (size_t)of->path_count * MERIT_METRICS_MAX * MERIT_OPTIONS_MAX;
    struct option_list list = {0, NULL};
    list.items = arena_allocate(arena, most * sizeof *list.items);
    for (uint8_t p = 0; p < of->path_count; p++) {
        for (uint8_t m = 0; m < of->paths[p].score.metric_count; m++) {
            list_metric(of->paths[p].score.path, &of->paths[p].metrics[m], &list);
        }
    }
    return list;
}

static bool same_name(const char *a, const char *b)
{
    return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

/* The option of those names that measures in the same way, NULL where there is none. */
static const struct merit_option_explained *find_option(const struct option_list *list,
                                                        const struct named_option *wanted)
{
    for (uint32_t i = 0; i < list->count; i++) {
        const struct named_option *item = &list->items[i];
        if (same_name(item->path, wanted->path) && same_name(item->metric, wanted->metric) &&
            same_name(item->option->name, wanted->option->name) &&
            item->option->option->measure.kind == wanted->option->option->measure.kind) {
            return item->option;
        }
    }
    return NULL;
}

static void add_option(struct merit_change *change,
                       const struct named_option *named,
                       const struct merit_option_explained *before,
                       const struct merit_option_explained *after,
                       struct arena *arena)
{
    struct merit_option_change *option = &change->options[change->option_count++];
    *option = (struct merit_option_change){
        .path = named->path, .metric = named->metric, .before = before, .after = after};
    struct gatherer gatherer = {arena, change->same_rules, option};
    gather(&gatherer);
}

void explain_change(const struct merit_explanation *before,
                    const struct merit_explanation *after,
                    struct arena *arena,
                    struct merit_change *ret_change)
{
    struct option_list then = list_options(before, arena);
    struct option_list now = list_options(after, arena);
    *ret_change = (struct merit_change){
        .before = before,
        .after = after,
        .same_rules = before->span == after->span,
        .options = arena_allocate(arena, (then.count + now.count) * sizeof *ret_change->options),
    };
    for (uint32_t i = 0; i < now.count; i++) {
        const struct named_option *named = &now.items[i];
        add_option(ret_change, named, find_option(&then, named), named->option, arena);
    }
    for (uint32_t i = 0; i < then.count; i++) {
        const struct named_option *named = &then.items[i];
        if (find_option(&now, named) == NULL) {
            add_option(ret_change, named, named->option, NULL, arena);
        }
    }
}
