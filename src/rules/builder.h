/* One span of a program as it grows: equal quantities, terms, flags and slots are kept once. */
#ifndef RULES_BUILDER_H
#define RULES_BUILDER_H

#include "base/arena.h"
#include "merit/program.h"

/* Adding gives the index; beyond a limit it gives 0 and names the limit in `overflow`. */
struct span_builder {
    const char *overflow; /* what there is too much of; NULL: nothing */
    uint32_t quantity_count;
    uint32_t term_count;
    uint32_t comparison_count;
    uint32_t flag_count;
    uint32_t slot_count;
    uint32_t requirement_count;
    struct merit_quantity quantities[MERIT_QUANTITIES_MAX];
    struct merit_term terms[MERIT_TERMS_MAX];
    struct merit_comparison comparisons[MERIT_COMPARISONS_MAX];
    struct merit_flag flags[MERIT_FLAGS_MAX];
    struct merit_slot slots[MERIT_SLOTS_MAX];
    struct merit_requirement requirements[MERIT_REQUIREMENTS_MAX];
};

uint8_t builder_quantity(struct span_builder *builder, const struct merit_quantity *quantity);
/* A run of comparisons; index of the first. */
uint8_t builder_comparisons(struct span_builder *builder,
                            const struct merit_comparison *run,
                            uint8_t count);
uint8_t builder_term(struct span_builder *builder, const struct merit_term *term);
uint8_t builder_flag(struct span_builder *builder, const struct merit_flag *flag);
uint8_t builder_slot(struct span_builder *builder, const struct merit_slot *slot);
uint8_t builder_requirement(struct span_builder *builder,
                            const struct merit_requirement *requirement);

/* Copies what was built into the arena and the span. */
void builder_finish(const struct span_builder *builder,
                    struct arena *arena,
                    struct merit_span *span);

#endif
