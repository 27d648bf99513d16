/* What the subcommands of `merit rules` have in common. */
#include "check_main.h"
#include "cli/rules_say.h"

START_TEST(test_say)
{
    ck_assert_int_eq(rules_wrong_usage("something is wrong", "here"), RULES_EXIT_WRONG);
    ck_assert_int_eq(rules_wrong_usage("something is wrong", ""), RULES_EXIT_WRONG);
    ck_assert_int_eq(rules_flush_output(), RULES_EXIT_GOOD);
    struct yaml_errors errors;
    yaml_errors_init(&errors);
    rules_print_errors(&errors);
    yaml_errors_fini(&errors);
}
END_TEST

START_TEST(test_open)
{
    static const char one[] = MERIT_SOURCE_DIR "/tests/rules/modern_work_only";
    struct rules *rules = rules_open(one, "modern_work");
    ck_assert_ptr_nonnull(rules);
    rules_free(rules);
    rules = rules_open(one, NULL);
    ck_assert_ptr_nonnull(rules);
    rules_free(rules);
    ck_assert_ptr_null(rules_open(one, "security"));
    ck_assert_ptr_null(rules_open("/nowhere", NULL));
}
END_TEST

CHECK_MAIN_TESTS("rules_say", test_say, test_open)
