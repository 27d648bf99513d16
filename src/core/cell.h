/* The terms of one product at one customer of a partner, computed from its series. */
#ifndef CORE_CELL_H
#define CORE_CELL_H

#include "core/ledger.h"
#include "core/link.h"
#include "core/moments.h"

enum { CELL_DAYS = 4 }; /* days of a series whose gauges are remembered during one evaluation */

/* One series of the product, opened in place. The first five are the caller's; the rest is set by
 * cell_prepare and cell_evaluate. */
struct cell_series {
    struct merit_text product;
    struct merit_text subscription_id;
    struct merit_text offer;
    struct ledger ledger;
    uint32_t offer_bit; /* of the program; 0: no rule excludes it */

    uint8_t types;                        /* of the associations that cover it and hold on D */
    int32_t start_days[MERIT_TYPE_COUNT]; /* the earliest start of each of those types */
    uint8_t day_count;
    int32_t days[CELL_DAYS];
    int64_t gauges[CELL_DAYS][2];
};

/* All that the terms of a product follow from. */
struct cell_input {
    const struct merit_span *span;
    const struct moments *moments;
    const struct link_list *links;
    struct cell_series *series; /* of this product */
    uint32_t series_count;
    uint16_t entry; /* of the product in the program's table */
};

/* Marks the associations that cover a product: to be called before cell_prepare and cell_evaluate
 * of a product other than the last one marked. */
void cell_select(struct link_list *links, struct merit_text product);
/* Finds which types cover each series of the product on day D, and since when: to be called once
 * for a day, before cell_evaluate under any span. */
void cell_prepare(struct cell_series *series,
                  uint32_t series_count,
                  const struct link_list *links,
                  int32_t day);
/* Computes span->term_count terms. Bounded by series x links x quantities. */
void cell_evaluate(const struct cell_input *input, int64_t *ret_terms);

/* For those who explain a term, of a product selected and prepared: the figures of one quantity. */
void cell_figures(const struct cell_input *input,
                  const struct merit_quantity *quantity,
                  int64_t ret_values[MERIT_FIGURE_COUNT]);
/* The gauges of another day, over the series that the quantity counts on D. */
void cell_gauges_on(const struct cell_input *input,
                    const struct merit_quantity *quantity,
                    int32_t day,
                    int64_t ret_values[MERIT_FIGURE_COUNT]);
/* A number that differs for most sets of the series that the quantity counts on the day. */
uint32_t cell_counted(const struct cell_input *input,
                      const struct merit_quantity *quantity,
                      int32_t day);
/* The earliest day on which a quantity of a claim looks at one of its series. */
int32_t cell_claim_base_day(const struct cell_input *input, const struct merit_quantity *quantity);

/* The first day after D on which a term of the series may change by time alone, by its own reports,
 * where that is before `known`; else `known`. `lookbacks` as in merit_span. */
int32_t cell_series_due(const struct ledger *ledger,
                        struct moments *moments,
                        uint32_t lookbacks,
                        int32_t known);
/* The same, by a partner's associations. */
int32_t cell_links_due(const struct link_list *links, struct moments *moments, uint32_t lookbacks);

#endif
