/* The facts that attribution sends: of a usage report, of an association, of a whole tenant. */
#ifndef TASK_ATTRIBUTION_EMIT_H
#define TASK_ATTRIBUTION_EMIT_H

#include "task/attribution.h"

/* Where the tenant's series are. */
struct series_owner attribution_series_of(const struct attribution *attribution,
                                          const struct tenant *tenant);

/* The figures that changed, to each partner attached to the tenant. */
void attribution_emit_usage(const struct attribution *attribution,
                            const struct tenant *tenant,
                            const struct merit_event *event,
                            uint32_t figures,
                            struct fact_list *facts);
/* The association is not the old partner's any more. */
void attribution_emit_leave(const struct attribution *attribution,
                            struct merit_text partner_id,
                            const struct merit_event *event,
                            bool detached,
                            struct fact_list *facts);
/* Begins the group that tells a partner of its association; then either close it, or go on with the
 * ledger for one that is new to the tenant. */
void attribution_emit_link(const struct attribution *attribution,
                           const struct merit_event *event,
                           struct fact_list *facts);
void attribution_emit_close(struct fact_list *facts);
void attribution_emit_ledger(struct attribution *attribution,
                             const struct merit_event *event,
                             uint32_t tenant_number,
                             uint32_t series_count,
                             struct fact_list *facts);

#endif
