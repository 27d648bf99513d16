/* `merit produce`: events from files to the input topics. */
#include "cli/produce.h"

#include "cli/kafka_files.h"
#include "daemon/produce.h"
#include "kafka/topics.h"

#include <inttypes.h>
#include <stdio.h>

enum { EXIT_FAILED = 1, EXIT_BAD_USAGE = 2, EXIT_BAD_LINES = 3 };

static const char help_text[] =
    "Examples:\n"
    "  merit produce --config config/meritd.yaml history.jsonl\n"
    "  merit generate --partners 50 | merit produce --config config/meritd.yaml\n"
    "  merit produce --set kafka.bootstrap_servers=127.0.0.1:9092 - < history.jsonl\n"
    "\n"
    "Usage: merit produce --config FILE [--set KEY=VALUE]... [FILE]...\n"
    "\n"
    "Sends events (JSON lines, as `merit generate` prints them) to the input topics, in the order of\n"
    "the files, encoded and partitioned as the configuration says. \"-\" or no file: standard input.\n"
    "A bad line is said as FILE:LINE: reason and is not sent.\n"
    "\n"
    "Exit code: 0, 1 failed, 2 bad usage, 3 some line was bad.\n";

/* Brokers are waited for as long as the daemon does. */
static bool has_brokers(const struct kafka_setup *setup)
{
    char error[KAFKA_TEXT_MAX] = "";
    struct admin *admin = admin_new(&setup->kafka, (uint32_t)setup->config->startup_wait_ms, error);
    if (admin == NULL) {
        (void)fprintf(stderr, "merit produce: %s\n", error);
        return false;
    }
    admin_close(admin);
    return true;
}

static int produce(const struct kafka_setup *setup, const char *const *files, size_t file_count)
{
    if (!has_brokers(setup)) {
        return EXIT_FAILED;
    }
    struct produce_job job = {
        .config = setup->config,
        .kafka = &setup->kafka,
        .schemas = setup->schemas,
        .files = files,
        .file_count = file_count,
    };
    struct produce_result result;
    char error[KAFKA_TEXT_MAX] = "";
    bool good = produce_run(&job, &result, error);
    (void)fprintf(stderr, "merit produce: %" PRIu64 " events sent, %" PRIu64 " bad lines\n",
                  result.events, result.bad_lines);
    if (!good) {
        (void)fprintf(stderr, "merit produce: %s\n", error);
        return EXIT_FAILED;
    }
    return result.bad_lines > 0 ? EXIT_BAD_LINES : 0;
}

int cli_produce(int argc, char **argv)
{
    static const struct kafka_files_command command = {"produce", help_text, produce};
    return kafka_files_main(&command, argc, argv);
}
