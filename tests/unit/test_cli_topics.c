/* Tests of `merit topics`: exit codes, and what it says; the rest is seen on a real broker. */
#include "check_main.h"
#include "cli/topics.h"
#include "cli_fixture.h"

static struct world world;
static struct cli cli;

START_TEST(where_all_exist_none_is_made)
{
    world_open(&world, NULL);
    cli_run(&cli, cli_topics, &world, (const char *const[]){"topics", "create", NULL});
    ck_assert_int_eq(cli.code, 0);
    ck_assert_str_eq(cli.out, "every topic exists\n");
    ck_assert_str_eq(cli.err, "");
    world_close(&world);
}
END_TEST

/* The embedded broker makes no topics and tells no settings: what fails is said. */
START_TEST(what_cannot_be_made_is_said)
{
    world_open(&world, NULL);
    world_hide(&world, "merit.scores", true);
    cli_run(&cli, cli_topics, &world, (const char *const[]){"topics", "create", NULL});
    ck_assert_int_eq(cli.code, 1);
    ck_assert_int_eq(strncmp(cli.err, "merit topics: ", 14), 0);
    ck_assert_str_eq(cli.out, "");
    world_close(&world);
}
END_TEST

START_TEST(what_cannot_be_checked_is_said)
{
    world_open(&world, NULL);
    cli_run(&cli, cli_topics, &world, (const char *const[]){"topics", "check", NULL});
    ck_assert_int_eq(cli.code, 1);
    ck_assert_int_eq(strncmp(cli.err, "merit topics: ", 14), 0);
    world_close(&world);
}
END_TEST

START_TEST(no_broker_gives_1)
{
    world_open_quiet(&world, NULL);
    cli_run(&cli, cli_topics, NULL,
            (const char *const[]){"topics", "check", "--set", "startup.wait_ms=1000", "--set",
                                  "kafka.bootstrap_servers=127.0.0.1:1", "--set",
                                  "schemas.directory=" MERIT_SOURCE_DIR "/config/schemas", NULL});
    ck_assert_int_eq(cli.code, 1);
    ck_assert_ptr_nonnull(strstr(cli.err, "127.0.0.1:1"));
    world_close_quiet(&world);
}
END_TEST

static void is_bad_usage(const char *verb, const char *option, const char *says)
{
    cli_run(&cli, cli_topics, NULL, (const char *const[]){"topics", verb, option, NULL});
    ck_assert_int_eq(cli.code, 2);
    ck_assert_str_eq(cli.out, "");
    ck_assert_ptr_nonnull(strstr(cli.err, says));
}

START_TEST(no_verb_gives_2)
{
    is_bad_usage(NULL, NULL, "say what to do: create or check");
}
END_TEST

START_TEST(another_verb_gives_2)
{
    is_bad_usage("delete", NULL, "neither create nor check: delete");
}
END_TEST

START_TEST(another_option_gives_2)
{
    is_bad_usage("create", "--frob", "unknown option --frob");
}
END_TEST

START_TEST(a_missing_value_gives_2)
{
    is_bad_usage("check", "--config", "a value is missing for --config");
}
END_TEST

START_TEST(no_brokers_give_2)
{
    cli_run(&cli, cli_topics, NULL,
            (const char *const[]){"topics", "check", "--set",
                                  "schemas.directory=" MERIT_SOURCE_DIR "/config/schemas", NULL});
    ck_assert_int_eq(cli.code, 2);
    ck_assert_ptr_nonnull(strstr(cli.err, "which brokers?"));
}
END_TEST

START_TEST(help_is_help)
{
    cli_run(&cli, cli_topics, NULL, (const char *const[]){"topics", "--help", NULL});
    ck_assert_int_eq(cli.code, 0);
    ck_assert_int_eq(strncmp(cli.out, "Examples:\n", 10), 0);
}
END_TEST

CHECK_MAIN_TESTS("cli_topics",
                 where_all_exist_none_is_made,
                 what_cannot_be_made_is_said,
                 what_cannot_be_checked_is_said,
                 no_broker_gives_1,
                 no_verb_gives_2,
                 another_verb_gives_2,
                 another_option_gives_2,
                 a_missing_value_gives_2,
                 no_brokers_give_2,
                 help_is_help)
