/* Computes what follows from a contributor's records anew, and carries the change to the sums. */
#include "task/refresh.h"

#include "core/person.h"
#include "core/vector.h"
#include "task/patch.h"
#include "task/sums.h"

#include <assert.h>

/* ---- people ------------------------------------------------------------------------------ */

static bool any_slot(const int64_t *slots, uint8_t count)
{
    int64_t any = 0;
    for (uint8_t i = 0; i < count; i++) {
        any |= slots[i];
    }
    return any != 0;
}

static void derive_person(struct scoring *scoring,
                          const struct contributor *person,
                          struct derived *fresh)
{
    const struct merit_program *program = scoring->config.program;
    struct merit_code_set held;
    bool read = person_holds(program, person->list, scoring->day, &held, &fresh->due_day);
    assert(read && "a record that this task wrote");
    for (uint8_t d = 0; d < program->designation_count; d++) {
        uint8_t k = scoring->today.spans[d];
        const struct merit_span *span = &program->designations[d].spans[k];
        int64_t *slots = arena_allocate(&scoring->scratch, span->slot_count * sizeof *slots);
        vector_of_person(span, &held, slots);
        if (any_slot(slots, span->slot_count)) {
            fresh->blocks[fresh->block_count++] =
                (struct derived_block){.designation = d, .span = k, .slots = slots};
        }
    }
}

/* ---- from vectors to sums ---------------------------------------------------------------- */

struct carry {
    struct scoring *scoring;
    uint32_t partner;
    uint32_t number;
    const struct derived *of; /* whose products the block's cells are */
};

static struct merit_text product_name(const struct carry *carry, uint16_t product)
{
    uint32_t series = carry->of->products[product].first_series;
    const struct roster_contributor *at =
        roster_contributor(&carry->scoring->roster, carry->partner, carry->number);
    struct series_names names;
    struct bytes ledger;
    bool read = series_read(table_block_value(at->series[series]), &names, &ledger);
    assert(read && "a record that this task wrote");
    /* The sums' records move when they are put: keep the name apart. */
    return arena_text(&carry->scoring->scratch, names.product);
}

static void carry_products(const struct carry *carry,
                           const struct sums_of *sums,
                           const struct derived_block *block,
                           int sign)
{
    const struct merit_span *span =
        &sums->program->designations[block->designation].spans[block->span];
    uint32_t columns = vector_by_product_count(span);
    uint32_t column = 0;
    for (uint8_t s = 0; s < span->slot_count && columns > 0; s++) {
        if (span->slots[s].kind != MERIT_SLOT_BY_PRODUCT) {
            continue;
        }
        for (uint32_t c = 0; c < block->cell_count; c++) {
            int64_t value = block->by_product[(size_t)c * columns + column];
            if (value != 0) {
                (void)sums_add_product(sums, s, product_name(carry, block->products[c]),
                                       sign * value);
            }
        }
        column++;
    }
}

static void carry_block(const struct carry *carry, const struct derived_block *block, int sign)
{
    struct sums_of sums =
        scoring_sums_of(carry->scoring, carry->partner, block->designation, block->span);
    sums_add(&sums, block->slots, sign);
    carry_products(carry, &sums, block, sign);
    if (sign < 0) {
        sums_settle(&sums);
    }
}

static bool same_vector(const struct merit_program *program,
                        const struct derived_block *a,
                        const struct derived_block *b)
{
    const struct merit_span *span = &program->designations[a->designation].spans[a->span];
    uint32_t columns = vector_by_product_count(span);
    if (memcmp(a->slots, b->slots, span->slot_count * sizeof *a->slots) != 0) {
        return false;
    }
    /* Without cells there is nothing to point at: a person has none, nor an empty tenant. */
    return columns == 0 || (a->cell_count == 0 && b->cell_count == 0) ||
           (a->cell_count == b->cell_count &&
            memcmp(a->products, b->products, a->cell_count * sizeof *a->products) == 0 &&
            memcmp(a->by_product, b->by_product,
                   (size_t)a->cell_count * columns * sizeof *a->by_product) == 0);
}

