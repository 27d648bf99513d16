/* Tests of `merit reshard`: exit codes and what it says. */
#include "check_main.h"
#include "cli/reshard.h"
#include "cli_fixture.h"

static struct world world;
static struct cli cli;

#define RULES      "rules.directory=" MERIT_SOURCE_DIR "/config/rules"
#define FILE_THERE MERIT_SOURCE_DIR "/README.md"

static void says(int code, const char *text)
{
    ck_assert_msg(cli.code == code && strstr(cli.err, text) != NULL, "%d: %s", cli.code, cli.err);
    ck_assert_str_eq(cli.out, "");
}

START_TEST(one_old_configuration_is_wanted)
{
    world_open(&world, NULL);
    cli_run(&cli, cli_reshard, &world, (const char *const[]){"reshard", "--set", RULES, NULL});
    says(2, "one old configuration is wanted");
    cli_run(&cli, cli_reshard, &world,
            (const char *const[]){"reshard", "--set", RULES, FILE_THERE, FILE_THERE, NULL});
    says(2, "one old configuration is wanted");
    cli_run(&cli, cli_reshard, &world,
            (const char *const[]){"reshard", "--set", RULES, "/nowhere/old.yaml", NULL});
    says(2, "/nowhere/old.yaml");
    world_close(&world);
}
END_TEST

START_TEST(what_is_refused_says_that_nothing_was_written)
{
    char path[] = "/tmp/merit-test-XXXXXX";
    char text[512];
    world_open(&world, NULL);
    int length = snprintf(text, sizeof text,
                          "application_id: %s\nkafka:\n  bootstrap_servers: \"%s\"\n"
                          "state:\n  directory: /tmp/nothing\nschemas:\n  directory: %s\n",
                          world.config->application_id, world.config->kafka_bootstrap_servers,
                          MERIT_SOURCE_DIR "/config/schemas");
    world_write(path, text, (size_t)length);
    cli_run(&cli, cli_reshard, &world,
            (const char *const[]){"reshard", "--set", RULES, path, NULL});
    ck_assert_int_eq(unlink(path), 0);
    says(2, "the same application_id");
    says(2, "; nothing was written\n");
    world_close(&world);
}
END_TEST

START_TEST(help_is_help)
{
    cli_run(&cli, cli_reshard, NULL, (const char *const[]){"reshard", "--help", NULL});
    ck_assert_int_eq(cli.code, 0);
    ck_assert_int_eq(strncmp(cli.out, "Examples:\n", 10), 0);
    ck_assert_str_eq(cli.err, "");
}
END_TEST

CHECK_MAIN_TESTS("cli_reshard",
                 one_old_configuration_is_wanted,
                 what_is_refused_says_that_nothing_was_written,
                 help_is_help)
