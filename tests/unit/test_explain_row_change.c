/* Tests of what became of one contribution: parts that sum, each with its reason. */
#include "check_main.h"
#include "core/explain_change.h"

#include <stdio.h>

static const struct merit_option_explained option = {.unit = 1};

static struct merit_contribution users(enum merit_reason reason, int64_t now, int64_t before)
{
    bool counts =
        reason == MERIT_REASON_BASELINE_AT_CLAIM || reason == MERIT_REASON_BASELINE_AT_FAR_EDGE;
    struct merit_contribution row = {
        .amount = counts ? now - before : 0,
        .figure = MERIT_FIGURE_ACTIVE_USERS,
        .now = {100, now},
        .before = {50, before},
        .far = {reason == MERIT_REASON_BASELINE_AT_CLAIM ? 20 : MERIT_NO_DAY, 0},
    };
    row.why.reason = reason;
    return row;
}

/* "5 REPORTED, -3 FAR_EDGE_MOVED" */
static const char *said(bool same_rules,
                        const struct merit_contribution *before,
                        const struct merit_contribution *after)
{
    static char text[200];
    struct explain_row_change change = {same_rules, &option, &option, before, after};
    struct merit_change_part parts[EXPLAIN_ROW_PARTS];
    uint32_t count = explain_row_change(&change, parts);
    text[0] = '\0';
    for (uint32_t i = 0; i < count; i++) {
        size_t length = strlen(text);
        snprintf(text + length, sizeof text - length, "%s%d %s", i == 0 ? "" : ", ",
                 (int)parts[i].difference.numerator, merit_reason_code(parts[i].reason));
    }
    return text;
}

START_TEST(figures_now_and_before)
{
    struct merit_contribution was = users(MERIT_REASON_BASELINE_AT_CLAIM, 10, 4);
    struct merit_contribution is = users(MERIT_REASON_BASELINE_AT_CLAIM, 15, 7);
    ck_assert_str_eq(said(true, &was, &is), "5 REPORTED, -3 REPORTED_BEFORE");
    is.before.day = 60;
    ck_assert_str_eq(said(true, &was, &is), "5 REPORTED, -3 CLAIM_MOVED");
    is.far.day = MERIT_NO_DAY;
    ck_assert_str_eq(said(true, &was, &is), "5 REPORTED, -3 FAR_EDGE_MOVED");
    ck_assert_str_eq(said(true, &was, &was), "");
    ck_assert_str_eq(said(true, NULL, &is), "8 FIRST_SEEN");
    ck_assert_str_eq(said(true, &was, NULL), "-6 GONE");
    ck_assert_str_eq(said(false, NULL, &is), "8 RULES_CHANGED");
}
END_TEST

START_TEST(who_counts_no_more)
{
    struct merit_contribution was = users(MERIT_REASON_BASELINE_AT_CLAIM, 10, 4);
    struct merit_contribution is = users(MERIT_REASON_ASSOCIATION_ENDED, 0, 0);
    ck_assert_str_eq(said(true, &was, &is), "-6 ASSOCIATION_ENDED");
    ck_assert_str_eq(said(true, &is, &was), "6 ASSOCIATION_HOLDS");
    is = users(MERIT_REASON_NO_REPORTS, 0, 0);
    ck_assert_str_eq(said(true, &is, &was), "6 REPORTED");
    is = users(MERIT_REASON_BELOW_SEAT_FLOOR, 10, 4);
    is.check.made = true;
    ck_assert_str_eq(said(true, &is, &was), "6 CONDITION_MET");
    is.check.made = false;
    ck_assert_str_eq(said(false, &was, &is), "-6 RULES_CHANGED");
}
END_TEST

START_TEST(tests_and_people)
{
    struct merit_contribution counted = {.amount = 0, .figure = MERIT_NONE};
    struct merit_contribution new = {.amount = 1, .figure = MERIT_NONE};
    struct merit_contribution held = {.person = true, .amount = 1, .figure = MERIT_NONE};
    struct merit_contribution expired = {.person = true, .amount = 0, .figure = MERIT_NONE};
    counted.why.reason = MERIT_REASON_COUNTED_BEFORE;
    new.why.reason = MERIT_REASON_NEW;
    counted.before.day = MERIT_NO_DAY;
    counted.far.day = MERIT_NO_DAY;
    held.why.reason = MERIT_REASON_CERTIFICATION_HELD;
    expired.why.reason = MERIT_REASON_CERTIFICATION_EXPIRED;
    ck_assert_str_eq(said(true, &new, &counted), "-1 FAR_EDGE_MOVED");
    ck_assert_str_eq(said(true, &held, &expired), "-1 CERTIFICATION_EXPIRED");
    ck_assert_str_eq(said(true, &expired, &held), "1 CERTIFICATION_GAINED");
}
END_TEST

START_TEST(a_growth_has_two_sides)
{
    struct merit_contribution was = users(MERIT_REASON_BASELINE_AT_FAR_EDGE, 0, 0);
    struct merit_contribution is = was;
    was.figure = MERIT_FIGURE_REVENUE;
    is.figure = MERIT_FIGURE_REVENUE;
    was.amount = 100;
    was.base = 90;
    is.amount = 130;
    is.base = 95;
    is.now = (struct merit_reading){131, 130};
    is.before = (struct merit_reading){81, 95};
    ck_assert_str_eq(said(true, &was, &is), "30 MONTH_CLOSES, 5 FAR_EDGE_MOVED");
}
END_TEST

CHECK_MAIN_TESTS("explain_row_change",
                 figures_now_and_before,
                 who_counts_no_more,
                 tests_and_people,
                 a_growth_has_two_sides)
