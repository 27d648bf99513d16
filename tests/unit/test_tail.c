/* Tests of `merit tail`: records as lines, where it begins and ends, exit codes. */
#include "check_main.h"
#include "cli/tail.h"
#include "cli_fixture.h"
#include "kafka/producer.h"

static struct world world;
static struct cli cli;
static struct text_buffer text;

/* So many reports of one tenant; they are in `text`. */
static void open_with_reports(int count)
{
    world_open(&world, NULL);
    for (int i = 0; i < count; i++) {
        struct merit_event event = event_usage("t", "m365/teams", i, on(2023, 5, 1));
        json_write_event(&text, &event);
    }
    text_buffer_add_byte(&text, '\0');
    ck_assert_uint_eq(world_produce(&world, text.at).events, (uint64_t)count);
}

static void close_all(void)
{
    text_buffer_fini(&text);
    world_close(&world);
}

START_TEST(what_was_produced_is_printed_again)
{
    open_with_reports(30);
    cli_run(
        &cli, cli_tail, &world,
        (const char *const[]){"tail", "--until-end", "merit.usage", "--from", "beginning", NULL});
    ck_assert_int_eq(cli.code, 0);
    ck_assert_str_eq(cli.err, "");
    ck_assert_str_eq(cli.out, text.at);
    close_all();
}
END_TEST

START_TEST(it_stops_after_so_many)
{
    open_with_reports(30);
    cli_run(
        &cli, cli_tail, &world,
        (const char *const[]){"tail", "merit.usage", "--from", "beginning", "--limit", "4", NULL});
    ck_assert_int_eq(cli.code, 0);
    const char *fifth = text.at;
    for (int i = 0; i < 4; i++) {
        fifth = strchr(fifth, '\n') + 1;
    }
    ck_assert_uint_eq(strlen(cli.out), (size_t)(fifth - text.at));
    ck_assert_int_eq(strncmp(cli.out, text.at, strlen(cli.out)), 0);
    close_all();
}
END_TEST

/* What is there already is not what comes from now on. */
START_TEST(it_begins_at_the_end)
{
    open_with_reports(30);
    cli_run(&cli, cli_tail, &world,
            (const char *const[]){"tail", "merit.usage", "--until-end", NULL});
    ck_assert_int_eq(cli.code, 0);
    ck_assert_str_eq(cli.out, "");
    close_all();
}
END_TEST

static void send_to(const char *topic, const char *value, const char *code)
{
    const char *const topics[] = {topic};
    struct producer_config config = {
        .settings = &world.shared.kafka, .topic_count = 1, .topics = topics};
    enum kafka_outcome outcome;
    struct producer *producer = producer_new(&config, &outcome, world.error);
    struct producer_header header = {"merit.error.code", {(const uint8_t *)code, strlen(code)}};
    struct producer_message message = {.partition = 1,
                                       .key = {(const uint8_t *)"t", 1},
                                       .value = {(const uint8_t *)value, strlen(value)},
                                       .header_count = 1,
                                       .headers = &header};
    ck_assert_int_eq(producer_send(producer, &message, world.error), KAFKA_DONE);
    ck_assert_int_eq(producer_flush(producer, WORLD_WAIT_MS, world.error), KAFKA_DONE);
    producer_close(producer);
}

START_TEST(dead_letters_are_lines_too)
{
    world_open(&world, NULL);
    send_to("merit.dead-letters", "hi", "undecodable");
    cli_run(&cli, cli_tail, &world,
            (const char *const[]){"tail", "--until-end", "merit.dead-letters", "--from",
                                  "beginning", NULL});
    ck_assert_int_eq(cli.code, 0);
    ck_assert_str_eq(cli.out, "{\"type\":\"dead_letter\",\"code\":\"undecodable\",\"message\":null,"
                              "\"topic\":null,\"partition\":null,\"offset\":null,"
                              "\"timestamp\":null,\"key\":\"t\",\"value_hex\":\"6869\","
                              "\"value_bytes\":2}\n");
    world_close(&world);
}
END_TEST

/* A record that is none is said, and it goes on. */
START_TEST(a_record_that_is_none_is_said)
{
    open_with_reports(2);
    send_to("merit.usage", "no event", "");
    cli_run(
        &cli, cli_tail, &world,
        (const char *const[]){"tail", "--until-end", "merit.usage", "--from", "beginning", NULL});
    ck_assert_int_eq(cli.code, 0);
    ck_assert_str_eq(cli.out, text.at);
    ck_assert_ptr_nonnull(strstr(cli.err, ": undecodable: "));
    close_all();
}
END_TEST

