/* Tests of why a contribution differs between two explanations that differ in one thing. */
#include "check_main.h"
#include "core/explain_change.h"

static struct merit_contribution was;
static struct merit_contribution is;

static void begin(enum merit_reason before, enum merit_reason after)
{
    was = (struct merit_contribution){
        .figure = MERIT_FIGURE_ACTIVE_USERS,
        .now = {100, 1},
        .before = {50, 1},
        .far = {MERIT_NO_DAY, 0},
        .why = {.reason = before},
    };
    is = was;
    is.why.reason = after;
}

static const char *cause(enum explain_step to, enum explain_side side, bool gained)
{
    struct explain_row_step step = {to, side, gained, &was, &is, &was, &is};
    return merit_reason_code(explain_row_cause(&step));
}

START_TEST(associations)
{
    begin(MERIT_REASON_BASELINE_AT_CLAIM, MERIT_REASON_ASSOCIATION_ENDED);
    was.since_claim = true;
    is.since_claim = true;
    ck_assert_str_eq(cause(EXPLAIN_AGED, EXPLAIN_NOW, false), "ASSOCIATION_ENDED");
    ck_assert_str_eq(cause(EXPLAIN_AGED, EXPLAIN_COMPARED, true), "ASSOCIATION_ENDED");
    begin(MERIT_REASON_ASSOCIATION_NOT_STARTED, MERIT_REASON_BASELINE_AT_CLAIM);
    ck_assert_str_eq(cause(EXPLAIN_AGED, EXPLAIN_NOW, true), "ASSOCIATION_HOLDS");
    /* The series of the subscription that it covers was reported. */
    ck_assert_str_eq(cause(EXPLAIN_REPORTED, EXPLAIN_NOW, true), "REPORTED");
    begin(MERIT_REASON_BASELINE_AT_FAR_EDGE, MERIT_REASON_BASELINE_AT_FAR_EDGE);
    ck_assert_str_eq(cause(EXPLAIN_LINKED, EXPLAIN_NOW, false), "ASSOCIATION_CHANGED");
    ck_assert_str_eq(cause(EXPLAIN_LINKED, EXPLAIN_COMPARED, false), "ASSOCIATION_CHANGED");
    is.counted = 7;
    ck_assert_str_eq(cause(EXPLAIN_AGED, EXPLAIN_NOW, false), "ASSOCIATION_CHANGED");
    is.before.day = 60;
    ck_assert_str_eq(cause(EXPLAIN_LINKED, EXPLAIN_COMPARED, false), "CLAIM_MOVED");
}
END_TEST

START_TEST(days)
{
    begin(MERIT_REASON_BASELINE_AT_FAR_EDGE, MERIT_REASON_BASELINE_AT_FAR_EDGE);
    is.before.day = 60;
    ck_assert_str_eq(cause(EXPLAIN_AGED, EXPLAIN_COMPARED, true), "FAR_EDGE_MOVED");
    is.far.day = 20;
    ck_assert_str_eq(cause(EXPLAIN_AGED, EXPLAIN_COMPARED, true), "CLAIM_MOVED");
    ck_assert_str_eq(cause(EXPLAIN_AGED, EXPLAIN_NOW, true), "REPORT_BEGINS");
    is.monthly = true;
    ck_assert_str_eq(cause(EXPLAIN_AGED, EXPLAIN_NOW, true), "MONTH_CLOSES");
}
END_TEST

START_TEST(tests_and_conditions)
{
    /* What it is compared with meets the condition: nothing is met now. */
    begin(MERIT_REASON_BELOW_USAGE_SHARE, MERIT_REASON_LOST);
    was.check.made = true;
    is.check.made = true;
    is.before.day = 60;
    ck_assert_str_eq(cause(EXPLAIN_AGED, EXPLAIN_COMPARED, false), "FAR_EDGE_MOVED");
    ck_assert_str_eq(cause(EXPLAIN_REPORTED, EXPLAIN_COMPARED, false), "REPORTED_BEFORE");
    begin(MERIT_REASON_BELOW_USAGE_SHARE, MERIT_REASON_NEW);
    is.check = (struct merit_check){.made = true, .holds = true};
    ck_assert_str_eq(cause(EXPLAIN_REPORTED, EXPLAIN_NOW, true), "CONDITION_MET");
    begin(MERIT_REASON_NEW, MERIT_REASON_BELOW_SEAT_FLOOR);
    is.check = (struct merit_check){.made = true,
                                    .compare = MERIT_ABOVE,
                                    .left_figure = MERIT_FIGURE_PAID_UNITS,
                                    .right_figure = MERIT_NONE};
    ck_assert_str_eq(cause(EXPLAIN_REPORTED, EXPLAIN_NOW, false), "BELOW_SEAT_FLOOR");
    /* The tenant as a whole counts again: both sides do. */
    begin(MERIT_REASON_BELOW_SEAT_FLOOR, MERIT_REASON_BASELINE_AT_FAR_EDGE);
    was.closed = true;
    was.check.made = true;
    ck_assert_str_eq(cause(EXPLAIN_REPORTED, EXPLAIN_NOW, true), "CONDITION_MET");
    ck_assert_str_eq(cause(EXPLAIN_REPORTED, EXPLAIN_COMPARED, false), "CONDITION_MET");
}
END_TEST

START_TEST(people_and_rules)
{
    begin(MERIT_REASON_CERTIFICATION_HELD, MERIT_REASON_CERTIFICATION_EXPIRED);
    was.person = true;
    is.person = true;
    ck_assert_str_eq(cause(EXPLAIN_AGED, EXPLAIN_NOW, false), "CERTIFICATION_EXPIRED");
    ck_assert_str_eq(cause(EXPLAIN_LINKED, EXPLAIN_NOW, true), "CERTIFICATION_GAINED");
    ck_assert_str_eq(cause(EXPLAIN_AFTER, EXPLAIN_NOW, true), "RULES_CHANGED");
}
END_TEST

CHECK_MAIN_TESTS("explain_row_cause", associations, days, tests_and_conditions, people_and_rules)
