/* The terms of one product at one customer of a partner, computed from its series. */
#ifndef CORE_CELL_H
#define CORE_CELL_H

#include "core/ledger.h"
#include "core/link.h"
#include "core/moments.h"

/* One series of the product, opened in place. */
struct cell_series {
    struct merit_text product;
    struct merit_text subscription_id;
    struct merit_text offer;
    struct ledger ledger;
    uint32_t offer_bit; /* of the program; 0: no rule excludes it */
};

/* All that the terms of a product follow from. */
struct cell_input {
    const struct merit_span *span;
    const struct moments *moments;
    const struct link_list *links;
    const struct cell_series *series; /* of this product */
    uint32_t series_count;
    uint16_t entry; /* of the product in the program's table */
};

/* Computes span->term_count terms. Reads only; bounded by series x links x quantities. */
void cell_evaluate(const struct cell_input *input, int64_t *ret_terms);

/* The first day after D on which a term of the series may change by time alone, by its own reports;
 * `lookbacks` as in merit_span. */
int32_t cell_series_due(const struct ledger *ledger,
                        const struct moments *moments,
                        uint32_t lookbacks);
/* The same, by a partner's associations. */
int32_t cell_links_due(const struct link_list *links,
                       const struct moments *moments,
                       uint32_t lookbacks);

#endif
