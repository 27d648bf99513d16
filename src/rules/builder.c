/* One span of a program as it grows: equal quantities, terms, flags and slots are kept once. */
#include "rules/builder.h"

static bool product_sets_equal(const struct merit_product_set *a, const struct merit_product_set *b)
{
    return memcmp(a->words, b->words, sizeof a->words) == 0;
}

static bool quantities_equal(const struct merit_quantity *a, const struct merit_quantity *b)
{
    return a->figure == b->figure && a->moment == b->moment && a->months_back == b->months_back &&
           a->months == b->months && a->types == b->types &&
           a->excluded_offers == b->excluded_offers;
}

static bool comparisons_equal(const struct merit_comparison *a, const struct merit_comparison *b)
{
    return a->left == b->left && a->right == b->right && a->compare == b->compare &&
           a->left_factor == b->left_factor && a->right_factor == b->right_factor &&
           a->constant == b->constant;
}

static bool terms_equal(const struct merit_term *a, const struct merit_term *b)
{
    return a->kind == b->kind && a->now == b->now && a->base == b->base &&
           a->now_count == b->now_count && a->base_count == b->base_count &&
           a->factor == b->factor && product_sets_equal(&a->products, &b->products);
}

static bool flags_equal(const struct merit_flag *a, const struct merit_flag *b)
{
    return a->kind == b->kind && a->term == b->term && a->compare == b->compare &&
           a->types == b->types && a->moment == b->moment && a->months_back == b->months_back &&
           a->a == b->a && a->b == b->b && a->constant == b->constant &&
           product_sets_equal(&a->products, &b->products);
}

static bool slots_equal(const struct merit_slot *a, const struct merit_slot *b)
{
    return a->kind == b->kind && a->guard == b->guard && a->now == b->now && a->base == b->base &&
           a->requirement == b->requirement && a->terms == b->terms && a->parts == b->parts &&
           a->weight == b->weight;
}

static bool requirements_equal(const struct merit_requirement *a, const struct merit_requirement *b)
{
    return a->combination_count == b->combination_count &&
           memcmp(a->combinations, b->combinations,
                  a->combination_count * sizeof *a->combinations) == 0;
}

/* Room for one more; false and `overflow` where there is none. */
static bool has_room(struct span_builder *builder, uint32_t count, uint32_t limit, const char *what)
{
    if (count < limit) {
        return true;
    }
    if (builder->overflow == NULL) {
        builder->overflow = what;
    }
    return false;
}

uint8_t builder_quantity(struct span_builder *builder, const struct merit_quantity *quantity)
{
    for (uint32_t i = 0; i < builder->quantity_count; i++) {
        if (quantities_equal(&builder->quantities[i], quantity)) {
            return (uint8_t)i;
        }
    }
    if (!has_room(builder, builder->quantity_count, MERIT_QUANTITIES_MAX, "quantities")) {
        return 0;
    }
    builder->quantities[builder->quantity_count] = *quantity;
    return (uint8_t)builder->quantity_count++;
}

static bool run_is_at(const struct span_builder *builder,
                      uint32_t at,
                      const struct merit_comparison *run,
                      uint8_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        if (!comparisons_equal(&builder->comparisons[at + i], &run[i])) {
            return false;
        }
    }
    return true;
}

uint8_t builder_comparisons(struct span_builder *builder,
                            const struct merit_comparison *run,
                            uint8_t count)
{
    for (uint32_t at = 0; at + count <= builder->comparison_count; at++) {
        if (run_is_at(builder, at, run, count)) {
            return (uint8_t)at;
        }
    }
    if (!has_room(builder, builder->comparison_count + count, MERIT_COMPARISONS_MAX + 1U,
                  "comparisons")) {
        return 0;
    }
    uint32_t first = builder->comparison_count;
    for (uint32_t i = 0; i < count; i++) {
        builder->comparisons[builder->comparison_count++] = run[i];
    }
    return (uint8_t)first;
}

uint8_t builder_term(struct span_builder *builder, const struct merit_term *term)
{
    for (uint32_t i = 0; i < builder->term_count; i++) {
        if (terms_equal(&builder->terms[i], term)) {
            return (uint8_t)i;
        }
    }
    if (!has_room(builder, builder->term_count, MERIT_TERMS_MAX, "terms")) {
        return 0;
    }
    builder->terms[builder->term_count] = *term;
    return (uint8_t)builder->term_count++;
}

uint8_t builder_flag(struct span_builder *builder, const struct merit_flag *flag)
{
    for (uint32_t i = 0; i < builder->flag_count; i++) {
        if (flags_equal(&builder->flags[i], flag)) {
            return (uint8_t)i;
        }
    }
    if (!has_room(builder, builder->flag_count, MERIT_FLAGS_MAX, "conditions on tenants")) {
        return 0;
    }
    builder->flags[builder->flag_count] = *flag;
    return (uint8_t)builder->flag_count++;
}

uint8_t builder_slot(struct span_builder *builder, const struct merit_slot *slot)
{
    for (uint32_t i = 0; i < builder->slot_count; i++) {
        if (slots_equal(&builder->slots[i], slot)) {
            return (uint8_t)i;
        }
    }
    if (!has_room(builder, builder->slot_count, MERIT_SLOTS_MAX, "sums")) {
        return 0;
    }
    builder->slots[builder->slot_count] = *slot;
    return (uint8_t)builder->slot_count++;
}

uint8_t builder_requirement(struct span_builder *builder,
                            const struct merit_requirement *requirement)
{
    for (uint32_t i = 0; i < builder->requirement_count; i++) {
        if (requirements_equal(&builder->requirements[i], requirement)) {
            return (uint8_t)i;
        }
    }
    if (!has_room(builder, builder->requirement_count, MERIT_REQUIREMENTS_MAX, "lists of codes")) {
        return 0;
    }
    builder->requirements[builder->requirement_count] = *requirement;
    return (uint8_t)builder->requirement_count++;
}

static void *copy(struct arena *arena, const void *from, size_t count, size_t size)
{
    void *to = arena_allocate(arena, count * size);
    memcpy(to, from, count * size);
    return to;
}

void builder_finish(const struct span_builder *builder,
                    struct arena *arena,
                    struct merit_span *span)
{
    span->quantity_count = (uint8_t)builder->quantity_count;
    span->term_count = (uint8_t)builder->term_count;
    span->comparison_count = (uint8_t)builder->comparison_count;
    span->flag_count = (uint8_t)builder->flag_count;
    span->slot_count = (uint8_t)builder->slot_count;
    span->requirement_count = (uint8_t)builder->requirement_count;
    span->quantities =
        copy(arena, builder->quantities, builder->quantity_count, sizeof *span->quantities);
    span->terms = copy(arena, builder->terms, builder->term_count, sizeof *span->terms);
    span->comparisons =
        copy(arena, builder->comparisons, builder->comparison_count, sizeof *span->comparisons);
    span->flags = copy(arena, builder->flags, builder->flag_count, sizeof *span->flags);
    span->slots = copy(arena, builder->slots, builder->slot_count, sizeof *span->slots);
    span->requirements =
        copy(arena, builder->requirements, builder->requirement_count, sizeof *span->requirements);
}
