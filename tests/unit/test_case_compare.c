/* Differences between what a test expects and what came out, as they are said. */
#include "case_fixture.h"
#include "check_main.h"

#define EXPECT(lines)                                                                              \
    CASE_HEAD "tests:\n  - name: x\n    days:\n      2023-07-01:\n"                                \
              "        - cert p1 {ann,bob} MS-900 2022-01-01..\n        - expect:\n" lines

static void says(const char *text, const char *said)
{
    struct case_fixture fixture;
    case_open(&fixture, text);
    uint32_t count = case_failures(&fixture);
    ck_assert_uint_eq(count, said == NULL ? 0 : 1);
    ck_assert_msg(said == NULL || strstr(fixture.failures.at, said) != NULL, "%s",
                  fixture.failures.at);
    case_close(&fixture);
}

START_TEST(test_compare_equal)
{
    says(EXPECT("            points: 10\n"
                "            path: smb\n"
                "            metrics:\n"
                "              intermediate_certifications: 10 actual=2 target=2 max=10\n"
                "            transitions: []\n"
                "            changes:\n"
                "              - 2023-07-01 points=5\n"
                "              - 2023-07-01 points=10 previous_points=5 cause=EVENT\n"
                "            order:\n"
                "              - modern_work CHANGE\n"
                "              - modern_work CHANGE\n"),
         NULL);
}
END_TEST

START_TEST(test_compare_different)
{
    says(EXPECT("            points: 11\n"),
         "sample.yaml:10: on 2023-07-01, p1, modern_work: points: got 10, want 11\n");
    says(EXPECT("            metrics:\n"
                "              intermediate_certifications: 10 actual=3\n"),
         "sample.yaml:11: on 2023-07-01, p1, modern_work: intermediate_certifications actual: "
         "got 2, want 3\n");
    says(EXPECT("            transitions:\n              - ATTAINED 2023-07-01\n"),
         "transition: got none, want ATTAINED 2023-07-01");
    says(EXPECT("            changes:\n              - 2023-07-01 points=5\n"),
         "change: got 2023-07-01 points=10, want no more");
    says(EXPECT("            changes:\n              - 2023-06-30 points=5\n"),
         "change: got 2023-07-01 points=5, want 2023-06-30 points=5");
    says(EXPECT("            order:\n              - modern_work CHANGE\n"), "want no more");
    says(EXPECT("            order:\n              - modern_work ATTAINED\n"),
         "order: got modern_work CHANGE, want modern_work ATTAINED");
}
END_TEST

CHECK_MAIN_TESTS("case_compare", test_compare_equal, test_compare_different)
