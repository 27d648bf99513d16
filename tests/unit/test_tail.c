/* Tests of `merit tail`: what it prints of topics on the embedded broker, and its usage. */
#include "check_main.h"
#include "cli/tail.h"
#include "cli_run.h"
#include "daemon_history.h"
#include "kafka/producer.h"

enum { EVENTS = 9 };

static struct world world;
static struct history history;

/* A broker with a history. */
static void open_all(void)
{
    world_open(&world, NULL);
    history_make(&history, EVENTS);
    ck_assert_uint_eq(world_produce(&world, history.text.at).events, EVENTS);
}

static void close_all(void)
{
    history_free(&history);
    world_close(&world);
}

#define TAIL(...)                                                                                  \
    cli_run(cli_tail, (const char *const[]){"tail", "--set",                                       \
                                            cli_brokers(world.shared.kafka.bootstrap_servers),     \
                                            "--set", CLI_SCHEMAS, __VA_ARGS__, NULL})

static int lines_of(const char *text)
{
    int count = 0;
    for (; (text = strchr(text, '\n')) != NULL; text++) {
        count++;
    }
    return count;
}

START_TEST(all_of_a_topic_is_printed)
{
    open_all();
    ck_assert_int_eq(TAIL("merit.usage", "--from", "beginning", "--until-end"), 0);
    ck_assert_str_eq(cli_errors, "");
    ck_assert_int_eq(lines_of(cli_output), EVENTS / 3);
    for (int i = 0; i < EVENTS; i += 3) {
        char id[16];
        (void)snprintf(id, sizeof id, "\"event-%d\"", i);
        ck_assert_ptr_nonnull(strstr(cli_output, id));
    }
    close_all();
}
END_TEST

START_TEST(it_stops_at_the_limit)
{
    open_all();
    ck_assert_int_eq(TAIL("--limit", "1", "--from", "beginning", "merit.certifications"), 0);
    ck_assert_int_eq(lines_of(cli_output), 1);
    close_all();
}
END_TEST

START_TEST(from_the_end_there_is_nothing_yet)
{
    open_all();
    ck_assert_int_eq(TAIL("merit.usage", "--until-end"), 0);
    ck_assert_str_eq(cli_output, "");
    close_all();
}
END_TEST

START_TEST(dead_letters_are_printed)
{
    open_all();
    const char *topics[] = {"merit.dead-letters"};
    struct producer_config config = {
        .settings = &world.shared.kafka, .topic_count = 1, .topics = topics};
    enum kafka_outcome outcome;
    struct producer *producer = producer_new(&config, &outcome, world.error);
    ck_assert_ptr_nonnull(producer);
    struct producer_message message = {.value = {(const uint8_t *)"\x01", 1}};
    ck_assert_int_eq(producer_send(producer, &message, world.error), KAFKA_DONE);
    ck_assert_int_eq(producer_flush(producer, 5000, world.error), KAFKA_DONE);
    producer_close(producer);
    ck_assert_int_eq(TAIL("merit.dead-letters", "--from", "beginning", "--until-end"), 0);
    ck_assert_ptr_nonnull(strstr(cli_output, "\"value_hex\":\"01\",\"value_bytes\":1}\n"));
    close_all();
}
END_TEST

START_TEST(an_unknown_topic_is_bad_usage)
{
    open_all();
    ck_assert_int_eq(TAIL("merit.nonsense", "--until-end"), 2);
    ck_assert_ptr_nonnull(strstr(cli_errors, "no topic of the configuration"));
    close_all();
}
END_TEST

#define USE(expected, says, ...)                                                                   \
    cli_run_apart(cli_tail, (const char *const[]){"tail", __VA_ARGS__, NULL}, expected, says)

START_TEST(usage_is_checked)
{
    USE(0, "Usage: merit tail", "--help");
    USE(2, "which topic?", "--until-end");
    USE(2, "one topic at a time, not also b", "a", "b");
    USE(2, "--from is beginning or end, not middle", "a", "--from", "middle");
    USE(2, "--limit is a number of records, not 0", "a", "--limit", "0");
    USE(2, "--limit is a number of records, not 3x", "a", "--limit", "3x");
    USE(2, "unknown option --follow", "a", "--follow");
    USE(2, "a value is missing for --set", "a", "--set");
    USE(2, "which brokers?", "--set", CLI_SCHEMAS, "merit.usage");
}
END_TEST

CHECK_MAIN_TESTS("tail",
                 all_of_a_topic_is_printed,
                 it_stops_at_the_limit,
                 from_the_end_there_is_nothing_yet,
                 dead_letters_are_printed,
                 an_unknown_topic_is_bad_usage,
                 usage_is_checked)
