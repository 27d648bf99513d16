/* What the subcommands of `merit rules` have in common. */
#include "check_main.h"
#include "cli/rules_say.h"
#include "rules_program.h"

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

START_TEST(test_have)
{
    struct rules *rules = rules_of("tests/rules/modern_work_only");
    ck_assert(rules_have(rules, "modern_work"));
    ck_assert(rules_have(rules, NULL));
    ck_assert(!rules_have(rules, "security"));
    rules_free(rules);
}
END_TEST

CHECK_MAIN_TESTS("rules_say", test_say, test_have)
