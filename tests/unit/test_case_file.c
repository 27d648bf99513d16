/* Case files: what stands where, and what is refused. */
#include "case_fixture.h"
#include "check_main.h"

START_TEST(test_file_steps)
{
    struct case_fixture fixture;
    case_open(&fixture, CASE_HEAD "shared:\n"
                                  "  two people:\n"
                                  "    - cert p1 {ann,bob} MS-900 2022-01-01..\n"
                                  "tests:\n"
                                  "  - name: one\n"
                                  "    days:\n"
                                  "      2023-07-01:\n"
                                  "        - all of two people\n"
                                  "        - expect: {points: 10}\n"
                                  "      2023-07-03:\n"
                                  "        - expect: {points: 10}\n"
                                  "  - name: two\n"
                                  "    days: {}\n");
    ck_assert_uint_eq(fixture.sample.errors.count, 0);
    const struct case_test *test = fixture.file.tests;
    ck_assert(merit_text_equal(test->next->name, merit_text_of("two")));
    const struct case_step *step = test->steps;
    ck_assert_ptr_nonnull(step->event);
    ck_assert_ptr_nonnull(step->next->event);
    ck_assert_ptr_nonnull(step->next->next->expectation);
    ck_assert_int_eq(step->next->next->next->day, step->day + 2);
    ck_assert_ptr_null(step->next->next->next->next);
    case_close(&fixture);
}
END_TEST

START_TEST(test_file_rules_beside_it)
{
    struct sample sample;
    sample_open(&sample, "rules: ../rules\n");
    ck_assert_str_eq(case_file_rules(sample.root), "../rules");
    sample.file.path = "tests/cases/a.yaml";
    ck_assert_str_eq(case_file_rules(sample.root), "tests/cases/../rules");
    sample_close(&sample);
    sample_open(&sample, "tests: []\n");
    ck_assert_ptr_null(case_file_rules(sample.root));
    ck_assert(sample_says(&sample, "key 'rules' is missing"));
    sample_close(&sample);
}
END_TEST

START_TEST(test_file_refused)
{
    case_refused(CASE_HEAD "tests:\n  - name: ''\n    days: {}\n",
                 "needs a name that is not empty");
    case_refused(CASE_HEAD, "key 'tests' is missing");
    case_refused(CASE_HEAD "test: []\n", "did you mean 'tests'?");
    case_refused(CASE_HEAD "tests:\n  - nme: x\n", "did you mean 'name'?");
    case_refused(CASE_HEAD "tests:\n  - name: x\n    days: {}\n  - name: x\n    days: {}\n",
                 "another test has this name, in line 5");
    case_refused(CASE_HEAD "tests:\n  - name: x\n    days:\n      July: []\n", "'July' is no day");
    case_refused(CASE_HEAD
                 "tests:\n  - name: x\n    days:\n      2023-07-02: []\n      2023-07-01: []\n",
                 "the days of a test must follow each other");
    case_refused(CASE_HEAD "tests:\n  - name: x\n    days:\n      2023-07-02:\n"
                           "        - all of nothing\n",
                 "no list of this name");
    case_refused(CASE_HEAD "tests:\n  - name: x\n    days:\n      2023-07-02:\n"
                           "        - expects: {}\n",
                 "did you mean 'expect'?");
    case_refused("rules: none\ntests:\n  - name: x\n    days:\n      2023-07-02:\n"
                 "        - expect: {points: 1}\n",
                 "expected 'designation:' here or at the top");
}
END_TEST

START_TEST(test_file_parse)
{
    struct arena arena = {0};
    struct yaml_errors errors;
    yaml_errors_init(&errors);
    ck_assert_ptr_null(case_file_parse(&arena, &errors, "/nowhere/at/all.yaml"));
    ck_assert_uint_eq(errors.count, 1);
    const struct yaml_node *root =
        case_file_parse(&arena, &errors, MERIT_SOURCE_DIR "/tests/cases/worked_examples.yaml");
    ck_assert_ptr_nonnull(yaml_child(root, "tests"));
    yaml_errors_fini(&errors);
    arena_fini(&arena);
}
END_TEST

START_TEST(test_file_standings)
{
    struct case_fixture fixture;
    case_open(&fixture, CASE_HEAD "tests:\n  - name: x\n    outputs_from: 2023-08-01\n    days:\n"
                                  "      2023-07-01:\n"
                                  "        - standing p{1,2} modern_work 2022-10-03..2023-10-03\n"
                                  "        - cert p1 ann MS-900 2022-01-01..\n"
                                  "  - name: y\n    days: {}\n");
    ck_assert_uint_eq(fixture.sample.errors.count, 0);
    ck_assert_int_eq(fixture.file.tests->outputs_from_day, 19570);
    ck_assert_int_eq(fixture.file.tests->next->outputs_from_day, MERIT_NO_DAY);
    const struct case_step *step = fixture.file.tests->steps;
    ck_assert(step->event == NULL);
    ck_assert(merit_text_equal(step->standing->partner_id, merit_text_of("p1")));
    step = step->next;
    ck_assert(merit_text_equal(step->standing->partner_id, merit_text_of("p2")));
    step = step->next;
    ck_assert(step->standing == NULL);
    ck_assert_msg(merit_text_equal(step->event->event_id, merit_text_of("e1")),
                  "standings are not counted");
    case_close(&fixture);
}
END_TEST

CHECK_MAIN_TESTS("case_file",
                 test_file_steps,
                 test_file_rules_beside_it,
                 test_file_refused,
                 test_file_parse,
                 test_file_standings)
