/* Tests of the steps between two days: each differs from the one before in one thing. */
#include "change_fixture.h"
#include "check_main.h"

static struct change_fixture fixture;

static const char paid[] = "\"paid_available_units\":500,\"monthly_active_users\":";

static void usage(const char *as_of, int users)
{
    char figures[80];
    snprintf(figures, sizeof figures, "%s%d", paid, users);
    explain_usage(&fixture.explain, "t1", "m365/teams", as_of, figures);
}

static int64_t usage_sum(enum explain_step step)
{
    return (int64_t)explain_option_of(&fixture.steps.of[step]->paths[0], USAGE, 0)->sum;
}

/* No report came: the far edge passed the one of July alone. */
START_TEST(the_far_edge_alone)
{
    explain_begin(&fixture.explain);
    explain_claim(&fixture.explain, "t1", "CPOR", "2021-01-01", "");
    usage("2021-06-20", 10);
    usage("2022-07-20", 60);
    usage("2023-02-20", 100);
    change_from(&fixture, explain_day_of(2023, 7, 10));
    change_to(&fixture, explain_day_of(2023, 8, 10));
    ck_assert_int_eq(usage_sum(EXPLAIN_BEFORE), 90);
    ck_assert_int_eq(usage_sum(EXPLAIN_AGED), 40);
    ck_assert_int_eq(usage_sum(EXPLAIN_AFTER), 40);
    ck_assert_str_eq(change_said(&fixture, 2), "-50/1 FAR_EDGE_MOVED; ");
    change_end(&fixture);
}
END_TEST

/* Then a report, an association of another day, and the far edge all at once. */
START_TEST(one_thing_after_the_other)
{
    explain_begin(&fixture.explain);
    explain_claim(&fixture.explain, "t1", "CPOR", "2021-01-01", "");
    usage("2021-06-20", 10);
    usage("2022-07-20", 60);
    usage("2023-02-20", 100);
    change_from(&fixture, explain_day_of(2023, 7, 10));
    usage("2023-07-30", 107);
    explain_claim(&fixture.explain, "t1", "CPOR", "2023-03-01", "");
    change_to(&fixture, explain_day_of(2023, 8, 10));
    ck_assert_int_eq(usage_sum(EXPLAIN_AGED), 40);
    ck_assert_int_eq(usage_sum(EXPLAIN_REPORTED), 47);
    ck_assert_int_eq(usage_sum(EXPLAIN_LINKED), 7);
    ck_assert_str_eq(change_said(&fixture, 2),
                     "-50/1 FAR_EDGE_MOVED; 7/1 REPORTED; -40/1 CLAIM_MOVED; ");
    change_end(&fixture);
}
END_TEST

/* What it is compared with comes to meet the condition: a loss, and nothing that is met now. */
START_TEST(the_baseline_meets_the_condition)
{
    explain_begin(&fixture.explain);
    explain_claim(&fixture.explain, "t1", "CPOR", "2021-01-01", "");
    usage("2021-06-20", 10);
    usage("2022-07-20", 300);
    usage("2023-02-20", 100);
    change_from(&fixture, explain_day_of(2023, 7, 10));
    change_to(&fixture, explain_day_of(2023, 8, 10));
    ck_assert_str_eq(change_said(&fixture, 4), "-1/1 FAR_EDGE_MOVED; ");
    change_end(&fixture);
}
END_TEST

CHECK_MAIN_TESTS("explain_between",
                 the_far_edge_alone,
                 one_thing_after_the_other,
                 the_baseline_meets_the_condition)
