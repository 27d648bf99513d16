/* What one customer, or one person, adds to the sums of a partner's designation. */
#ifndef CORE_VECTOR_H
#define CORE_VECTOR_H

#include "core/link.h"
#include "core/moments.h"

/* The terms of all products of one customer that a span counts. */
struct vector_cells {
    uint32_t count;
    const int64_t *terms; /* count rows of span->term_count */
};

/* Bit f: the ASSOCIATED flag f is yes. They follow from the associations and the day alone, so a
 * usage report need not compute them again. */
uint64_t vector_associated(const struct merit_program *program,
                           const struct merit_span *span,
                           const struct moments *moments,
                           const struct link_list *links);

/* Computes the slots of a customer: ret_slots has span->slot_count values; a BY_PRODUCT slot's
 * value goes, per cell, to ret_by_product: rows as the cells, vector_by_product_count(span)
 * columns. */
void vector_of_customer(const struct merit_span *span,
                        const struct vector_cells *cells,
                        uint64_t associated,
                        int64_t *ret_slots,
                        int64_t *ret_by_product);
/* The slots of a person who holds the codes. */
void vector_of_person(const struct merit_span *span,
                      const struct merit_code_set *held,
                      int64_t *ret_slots);

uint32_t vector_by_product_count(const struct merit_span *span);

#endif
