/* What one customer, or one person, adds to the sums of a partner's designation. */
#include "core/vector.h"

#include "core/comparison.h"

/* ---- associations ------------------------------------------------------------------------ */

static bool set_is_empty(const struct merit_product_set *set)
{
    uint64_t any = 0;
    for (size_t i = 0; i < sizeof set->words / sizeof *set->words; i++) {
        any |= set->words[i];
    }
    return any == 0;
}

static inline bool covers_any(const struct merit_program *program,
                              const struct link *link,
                              const struct merit_product_set *set)
{
    if (link->product_count == 0) {
        return !set_is_empty(set);
    }
    struct reader reader = reader_of(link->products);
    for (uint32_t i = 0; i < link->product_count; i++) {
        uint16_t entry = merit_program_product(program, reader_text(&reader));
        if (entry != MERIT_PRODUCT_NONE && merit_product_set_has(set, entry)) {
            return true;
        }
    }
    return false;
}

uint64_t vector_associated(const struct merit_program *program,
                           const struct merit_span *span,
                           const struct moments *moments,
                           const struct link_list *links)
{
    uint64_t result = 0;
    for (uint8_t f = 0; f < span->flag_count; f++) {
        const struct merit_flag *flag = &span->flags[f];
        if (flag->kind != MERIT_FLAG_ASSOCIATED) {
            continue;
        }
        int32_t day = flag->moment == MERIT_MOMENT_MONTH_END ? moments->month_end[flag->months_back]
                                                             : moments->before[flag->months_back];
        for (uint32_t i = 0; i < links->count; i++) {
            const struct link *link = &links->items[i];
            if ((flag->types >> link->type & 1U) != 0 && link_holds(link, day) &&
                covers_any(program, link, &flag->products)) {
                result |= UINT64_C(1) << f;
                break;
            }
        }
    }
    return result;
}

/* ---- flags ------------------------------------------------------------------------------- */

void vector_add(const struct merit_span *span,
                const int64_t *row,
                int sign,
                struct vector_totals *totals)
{
    for (uint8_t t = 0; t < span->term_count; t++) {
        if (row[t] != 0) {
            totals->sums[t] += sign * row[t];
            totals->above[t] = (uint16_t)(totals->above[t] + sign * (row[t] > 0));
        }
    }
}

uint64_t vector_flags(const struct merit_span *span,
                      const struct vector_totals *totals,
                      uint64_t associated)
{
    uint64_t flags = 0;
    for (uint8_t f = 0; f < span->flag_count; f++) {
        const struct merit_flag *flag = &span->flags[f];
        uint64_t yes = 0;
        switch ((enum merit_flag_kind)flag->kind) {
        case MERIT_FLAG_ANY:
            yes = totals->above[flag->term] > 0;
            break;
        case MERIT_FLAG_TOTAL:
            yes = comparison_holds((enum merit_compare)flag->compare, totals->sums[flag->term],
                                   flag->constant);
            break;
        case MERIT_FLAG_ASSOCIATED:
            yes = associated >> f & 1U;
            break;
        case MERIT_FLAG_BOTH:
            yes = flags >> flag->a & flags >> flag->b & 1U;
            break;
        case MERIT_FLAG_EITHER:
            yes = (flags >> flag->a | flags >> flag->b) & 1U;
            break;
        }
        flags |= yes << f;
    }
    return flags;
}

/* ---- slots ------------------------------------------------------------------------------- */

static bool is_open(const struct merit_slot *slot, uint64_t flags)
{
    return slot->guard == MERIT_NONE || (flags >> slot->guard & 1U) != 0;
}

static int64_t sum_terms(const int64_t *values, uint64_t terms)
{
    int64_t sum = 0;
    for (; terms != 0; terms &= terms - 1) {
        sum += values[__builtin_ctzll(terms)];
    }
    return sum;
}

void vector_of_customer(const struct merit_span *span,
                        const struct vector_totals *totals,
                        uint64_t flags,
                        int64_t *ret_slots)
{
    for (uint8_t s = 0; s < span->slot_count; s++) {
        const struct merit_slot *slot = &span->slots[s];
        ret_slots[s] = 0;
        switch ((enum merit_slot_kind)slot->kind) {
        case MERIT_SLOT_SUM:
            ret_slots[s] = is_open(slot, flags) ? sum_terms(totals->sums, slot->terms) : 0;
            break;
        case MERIT_SLOT_FLAG:
            ret_slots[s] = (int64_t)(flags >> slot->now & 1U) -
                           (slot->base == MERIT_NONE ? 0 : (int64_t)(flags >> slot->base & 1U));
            break;
        case MERIT_SLOT_BY_PRODUCT:
        case MERIT_SLOT_PERSON:
        case MERIT_SLOT_WEIGHTED:
            break;
        }
    }
}

void vector_of_product(const struct merit_span *span,
                       const int64_t *row,
                       uint64_t flags,
                       int64_t *ret_values)
{
    for (uint8_t s = 0; s < span->slot_count; s++) {
        const struct merit_slot *slot = &span->slots[s];
        if (slot->kind == MERIT_SLOT_BY_PRODUCT) {
            *ret_values++ = is_open(slot, flags) ? sum_terms(row, slot->terms) : 0;
        }
    }
}

static inline bool meets(const struct merit_requirement *requirement,
                         const struct merit_code_set *held)
{
    for (uint16_t i = 0; i < requirement->combination_count; i++) {
        const struct merit_code_set *wanted = &requirement->combinations[i];
        uint64_t missing = 0;
        for (size_t w = 0; w < sizeof held->words / sizeof *held->words; w++) {
            missing |= wanted->words[w] & ~held->words[w];
        }
        if (missing == 0) {
            return true;
        }
    }
    return false;
}

void vector_of_person(const struct merit_span *span,
                      const struct merit_code_set *held,
                      int64_t *ret_slots)
{
    for (uint8_t s = 0; s < span->slot_count; s++) {
        const struct merit_slot *slot = &span->slots[s];
        ret_slots[s] =
            slot->kind == MERIT_SLOT_PERSON && meets(&span->requirements[slot->requirement], held);
    }
}

/* ---- for those who explain --------------------------------------------------------------- */

bool vector_covers_any(const struct merit_program *program,
                       const struct link *link,
                       const struct merit_product_set *set)
{
    return covers_any(program, link, set);
}

bool vector_meets(const struct merit_requirement *requirement,
                  const struct merit_code_set *held,
                  uint16_t *ret_combination)
{
    for (uint16_t i = 0; i < requirement->combination_count; i++) {
        struct merit_requirement one = {1, &requirement->combinations[i]};
        if (meets(&one, held)) {
            *ret_combination = i;
            return true;
        }
    }
    return false;
}
