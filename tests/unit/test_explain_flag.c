/* Tests of why a tenant counts or does not, as a whole. */
#include "check_main.h"
#include "explain_fixture.h"

static struct explain_fixture fixture;

static const char *adds(const struct merit_path_explained *path, const char *tenant)
{
    return explain_said(&explain_row_of(explain_option_of(path, ADDS, 0), tenant, NULL)->why);
}

START_TEST(the_condition_that_fails_is_named)
{
    explain_begin(&fixture);
    explain_claim(&fixture, "t1", "CPOR", "2022-12-01", "");
    explain_usage(&fixture, "t1", "m365/teams", "2022-12-01", "\"paid_available_units\":301");
    explain_claim(&fixture, "t2", "CPOR", "2022-12-01", "");
    explain_usage(&fixture, "t2", "m365/teams", "2022-12-01", "\"paid_available_units\":280");
    explain_usage(&fixture, "t2", "m365/apps", "2022-12-01", "\"paid_available_units\":12");
    explain_claim(&fixture, "t3", "DPOR", "2022-12-01", "");
    explain_usage(&fixture, "t3", "m365/teams", "2022-12-01", "\"paid_available_units\":500");
    explain_claim(&fixture, "t4", "CPOR", "2022-12-01", "");
    explain_claim(&fixture, "t5", "CPOR", "2020-12-01", "");
    explain_usage(&fixture, "t5", "m365/teams", "2020-12-01", "\"paid_available_units\":301");
    explain_claim(&fixture, "t6", "CPOR", "2022-12-01", "");
    explain_usage(&fixture, "t6", "m365/teams", "2022-12-01",
                  "\"paid_available_units\":900,\"offer\":\"trial\"");
    const struct merit_path_explained *path = explain_on(&fixture, explain_day_of(2023, 6, 30));
    ck_assert_str_eq(adds(path, "t1"), "NEW line 18");
    ck_assert_str_eq(adds(path, "t2"), "BELOW_SEAT_FLOOR line 18");
    ck_assert_str_eq(adds(path, "t3"), "ASSOCIATION_OTHER_TYPE line 25");
    ck_assert_str_eq(adds(path, "t4"), "NO_REPORTS line 18");
    ck_assert_str_eq(adds(path, "t5"), "COUNTED_BEFORE line 18");
    ck_assert_str_eq(adds(path, "t6"), "OFFER_EXCLUDED line 10");
    /* The product that comes nearest. */
    const struct merit_contribution *row =
        explain_row_of(explain_option_of(path, ADDS, 0), "t2", NULL);
    ck_assert(row->check.made && !row->check.holds);
    ck_assert_int_eq(row->check.left, 280);
    ck_assert_int_eq(row->check.constant, 300);
    explain_end(&fixture);
}
END_TEST

CHECK_MAIN_TESTS("explain_flag", the_condition_that_fails_is_named)
