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
    uint32_t cell; /* of the product */
    size_t row;    /* offset of its terms */
    struct merit_text product;
    int64_t old_terms[MERIT_TERMS_MAX];
    int64_t new_terms[MERIT_TERMS_MAX];
};

/* The cell of a product in a block; cell_count where there is none. */
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

/* True where no BY_PRODUCT slot opens or closes, which would change it for other products too. */
static bool guards_stay(const struct merit_span *span, uint64_t old_flags, uint64_t new_flags)
{
    for (uint8_t s = 0; s < span->slot_count && old_flags != new_flags; s++) {
        const struct merit_slot *slot = &span->slots[s];
        if (slot->kind == MERIT_SLOT_BY_PRODUCT && slot->guard != MERIT_NONE &&
            ((old_flags ^ new_flags) >> slot->guard & 1U) != 0) {
            return false;
        }
    }
    return true;
}

/* Adds what changed to the product's sums; true where that changed how many products count. */
static bool add_by_product(const struct patch *patch, const int64_t *before, const int64_t *after)
{
    struct scoring *scoring = patch->scoring;
    const struct derived_layout *layout = &patch->layout;
    struct sums_of sums =
        scoring_sums_of(scoring, patch->target->partner, layout->designation, layout->span_index);
    /* Apart from the series' record, as long as records are put. */
    struct merit_text product = arena_text(&scoring->scratch, patch->product);
    bool counts = false;
    uint32_t column = 0;
    for (uint8_t s = 0; s < layout->span->slot_count; s++) {
        if (layout->span->slots[s].kind == MERIT_SLOT_BY_PRODUCT) {
            int64_t change = after[column] - before[column];
            counts |= change != 0 && sums_add_product(&sums, s, product, change);
            column++;
        }
    }
    return counts;
}

/* The product's own BY_PRODUCT slots. False, and nothing is done, where they change for others
 * too or do not fit. */
static bool carry_by_product(const struct patch *patch,
                             uint64_t old_flags,
                             uint64_t new_flags,
                             uint32_t *changed)
{
    const struct derived_layout *layout = &patch->layout;
    uint8_t count = layout->span->by_product_count;
    if (count == 0) {
        return true;
    }
    int64_t before[MERIT_SLOTS_MAX];
    int64_t after[MERIT_SLOTS_MAX];
    vector_of_product(layout->span, patch->old_terms, old_flags, before);
    vector_of_product(layout->span, patch->new_terms, new_flags, after);
    if (!guards_stay(layout->span, old_flags, new_flags) ||
        derived_width(after, count, 4) > layout->sum_width) {
        return false;
    }
    if (memcmp(before, after, count * sizeof before[0]) != 0) {
        size_t row = layout->by_product + (size_t)patch->cell * count * layout->sum_width;
        derived_store_array(patch->record + row, layout->sum_width, after, count);
        if (add_by_product(patch, before, after)) {
            *changed |= UINT32_C(1) << layout->designation;
        }
    }
    return true;
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
    if (!fits(patch, &totals, new_slots) || !carry_by_product(patch, old_flags, flags, changed)) {
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

/* Bit d: designation d counts the product today. */
static uint32_t designations_of(const struct scoring *scoring, uint16_t entry)
{
    const struct merit_program *program = scoring->config.program;
    uint32_t counting = 0;
    for (uint8_t d = 0; d < program->designation_count; d++) {
        const struct merit_span *span = &program->designations[d].spans[scoring->today.spans[d]];
        counting |= (uint32_t)merit_product_set_has(&span->products, entry) << d;
    }
    return counting;
}

/* Only the blocks up to the last that counts the product are looked at. */
static enum patch_result patch_blocks(struct patch *patch,
                                      struct reader *reader,
                                      const struct derived_head *head,
                                      const struct refresh_product *product,
                                      uint32_t *changed)
{
    struct scoring *scoring = patch->scoring;
    uint32_t counting = designations_of(scoring, product->entry);
    for (uint8_t b = 0; b < head->block_count && counting != 0; b++) {
        bool read =
            derived_layout_read(scoring->config.program, reader, patch->record, &patch->layout);
        assert(read && "a record that this task wrote");
        struct derived_layout *layout = &patch->layout;
        if ((counting >> layout->designation & 1U) == 0) {
            continue;
        }
        counting &= ~(UINT32_C(1) << layout->designation);
        if (layout->span_index != scoring->today.spans[layout->designation]) {
            return PATCH_IMPOSSIBLE;
        }
        patch->cell = find_cell(patch->record, layout, product->index);
        assert(patch->cell < layout->cell_count && "the span counts it");
        uint8_t terms = layout->span->term_count;
        patch->row = layout->terms + (size_t)patch->cell * terms * layout->term_width;
        derived_load_array(patch->record + patch->row, layout->term_width, terms, patch->old_terms);
        refresh_evaluate(scoring, layout->designation, product, patch->new_terms);
        if (patch_block(patch, changed) == PATCH_IMPOSSIBLE) {
            return PATCH_IMPOSSIBLE;
        }
    }
    return counting == 0 ? PATCH_DONE : PATCH_IMPOSSIBLE;
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
    patch.product = product.series[0].product;
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
