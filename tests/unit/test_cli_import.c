/* Tests of `merit import`: exit codes, what it says, and what comes to the topic of facts. */
#include "check_main.h"
#include "cli/import.h"
#include "cli_fixture.h"
#include "kafka/producer.h"

static struct world world;
static struct cli cli;

#define LINE(partner, designation)                                                                 \
    "{\"type\":\"standing\",\"partner_id\":\"" partner "\",\"designation\":\"" designation         \
    "\",\"attained_on\":\"2022-10-03\",\"anniversary_date\":\"2024-10-03\"}\n"
#define RULES "rules.directory=" MERIT_SOURCE_DIR "/config/rules"

static void run_text(const char *text)
{
    char path[] = "/tmp/merit-test-XXXXXX";
    world_write(path, text, strlen(text));
    cli_run(&cli, cli_import, &world, (const char *const[]){"import", "--set", RULES, path, NULL});
    ck_assert_int_eq(unlink(path), 0);
    ck_assert_str_eq(cli.out, "");
}

static void says(int code, const char *text)
{
    ck_assert_msg(cli.code == code && strstr(cli.err, text) != NULL, "%d: %s", cli.code, cli.err);
}

START_TEST(standings_are_imported_once)
{
    world_open(&world, NULL);
    run_text(LINE("p1", "security") LINE("p2", "security") LINE("p1", "modern_work"));
    says(0, "merit import: 3 standings of 2 partners imported\n");
    uint32_t packs = world_count(&world, world.topics.facts);
    ck_assert_uint_ge(packs, 1);
    ck_assert_uint_le(packs, 2);
    run_text(LINE("p3", "security"));
    says(2, "standings were imported already");
    ck_assert_uint_eq(world_count(&world, world.topics.facts), packs);
    world_close(&world);
}
END_TEST

START_TEST(one_bad_line_keeps_all_out)
{
    world_open(&world, NULL);
    run_text(LINE("p1", "security") LINE("p1", "microsoft_cloud"));
    says(3, ":2: bad_standing: designation is held by whoever holds all the others");
    says(3, "merit import: 1 bad lines; nothing was imported\n");
    run_text("\n");
    says(3, "there is no standing in what was given; nothing was imported\n");
    ck_assert_uint_eq(world_count(&world, world.topics.facts), 0);
    world_close(&world);
}
END_TEST

/* A message of the change log is enough to know. */
START_TEST(after_a_start_it_is_refused)
{
    world_open(&world, NULL);
    struct producer_config config = {
        .settings = &world.shared.kafka,
        .topic_count = SEND_TOPIC_COUNT,
        .topics = world.shared.sends,
    };
    enum kafka_outcome outcome;
    struct producer *producer = producer_new(&config, &outcome, world.error);
    ck_assert_ptr_nonnull(producer);
    struct producer_message message = {
        .topic = SEND_CHANGELOG, .partition = 2, .value = {(const uint8_t *)"x", 1}};
    ck_assert_int_eq(producer_send(producer, &message, world.error), KAFKA_DONE);
    ck_assert_int_eq(producer_flush(producer, WORLD_WAIT_MS, world.error), KAFKA_DONE);
    producer_close(producer);
    run_text(LINE("p1", "security"));
    says(2, "meritd has started already");
    ck_assert_uint_eq(world_count(&world, world.topics.facts), 0);
    world_close(&world);
}
END_TEST

START_TEST(a_file_that_is_not_there_gives_2)
{
    world_open(&world, NULL);
    cli_run(&cli, cli_import, &world,
            (const char *const[]){"import", "--set", RULES, "/nowhere/x.jsonl", NULL});
    says(2, "/nowhere/x.jsonl");
    world_close(&world);
}
END_TEST

START_TEST(bad_usage_gives_2)
{
    cli_run(&cli, cli_import, NULL, (const char *const[]){"import", "--frob", NULL});
    says(2, "unknown option --frob");
    cli_run(&cli, cli_import, NULL, (const char *const[]){"import", "file", "--config", NULL});
    says(2, "--config needs a value");
    cli_run(&cli, cli_import, NULL,
            (const char *const[]){"import", "--set",
                                  "schemas.directory=" MERIT_SOURCE_DIR "/config/schemas", NULL});
    says(2, "which brokers?");
}
END_TEST

START_TEST(wrong_rules_give_2)
{
    world_open(&world, NULL);
    cli_run(&cli, cli_import, &world,
            (const char *const[]){"import", "--set", "rules.directory=/nowhere/at/all", NULL});
    ck_assert_int_eq(cli.code, 2);
    world_close(&world);
}
END_TEST

START_TEST(help_is_help)
{
    cli_run(&cli, cli_import, NULL, (const char *const[]){"import", "--help", NULL});
    ck_assert_int_eq(cli.code, 0);
    ck_assert_int_eq(strncmp(cli.out, "Examples:\n", 10), 0);
    ck_assert_str_eq(cli.err, "");
}
END_TEST

CHECK_MAIN_TESTS("cli_import",
                 standings_are_imported_once,
                 one_bad_line_keeps_all_out,
                 after_a_start_it_is_refused,
                 a_file_that_is_not_there_gives_2,
                 bad_usage_gives_2,
                 wrong_rules_give_2,
                 help_is_help)
