/* Computes a tenant's terms and vector from its series and associations. */
#include "task/refresh_tenant.h"

#include "base/murmur2.h"
#include "core/vector.h"

#include <assert.h>

/* ---- series ------------------------------------------------------------------------------ */

static void open_series(const struct scoring *scoring,
                        const struct refresh_target *target,
                        uint32_t index,
                        struct cell_series *ret_series)
{
    const struct roster_contributor *tenant =
        roster_contributor(&scoring->roster, target->partner, target->number);
    struct series_names names;
    struct bytes ledger;
    bool read = series_read(table_block_value(tenant->series[index]), &names, &ledger) &&
                ledger_open(&ret_series->ledger, ledger);
    assert(read && "a record that this task wrote");
    ret_series->product = names.product;
    ret_series->subscription_id = names.subscription_id;
    ret_series->offer = names.offer;
    ret_series->offer_bit = merit_program_offer(scoring->config.program, names.offer);
}

static void prepare(struct scoring *scoring, const struct refresh_product *product)
{
    cell_select(&scoring->links, product->series[0].product);
    cell_prepare(product->series, product->series_count, &scoring->links, scoring->day);
}

void refresh_open_product(struct scoring *scoring,
                          const struct refresh_target *target,
                          const struct derived_head *head,
                          uint16_t index,
                          struct refresh_product *ret_product)
{
    struct derived_product product = derived_product_at(head, index);
    uint32_t count = 0;
    for (uint32_t i = product.first_series; i < head->series_count; i++) {
        count += derived_product_of(head, i) == index;
    }
    struct cell_series *series = arena_allocate(&scoring->scratch, count * sizeof *series);
    uint32_t at = 0;
    for (uint32_t i = product.first_series; at < count; i++) {
        if (derived_product_of(head, i) == index) {
            open_series(scoring, target, i, &series[at++]);
        }
    }
    *ret_product = (struct refresh_product){index, product.entry, series, count};
    prepare(scoring, ret_product);
}

/* ---- products ---------------------------------------------------------------------------- */

/* Products found so far, by the hash of their names: there may be as many as series. */
struct products_found {
    const struct cell_series *series; /* of the whole tenant */
    uint32_t mask;
    uint16_t *places; /* mask + 1 of them, a power of two: a product's index plus one, 0: none */
};

static struct products_found nothing_found(struct scoring *scoring,
                                           const struct cell_series *series,
                                           uint32_t count)
{
    uint32_t places = 4;
    while (places < 2 * count) {
        places *= 2;
    }
    uint16_t *empty = arena_allocate(&scoring->scratch, places * sizeof *empty);
    return (struct products_found){series, places - 1, empty};
}

/* The place of a product's name, empty where it is not found yet. */
static uint16_t *find_place(const struct products_found *found,
                            const struct derived *fresh,
                            struct merit_text name)
{
    uint32_t at = murmur2_hash(name) & found->mask;
    while (found->places[at] != 0) {
        const struct derived_product *product = &fresh->products[found->places[at] - 1];
        if (merit_text_equal(found->series[product->first_series].product, name)) {
            break;
        }
        at = (at + 1) & found->mask;
    }
    return &found->places[at];
}

/* The product of a series; a new one where it is the first of it. */
static uint16_t place_product(const struct scoring *scoring,
                              const struct products_found *found,
                              uint32_t index,
                              struct derived *fresh)
{
    struct merit_text name = found->series[index].product;
    uint16_t *place = find_place(found, fresh, name);
    if (*place == 0) {
        uint16_t entry = merit_program_product(scoring->config.program, name);
        if (entry == MERIT_PRODUCT_NONE) {
            return DERIVED_NO_PRODUCT;
        }
        fresh->products[fresh->product_count] = (struct derived_product){entry, (uint16_t)index};
        *place = (uint16_t)++fresh->product_count;
    }
    return (uint16_t)(*place - 1);
}

static void find_products(struct scoring *scoring,
                          const struct cell_series *series,
                          uint32_t count,
                          struct derived *fresh)
{
    fresh->series_count = count;
    fresh->product_of_series =
        arena_allocate(&scoring->scratch, count * sizeof *fresh->product_of_series);
    fresh->products = arena_allocate(&scoring->scratch, count * sizeof *fresh->products);
    struct products_found found = nothing_found(scoring, series, count);
    for (uint32_t i = 0; i < count; i++) {
        fresh->product_of_series[i] = place_product(scoring, &found, i, fresh);
    }
}

/* Each product with its series in a row, in their order. */
static struct refresh_product *gather_products(struct scoring *scoring,
                                               const struct cell_series *series,
                                               const struct derived *fresh)
{
    struct refresh_product *products =
        arena_allocate(&scoring->scratch, fresh->product_count * sizeof *products);
    for (uint32_t i = 0; i < fresh->series_count; i++) {
        if (fresh->product_of_series[i] != DERIVED_NO_PRODUCT) {
            products[fresh->product_of_series[i]].series_count++;
        }
    }
    struct cell_series *gathered =
        arena_allocate(&scoring->scratch, fresh->series_count * sizeof *gathered);
    for (uint32_t p = 0; p < fresh->product_count; p++) {
        products[p].index = (uint16_t)p;
        products[p].entry = fresh->products[p].entry;
        products[p].series = gathered;
        gathered += products[p].series_count;
        products[p].series_count = 0;
    }
    for (uint32_t i = 0; i < fresh->series_count; i++) {
        if (fresh->product_of_series[i] != DERIVED_NO_PRODUCT) {
            struct refresh_product *product = &products[fresh->product_of_series[i]];
            product->series[product->series_count++] = series[i];
        }
    }
    return products;
}

