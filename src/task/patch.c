/* Changes a tenant's derived record where it stands, when the reports of one series changed. */
#include "task/patch.h"

#include "core/vector.h"
#include "task/sums.h"

#include <assert.h>

/* One block of the record and its new terms. */
struct patch {
    struct scoring *scoring;
    const struct refresh_target *target;
    uint8_t *record;
    struct derived_layout layout;
    size_t row; /* offset of the product's terms */
    int64_t old_terms[MERIT_TERMS_MAX];
    int64_t new_terms[MERIT_TERMS_MAX];
};

/* The cell of a product in a block, cell_count where the span does not count it. */
static uint32_t find_cell(const uint8_t *record,
                          const struct derived_layout *layout,
                          uint16_t product)
{
    for (uint32_t c = 0; c < layout->cell_count; c++) {
        uint16_t found;
        memcpy(&found, record + layout->products + c * sizeof found, sizeof found);
        if (found == product) {
            return c;
        }
    }
    return layout->cell_count;
}

static void load_totals(const struct patch *patch, struct vector_totals *totals)
{
    const struct derived_layout *layout = &patch->layout;
    uint8_t terms = layout->span->term_count;
    memcpy(totals->above, patch->record + layout->above, terms * sizeof totals->above[0]);
    derived_load_array(patch->record + layout->sums, layout->sum_width, terms, totals->sums);
}

/* Writes the new vector and adds its difference to the sums; true where there is one. */
static bool carry_slots(const struct patch *patch,
                        const int64_t *old_slots,
                        const int64_t *new_slots)
{
    const struct derived_layout *layout = &patch->layout;
    uint8_t count = layout->span->slot_count;
    if (memcmp(old_slots, new_slots, count * sizeof *old_slots) == 0) {
        return false;
    }
    int64_t difference[MERIT_SLOTS_MAX];
    for (uint8_t s = 0; s < count; s++) {
        difference[s] = new_slots[s] - old_slots[s];
    }
    derived_store_array(patch->record + layout->slots, layout->sum_width, new_slots, count);
    struct sums_of sums = scoring_sums_of(patch->scoring, patch->target->partner,
                                          layout->designation, layout->span_index);
    sums_add(&sums, difference, 1);
    return true;
}

static bool fits(const struct patch *patch,
                 const struct vector_totals *totals,
                 const int64_t *slots)
{
    const struct derived_layout *layout = &patch->layout;
    uint8_t terms = layout->span->term_count;
    return derived_width(patch->new_terms, terms, 2) <= layout->term_width &&
           derived_width(totals->sums, terms, 4) <= layout->sum_width &&
           derived_width(slots, layout->span->slot_count, 4) <= layout->sum_width;
}

/* A span with BY_PRODUCT slots can be patched while they stay as they are. */
static bool by_product_is_constant(const struct patch *patch,
                                   uint64_t old_flags,
                                   uint64_t new_flags)
{
    const struct merit_span *span = patch->layout.span;
    if (span->by_product_count == 0) {
        return true;
    }
    int64_t before[MERIT_SLOTS_MAX];
    int64_t after[MERIT_SLOTS_MAX];
    vector_of_product(span, patch->old_terms, old_flags, before);
    vector_of_product(span, patch->new_terms, new_flags, after);
    return old_flags == new_flags &&
           memcmp(before, after, span->by_product_count * sizeof before[0]) == 0;
}

/* Carries the new terms of the product into the block. */
static enum patch_result patch_block(struct patch *patch, uint32_t *changed)
{
    const struct derived_layout *layout = &patch->layout;
    const struct merit_span *span = layout->span;
    if (memcmp(patch->old_terms, patch->new_terms, span->term_count * sizeof(int64_t)) == 0) {
        return PATCH_DONE;
    }
    struct vector_totals totals;
    load_totals(patch, &totals);
    bool by_product = span->by_product_count > 0;
    uint64_t old_flags = by_product ? vector_flags(span, &totals, layout->associated) : 0;
    vector_add(span, patch->old_terms, -1, &totals);
    vector_add(span, patch->new_terms, 1, &totals);
    uint64_t flags = vector_flags(span, &totals, layout->associated);
    int64_t old_slots[MERIT_SLOTS_MAX];
    int64_t new_slots[MERIT_SLOTS_MAX];
    vector_of_customer(span, &totals, flags, new_slots);
    if (!fits(patch, &totals, new_slots) || !by_product_is_constant(patch, old_flags, flags)) {
        return PATCH_IMPOSSIBLE;
    }
    uint8_t *record = patch->record;
    derived_load_array(record + layout->slots, layout->sum_width, span->slot_count, old_slots);
    memcpy(record + layout->above, totals.above, span->term_count * sizeof totals.above[0]);
    derived_store_array(record + layout->sums, layout->sum_width, totals.sums, span->term_count);
    derived_store_array(record + patch->row, layout->term_width, patch->new_terms,
                        span->term_count);
    if (carry_slots(patch, old_slots, new_slots)) {
        *changed |= UINT32_C(1) << layout->designation;
    }
    return PATCH_DONE;
}

