/* Computes a tenant's terms and vector from its series and associations. */
#include "task/refresh_tenant.h"

#include "core/cell.h"
#include "core/vector.h"

#include <assert.h>

/* ---- series -------------------------------------------------------------------------------- */

static void open_series(const struct scoring *scoring,
                        const struct refresh_target *target,
                        uint32_t index,
                        struct cell_series *ret_series)
{
    struct key key = scoring_series_key(target->partner, target->number, index);
    struct series_names names;
    struct bytes ledger;
    bool read = series_read(state_get(scoring->state, &key), &names, &ledger) &&
                ledger_open(&ret_series->ledger, ledger);
    assert(read && "a record that this task wrote");
    ret_series->product = names.product;
    ret_series->subscription_id = names.subscription_id;
    ret_series->offer = names.offer;
    ret_series->offer_bit = merit_program_offer(scoring->config.program, names.offer);
}

/* The series of one product, opened in order. */
static struct cell_series *open_product(struct scoring *scoring,
                                        const struct refresh_target *target,
                                        const struct derived *derived,
                                        uint16_t product,
                                        uint32_t *ret_count)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < derived->series_count; i++) {
        count += derived->product_of_series[i] == product;
    }
    struct cell_series *series = arena_allocate(&scoring->scratch, count * sizeof *series);
    uint32_t at = 0;
    for (uint32_t i = derived->products[product].first_series; at < count; i++) {
        if (derived->product_of_series[i] == product) {
            open_series(scoring, target, i, &series[at++]);
        }
    }
    *ret_count = count;
    return series;
}

/* ---- products ------------------------------------------------------------------------------ */

/* The product of a series among those found so far; a new one where it is the first of it. */
static uint16_t place_product(const struct scoring *scoring,
                              const struct refresh_target *target,
                              uint32_t index,
                              struct derived *fresh)
{
    struct cell_series own;
    open_series(scoring, target, index, &own);
    uint16_t entry = merit_program_product(scoring->config.program, own.product);
    if (entry == MERIT_PRODUCT_NONE) {
        return DERIVED_NO_PRODUCT;
    }
    bool family = scoring->config.program->products[entry].family;
    for (uint32_t p = 0; p < fresh->product_count; p++) {
        if (fresh->products[p].entry != entry) {
            continue;
        }
        struct cell_series first;
        if (family) {
            open_series(scoring, target, fresh->products[p].first_series, &first);
        }
        if (!family || merit_text_equal(first.product, own.product)) {
            return (uint16_t)p;
        }
    }
    fresh->products[fresh->product_count] = (struct derived_product){entry, (uint16_t)index};
    return (uint16_t)fresh->product_count++;
}

static void find_products(struct scoring *scoring,
                          const struct refresh_target *target,
                          const struct contributor *tenant,
                          struct derived *fresh)
{
    uint32_t count = tenant->series_count;
    fresh->series_count = count;
    fresh->product_of_series =
        arena_allocate(&scoring->scratch, count * sizeof *fresh->product_of_series);
    fresh->products = arena_allocate(&scoring->scratch, count * sizeof *fresh->products);
    for (uint32_t i = 0; i < count; i++) {
        fresh->product_of_series[i] = place_product(scoring, target, i, fresh);
    }
}

/* ---- blocks -------------------------------------------------------------------------------- */

static const struct merit_span *span_today(const struct scoring *scoring, uint8_t designation)
{
    return &scoring->config.program->designations[designation]
                .spans[scoring->today.spans[designation]];
}

static void evaluate_cell(struct scoring *scoring,
                          uint8_t designation,
                          const struct cell_series *series,
                          uint32_t series_count,
                          uint16_t entry,
                          int64_t *terms)
{
    struct cell_input input = {
        .span = span_today(scoring, designation),
        .moments = &scoring->today.moments[designation],
        .links = &scoring->links,
        .series = series,
        .series_count = series_count,
        .entry = entry,
    };
    cell_evaluate(&input, terms);
}

static void finish_block(struct scoring *scoring, struct derived_block *block)
{
    const struct merit_span *span = span_today(scoring, block->designation);
    struct arena *arena = &scoring->scratch;
    size_t columns = vector_by_product_count(span);
    block->slots = arena_allocate(arena, span->slot_count * sizeof *block->slots);
    block->by_product =
        arena_allocate(arena, block->cell_count * columns * sizeof *block->by_product);
    struct vector_cells cells = {block->cell_count, block->terms};
    vector_of_customer(span, &cells, block->associated, block->slots, block->by_product);
}

/* The block of a designation with a cell for each product that its span counts; none where it
 * counts none. */