/* Slots only, under one span: one read and one write of the sums. */
static void carry_difference(const struct carry *carry,
                             const struct derived_block *before,
                             const struct derived_block *after)
{
    const struct scoring *scoring = carry->scoring;
    struct sums_of sums = scoring_sums_of(scoring, carry->partner, after->designation, after->span);
    const struct merit_span *span =
        &scoring->config.program->designations[after->designation].spans[after->span];
    int64_t difference[MERIT_SLOTS_MAX];
    for (uint8_t s = 0; s < span->slot_count; s++) {
        difference[s] = after->slots[s] - before->slots[s];
    }
    sums_add(&sums, difference, 1);
}

/* Carries old to fresh for one designation; true where its sums changed. */
static bool carry_designation(struct carry *carry,
                              uint8_t designation,
                              const struct derived *old,
                              const struct derived *fresh)
{
    const struct merit_program *program = carry->scoring->config.program;
    const struct derived_block *before = derived_block_of(old, designation);
    const struct derived_block *after = derived_block_of(fresh, designation);
    if (before == NULL && after == NULL) {
        return false;
    }
    bool same_span = before != NULL && after != NULL && before->span == after->span;
    if (same_span && same_vector(program, before, after)) {
        return false;
    }
    if (same_span &&
        vector_by_product_count(&program->designations[designation].spans[after->span]) == 0) {
        carry_difference(carry, before, after);
        return true;
    }
    if (before != NULL) {
        carry->of = old;
        carry_block(carry, before, -1);
    }
    if (after != NULL) {
        carry->of = fresh;
        carry_block(carry, after, 1);
    }
    return true;
}

/* ---- the whole --------------------------------------------------------------------------- */

static void derive(struct scoring *scoring,
                   const struct refresh_target *target,
                   struct derived *fresh)
{
    struct contributor contributor;
    scoring_get_contributor(scoring, target->partner, target->number, &contributor);
    if (contributor.kind == CONTRIBUTOR_PERSON) {
        derive_person(scoring, &contributor, fresh);
    } else {
        refresh_tenant(scoring, target, &contributor, fresh);
    }
    if (scoring->today.next_rule_day < fresh->due_day) {
        fresh->due_day = scoring->today.next_rule_day;
    }
}

/* Replaces what was derived; `fresh` NULL: the contributor is going. */
static uint32_t replace(struct scoring *scoring,
                        const struct refresh_target *target,
                        const struct derived *fresh)
{
    const struct merit_program *program = scoring->config.program;
    const struct table_block *record =
        roster_contributor(&scoring->roster, target->partner, target->number)->derived;
    static const struct derived nothing = {.due_day = MERIT_NEVER};
    struct derived old = nothing;
    if (record != NULL) {
        bool read = derived_read(program, table_block_value(record), &scoring->scratch, &old);
        assert(read && "a record that this task wrote");
    }
    uint32_t changed = 0;
    struct carry carry = {scoring, target->partner, target->number, NULL};
    for (uint8_t d = 0; d < program->designation_count; d++) {
        bool moved = carry_designation(&carry, d, &old, fresh == NULL ? &nothing : fresh);
        changed |= (uint32_t)moved << d;
    }
    if (fresh == NULL) {
        scoring_put_derived(scoring, target->partner, target->number, (struct bytes){NULL, 0});
        return changed;
    }
    derived_write(program, fresh, &scoring->record);
    scoring_put_derived(scoring, target->partner, target->number, buffer_view(&scoring->record));
    if ((record == NULL || fresh->due_day != old.due_day) && fresh->due_day != MERIT_NEVER) {
        heap_push(&scoring->due,
                  scoring_due_entry(fresh->due_day, target->partner, target->number));
    }
    return changed;
}

uint32_t refresh_contributor(struct scoring *scoring,
                             uint32_t partner,
                             uint32_t number,
                             enum refresh_scope scope,
                             uint32_t series)
{
    struct refresh_target target = {partner, number, series};
    uint32_t patched = 0;
    if (scope == REFRESH_NONE) {
        return replace(scoring, &target, NULL);
    }
    if (scope == REFRESH_SERIES && patch_tenant(scoring, &target, &patched) == PATCH_DONE) {
        return patched;
    }
    struct derived fresh = {.due_day = MERIT_NEVER};
    derive(scoring, &target, &fresh);
    return patched | replace(scoring, &target, &fresh);
}