/* Where the record knows the series under today's spans: the product's series, prepared. */
static bool open_target(struct scoring *scoring,
                        const struct refresh_target *target,
                        const struct derived_head *head,
                        struct refresh_product *ret_product)
{
    if (target->series >= head->series_count) {
        return false;
    }
    uint16_t product = derived_product_of(head, target->series);
    if (product == DERIVED_NO_PRODUCT) {
        return true;
    }
    struct contributor tenant;
    scoring_get_contributor(scoring, target->partner, target->number, &tenant);
    bool read = link_list_read(&scoring->links, tenant.list);
    assert(read && "a record that this task wrote");
    refresh_open_product(scoring, target, head, product, ret_product);
    return true;
}

static enum patch_result patch_blocks(struct patch *patch,
                                      struct reader *reader,
                                      const struct derived_head *head,
                                      const struct refresh_product *product,
                                      uint32_t *changed)
{
    struct scoring *scoring = patch->scoring;
    for (uint8_t b = 0; b < head->block_count; b++) {
        bool read =
            derived_layout_read(scoring->config.program, reader, patch->record, &patch->layout);
        assert(read && "a record that this task wrote");
        struct derived_layout *layout = &patch->layout;
        if (layout->span_index != scoring->today.spans[layout->designation]) {
            return PATCH_IMPOSSIBLE;
        }
        uint32_t cell = find_cell(patch->record, layout, product->index);
        if (cell == layout->cell_count) {
            continue;
        }
        uint8_t terms = layout->span->term_count;
        patch->row = layout->terms + (size_t)cell * terms * layout->term_width;
        derived_load_array(patch->record + patch->row, layout->term_width, terms, patch->old_terms);
        refresh_evaluate(scoring, layout->designation, product, patch->new_terms);
        if (patch_block(patch, changed) == PATCH_IMPOSSIBLE) {
            return PATCH_IMPOSSIBLE;
        }
    }
    return PATCH_DONE;
}

enum patch_result patch_tenant(struct scoring *scoring,
                               const struct refresh_target *target,
                               uint32_t *ret_changed)
{
    *ret_changed = 0;
    struct table_block *block =
        roster_contributor(&scoring->roster, target->partner, target->number)->derived;
    if (block == NULL) {
        return PATCH_IMPOSSIBLE;
    }
    struct bytes stored = table_block_value(block);
    struct reader reader = reader_of(stored);
    struct derived_head head;
    bool read = derived_read_head(&reader, &head);
    assert(read && "a record that this task wrote");
    struct refresh_product product = {.index = DERIVED_NO_PRODUCT};
    if (!open_target(scoring, target, &head, &product)) {
        return PATCH_IMPOSSIBLE;
    }
    if (product.index == DERIVED_NO_PRODUCT) {
        return PATCH_DONE;
    }
    struct patch patch;
    patch.scoring = scoring;
    patch.target = target;
    patch.record = block->bytes + block->key_length;
    /* The sums may be put, and records then move in the table, but never the bytes of this one. */
    if (patch_blocks(&patch, &reader, &head, &product, ret_changed) == PATCH_IMPOSSIBLE) {
        return PATCH_IMPOSSIBLE;
    }
    int32_t due_day = refresh_product_due(scoring, &product, derived_due_day(stored));
    if (due_day < derived_due_day(stored)) {
        derived_set_due_day(patch.record, due_day);
        heap_push(&scoring->due, scoring_due_entry(due_day, target->partner, target->number));
    }
    return PATCH_DONE;
}