static void add_block(struct scoring *scoring,
                      const struct refresh_target *target,
                      struct derived *fresh,
                      uint8_t designation)
{
    const struct merit_span *span = span_today(scoring, designation);
    struct arena *arena = &scoring->scratch;
    uint32_t count = 0;
    for (uint32_t p = 0; p < fresh->product_count; p++) {
        count += merit_product_set_has(&span->products, fresh->products[p].entry);
    }
    if (count == 0) {
        return;
    }
    struct derived_block *block = &fresh->blocks[fresh->block_count++];
    block->designation = designation;
    block->span = scoring->today.spans[designation];
    block->associated = vector_associated(scoring->config.program, span,
                                          &scoring->today.moments[designation], &scoring->links);
    block->cell_count = count;
    block->products = arena_allocate(arena, count * sizeof *block->products);
    block->terms = arena_allocate(arena, (size_t)count * span->term_count * sizeof *block->terms);
    uint32_t at = 0;
    for (uint32_t p = 0; p < fresh->product_count; p++) {
        uint16_t entry = fresh->products[p].entry;
        if (!merit_product_set_has(&span->products, entry)) {
            continue;
        }
        uint32_t series_count;
        struct cell_series *series =
            open_product(scoring, target, fresh, (uint16_t)p, &series_count);
        block->products[at] = (uint16_t)p;
        evaluate_cell(scoring, designation, series, series_count, entry,
                      block->terms + (size_t)at * span->term_count);
        at++;
    }
    finish_block(scoring, block);
}

/* ---- due days ------------------------------------------------------------------------------ */

static int32_t earlier(int32_t a, int32_t b)
{
    return a < b ? a : b;
}

/* By one series: what its reports change, in each designation that counts its product. */
static int32_t series_due(struct scoring *scoring, const struct ledger *ledger, uint16_t entry)
{
    int32_t due = MERIT_NEVER;
    for (uint8_t d = 0; d < scoring->config.program->designation_count; d++) {
        const struct merit_span *span = span_today(scoring, d);
        if (!merit_product_set_has(&span->products, entry)) {
            continue;
        }
        const struct moments *moments = &scoring->today.moments[d];
        due = earlier(due, cell_series_due(ledger, moments, span->lookbacks));
        if (span->uses_months) {
            due = earlier(due, moments->next_month_day);
        }
    }
    return due;
}

static int32_t whole_due(struct scoring *scoring,
                         const struct refresh_target *target,
                         const struct derived *fresh)
{
    int32_t due = MERIT_NEVER;
    for (uint32_t i = 0; i < fresh->series_count; i++) {
        if (fresh->product_of_series[i] != DERIVED_NO_PRODUCT) {
            struct cell_series series;
            open_series(scoring, target, i, &series);
            uint16_t entry = fresh->products[fresh->product_of_series[i]].entry;
            due = earlier(due, series_due(scoring, &series.ledger, entry));
        }
    }
    for (uint8_t b = 0; b < fresh->block_count; b++) {
        uint8_t d = fresh->blocks[b].designation;
        due = earlier(due, cell_links_due(&scoring->links, &scoring->today.moments[d],
                                          span_today(scoring, d)->lookbacks));
    }
    return due;
}

/* ---- all, or one series -------------------------------------------------------------------- */

static void refresh_all(struct scoring *scoring,
                        const struct refresh_target *target,
                        const struct contributor *tenant,
                        struct derived *fresh)
{
    find_products(scoring, target, tenant, fresh);
    for (uint8_t d = 0; d < scoring->config.program->designation_count; d++) {
        add_block(scoring, target, fresh, d);
    }
    fresh->due_day = whole_due(scoring, target, fresh);
}

/* True where all blocks of `old` were computed under today's spans and know the series. */
static bool can_take_over(const struct scoring *scoring,
                          const struct refresh_target *target,
                          const struct contributor *tenant,
                          const struct derived *old)
{
    if (!target->one_series || old == NULL || old->series_count != tenant->series_count) {
        return false;
    }
    for (uint8_t b = 0; b < old->block_count; b++) {
        if (old->blocks[b].span != scoring->today.spans[old->blocks[b].designation]) {
            return false;
        }
    }
    return true;
}

static void refresh_cell(struct scoring *scoring,
                         const struct cell_series *series,
                         uint32_t series_count,
                         uint16_t product,
                         uint16_t entry,
                         struct derived_block *block)
{
    const struct merit_span *span = span_today(scoring, block->designation);
    for (uint32_t c = 0; c < block->cell_count; c++) {
        if (block->products[c] != product) {
            continue;
        }
        int64_t *old_terms = block->terms;
        size_t size = (size_t)block->cell_count * span->term_count * sizeof *block->terms;
        block->terms = arena_allocate(&scoring->scratch, size);
        memcpy(block->terms, old_terms, size);
        evaluate_cell(scoring, block->designation, series, series_count, entry,
                      block->terms + (size_t)c * span->term_count);
        finish_block(scoring, block);
        return;
    }
}

void refresh_tenant(struct scoring *scoring,
                    const struct refresh_target *target,
                    const struct contributor *tenant,
                    const struct derived *old,
                    struct derived *fresh)
{
    bool read = link_list_read(&scoring->links, tenant->list);
    assert(read && "a record that this task wrote");
    if (!can_take_over(scoring, target, tenant, old)) {
        refresh_all(scoring, target, tenant, fresh);
        return;
    }
    *fresh = *old;
    uint16_t product = old->product_of_series[target->series];
    if (product == DERIVED_NO_PRODUCT) {
        return;
    }
    uint16_t entry = old->products[product].entry;
    uint32_t count;
    struct cell_series *series = open_product(scoring, target, old, product, &count);
    for (uint8_t b = 0; b < fresh->block_count; b++) {
        refresh_cell(scoring, series, count, product, entry, &fresh->blocks[b]);
    }
    for (uint32_t i = 0; i < count; i++) {
        fresh->due_day = earlier(fresh->due_day, series_due(scoring, &series[i].ledger, entry));
    }
}
