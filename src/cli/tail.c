/* `merit tail`: a topic's records as JSON lines. */
#include "cli/tail.h"

#include "cli/dead_letter_line.h"
#include "cli/kafka_setup.h"
#include "codec/avro_line.h"
#include "kafka/log_reader.h"
#include "kafka/topics.h"

#include <errno.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

enum {
    EXIT_FAILED = 1,
    EXIT_BAD_USAGE = 2,
    TAIL_TAKE_MS = 20, /* of one partition, before the next one's turn */
    TAIL_PARTITIONS_MAX = 1024,
};

static const char help_text[] =
    "Examples:\n"
    "  merit tail --config config/meritd.yaml merit.score-changes\n"
    "  merit tail --config config/meritd.yaml merit.designations --from beginning --limit 10\n"
    "  merit tail --config config/meritd.yaml merit.dead-letters --from beginning --until-end\n"
    "  merit tail --set kafka.bootstrap_servers=127.0.0.1:9092 merit.usage --from beginning\n"
    "\n"
    "Usage: merit tail --config FILE [--set KEY=VALUE]... [--from beginning|end] [--limit N]\n"
    "                  [--until-end] TOPIC\n"
    "\n"
    "Prints the committed records of an input, output or dead-letter topic as JSON lines, and goes\n"
    "on as more come, until Ctrl-C.\n"
    "\n"
    "  --from beginning|end  where it begins; default: end, what comes from now on\n"
    "  --limit N             stops after N records\n"
    "  --until-end           stops once it has been at the end of each partition\n"
    "\n"
    "Exit code: 0, 1 failed, 2 bad usage.\n";

static volatile sig_atomic_t stopped;

static void on_signal(int number)
{
    (void)number;
    stopped = 1;
}

struct arguments {
    struct kafka_setup_source source;
    const char *topic;
    bool beginning;
    bool until_end;
    uint64_t limit; /* 0: none */
    bool help;
};

struct tail {
    const struct kafka_setup *setup;
    const struct arguments *arguments;
    enum config_topic which;
    uint32_t partition_count;
    struct log_reader *readers[TAIL_PARTITIONS_MAX];
    bool ended[TAIL_PARTITIONS_MAX];
    uint64_t printed;
    struct text_buffer line;
    struct input_scratch scratch;
    struct kafka_batch batch;
};

/* ---- arguments --------------------------------------------------------------------------- */

static bool bad_usage(const char *what, const char *argument)
{
    (void)fprintf(stderr, "merit tail: %s%s; see merit tail --help\n", what, argument);
    return false;
}

static bool read_option(int argc, char **argv, int *at, struct arguments *arguments)
{
    const char *name = argv[*at];
    const char *value = *at + 1 < argc ? argv[*at + 1] : "";
    if (strcmp(name, "--until-end") == 0) {
        arguments->until_end = true;
        *at += 1;
        return true;
    }
    *at += 2;
    if (strcmp(name, "--from") == 0) {
        arguments->beginning = strcmp(value, "beginning") == 0;
        return arguments->beginning || strcmp(value, "end") == 0 ||
               bad_usage("--from is beginning or end, not ", value);
    }
    if (strcmp(name, "--limit") == 0) {
        char *end;
        errno = 0;
        arguments->limit = strtoull(value, &end, 10);
        bool good = value[0] >= '0' && value[0] <= '9' && *end == '\0' && errno == 0;
        return (good && arguments->limit > 0) ||
               bad_usage("--limit is a number of records from 1, not ", value);
    }
    return bad_usage("unknown option ", name);
}

static bool read_arguments(int argc, char **argv, struct arguments *arguments)
{
    for (int at = 1; at < argc;) {
        bool missing = false;
        if (kafka_setup_take(&arguments->source, argc, argv, &at, &missing)) {
            if (missing) {
                return bad_usage("a value is missing for ", argv[argc - 1]);
            }
        } else if (strcmp(argv[at], "--help") == 0) {
            arguments->help = true;
            return true;
        } else if (argv[at][0] == '-') {
            if (!read_option(argc, argv, &at, arguments)) {
                return false;
            }
        } else if (arguments->topic == NULL) {
            arguments->topic = argv[at++];
        } else {
            return bad_usage("one topic at a time, not also ", argv[at]);
        }
    }
    return arguments->topic != NULL || bad_usage("which topic?", "");
}

/* The configuration's topic of that name. */
static bool find_topic(struct tail *tail)
{
    for (int i = 0; i < CONFIG_TOPIC_COUNT; i++) {
        if (strcmp(tail->setup->config->topics[i], tail->arguments->topic) == 0) {
            tail->which = (enum config_topic)i;
            return true;
        }
    }
    return bad_usage("no topic of the configuration is called ", tail->arguments->topic);
}

/* ---- printing ---------------------------------------------------------------------------- */

