/* Tests of `merit topics`, as far as the embedded broker goes. */
#include "check_main.h"
#include "cli/topics.h"
#include "cli_run.h"
#include "daemon_fixture.h"

static struct world world;

#define TOPICS(verb)                                                                               \
    cli_run(cli_topics, (const char *const[]){"topics", verb, "--set",                             \
                                              cli_brokers(world.shared.kafka.bootstrap_servers),   \
                                              "--set", CLI_SCHEMAS, "--set",                       \
                                              "kafka.properties.socket.timeout.ms=1000", NULL})

START_TEST(topics_that_exist_are_not_made)
{
    world_open(&world, NULL);
    ck_assert_int_eq(TOPICS("create"), 0);
    ck_assert_str_eq(cli_output, "every topic exists\n");
    world_close(&world);
}
END_TEST

/* The embedded broker tells no settings. */
START_TEST(what_cannot_be_checked_is_a_failure)
{
    world_open(&world, NULL);
    ck_assert_int_eq(TOPICS("check"), 1);
    ck_assert_ptr_nonnull(strstr(cli_errors, "merit topics: "));
    ck_assert_ptr_null(strstr(cli_output, "as it should be"));
    world_close(&world);
}
END_TEST

#define USE(expected, says, ...)                                                                   \
    cli_run_apart(cli_topics, (const char *const[]){"topics", __VA_ARGS__, NULL}, expected, says)

START_TEST(usage_is_checked)
{
    USE(0, "Usage: merit topics", "--help");
    USE(2, "Usage: merit topics", "delete");
    USE(2, "Usage: merit topics", "create", "now");
    USE(2, "Usage: merit topics", "check", "--config");
    USE(2, "which brokers?", "check", "--set", CLI_SCHEMAS);
    USE(1, "127.0.0.1:1", "check", "--set", CLI_SCHEMAS, "--set",
        "kafka.bootstrap_servers=127.0.0.1:1", "--set", "startup.wait_ms=100");
}
END_TEST

CHECK_MAIN_TESTS("topics",
                 topics_that_exist_are_not_made,
                 what_cannot_be_checked_is_a_failure,
                 usage_is_checked)
