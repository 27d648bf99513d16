/* Computes a tenant's terms and vector from its series and associations. */
#ifndef TASK_REFRESH_TENANT_H
#define TASK_REFRESH_TENANT_H

#include "task/scoring_records.h"

struct refresh_target {
    uint32_t partner;
    uint32_t number;
    bool one_series; /* only the reports of `series` changed since `old` was computed */
    uint32_t series;
};

/* Fills in fresh but for the rules' own next day. `old` (NULL: none) is what was derived last;
 * where only one series changed, most of it is taken over. */
void refresh_tenant(struct scoring *scoring,
                    const struct refresh_target *target,
                    const struct contributor *tenant,
                    const struct derived *old,
                    struct derived *fresh);

#endif
