/* Tests of what a tenant's products add: figures now, at the claim and at the far edge. */
#include "check_main.h"
#include "explain_fixture.h"

static struct explain_fixture fixture;

static void report(const char *product, const char *as_of, int users)
{
    char figures[96];
    snprintf(figures, sizeof figures, "\"paid_available_units\":500,\"monthly_active_users\":%d",
             users);
    explain_usage(&fixture, "t1", product, as_of, figures);
}

START_TEST(growth_since_the_claim_or_the_far_edge)
{
    explain_begin(&fixture);
    explain_claim(&fixture, "t1", "CPOR", "2022-12-01", "");
    report("m365/teams", "2022-01-01", 10);
    report("m365/teams", "2022-11-01", 40);
    report("m365/teams", "2022-12-20", 300);
    const struct merit_option_explained *option =
        explain_option_of(explain_on(&fixture, explain_day_of(2023, 6, 30)), USAGE, 0);
    const struct merit_contribution *row = explain_row_of(option, "t1", "m365/teams");
    ck_assert_str_eq(explain_said(&row->why), "BASELINE_AT_CLAIM line 45");
    ck_assert_int_eq((int64_t)row->amount, 260);
    ck_assert_int_eq(row->now.value, 300);
    ck_assert_int_eq(row->before.value, 40);
    ck_assert_int_eq(row->before.day, explain_day_of(2022, 12, 1));
    ck_assert_int_eq(row->far.value, 10);
    ck_assert_int_eq(row->far.day, explain_day_of(2022, 6, 30));
    ck_assert_int_eq((int64_t)option->sum, 260);
    partner_copy_fini(&fixture.copy);
    /* A year after the claim the far edge takes over. */
    option = explain_option_of(explain_on(&fixture, explain_day_of(2023, 12, 5)), USAGE, 0);
    row = explain_row_of(option, "t1", "m365/teams");
    ck_assert_str_eq(explain_said(&row->why), "BASELINE_AT_FAR_EDGE line 45");
    ck_assert_int_eq(row->before.day, explain_day_of(2022, 12, 5));
    ck_assert_int_eq(row->far.day, MERIT_NO_DAY);
    explain_end(&fixture);
}
END_TEST

START_TEST(products_that_are_counted_by_a_test)
{
    explain_begin(&fixture);
    explain_claim(&fixture, "t1", "CPOR", "2022-12-01", "");
    report("m365/teams", "2022-12-20", 300); /* since the claim */
    report("m365/apps", "2022-11-01", 300);  /* before */
    report("m365/yammer", "2022-11-01", 300);
    report("m365/yammer", "2022-12-20", 1); /* no more */
    const struct merit_option_explained *option =
        explain_option_of(explain_on(&fixture, explain_day_of(2023, 6, 30)), DEPLOYMENTS, 0);
    const struct merit_contribution *row = explain_row_of(option, "t1", "m365/teams");
    ck_assert_str_eq(explain_said(&row->why), "NEW line 56");
    ck_assert_int_eq((int64_t)row->amount, 1);
    row = explain_row_of(option, "t1", "m365/apps");
    ck_assert_str_eq(explain_said(&row->why), "COUNTED_BEFORE line 59");
    row = explain_row_of(option, "t1", "m365/yammer");
    ck_assert_str_eq(explain_said(&row->why), "LOST line 56");
    ck_assert_int_eq((int64_t)row->amount, -1);
    ck_assert_int_eq((int64_t)option->sum, 0);
    explain_end(&fixture);
}
END_TEST

START_TEST(a_growth_has_two_amounts)
{
    explain_begin(&fixture);
    explain_claim(&fixture, "t1", "PAL", "2021-12-01", "");
    explain_usage(&fixture, "t1", "azure/sql", "2022-05-20", "\"consumed_revenue\":20000");
    explain_usage(&fixture, "t1", "azure/sql", "2023-05-20", "\"consumed_revenue\":23000");
    const struct merit_option_explained *option =
        explain_option_of(explain_on(&fixture, explain_day_of(2023, 6, 30)), GROWTH, 0);
    const struct merit_contribution *row = explain_row_of(option, "t1", "azure/sql");
    ck_assert_int_eq((int64_t)row->amount, 23000);
    ck_assert_int_eq((int64_t)row->base, 20000);
    ck_assert_int_eq(row->now.day, explain_day_of(2023, 5, 31));
    ck_assert_int_eq(row->before.day, explain_day_of(2022, 5, 31));
    struct merit_ratio fifteen = {15, 1};
    ck_assert_int_eq(merit_ratio_compare(option->actual, fifteen), 0);
    explain_end(&fixture);
}
END_TEST

CHECK_MAIN_TESTS("explain_customer",
                 growth_since_the_claim_or_the_far_edge,
                 products_that_are_counted_by_a_test,
                 a_growth_has_two_amounts)
