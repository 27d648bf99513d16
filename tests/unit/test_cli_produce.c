/* Tests of `merit produce`: exit codes, and what it says. */
#include "check_main.h"
#include "cli/produce.h"
#include "cli_fixture.h"

static struct world world;
static struct cli cli;
static struct text_buffer text;

static const char *file_with(const char *more)
{
    static char path[32];
    (void)snprintf(path, sizeof path, "/tmp/merit-test-XXXXXX");
    for (int i = 0; i < 3; i++) {
        struct merit_event event = event_usage("t", "m365/teams", i, on(2023, 5, 1));
        json_write_event(&text, &event);
    }
    text_buffer_add_string(&text, more);
    world_write(path, text.at, text.length);
    text_buffer_fini(&text);
    return path;
}

START_TEST(good_files_are_sent)
{
    world_open(&world, NULL);
    const char *file = file_with("");
    cli_run(&cli, cli_produce, &world, (const char *const[]){"produce", file, file, NULL});
    ck_assert_int_eq(cli.code, 0);
    ck_assert_str_eq(cli.err, "merit produce: 6 events sent, 0 bad lines\n");
    ck_assert_str_eq(cli.out, "");
    ck_assert_uint_eq(world_count(&world, "merit.usage"), 6);
    ck_assert_int_eq(unlink(file), 0);
    world_close(&world);
}
END_TEST

START_TEST(a_bad_line_gives_3)
{
    world_open(&world, NULL);
    const char *file = file_with("{}\n");
    cli_run(&cli, cli_produce, &world, (const char *const[]){"produce", file, NULL});
    ck_assert_int_eq(cli.code, 3);
    ck_assert_ptr_nonnull(strstr(cli.err, ":4: undecodable"));
    ck_assert_ptr_nonnull(strstr(cli.err, "merit produce: 3 events sent, 1 bad lines\n"));
    ck_assert_uint_eq(world_count(&world, "merit.usage"), 3);
    ck_assert_int_eq(unlink(file), 0);
    world_close(&world);
}
END_TEST

START_TEST(a_file_that_is_not_there_gives_2)
{
    world_open(&world, NULL);
    cli_run(&cli, cli_produce, &world, (const char *const[]){"produce", "/nowhere/x.jsonl", NULL});
    ck_assert_int_eq(cli.code, 2);
    ck_assert_ptr_nonnull(strstr(cli.err, "/nowhere/x.jsonl"));
    world_close(&world);
}
END_TEST

static void is_bad_usage(const char *first, const char *second, const char *says)
{
    cli_run(&cli, cli_produce, NULL, (const char *const[]){"produce", first, second, NULL});
    ck_assert_int_eq(cli.code, 2);
    ck_assert_str_eq(cli.out, "");
    ck_assert_msg(strstr(cli.err, says) != NULL, "%s", cli.err);
}

START_TEST(an_unknown_option_gives_2)
{
    is_bad_usage("--frob", NULL, "unknown option --frob");
}
END_TEST

START_TEST(a_missing_value_gives_2)
{
    is_bad_usage("file", "--config", "--config needs a value");
}
END_TEST

START_TEST(no_brokers_give_2)
{
    is_bad_usage("--set", "schemas.directory=" MERIT_SOURCE_DIR "/config/schemas",
                 "which brokers?");
}
END_TEST

START_TEST(help_is_help)
{
    cli_run(&cli, cli_produce, NULL, (const char *const[]){"produce", "--help", NULL});
    ck_assert_int_eq(cli.code, 0);
    ck_assert_int_eq(strncmp(cli.out, "Examples:\n", 10), 0);
    ck_assert_str_eq(cli.err, "");
}
END_TEST

CHECK_MAIN_TESTS("cli_produce",
                 good_files_are_sent,
                 a_bad_line_gives_3,
                 a_file_that_is_not_there_gives_2,
                 an_unknown_option_gives_2,
                 a_missing_value_gives_2,
                 no_brokers_give_2,
                 help_is_help)
