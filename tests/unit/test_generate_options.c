/* Tests of the command line of `merit generate`. */
#include "check_main.h"
#include "cli/generate_options.h"
#include "generate_parts.h"

#include <stdio.h>

enum { ARGUMENTS_MAX = 16 };

/* Words by spaces; the first is the subcommand. */
static enum generate_options_result read_words(const char *words,
                                               struct generate_plan *plan,
                                               char *error)
{
    static char copy[512];
    char *arguments[ARGUMENTS_MAX];
    int count = 0;
    (void)snprintf(copy, sizeof copy, "%s", words);
    for (char *at = copy; at != NULL && count < ARGUMENTS_MAX;) {
        arguments[count++] = at;
        at = strchr(at, ' ');
        if (at != NULL) {
            *at++ = '\0';
        }
    }
    return generate_options_read(count, arguments, plan, error);
}

START_TEST(has_defaults)
{
    struct generate_plan plan;
    char error[GENERATE_OPTIONS_ERROR_BYTES];
    ck_assert_int_eq(read_words("generate", &plan, error), GENERATE_OPTIONS_GOOD);
    ck_assert_int_eq(plan.partners, 100);
    ck_assert_int_eq(plan.tenants, 2000);
    ck_assert_int_eq(plan.months, 24);
    ck_assert_int_eq(plan.late_percent, 0);
    ck_assert_uint_eq(plan.seed, 1);
    ck_assert_int_eq(plan.last_day, merit_day_of_date((struct merit_date){2023, 12, 31}));
    ck_assert_int_eq(plan.first_day, merit_day_of_date((struct merit_date){2022, 1, 1}));
    ck_assert_str_eq(plan.products[0]->name, "m365/teams");
}
END_TEST

START_TEST(takes_what_is_given)
{
    struct generate_plan plan;
    char error[GENERATE_OPTIONS_ERROR_BYTES];
    ck_assert_int_eq(read_words("generate --partners 3 --tenants 9 --months 12 --seed "
                                "18446744073709551615 --late 100 --until 2022-06-15 "
                                "--designations security,data_ai_azure",
                                &plan, error),
                     GENERATE_OPTIONS_GOOD);
    ck_assert_int_eq(plan.partners, 3);
    ck_assert_int_eq(plan.tenants, 9);
    ck_assert_int_eq(plan.months, 12);
    ck_assert_uint_eq(plan.seed, UINT64_MAX);
    ck_assert_int_eq(plan.late_percent, 100);
    ck_assert_int_eq(plan.last_day, merit_day_of_date((struct merit_date){2022, 6, 15}));
    ck_assert_int_eq(plan.first_day, merit_day_of_date((struct merit_date){2021, 7, 1}));
    ck_assert_str_eq(plan.products[0]->name, "azure/sentinel");
    ck_assert_int_eq(read_words("generate --help", &plan, error), GENERATE_OPTIONS_HELP);
}
END_TEST

START_TEST(refuses_the_rest_in_one_line)
{
    static const char *const bad[] = {
        "generate x",
        "generate --partner 3",
        "generate --partners",
        "generate --partners 0",
        "generate --partners -1",
        "generate --partners 1000001",
        "generate --tenants 1.5",
        "generate --tenants 10x",
        "generate --months 121",
        "generate --late 101",
        "generate --seed 18446744073709551616",
        "generate --until 2023-02-30",
        "generate --until tomorrow",
        "generate --until 2003-01-01",
        "generate --until 2199-12-31",
        "generate --designations modern_work,",
        "generate --designations modern",
        "generate --designations",
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct generate_plan plan = {.partners = 4711};
        char error[GENERATE_OPTIONS_ERROR_BYTES] = "";
        ck_assert_msg(read_words(bad[i], &plan, error) == GENERATE_OPTIONS_BAD, "%s", bad[i]);
        ck_assert_msg(error[0] != '\0' && strchr(error, '\n') == NULL, "%s: %s", bad[i], error);
        ck_assert_int_eq(plan.partners, 4711);
    }
}
END_TEST

CHECK_MAIN_TESTS("generate_options",
                 has_defaults,
                 takes_what_is_given,
                 refuses_the_rest_in_one_line)
