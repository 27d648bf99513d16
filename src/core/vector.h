/* What one customer, or one person, adds to the sums of a partner's designation. */
#ifndef CORE_VECTOR_H
#define CORE_VECTOR_H

#include "core/link.h"
#include "core/moments.h"

/* The terms of one customer, summed over its products. They follow from each product's terms, and
 * are kept so that one product can change without a look at the others. */
struct vector_totals {
    int64_t sums[MERIT_TERMS_MAX];
    uint16_t above[MERIT_TERMS_MAX]; /* how many products have the term above 0 */
};

/* Adds (sign 1) or takes away (-1) one product's row of span->term_count terms. */
void vector_add(const struct merit_span *span,
                const int64_t *row,
                int sign,
                struct vector_totals *totals);

/* Bit f: the ASSOCIATED flag f is yes. They follow from the associations and the day alone, so a
 * usage report need not compute them again. */
uint64_t vector_associated(const struct merit_program *program,
                           const struct merit_span *span,
                           const struct moments *moments,
                           const struct link_list *links);

/* All flags, from the totals and the ASSOCIATED ones. */
uint64_t vector_flags(const struct merit_span *span,
                      const struct vector_totals *totals,
                      uint64_t associated);
/* The span->slot_count slots of a customer (of BY_PRODUCT slots 0: they are kept by product; of
 * WEIGHTED ones too: core/metric.h). */
void vector_of_customer(const struct merit_span *span,
                        const struct vector_totals *totals,
                        uint64_t flags,
                        int64_t *ret_slots);
/* The BY_PRODUCT slots of one product: vector_by_product_count(span) values. */
void vector_of_product(const struct merit_span *span,
                       const int64_t *row,
                       uint64_t flags,
                       int64_t *ret_values);
/* The slots of a person who holds the codes. */
void vector_of_person(const struct merit_span *span,
                      const struct merit_code_set *held,
                      int64_t *ret_slots);

/* True where the association's products have one of the set. */
bool vector_covers_any(const struct merit_program *program,
                       const struct link *link,
                       const struct merit_product_set *set);
/* True where the codes meet the requirement; *ret_combination: the first that they meet. */
bool vector_meets(const struct merit_requirement *requirement,
                  const struct merit_code_set *held,
                  uint16_t *ret_combination);

static inline uint32_t vector_by_product_count(const struct merit_span *span)
{
    return span->by_product_count;
}

#endif
