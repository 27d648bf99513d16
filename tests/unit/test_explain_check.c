/* Tests of comparisons as they were made, and of who is counted at all. */
#include "check_main.h"
#include "explain_fixture.h"

static struct explain_fixture fixture;

static const struct merit_contribution *deployment(const struct merit_path_explained *path,
                                                   const char *tenant)
{
    return explain_row_of(explain_option_of(path, DEPLOYMENTS, 0), tenant, NULL);
}

START_TEST(a_near_miss_has_its_figures)
{
    explain_begin(&fixture);
    explain_claim(&fixture, "t1", "CPOR", "2022-12-01", "");
    explain_usage(&fixture, "t1", "m365/teams", "2022-12-10",
                  "\"paid_available_units\":1000,\"monthly_active_users\":381");
    const struct merit_contribution *row =
        deployment(explain_on(&fixture, explain_day_of(2023, 6, 30)), "t1");
    ck_assert_str_eq(explain_said(&row->why), "BELOW_USAGE_SHARE line 56");
    ck_assert_int_eq((int64_t)row->amount, 0);
    ck_assert_int_eq(row->check.left, 381);
    ck_assert_int_eq(row->check.right, 1000);
    ck_assert_int_eq(row->check.left_factor, 100);
    ck_assert_int_eq(row->check.right_factor, 40);
    ck_assert(!row->check.holds);
    explain_end(&fixture);
}
END_TEST

START_TEST(who_is_not_counted)
{
    explain_begin(&fixture);
    static const char used[] = "\"paid_available_units\":10,\"monthly_active_users\":9";
    explain_claim(&fixture, "t1", "CPOR", "2022-12-01", ",\"status\":\"PENDING\"");
    explain_usage(&fixture, "t1", "m365/teams", "2022-12-10", used);
    explain_claim(&fixture, "t2", "CPOR", "2022-12-01", ",\"subscription_id\":\"s1\"");
    explain_usage(&fixture, "t2", "m365/teams", "2022-12-10", used);
    explain_claim(&fixture, "t3", "CPOR", "2022-12-01", ",\"products\":[\"m365/apps\"]");
    explain_usage(&fixture, "t3", "m365/teams", "2022-12-10", used);
    explain_claim(&fixture, "t4", "CPOR", "2023-07-05", "");
    explain_usage(&fixture, "t4", "m365/teams", "2022-12-10", used);
    const struct merit_path_explained *path = explain_on(&fixture, explain_day_of(2023, 6, 30));
    ck_assert_str_eq(explain_said(&deployment(path, "t1")->why), "ASSOCIATION_NOT_ACTIVE line 58");
    ck_assert_str_eq(explain_said(&deployment(path, "t2")->why),
                     "ASSOCIATION_OTHER_SUBSCRIPTION line 58");
    ck_assert_str_eq(explain_said(&deployment(path, "t3")->why),
                     "ASSOCIATION_OTHER_PRODUCT line 58");
    ck_assert_str_eq(explain_said(&deployment(path, "t4")->why), "ASSOCIATION_NOT_STARTED line 58");
    ck_assert_int_eq(deployment(path, "t4")->why.day, explain_day_of(2023, 7, 5));
    explain_end(&fixture);
}
END_TEST

CHECK_MAIN_TESTS("explain_check", a_near_miss_has_its_figures, who_is_not_counted)
