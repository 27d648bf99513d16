/* `merit owners`: which instance has which task. */
#include "cli/owners.h"

#include "cli/kafka_setup.h"
#include "cli/owners_text.h"
#include "daemon/owners_desk.h"
#include "daemon/topic_plans.h"
#include "kafka/log_reader.h"

#include <stdio.h>

enum { EXIT_FAILED = 1, EXIT_BAD_USAGE = 2, TAKE_MS = 100, READ_MS = 30000 };

static const char help_text[] =
    "Examples:\n"
    "  merit owners --config config/meritd.yaml\n"
    "  merit owners --config config/meritd.yaml --json\n"
    "  merit owners --set kafka.bootstrap_servers=127.0.0.1:9092 --set application_id=scores-eu\n"
    "\n"
    "Usage: merit owners --config FILE [--set KEY=VALUE]... [--json]\n"
    "\n"
    "Prints which worker of which instance has each task, as the instances said last: its clocks\n"
    "(the days of tenants and of partners), how many records it is behind, how long ago that was\n"
    "heard; then all instances, also those without a task; then which tasks nobody has. Instances\n"
    "write every three seconds; one that wrote nothing for ten counts as silent, and what it had as\n"
    "nobody's.\n"
    "\n"
    "  --json  a JSON line for each task, standby and instance\n"
    "\n"
    "Exit code: 0, 1 failed, 2 bad usage. A task without an owner is no failure.\n";

/* Everything that the topic holds now. */
static bool read_all(struct log_reader *reader, struct owners *owners, char *error)
{
    struct kafka_batch *batch = memory_allocate(sizeof *batch);
    int64_t low;
    int64_t high;
    int64_t until = shared_now_ms() + READ_MS;
    memset(batch, 0, sizeof *batch);
    bool good =
        log_reader_range(reader, 0, &low, &high, error) && log_reader_start(reader, 0, low, error);
    while (good && log_reader_position(reader) < high) {
        log_reader_take(reader, TAKE_MS, batch);
        good = !batch->broken && shared_now_ms() < until;
        if (!good) {
            (void)snprintf(error, KAFKA_TEXT_MAX, "%s",
                           batch->broken ? batch->error : "the brokers do not answer in time");
        }
        for (uint32_t i = 0; i < batch->count; i++) {
            (void)owners_take(owners, batch->records[i].value);
        }
        bool at_end = batch->at_end;
        kafka_batch_free(batch);
        if (at_end) {
            break;
        }
    }
    memory_free(batch);
    return good;
}

static bool read_topic(const struct kafka_setup *setup,
                       const char *topic,
                       struct owners *owners,
                       char *error)
{
    struct log_reader *reader = log_reader_new(&setup->kafka, topic, error);
    bool good = reader != NULL && read_all(reader, owners, error);
    if (reader != NULL) {
        log_reader_close(reader);
    }
    return good;
}

/* The number of tasks, and that there is a topic to read. */
static bool look_at_topics(const struct kafka_setup *setup,
                           const char *topic,
                           uint32_t *ret_tasks,
                           char *error)
{
    struct admin *admin = admin_new(&setup->kafka, (uint32_t)setup->config->startup_wait_ms, error);
    if (admin == NULL) {
        return false;
    }
    uint32_t count = 0;
    const char *input = setup->config->topics[CONFIG_TOPIC_ASSOCIATIONS];
    bool good = admin_partitions(admin, input, ret_tasks, error) &&
                admin_partitions(admin, topic, &count, error);
    if (good && (*ret_tasks == 0 || count == 0)) {
        (void)snprintf(error, KAFKA_TEXT_MAX,
                       "topic %s does not exist: make all topics with `merit topics create`",
                       count == 0 ? topic : input);
        good = false;
    }
    admin_close(admin);
    return good;
}

static int run(const struct kafka_setup *setup, bool json)
{
    struct topic_plans plans;
    topic_plans_make(&plans, setup->config);
    struct owners owners;
    owners_init(&owners);
    struct owners_view view = {.owners = &owners};
    char error[KAFKA_TEXT_MAX] = "";
    bool good = look_at_topics(setup, plans.owners, &view.task_count, error) &&
                read_topic(setup, plans.owners, &owners, error);
    if (!good) {
        (void)fprintf(stderr, "merit owners: %s\n", error);
    } else {
        struct text_buffer text = {0};
        view.now_ms = owners_desk_now_ms();
        if (json) {
            owners_json_add(&text, &view);
        } else {
            owners_text_add(&text, &view);
        }
        good = fwrite(text.at, 1, text.length, stdout) == text.length && fflush(stdout) == 0;
        text_buffer_fini(&text);
    }
    owners_fini(&owners);
    return good ? 0 : EXIT_FAILED;
}

int cli_owners(int argc, char **argv)
{
    struct kafka_setup_source source = {0};
    bool json = false;
    for (int at = 1; at < argc;) {
        bool missing = false;
        if (strcmp(argv[at], "--help") == 0) {
            return fputs(help_text, stdout) == EOF ? EXIT_FAILED : 0;
        }
        if (strcmp(argv[at], "--json") == 0) {
            json = true;
            at++;
        } else if (!kafka_setup_take(&source, argc, argv, &at, &missing) || missing) {
            (void)fputs(help_text, stderr);
            return EXIT_BAD_USAGE;
        }
    }
    struct kafka_setup setup;
    if (!kafka_setup_open(&setup, &source)) {
        return EXIT_BAD_USAGE;
    }
    int result = run(&setup, json);
    kafka_setup_close(&setup);
    return result;
}
