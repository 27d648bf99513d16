/* What a case can expect, and what is refused. */
#include "case_fixture.h"
#include "check_main.h"

#define EXPECT(lines)                                                                              \
    CASE_HEAD "tests:\n  - name: x\n    days:\n      2023-07-01:\n        - expect:\n" lines

START_TEST(test_want_read)
{
    struct case_fixture fixture;
    case_open(&fixture, EXPECT("            points: 20/3\n"
                               "            metrics:\n"
                               "              usage_growth: 7.5 actual=1,000 m365.actual=2\n"
                               "            transitions:\n"
                               "              - ATTAINED 2023-07-01 cause=TIME\n"
                               "            changes: []\n"));
    ck_assert_uint_eq(fixture.sample.errors.count, 0);
    const struct case_expectation *expectation = fixture.file.tests->steps->expectation;
    ck_assert_uint_eq(expectation->designation, 0);
    ck_assert(expectation->score->number.is_fraction);
    const struct case_want *want = expectation->metrics->wants;
    ck_assert_int_eq(want->field, CASE_FIELD_POINTS);
    ck_assert_int_eq(want->next->field, CASE_FIELD_ACTUAL);
    ck_assert(merit_text_equal(want->next->next->part, merit_text_of("m365")));
    ck_assert_int_eq(expectation->transitions.items->transition, MERIT_ATTAINED);
    ck_assert_ptr_nonnull(expectation->changes.node);
    ck_assert_ptr_null(expectation->changes.items);
    ck_assert_str_eq(case_field_name(CASE_FIELD_MAX), "max");
    case_close(&fixture);
}
END_TEST

START_TEST(test_want_refused)
{
    case_refused(EXPECT("            point: 1\n"), "did you mean 'points'?");
    case_refused(EXPECT("            points: many\n"), "'many' is no number");
    case_refused(EXPECT("            status: LAPSED\n"), "unknown word 'LAPSED'");
    case_refused(EXPECT("            qualified: yes\n"), "expected one of: true, false");
    case_refused(EXPECT("            attained_on: never\n"), "'never' is no day");
    case_refused(EXPECT("            designation: modern_wrok\n"), "did you mean 'modern_work'?");
    case_refused(EXPECT("            metrics:\n              growth: 1\n"),
                 "unknown word 'growth'");
    case_refused(EXPECT("            metrics:\n              usage_growth: 1 2\n"),
                 "expected NAME=VALUE here");
    case_refused(EXPECT("            metrics:\n              usage_growth: cause=TIME\n"),
                 "unknown word 'cause'");
    case_refused(EXPECT("            transitions:\n              - LAPSD 2023-07-01\n"),
                 "did you mean 'LAPSED'?");
    case_refused(EXPECT("            changes:\n              - points=2\n"), "is no day");
    case_refused(EXPECT("            metrics:\n              usage_growth: 1 points=2\n"),
                 "'points' is expected twice");
    case_refused(EXPECT("            changes:\n              - 2023-07-01 points=2 points=2\n"),
                 "'points' is expected twice");
    case_refused(EXPECT("            transitions: none\n"), "expected a list");
}
END_TEST

CHECK_MAIN_TESTS("case_want", test_want_read, test_want_refused)