/* The kinds of records are numbered as the configuration's topics, dead letters apart. */
static void print_record(struct tail *tail, const struct kafka_record *record)
{
    tail->line.length = 0;
    struct merit_fault fault = {.bad = MERIT_BAD_UNDECODABLE, .reason = ""};
    if (tail->which != CONFIG_TOPIC_DEAD_LETTERS) {
        struct avro_line_record read = {
            .kind = (enum record_kind)tail->which,
            .framing = (enum framing)tail->setup->config->framing[tail->which],
            .value = record->value,
            .timestamp_ms = record->timestamp_ms,
        };
        fault = avro_line_add(&tail->line, tail->setup->schemas, &read, &tail->scratch);
    }
    if (fault.bad == MERIT_BAD_NONE) {
        (void)fwrite(tail->line.at, 1, tail->line.length, stdout);
    } else if (tail->which == CONFIG_TOPIC_DEAD_LETTERS) {
        dead_letter_line_add(&tail->line, record);
        (void)fwrite(tail->line.at, 1, tail->line.length, stdout);
    } else {
        (void)fprintf(stderr, "merit tail: offset %" PRId64 ": %s: %s%s%s\n", record->offset,
                      merit_bad_code(fault.bad), fault.field == NULL ? "" : fault.field,
                      fault.field == NULL ? "" : " ", fault.reason);
    }
    tail->printed++;
}

static bool is_over(const struct tail *tail)
{
    return stopped != 0 || (tail->arguments->limit > 0 && tail->printed >= tail->arguments->limit);
}

/* One partition's turn. False: it cannot be read. */
static bool take(struct tail *tail, uint32_t partition)
{
    log_reader_take(tail->readers[partition], TAIL_TAKE_MS, &tail->batch);
    if (tail->batch.broken) {
        kafka_batch_free(&tail->batch);
        (void)fprintf(stderr, "merit tail: %s\n", tail->batch.error);
        return false;
    }
    for (uint32_t i = 0; i < tail->batch.count && !is_over(tail); i++) {
        print_record(tail, &tail->batch.records[i]);
    }
    tail->ended[partition] = tail->ended[partition] || tail->batch.at_end;
    kafka_batch_free(&tail->batch);
    return true;
}

static bool all_ended(const struct tail *tail)
{
    for (uint32_t p = 0; p < tail->partition_count; p++) {
        if (!tail->ended[p]) {
            return false;
        }
    }
    return tail->arguments->until_end;
}

static int print_all(struct tail *tail)
{
    while (!is_over(tail) && !all_ended(tail)) {
        for (uint32_t p = 0; p < tail->partition_count && !is_over(tail); p++) {
            if (!take(tail, p)) {
                return EXIT_FAILED;
            }
        }
        if (fflush(stdout) != 0) {
            return EXIT_FAILED;
        }
    }
    return fflush(stdout) == 0 ? 0 : EXIT_FAILED;
}

/* ---- life -------------------------------------------------------------------------------- */

static bool open_partition(struct tail *tail, uint32_t partition, char *error)
{
    int64_t low;
    int64_t high;
    struct log_reader *reader = log_reader_new(&tail->setup->kafka, tail->arguments->topic, error);
    tail->readers[partition] = reader;
    return reader != NULL && log_reader_range(reader, partition, &low, &high, error) &&
           log_reader_start(reader, partition, tail->arguments->beginning ? low : high, error);
}

static bool open_all(struct tail *tail, char *error)
{
    struct admin *admin =
        admin_new(&tail->setup->kafka, (uint32_t)tail->setup->config->startup_wait_ms, error);
    if (admin == NULL) {
        return false;
    }
    bool good = admin_partitions(admin, tail->arguments->topic, &tail->partition_count, error);
    admin_close(admin);
    if (good && (tail->partition_count == 0 || tail->partition_count > TAIL_PARTITIONS_MAX)) {
        (void)snprintf(error, KAFKA_TEXT_MAX, "topic %s does not exist, or has too many partitions",
                       tail->arguments->topic);
        good = false;
    }
    for (uint32_t p = 0; good && p < tail->partition_count; p++) {
        good = open_partition(tail, p, error);
    }
    return good;
}

static int run(struct tail *tail)
{
    char error[KAFKA_TEXT_MAX] = "";
    int result = EXIT_FAILED;
    (void)signal(SIGINT, on_signal);
    (void)signal(SIGTERM, on_signal);
    if (open_all(tail, error)) {
        result = print_all(tail);
    } else {
        (void)fprintf(stderr, "merit tail: %s\n", error);
    }
    for (uint32_t p = 0; p < tail->partition_count && p < TAIL_PARTITIONS_MAX; p++) {
        if (tail->readers[p] != NULL) {
            log_reader_close(tail->readers[p]);
        }
    }
    text_buffer_fini(&tail->line);
    return result;
}

int cli_tail(int argc, char **argv)
{
    struct arguments arguments = {0};
    if (!read_arguments(argc, argv, &arguments)) {
        return EXIT_BAD_USAGE;
    }
    if (arguments.help) {
        return fputs(help_text, stdout) == EOF ? EXIT_FAILED : 0;
    }
    struct kafka_setup setup;
    if (!kafka_setup_open(&setup, &arguments.source)) {
        return EXIT_BAD_USAGE;
    }
    struct tail *tail = memory_allocate(sizeof *tail);
    memset(tail, 0, sizeof *tail);
    tail->setup = &setup;
    tail->arguments = &arguments;
    int result = find_topic(tail) ? run(tail) : EXIT_BAD_USAGE;
    memory_free(tail);
    kafka_setup_close(&setup);
    return result;
}
