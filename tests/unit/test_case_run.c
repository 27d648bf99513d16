/* A test of a case file through the core. */
#include "case_fixture.h"
#include "check_main.h"

START_TEST(test_run_days_pass)
{
    struct case_fixture fixture;
    case_open(&fixture, CASE_HEAD "tests:\n  - name: x\n    days:\n"
                                  "      2023-07-01:\n"
                                  "        - cert p1 ann MS-900 2022-01-01..2023-07-05\n"
                                  "      2023-07-04:\n"
                                  "        - expect: {points: 5}\n"
                                  "      2023-07-05:\n"
                                  "        - expect: {points: 0}\n"
                                  "        - cert p1 bob MS-900 2022-01-01..\n"
                                  "        - expect: {points: 5, sequence: 3}\n");
    ck_assert_uint_eq(case_failures(&fixture), 0);
    case_close(&fixture);
}
END_TEST

START_TEST(test_run_refused_event)
{
    struct case_fixture fixture;
    case_open(&fixture, CASE_HEAD "tests:\n  - name: x\n    days:\n"
                                  "      2023-07-01:\n"
                                  "        - cert p1 ann C{1..257} 2022-01-01..\n");
    ck_assert_uint_eq(case_failures(&fixture), 1);
    ck_assert_ptr_nonnull(
        strstr(fixture.failures.at, "sample.yaml:8: the event is refused: limit"));
    case_close(&fixture);
}
END_TEST

START_TEST(test_run_nothing_before)
{
    struct case_fixture fixture;
    case_open(&fixture, CASE_HEAD "tests:\n  - name: x\n    days:\n"
                                  "      2023-07-01:\n"
                                  "        - expect: {points: 0}\n");
    ck_assert_uint_eq(case_failures(&fixture), 1);
    ck_assert_ptr_nonnull(strstr(fixture.failures.at, "before the first event"));
    case_close(&fixture);
}
END_TEST

START_TEST(test_run_standings)
{
    struct case_fixture fixture;
    case_open(&fixture, CASE_HEAD "tests:\n  - name: x\n    outputs_from: 2023-07-11\n    days:\n"
                                  "      2023-07-10:\n"
                                  "        - standing p1 modern_work 2022-10-03..2023-10-03\n"
                                  "        - expect: {status: ATTAINED, transitions: []}\n"
                                  "        - cert p1 ann MS-900 2022-01-01..\n"
                                  "        - expect: {status: AT_RISK, transitions: []}\n"
                                  "        - standing p1 modern_work 2022-10-03..2023-10-03\n");
    ck_assert_uint_eq(case_failures(&fixture), 1);
    ck_assert_ptr_nonnull(strstr(fixture.failures.at,
                                 "sample.yaml:13: the standing is refused: bad_standing: a "
                                 "standing must stand before the first event"));
    case_close(&fixture);
}
END_TEST

CHECK_MAIN_TESTS("case_run",
                 test_run_days_pass,
                 test_run_refused_event,
                 test_run_nothing_before,
                 test_run_standings)
