/* What the unit tests of `merit generate` share: its parts, and a plan. */
#ifndef GENERATE_PARTS_H
#define GENERATE_PARTS_H

#include "cli/generate_catalog.h"
#include "cli/generate_claim.h"
#include "cli/generate_person.h"
#include "cli/generate_plan.h"
#include "cli/generate_tenant.h"

static inline struct generate_plan generate_parts_plan(int32_t partners, int32_t tenants)
{
    struct generate_plan plan = {.seed = 11, .partners = partners, .tenants = tenants};
    generate_plan_add(&plan, &generate_designations[0]);
    generate_plan_set_days(&plan, 24, 19722); /* to 2023-12-31 */
    return plan;
}

/* The same of all six designations. */
static inline struct generate_plan generate_parts_plan_of_six(int32_t partners, int32_t tenants)
{
    struct generate_plan plan = generate_parts_plan(partners, tenants);
    for (int i = 1; i < 6; i++) {
        generate_plan_add(&plan, &generate_designations[i]);
    }
    return plan;
}

#endif
