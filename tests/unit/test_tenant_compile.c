/* Conditions on tenants, compiled. */
#include "check_main.h"
#include "rules/tenant_compile.h"
#include "rules_program.h"

/* Net customer adds of Modern Work: eligible and associated, now and 12 months back (rules §3). */
START_TEST(test_tenant_associated)
{
    struct rules *rules = rules_of("config/rules");
    const struct merit_span *span = span_of(rules, "modern_work", "2023-01-01");
    const struct merit_metric *metric = metric_of(path_of(span, "smb"), "net_customer_adds");
    const struct merit_slot *slot = &span->slots[metric->options[0].measure.slot];
    ck_assert_uint_eq(slot->kind, MERIT_SLOT_FLAG);
    const uint8_t ends[2] = {slot->now, slot->base};
    for (uint8_t i = 0; i < 2; i++) {
        const struct merit_flag *both = &span->flags[ends[i]];
        uint8_t back = i == 0 ? 0 : 12;
        ck_assert_uint_eq(both->kind, MERIT_FLAG_BOTH);
        ck_assert(both->a < ends[i] && both->b < ends[i]);
        const struct merit_flag *any = &span->flags[both->a];
        ck_assert_uint_eq(any->kind, MERIT_FLAG_ANY);
        const struct merit_term *term = &span->terms[any->term];
        ck_assert_uint_eq(term->now_count, 2);
        ck_assert_uint_eq(term->base_count, 0);
        const struct merit_comparison *above = &span->comparisons[term->now];
        ck_assert_int_eq(above->constant, 10);
        ck_assert_uint_eq(above->compare, MERIT_ABOVE);
        ck_assert_int_eq(span->comparisons[term->now + 1].constant, 300);
        ck_assert_uint_eq(span->comparisons[term->now + 1].compare, MERIT_AT_MOST);
        ck_assert_uint_eq(span->quantities[above->left].types, 0);
        ck_assert_uint_eq(span->quantities[above->left].moment, MERIT_MOMENT_DAY);
        ck_assert_uint_eq(span->quantities[above->left].months_back, back);
        const struct merit_flag *associated = &span->flags[both->b];
        ck_assert_uint_eq(associated->kind, MERIT_FLAG_ASSOCIATED);
        ck_assert_uint_eq(associated->types, TYPE(CPOR) | TYPE(CSP_TIER1) | TYPE(CSP_TIER2));
        ck_assert_uint_eq(associated->moment, MERIT_MOMENT_DAY);
        ck_assert_uint_eq(associated->months_back, back);
        ck_assert(has_product(rules, &associated->products, "m365/teams"));
    }
    rules_free(rules);
}
END_TEST

START_TEST(test_tenant_guard)
{
    struct rules *rules = rules_of("config/rules");
    const struct merit_span *span = span_of(rules, "modern_work", "2023-01-01");
    const struct merit_path *path = path_of(span, "enterprise");
    const struct merit_slot *growth =
        &span->slots[metric_of(path, "usage_growth")->options[0].measure.slot];
    const struct merit_slot *deployments =
        &span->slots[metric_of(path, "deployments")->options[0].measure.slot];
    ck_assert_uint_eq(growth->guard, deployments->guard);
    const struct merit_flag *guard = &span->flags[growth->guard];
    ck_assert_uint_eq(guard->kind, MERIT_FLAG_ANY);
    const struct merit_comparison *above = &span->comparisons[span->terms[guard->term].now];
    ck_assert_int_eq(above->constant, 300);
    ck_assert_uint_eq(above->compare, MERIT_ABOVE);
    rules_free(rules);
}
END_TEST

/* A total over products in either of two months (rules §6). */
START_TEST(test_tenant_total_of_either_month)
{
    struct rules *rules = rules_of("config/rules");
    const struct merit_span *span = span_of(rules, "data_ai_azure", "2025-03-15");
    const struct merit_metric *metric = metric_of(path_of(span, NULL), "net_customer_adds");
    const struct merit_slot *slot = &span->slots[metric->options[0].measure.slot];
    const uint8_t ends[2] = {slot->now, slot->base};
    for (uint8_t i = 0; i < 2; i++) {
        const struct merit_flag *either = &span->flags[ends[i]];
        ck_assert_uint_eq(either->kind, MERIT_FLAG_EITHER);
        const uint8_t months[2] = {either->a, either->b};
        for (uint8_t m = 0; m < 2; m++) {
            const struct merit_flag *total = &span->flags[months[m]];
            ck_assert_uint_eq(total->kind, MERIT_FLAG_TOTAL);
            ck_assert_uint_eq(total->compare, MERIT_AT_LEAST);
            ck_assert_int_eq(total->constant, 100000);
            const struct merit_term *term = &span->terms[total->term];
            ck_assert_uint_eq(term->kind, MERIT_TERM_SUM);
            ck_assert_uint_eq(term->base, MERIT_NONE);
            ck_assert_uint_eq(span->quantities[term->now].months_back, (uintmax_t)i * 12 + m);
        }
    }
    rules_free(rules);
}
END_TEST

CHECK_MAIN_TESTS("tenant_compile",
                 test_tenant_associated,
                 test_tenant_guard,
                 test_tenant_total_of_either_month)
