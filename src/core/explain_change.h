/* What changed between two explanations of one designation of a partner. */
#ifndef CORE_EXPLAIN_CHANGE_H
#define CORE_EXPLAIN_CHANGE_H

#include "base/arena.h"
#include "merit/change.h"

void explain_change(const struct merit_explanation *before,
                    const struct merit_explanation *after,
                    struct arena *arena,
                    struct merit_change *ret_change);

/* core/explain_row_change.c: one contribution then and now (NULL: none) as at most
 * EXPLAIN_ROW_PARTS parts, whose differences sum to the change of amount / unit and of base / unit.
 * Returns how many. */
enum { EXPLAIN_ROW_PARTS = 2 };

struct explain_row_change {
    bool same_rules;
    const struct merit_option_explained *option_before; /* NULL: none */
    const struct merit_option_explained *option_after;
    const struct merit_contribution *before;
    const struct merit_contribution *after;
};
uint32_t explain_row_change(const struct explain_row_change *change,
                            struct merit_change_part ret_parts[EXPLAIN_ROW_PARTS]);

/* amount / the option's unit; 0 without an option. */
struct merit_ratio explain_said_amount(const struct merit_option_explained *option,
                                       merit_int128 amount);
struct merit_ratio explain_difference(struct merit_ratio before, struct merit_ratio after);

#endif
