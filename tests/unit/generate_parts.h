/* The parts of `merit generate` for its unit tests, which no library holds. */
#ifndef GENERATE_PARTS_H
#define GENERATE_PARTS_H

/* The sources themselves: the program is linked from them, not from a library. */
#include "cli/generate_catalog.c"
#include "cli/generate_claim.c"
#include "cli/generate_person.c"
#include "cli/generate_plan.c"
#include "cli/generate_tenant.c"

static inline struct generate_plan generate_parts_plan(int32_t partners, int32_t tenants)
{
    struct generate_plan plan = {.seed = 11, .partners = partners, .tenants = tenants};
    generate_plan_add(&plan, &generate_designations[0]);
    generate_plan_set_days(&plan, 24, 19722); /* to 2023-12-31 */
    return plan;
}

#endif
