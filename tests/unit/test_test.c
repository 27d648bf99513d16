/* `merit test`: exit codes, and which tests are meant (tests/cases sees what it prints). */
#include "cli/test.h"

#include "check_main.h"
#include "cli_words.h"

#define RUN(...) cli_words_run(cli_test, (const char *const[]){"test", __VA_ARGS__, NULL})
#define EXAMPLES MERIT_SOURCE_DIR "/tests/cases/worked_examples.yaml"
#define ONE      MERIT_SOURCE_DIR "/tests/rules/modern_work_only"

START_TEST(test_exit_codes)
{
    ck_assert_int_eq(RUN(EXAMPLES), 0);
    ck_assert_int_eq(RUN("--run", "T1", EXAMPLES), 0);
    ck_assert_int_eq(RUN("--run", "T99", EXAMPLES), 2);
    ck_assert_int_eq(RUN("--rules", ONE, EXAMPLES), 2);
    ck_assert_int_eq(RUN("--all", EXAMPLES), 2);
    ck_assert_int_eq(RUN("--run"), 2);
    ck_assert_int_eq(RUN("/nowhere/at/all.yaml"), 2);
    ck_assert_int_eq(RUN("--run", "T1", "--junit", "/nowhere/at/all.xml", EXAMPLES), 1);
    ck_assert_int_eq(RUN("--help"), 0);
    ck_assert_int_eq(cli_words_run(cli_test, (const char *const[]){"test", NULL}), 2);
}
END_TEST

static bool meant(const char *name, const char *pattern)
{
    return test_is_meant(merit_text_of(name), merit_text_of(pattern));
}

START_TEST(test_which_are_meant)
{
    ck_assert(meant("T1 one of three", "T1"));
    ck_assert(!meant("T11 one of three", "T1"));
    ck_assert(meant("T11 one", "T1*"));
    ck_assert(meant("T11 one", "*on?"));
    ck_assert(meant("what is [this]?", "what is [this]?"));
    ck_assert(meant("a*b", "a*b"));
    ck_assert(!meant("abc", "a*d"));
    ck_assert(meant("", "*"));
    ck_assert(!meant("a", ""));
}
END_TEST

CHECK_MAIN_TESTS("test", test_exit_codes, test_which_are_meant)
