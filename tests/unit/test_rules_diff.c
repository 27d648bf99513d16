/* `merit rules diff`: its exit codes (tests/rules sees what it prints). */
#include "check_main.h"
#include "cli/rules_diff.h"
#include "cli_words.h"

#define RUN(...) cli_words_run(cli_rules_diff, (const char *const[]){"diff", __VA_ARGS__, NULL})
#define LIVE     MERIT_SOURCE_DIR "/config/rules"

START_TEST(test_diff_codes)
{
    ck_assert_int_eq(RUN("--rules", LIVE, "2023-01-01", "2023-12-31"), 0);
    ck_assert_int_eq(RUN("2023-01-01", "2023-12-31", "security", "--rules", LIVE), 0);
    ck_assert_int_eq(RUN("--rules", LIVE, "2023-01-01", "2023-12-31", "secruity"), 2);
    ck_assert_int_eq(RUN("--rules", LIVE, "2023-01-01"), 2);
    ck_assert_int_eq(RUN("--rules", LIVE, "2023-01-01", "later"), 2);
    ck_assert_int_eq(RUN("--rules", LIVE, "2023-01-01", "2023-12-31", "security", "data"), 2);
    ck_assert_int_eq(RUN("--rules", "/nowhere", "2023-01-01", "2023-12-31"), 2);
    ck_assert_int_eq(RUN("--all", "2023-01-01", "2023-12-31"), 2);
    ck_assert_int_eq(RUN("2023-01-01", "2023-12-31", "--rules"), 2);
}
END_TEST

CHECK_MAIN_TESTS("rules_diff", test_diff_codes)
