/* The command line of meritd. */
#include "check_main.h"
#include "daemon/options.h"

#include <unistd.h>

static struct daemon_options options;

/* Up to eight arguments, the last NULL. */
static enum daemon_options_result parse(const char *const arguments[])
{
    static char copies[8][64];
    static char program[] = "meritd";
    static char *argv[10];
    argv[0] = program;
    int argc = 1;
    for (; arguments[argc - 1] != NULL; argc++) {
        ck_assert_int_lt(argc, 9);
        ck_assert_uint_lt(strlen(arguments[argc - 1]), sizeof copies[0]);
        memcpy(copies[argc - 1], arguments[argc - 1], strlen(arguments[argc - 1]) + 1);
        argv[argc] = copies[argc - 1];
    }
    static const char *const environment[] = {"A=B", NULL};
    argv[argc] = NULL;
    return daemon_options_parse(argc, argv, environment, &options);
}

#define PARSE(...) parse((const char *const[]){__VA_ARGS__, NULL})

START_TEST(test_options_good)
{
    ck_assert_int_eq(PARSE("--config", "a.yaml"), DAEMON_OPTIONS_GOOD);
    ck_assert_str_eq(options.source.path, "a.yaml");
    ck_assert_str_eq(options.source.environment[0], "A=B");
    ck_assert(!options.check_config && !options.source.try_out);
    ck_assert_int_eq(PARSE("--config=a.yaml", "--check-config", "--set", "a=1", "--set", "b=2"),
                     DAEMON_OPTIONS_GOOD);
    ck_assert(options.check_config);
    ck_assert_uint_eq(options.source.override_count, 2);
    ck_assert_str_eq(options.source.overrides[1], "b=2");
    ck_assert_int_eq(PARSE("--try", "x.jsonl", "y.jsonl"), DAEMON_OPTIONS_GOOD);
    ck_assert(options.source.try_out);
    ck_assert_ptr_null(options.source.path);
    ck_assert_uint_eq(options.file_count, 2);
    ck_assert_str_eq(options.files[1], "y.jsonl");
    ck_assert_int_eq(PARSE("--try"), DAEMON_OPTIONS_GOOD);
    ck_assert_uint_eq(options.file_count, 0);
}
END_TEST

START_TEST(test_options_bad)
{
    ck_assert_int_eq(parse((const char *const[]){NULL}), DAEMON_OPTIONS_BAD);
    ck_assert_int_eq(PARSE("--config"), DAEMON_OPTIONS_BAD);
    ck_assert_int_eq(PARSE("--config", "a", "--config", "b"), DAEMON_OPTIONS_BAD);
    ck_assert_int_eq(PARSE("--config", "a", "b.jsonl"), DAEMON_OPTIONS_BAD);
    ck_assert_int_eq(PARSE("--config", "a", "--frob"), DAEMON_OPTIONS_BAD);
    ck_assert_int_eq(PARSE("--check-config"), DAEMON_OPTIONS_BAD);
    ck_assert_int_eq(PARSE("--config", "a", "--set"), DAEMON_OPTIONS_BAD);
}
END_TEST

START_TEST(test_options_many_overrides)
{
    static char set[] = "--set=a=1";
    static char config[] = "--config=a";
    static char program[] = "meritd";
    static char *argv[CONFIG_OVERRIDES_MAX + 4] = {program, config};
    for (int i = 0; i <= CONFIG_OVERRIDES_MAX; i++) {
        argv[i + 2] = set;
    }
    ck_assert_int_eq(daemon_options_parse(CONFIG_OVERRIDES_MAX + 2, argv, NULL, &options),
                     DAEMON_OPTIONS_GOOD);
    ck_assert_int_eq(daemon_options_parse(CONFIG_OVERRIDES_MAX + 3, argv, NULL, &options),
                     DAEMON_OPTIONS_BAD);
}
END_TEST

START_TEST(test_options_printed)
{
    ck_assert_int_eq(PARSE("--help"), DAEMON_OPTIONS_DONE);
    ck_assert_int_eq(PARSE("-h"), DAEMON_OPTIONS_DONE);
    ck_assert_int_eq(PARSE("--version"), DAEMON_OPTIONS_DONE);
}
END_TEST

CHECK_MAIN_TESTS("options",
                 test_options_good,
                 test_options_bad,
                 test_options_many_overrides,
                 test_options_printed)