START_TEST(a_topic_that_does_not_exist_gives_1)
{
    world_open(&world, NULL);
    world_hide(&world, "merit.scores", true);
    cli_run(&cli, cli_tail, &world, (const char *const[]){"tail", "merit.scores", NULL});
    ck_assert_int_eq(cli.code, 1);
    ck_assert_ptr_nonnull(strstr(cli.err, "topic merit.scores does not exist"));
    world_close(&world);
}
END_TEST

static void is_bad_usage(const char *const *words, const char *says)
{
    cli_run(&cli, cli_tail, NULL, words);
    ck_assert_int_eq(cli.code, 2);
    ck_assert_str_eq(cli.out, "");
    ck_assert_msg(strstr(cli.err, says) != NULL, "%s", cli.err);
}

START_TEST(a_topic_is_to_be_one_of_the_configuration)
{
    world_open_quiet(&world, NULL);
    is_bad_usage((const char *const[]){"tail", "merit.usages", "--set",
                                       "kafka.bootstrap_servers=127.0.0.1:1", "--set",
                                       "schemas.directory=" MERIT_SOURCE_DIR "/config/schemas",
                                       NULL},
                 "no topic of the configuration is called merit.usages");
    world_close_quiet(&world);
}
END_TEST

START_TEST(no_topic_gives_2)
{
    is_bad_usage((const char *const[]){"tail", NULL}, "which topic?");
}
END_TEST

START_TEST(two_topics_give_2)
{
    is_bad_usage((const char *const[]){"tail", "a", "b", NULL}, "one topic at a time");
}
END_TEST

START_TEST(a_wrong_beginning_gives_2)
{
    is_bad_usage((const char *const[]){"tail", "a", "--from", "middle", NULL},
                 "--from is beginning or end, not middle");
}
END_TEST

START_TEST(a_wrong_number_gives_2)
{
    is_bad_usage((const char *const[]){"tail", "a", "--limit", "0", NULL}, "--limit is a number");
}
END_TEST

START_TEST(what_is_no_number_gives_2)
{
    is_bad_usage((const char *const[]){"tail", "a", "--limit", "3x", NULL},
                 "--limit is a number of records from 1, not 3x");
}
END_TEST

START_TEST(a_missing_setting_gives_2)
{
    is_bad_usage((const char *const[]){"tail", "a", "--set", NULL}, "a value is missing for --set");
}
END_TEST

START_TEST(no_brokers_give_2)
{
    is_bad_usage((const char *const[]){"tail", "merit.usage", "--set",
                                       "schemas.directory=" MERIT_SOURCE_DIR "/config/schemas",
                                       NULL},
                 "which brokers?");
}
END_TEST

START_TEST(a_missing_number_gives_2)
{
    is_bad_usage((const char *const[]){"tail", "a", "--limit", NULL}, "--limit is a number");
}
END_TEST

START_TEST(an_unknown_option_gives_2)
{
    is_bad_usage((const char *const[]){"tail", "a", "--frob", NULL}, "unknown option --frob");
}
END_TEST

START_TEST(help_names_every_option)
{
    cli_run(&cli, cli_tail, NULL, (const char *const[]){"tail", "--help", NULL});
    ck_assert_int_eq(cli.code, 0);
    static const char *const options[] = {"--config", "--set", "--from", "--limit", "--until-end"};
    for (int i = 0; i < 5; i++) {
        ck_assert_ptr_nonnull(strstr(strstr(cli.out, "Usage:"), options[i]));
    }
}
END_TEST

CHECK_MAIN_TESTS("tail",
                 what_was_produced_is_printed_again,
                 it_stops_after_so_many,
                 it_begins_at_the_end,
                 dead_letters_are_lines_too,
                 a_record_that_is_none_is_said,
                 a_topic_that_does_not_exist_gives_1,
                 a_topic_is_to_be_one_of_the_configuration,
                 no_topic_gives_2,
                 two_topics_give_2,
                 a_wrong_beginning_gives_2,
                 a_wrong_number_gives_2,
                 what_is_no_number_gives_2,
                 a_missing_setting_gives_2,
                 no_brokers_give_2,
                 a_missing_number_gives_2,
                 an_unknown_option_gives_2,
                 help_names_every_option)
