/* Tests of sending events from files: the part the daemon shares, and `merit produce`. */
#include "check_main.h"
#include "cli/produce.h"
#include "cli_run.h"
#include "daemon_history.h"

enum { EVENTS = 9 };

static struct world world;
static struct history history;
static struct produce_result result;
static char path[] = "/tmp/merit-test-XXXXXX";

/* A broker, and a file of events with a blank line and a bad one behind them. */
static void open_all(void)
{
    world_open(&world, NULL);
    history_make(&history, EVENTS);
    text_buffer_add_string(&history.text, "\n{\"type\":\"nonsense\"}\n");
    world_write(path, history.text.at, history.text.length);
}

static void close_all(void)
{
    ck_assert_int_eq(unlink(path), 0);
    history_free(&history);
    world_close(&world);
}

static uint32_t count_all(void)
{
    uint32_t count = 0;
    for (int i = 0; i < RECORD_INPUTS; i++) {
        count += world_count(&world, world.config->topics[i]);
    }
    return count;
}

static bool produce(const char *file, uint64_t events_max)
{
    const char *files[] = {file};
    struct produce_job job = {
        .config = world.config,
        .kafka = &world.shared.kafka,
        .schemas = world.schemas,
        .files = files,
        .file_count = 1,
        .events_max = events_max,
    };
    return produce_run(&job, &result, world.error);
}

START_TEST(good_lines_are_sent_and_bad_ones_counted)
{
    open_all();
    ck_assert(produce(path, EVENTS));
    ck_assert_uint_eq(result.events, EVENTS);
    ck_assert_uint_eq(result.bad_lines, 1);
    for (int i = 0; i < RECORD_INPUTS; i++) {
        ck_assert_uint_eq(world_count(&world, world.config->topics[i]), EVENTS / RECORD_INPUTS);
    }
    close_all();
}
END_TEST

START_TEST(what_was_sent_before_a_failure_stays)
{
    open_all();
    ck_assert(!produce(path, EVENTS - 2));
    ck_assert_ptr_nonnull(strstr(world.error, "more than 7 events"));
    ck_assert_uint_eq(result.events, EVENTS - 2);
    ck_assert_uint_eq(count_all(), EVENTS - 2);
    ck_assert(!produce("/nowhere/events", 0));
    ck_assert_ptr_nonnull(strstr(world.error, "/nowhere/events"));
    ck_assert_uint_eq(result.events, 0);
    close_all();
}
END_TEST

START_TEST(the_subcommand_sends_too)
{
    open_all();
    const char *arguments[] = {
        "produce", "--set", cli_brokers(world.shared.kafka.bootstrap_servers), "--set", CLI_SCHEMAS,
        path,      NULL};
    ck_assert_int_eq(cli_run(cli_produce, arguments), 3);
    ck_assert_ptr_nonnull(strstr(cli_errors, "9 events sent, 1 bad lines"));
    ck_assert_ptr_nonnull(strstr(cli_errors, ":11: "));
    ck_assert_str_eq(cli_output, "");
    ck_assert_uint_eq(count_all(), EVENTS);
    close_all();
}
END_TEST

#define USE(expected, says, ...)                                                                   \
    cli_run_apart(cli_produce, (const char *const[]){"produce", __VA_ARGS__, NULL}, expected, says)

START_TEST(usage_is_checked)
{
    USE(0, "Usage: merit produce", "--help");
    USE(2, "--config needs a value", "--config");
    USE(2, "--set needs a value", "file", "--set");
    USE(2, "unknown option --sett", "--sett", "a=1");
    USE(2, "which brokers?", "--set", CLI_SCHEMAS, "file");
}
END_TEST

CHECK_MAIN_TESTS("produce",
                 good_lines_are_sent_and_bad_ones_counted,
                 what_was_sent_before_a_failure_stays,
                 the_subcommand_sends_too,
                 usage_is_checked)
