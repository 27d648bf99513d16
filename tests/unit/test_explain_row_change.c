/* Tests of what became of one contribution: parts that sum, each with its reason. */
#include "check_main.h"
#include "core/explain_change.h"

#include <stdio.h>

static struct merit_option_explained option;
static struct merit_contribution rows[EXPLAIN_STEPS];
static struct explain_row_change chain;

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

/* The same at every step; each is then changed from one of them on. */
static void begin(struct merit_contribution row)
{
    option = (struct merit_option_explained){.unit = 1};
    for (int i = 0; i < EXPLAIN_STEPS; i++) {
        rows[i] = row;
        chain.rows[i] = &rows[i];
        chain.options[i] = &option;
    }
}

static void from(enum explain_step step, struct merit_contribution row)
{
    for (int i = (int)step; i < EXPLAIN_STEPS; i++) {
        rows[i] = row;
    }
}

/* "5 REPORTED, -3 FAR_EDGE_MOVED" */
static const char *said(void)
{
    static char text[200];
    struct merit_change_part parts[EXPLAIN_ROW_PARTS];
    uint32_t count = explain_row_change(&chain, parts);
    text[0] = '\0';
    for (uint32_t i = 0; i < count; i++) {
        size_t length = strlen(text);
        snprintf(text + length, sizeof text - length, "%s%d %s%s", i == 0 ? "" : ", ",
                 (int)parts[i].difference.numerator, merit_reason_code(parts[i].reason),
                 parts[i].of_base ? " of the base" : "");
    }
    return text;
}

START_TEST(a_step_is_the_cause)
{
    struct merit_contribution was = users(MERIT_REASON_BASELINE_AT_FAR_EDGE, 10, 4);
    struct merit_contribution is = users(MERIT_REASON_BASELINE_AT_FAR_EDGE, 15, 7);
    begin(was);
    ck_assert_str_eq(said(), "");
    from(EXPLAIN_REPORTED, is);
    ck_assert_str_eq(said(), "5 REPORTED, -3 REPORTED_BEFORE");
    begin(was);
    is.before.day = 60;
    from(EXPLAIN_AGED, is);
    ck_assert_str_eq(said(), "5 REPORT_BEGINS, -3 FAR_EDGE_MOVED");
    begin(was);
    from(EXPLAIN_AFTER, is);
    ck_assert_str_eq(said(), "2 RULES_CHANGED");
}
END_TEST

START_TEST(the_step_that_did_the_most)
{
    struct merit_contribution row = users(MERIT_REASON_BASELINE_AT_FAR_EDGE, 1000, 0);
    row.figure = MERIT_FIGURE_REVENUE;
    row.monthly = true;
    begin(row);
    from(EXPLAIN_AGED, users(MERIT_REASON_NO_REPORTS, 0, 0));
    rows[EXPLAIN_AGED].monthly = true;
    row.now.value = 1030;
    row.amount = 1030;
    from(EXPLAIN_REPORTED, row);
    ck_assert_str_eq(said(), "30 REPORTED");
    row.now.value = 900;
    row.amount = 900;
    from(EXPLAIN_REPORTED, row);
    ck_assert_str_eq(said(), "-100 MONTH_CLOSES");
    row.now.value = 1000;
    row.amount = 1000;
    from(EXPLAIN_REPORTED, row);
    ck_assert_str_eq(said(), "");
    row.now.value = 700;
    row.amount = 700;
    from(EXPLAIN_AFTER, row);
    ck_assert_str_eq(said(), "-300 RULES_CHANGED");
}
END_TEST

START_TEST(a_growth_has_two_sides)
{
    struct merit_contribution row = users(MERIT_REASON_BASELINE_AT_FAR_EDGE, 100, 90);
    row.monthly = true;
    row.amount = 100;
    row.base = 90;
    begin(row);
    row.before.day = 81;
    row.amount = 130;
    row.base = 95;
    from(EXPLAIN_AGED, row);
    ck_assert_str_eq(said(), "30 MONTH_CLOSES, 5 FAR_EDGE_MOVED of the base");
}
END_TEST

/* A rate: what counts is not a difference of the readings. Only what it is compared with moved. */
START_TEST(a_figure_that_cannot_be_split)
{
    struct merit_contribution row = users(MERIT_REASON_BASELINE_AT_FAR_EDGE, 10, 4);
    row.amount = 1200;
    begin(row);
    row.before = (struct merit_reading){60, 5};
    row.amount = 1000;
    from(EXPLAIN_AGED, row);
    ck_assert_str_eq(said(), "-200 FAR_EDGE_MOVED");
}
END_TEST

START_TEST(what_is_there_on_one_day_alone)
{
    begin(users(MERIT_REASON_BASELINE_AT_CLAIM, 10, 4));
    chain.rows[EXPLAIN_BEFORE] = NULL;
    chain.rows[EXPLAIN_AGED] = NULL;
    ck_assert_str_eq(said(), "6 FIRST_SEEN");
    chain.rows[EXPLAIN_REPORTED] = NULL;
    chain.rows[EXPLAIN_LINKED] = NULL;
    ck_assert_str_eq(said(), "6 RULES_CHANGED");
    begin(users(MERIT_REASON_BASELINE_AT_CLAIM, 10, 4));
    chain.rows[EXPLAIN_AFTER] = NULL;
    ck_assert_str_eq(said(), "-6 RULES_CHANGED");
    chain.rows[EXPLAIN_LINKED] = NULL;
    ck_assert_str_eq(said(), "-6 GONE");
    option.rest_count = 1;
    ck_assert_str_eq(said(), "-6 BEYOND_LIMITS");
    chain.options[EXPLAIN_AFTER] = NULL;
    ck_assert_str_eq(said(), "-6 RULES_CHANGED");
}
END_TEST

CHECK_MAIN_TESTS("explain_row_change",
                 a_step_is_the_cause,
                 the_step_that_did_the_most,
                 a_growth_has_two_sides,
                 a_figure_that_cannot_be_split,
                 what_is_there_on_one_day_alone)
