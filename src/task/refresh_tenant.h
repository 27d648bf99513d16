/* Computes a tenant's terms and vector from its series and associations. */
#ifndef TASK_REFRESH_TENANT_H
#define TASK_REFRESH_TENANT_H

#include "core/cell.h"
#include "task/scoring_records.h"

struct refresh_target {
    uint32_t partner;
    uint32_t number;
    uint32_t series; /* the one that changed, where only one did */
};

/* Fills in fresh but for the rules' own next day. Uses scoring->links. */
void refresh_tenant(struct scoring *scoring,
                    const struct refresh_target *target,
                    const struct contributor *tenant,
                    struct derived *fresh);

/* One product of the tenant, its series opened and prepared for the day; in the scratch arena. */
struct refresh_product {
    uint16_t index; /* of the derived record's products */
    uint16_t entry;
    struct cell_series *series;
    uint32_t series_count;
};

/* Needs scoring->links read. */
void refresh_open_product(struct scoring *scoring,
                          const struct refresh_target *target,
                          const struct derived_head *head,
                          uint16_t index,
                          struct refresh_product *ret_product);
/* The product's terms under a designation's span of today; the last product opened or selected
 * (cell_select). */
void refresh_evaluate(struct scoring *scoring,
                      uint8_t designation,
                      const struct refresh_product *product,
                      int64_t *ret_terms);
/* The first later day on which the product's reports change something by time alone, where that is
 * before `known`; else `known`. */
int32_t refresh_product_due(struct scoring *scoring,
                            const struct refresh_product *product,
                            int32_t known);

#endif
