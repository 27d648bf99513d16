/* Tests of generated customers: a pure function, and all the kinds that matter to the rules. */
#include "check_main.h"
#include "generate_parts.h"

enum { TENANTS = 3000 };

START_TEST(is_a_function_of_seed_and_index)
{
    struct generate_plan plan = generate_parts_plan(50, TENANTS);
    struct generate_tenant once = generate_tenant_make(&plan, 17);
    struct generate_tenant again = generate_tenant_make(&plan, 17);
    ck_assert_uint_eq(once.hash, again.hash);
    ck_assert_uint_eq(once.products, again.products);
    plan.seed++;
    ck_assert_uint_ne(once.hash, generate_tenant_make(&plan, 17).hash);
}
END_TEST

START_TEST(has_every_kind)
{
    struct generate_plan plan = generate_parts_plan(50, TENANTS);
    int micro = 0;
    int enterprise = 0;
    int near = 0;
    int old = 0;
    int leaving = 0;
    int large_partner = 0;
    for (int32_t i = 0; i < TENANTS; i++) {
        struct generate_tenant tenant = generate_tenant_make(&plan, i);
        ck_assert_int_ge(tenant.partner, 0);
        ck_assert_int_lt(tenant.partner, 50);
        ck_assert_uint_ne(tenant.products, 0);
        ck_assert_uint_lt(tenant.products, UINT64_C(1) << plan.product_count);
        micro += tenant.seats <= 10;
        enterprise += tenant.seats > 300;
        near += tenant.near_limit;
        old += tenant.join_month < plan.first_month;
        leaving += tenant.leave_month != INT32_MAX;
        large_partner += tenant.partner < 5;
    }
    ck_assert_int_gt(micro, TENANTS / 10);
    ck_assert_int_gt(enterprise, TENANTS / 10);
    ck_assert_int_gt(near, TENANTS / 20);
    ck_assert_int_gt(old, TENANTS / 3);
    ck_assert_int_lt(old, TENANTS * 2 / 3);
    ck_assert_int_gt(leaving, TENANTS / 20);
    ck_assert_int_gt(large_partner, TENANTS / 5);
}
END_TEST

START_TEST(gives_good_figures)
{
    struct generate_plan plan = generate_parts_plan(50, TENANTS);
    for (int32_t i = 0; i < TENANTS; i++) {
        struct generate_tenant tenant = generate_tenant_make(&plan, i);
        for (int32_t age = 0; age < 24; age += 5) {
            struct generate_figure_key key = {
                .product = i % plan.product_count,
                .day = merit_month_last_day(tenant.join_month + age),
                .series = i % 2,
                .correction = i % 3 == 0,
            };
            int64_t figures[MERIT_FIGURE_COUNT];
            generate_tenant_figures(&plan, &tenant, &key, figures);
            ck_assert(figures[MERIT_FIGURE_ACTIVE_USERS] >= 0);
            ck_assert(figures[MERIT_FIGURE_ACTIVE_USERS] <= figures[MERIT_FIGURE_PAID_UNITS]);
            ck_assert(figures[MERIT_FIGURE_REVENUE] == MERIT_NO_FIGURE);
            if (tenant.join_month + age >= tenant.leave_month) {
                ck_assert(figures[MERIT_FIGURE_PAID_UNITS] == 0);
            }
        }
    }
}
END_TEST

/* Most of what customers use is what their partner is best at, but not all. */
START_TEST(uses_what_its_partner_is_best_at)
{
    struct generate_plan plan = generate_parts_plan_of_six(50, TENANTS);
    int near = 0;
    int all = 0;
    for (int32_t i = 0; i < TENANTS; i++) {
        struct generate_tenant tenant = generate_tenant_make(&plan, i);
        const struct generate_focus *focus = generate_plan_focus(&plan, tenant.partner);
        near += __builtin_popcountll(tenant.products & focus->products);
        all += __builtin_popcountll(tenant.products);
    }
    ck_assert_int_gt(all, 4 * TENANTS);
    ck_assert_int_lt(all, 6 * TENANTS);
    ck_assert_int_gt(near, all / 2);
    ck_assert_int_gt(all - near, all / 10);
}
END_TEST

/* Of two designations with the same products none is left over. */
START_TEST(may_have_all_products_in_focus)
{
    struct generate_plan plan = {.seed = 11, .partners = 10, .tenants = 100};
    generate_plan_add(&plan, generate_designation_find(merit_text_of("infrastructure_azure")));
    generate_plan_add(&plan, generate_designation_find(merit_text_of("data_ai_azure")));
    generate_plan_set_days(&plan, 24, 19722);
    for (int32_t i = 0; i < 100; i++) {
        ck_assert_uint_ne(generate_tenant_make(&plan, i).products, 0);
    }
}
END_TEST

CHECK_MAIN_TESTS("generate_tenant",
                 is_a_function_of_seed_and_index,
                 has_every_kind,
                 uses_what_its_partner_is_best_at,
                 may_have_all_products_in_focus,
                 gives_good_figures)