/* Every product of the tenant: linear in its series. */
static struct refresh_product *open_products(struct scoring *scoring,
                                             const struct refresh_target *target,
                                             uint32_t series_count,
                                             struct derived *fresh)
{
    struct cell_series *series = arena_allocate(&scoring->scratch, series_count * sizeof *series);
    for (uint32_t i = 0; i < series_count; i++) {
        open_series(scoring, target, i, &series[i]);
    }
    find_products(scoring, series, series_count, fresh);
    struct refresh_product *products = gather_products(scoring, series, fresh);
    for (uint32_t p = 0; p < fresh->product_count; p++) {
        prepare(scoring, &products[p]);
    }
    return products;
}

/* ---- blocks ------------------------------------------------------------------------------ */

static const struct merit_span *span_today(const struct scoring *scoring, uint8_t designation)
{
    return &scoring->config.program->designations[designation]
                .spans[scoring->today.spans[designation]];
}

void refresh_evaluate(struct scoring *scoring,
                      uint8_t designation,
                      const struct refresh_product *product,
                      int64_t *ret_terms)
{
    struct cell_input input = {
        .span = span_today(scoring, designation),
        .moments = &scoring->today.moments[designation],
        .links = &scoring->links,
        .series = product->series,
        .series_count = product->series_count,
        .entry = product->entry,
    };
    cell_evaluate(&input, ret_terms);
}

static void fill_cells(struct scoring *scoring,
                       const struct refresh_product *products,
                       uint32_t product_count,
                       struct derived_block *block)
{
    const struct merit_span *span = span_today(scoring, block->designation);
    uint32_t at = 0;
    for (uint32_t p = 0; p < product_count; p++) {
        if (merit_product_set_has(&span->products, products[p].entry)) {
            int64_t *row = block->terms + (size_t)at * span->term_count;
            block->products[at++] = (uint16_t)p;
            cell_select(&scoring->links, products[p].series[0].product);
            refresh_evaluate(scoring, block->designation, &products[p], row);
            vector_add(span, row, 1, block->totals);
        }
    }
    uint64_t flags = vector_flags(span, block->totals, block->associated);
    vector_of_customer(span, block->totals, flags, block->slots);
    for (uint32_t c = 0; c < block->cell_count; c++) {
        vector_of_product(span, block->terms + (size_t)c * span->term_count, flags,
                          block->by_product + (size_t)c * span->by_product_count);
    }
}

/* The block of a designation with a cell for each product that its span counts; none where it
 * counts none. */
static void add_block(struct scoring *scoring,
                      const struct refresh_product *products,
                      uint8_t designation,
                      struct derived *fresh)
{
    const struct merit_span *span = span_today(scoring, designation);
    struct arena *arena = &scoring->scratch;
    uint32_t count = 0;
    for (uint32_t p = 0; p < fresh->product_count; p++) {
        count += merit_product_set_has(&span->products, products[p].entry);
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
    block->totals = arena_allocate(arena, sizeof *block->totals);
    block->slots = arena_allocate(arena, span->slot_count * sizeof *block->slots);
    block->by_product =
        arena_allocate(arena, (size_t)count * span->by_product_count * sizeof *block->by_product);
    fill_cells(scoring, products, fresh->product_count, block);
}

/* ---- due days ---------------------------------------------------------------------------- */

int32_t refresh_product_due(struct scoring *scoring,
                            const struct refresh_product *product,
                            int32_t known)
{
    for (uint8_t d = 0; d < scoring->config.program->designation_count; d++) {
        const struct merit_span *span = span_today(scoring, d);
        if (!merit_product_set_has(&span->products, product->entry)) {
            continue;
        }
        struct moments *moments = &scoring->today.moments[d];
        for (uint32_t i = 0; i < product->series_count; i++) {
            known = cell_series_due(&product->series[i].ledger, moments, span->lookbacks, known);
        }
        if (span->uses_months) {
            known = merit_day_earlier(known, moments->next_month_day);
        }
    }
    return known;
}

static int32_t whole_due(struct scoring *scoring,
                         const struct refresh_product *products,
                         const struct derived *fresh)
{
    int32_t due = MERIT_NEVER;
    for (uint8_t b = 0; b < fresh->block_count; b++) {
        uint8_t d = fresh->blocks[b].designation;
        due = merit_day_earlier(due, cell_links_due(&scoring->links, &scoring->today.moments[d],
                                                    span_today(scoring, d)->lookbacks));
    }
    for (uint32_t p = 0; p < fresh->product_count; p++) {
        due = refresh_product_due(scoring, &products[p], due);
    }
    return due;
}

void refresh_tenant(struct scoring *scoring,
                    const struct refresh_target *target,
                    const struct contributor *tenant,
                    struct derived *fresh)
{
    bool read = link_list_read(&scoring->links, tenant->list);
    assert(read && "a record that this task wrote");
    struct refresh_product *products = open_products(scoring, target, tenant->series_count, fresh);
    for (uint8_t d = 0; d < scoring->config.program->designation_count; d++) {
        add_block(scoring, products, d, fresh);
    }
    fresh->due_day = whole_due(scoring, products, fresh);
}
