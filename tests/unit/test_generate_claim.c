/* Tests of generated associations. */
#include "check_main.h"
#include "generate_parts.h"

enum { TENANTS = 3000 };

START_TEST(has_every_type_status_and_cloud)
{
    struct generate_plan plan = generate_parts_plan(50, TENANTS);
    int types[MERIT_TYPE_COUNT] = {0};
    int statuses[3] = {0};
    int clouds[3] = {0};
    int ended = 0;
    int before = 0;
    for (int32_t i = 0; i < TENANTS * GENERATE_CLAIMS_MAX; i++) {
        struct generate_tenant tenant = generate_tenant_make(&plan, i / GENERATE_CLAIMS_MAX);
        struct generate_claim claim;
        if (generate_claim_make(&plan, &tenant, i % GENERATE_CLAIMS_MAX, &claim)) {
            const struct generate_claim_state *last = &claim.states[claim.state_count - 1];
            types[claim.type]++;
            statuses[claim.states[0].status]++;
            statuses[last->status]++;
            clouds[claim.cloud]++;
            ended += last->end_day != MERIT_NO_DAY;
            before += claim.states[0].start_day < plan.first_day;
        }
    }
    for (int i = 0; i < MERIT_TYPE_COUNT; i++) {
        ck_assert_int_gt(types[i], 50);
    }
    for (int i = 0; i < 3; i++) {
        ck_assert_int_gt(statuses[i], 50);
        ck_assert_int_gt(clouds[i], 20);
    }
    ck_assert_int_gt(ended, TENANTS / 20);
    ck_assert_int_gt(before, TENANTS / 10);
}
END_TEST

/* Recorded one after the other, never ending before the start, with products of the plan. */
START_TEST(goes_through_good_states)
{
    struct generate_plan plan = generate_parts_plan(50, TENANTS);
    for (int32_t i = 0; i < TENANTS * GENERATE_CLAIMS_MAX; i++) {
        struct generate_tenant tenant = generate_tenant_make(&plan, i / GENERATE_CLAIMS_MAX);
        struct generate_claim claim;
        if (!generate_claim_make(&plan, &tenant, i % GENERATE_CLAIMS_MAX, &claim)) {
            continue;
        }
        for (int32_t k = 0; k < claim.state_count; k++) {
            const struct generate_claim_state *state = &claim.states[k];
            ck_assert_int_ge(state->day, plan.first_day);
            ck_assert(state->end_day == MERIT_NO_DAY || state->end_day >= state->start_day);
            ck_assert(k == 0 || state->day > claim.states[k - 1].day);
        }
        ck_assert_int_le(claim.product_first + claim.product_count, plan.product_count);
        ck_assert(claim.product_first < 0 || claim.product_count > 0);
    }
}
END_TEST

CHECK_MAIN_TESTS("generate_claim", has_every_type_status_and_cloud, goes_through_good_states)
