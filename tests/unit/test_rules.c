/* `merit rules`: exit codes, and what is printed; the texts themselves are tests/rules. */
#include "check_main.h"
#include "cli/rules.c"

#include <unistd.h>

enum { ARGUMENTS_MAX = 8, OUTPUT_BYTES = 1 << 20 };

static char output[OUTPUT_BYTES];

/* Runs it; its standard output stands in `output` afterwards. */
static int run(const char *const *arguments)
{
    struct arena arena = {0};
    char *copies[ARGUMENTS_MAX];
    int count = 0;
    for (; arguments[count] != NULL; count++) {
        size_t size = strlen(arguments[count]) + 1;
        copies[count] = arena_allocate(&arena, size);
        memcpy(copies[count], arguments[count], size);
    }
    FILE *file = tmpfile();
    int kept = dup(STDOUT_FILENO);
    ck_assert_ptr_nonnull(file);
    ck_assert_int_ge(kept, 0);
    ck_assert_int_eq(fflush(stdout), 0);
    ck_assert_int_eq(dup2(fileno(file), STDOUT_FILENO), STDOUT_FILENO);
    int result = cli_rules(count, copies);
    ck_assert_int_eq(fflush(stdout), 0);
    ck_assert_int_eq(dup2(kept, STDOUT_FILENO), STDOUT_FILENO);
    ck_assert_int_eq(close(kept), 0);
    rewind(file);
    size_t length = fread(output, 1, sizeof output - 1, file);
    output[length] = '\0';
    ck_assert_int_eq(fclose(file), 0);
    arena_fini(&arena);
    return result;
}

#define RUN(...) run((const char *const[]){"rules", __VA_ARGS__, NULL})

static const char live[] = MERIT_SOURCE_DIR "/config/rules";
static const char one[] = MERIT_SOURCE_DIR "/tests/rules/modern_work_only";
static const char wrong[] = MERIT_SOURCE_DIR "/tests/rules/wrong/weights.yaml";

START_TEST(test_rules_check)
{
    ck_assert_int_eq(RUN("check", live, one), 0);
    ck_assert_ptr_nonnull(
        strstr(output, "config/rules: ok: 6 designations, 9 versions, revision "));
    ck_assert_ptr_nonnull(
        strstr(output, "modern_work_only: ok: 1 designations, 2 versions, revision "));
    ck_assert_int_eq(RUN("check", live, wrong), 2);
    ck_assert_str_eq(output, "");
}
END_TEST

START_TEST(test_rules_show)
{
    ck_assert_int_eq(RUN("show", "--on", "2023-06-11", "--rules", live), 0);
    ck_assert_ptr_nonnull(strstr(output, "modern_work (Modern Work), version 2022-10-03\n"));
    ck_assert_ptr_nonnull(strstr(output, "associated: DPOR, CPOR [S]"));
    ck_assert_ptr_null(strstr(output, "viva"));
    ck_assert_int_eq(RUN("show", "--on", "2023-06-12", "--rules", live, "modern_work"), 0);
    ck_assert_ptr_nonnull(strstr(output, "m365/viva_topics [K]"));
    ck_assert_ptr_nonnull(strstr(output, "modern_work/2023-06-12.yaml:"));
}
END_TEST

START_TEST(test_rules_show_by_day)
{
    ck_assert_int_eq(RUN("show", "--on", "2024-06-30", "--rules", live, "security"), 0);
    ck_assert_ptr_nonnull(strstr(output, "MS-500 until 2024-07-01 [K]"));
    ck_assert_int_eq(RUN("show", "--on", "2024-07-01", "--rules", live, "security"), 0);
    ck_assert_ptr_null(strstr(output, "MS-500"));
    /* Before the first version the first applies. */
    ck_assert_int_eq(RUN("show", "--on", "2001-01-01", "--rules", live, "security"), 0);
    ck_assert_ptr_nonnull(strstr(output, "version 2022-10-03\n"));
}
END_TEST

START_TEST(test_rules_usage)
{
    ck_assert_int_eq(RUN("--help"), 0);
    ck_assert_int_eq(strncmp(output, "Examples:\n", 10), 0);
    ck_assert_int_eq(run((const char *const[]){"rules", NULL}), 2);
    ck_assert_int_eq(RUN("chekc"), 2);
    ck_assert_int_eq(RUN("check"), 2);
    ck_assert_int_eq(RUN("check", "--all"), 2);
    ck_assert_int_eq(RUN("show"), 2);
    ck_assert_int_eq(RUN("show", "--on"), 2);
    ck_assert_int_eq(RUN("show", "--on", "yesterday"), 2);
    ck_assert_int_eq(RUN("show", "--on", "2023-01-01", "one", "two"), 2);
    ck_assert_int_eq(RUN("show", "--on", "2023-01-01", "--rules", live, "modern_wrok"), 2);
    ck_assert_int_eq(RUN("show", "--on", "2023-01-01", "--rules", "/nowhere"), 2);
    ck_assert_str_eq(output, "");
}
END_TEST

CHECK_MAIN_TESTS(
    "rules", test_rules_check, test_rules_show, test_rules_show_by_day, test_rules_usage)
