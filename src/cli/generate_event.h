/* The event that an item of a generated history's agenda stands for. */
#ifndef CLI_GENERATE_EVENT_H
#define CLI_GENERATE_EVENT_H

#include "cli/generate_agenda.h"
#include "cli/generate_tenant.h"

enum {
    GENERATE_ID_BYTES = 64,
    GENERATE_CLAIM_PRODUCTS_MAX = 8,
};

/* Room for an event's texts, and the tenant made last: items of one come together. Zero-initialise.
 */
struct generate_texts {
    char event_id[GENERATE_ID_BYTES];
    char tenant_id[GENERATE_ID_BYTES];
    char partner_id[GENERATE_ID_BYTES];
    char subscription_id[GENERATE_ID_BYTES];
    char other_id[GENERATE_ID_BYTES]; /* association or person */
    struct merit_text products[GENERATE_CLAIM_PRODUCTS_MAX];
    struct generate_tenant tenant;
    bool has_tenant;
};

/* The event; its texts are those of `texts` and of the plan, valid until the next call. */
struct merit_event generate_event_make(const struct generate_plan *plan,
                                       const struct generate_item *item,
                                       struct generate_texts *texts);

#endif
