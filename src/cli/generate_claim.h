/* The associations of a generated customer, each with the states it goes through. */
#ifndef CLI_GENERATE_CLAIM_H
#define CLI_GENERATE_CLAIM_H

#include "cli/generate_tenant.h"

enum {
    GENERATE_CLAIMS_MAX = 4, /* of one tenant */
    GENERATE_CLAIM_STATES_MAX = 4,
};

struct generate_claim_state {
    int32_t day; /* on which it is recorded */
    enum merit_association_status status;
    int32_t start_day;
    int32_t end_day; /* MERIT_NO_DAY: none */
};

struct generate_claim {
    int32_t partner;
    enum merit_association_type type;
    enum merit_cloud cloud;
    int32_t
        product_first; /* -1: every product; otherwise product_count of the plan's from there on */
    int32_t product_count;
    bool of_subscription; /* of the first series alone */
    int32_t state_count;
    struct generate_claim_state states[GENERATE_CLAIM_STATES_MAX]; /* by day */
};

/* The tenant's association of that number; false where it has none. */
bool generate_claim_make(const struct generate_plan *plan,
                         const struct generate_tenant *tenant,
                         int32_t number,
                         struct generate_claim *ret_claim);

#endif
