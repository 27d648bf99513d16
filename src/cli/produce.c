/* `merit produce`: events from files to the input topics. */
#include "cli/produce.h"

#include "cli/kafka_setup.h"
#include "daemon/produce.h"

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

struct arguments {
    struct kafka_setup_source source;
    const char **files; /* room for as many as there are arguments */
    size_t file_count;
    bool help;
};

static bool read_arguments(int argc, char **argv, struct arguments *arguments)
{
    for (int at = 1; at < argc;) {
        bool bad = false;
        if (kafka_setup_take(&arguments->source, argc, argv, &at, &bad)) {
            if (bad) {
                (void)fprintf(stderr, "merit produce: %s needs a value\n", argv[at - 2]);
                return false;
            }
            continue;
        }
        if (strcmp(argv[at], "--help") == 0) {
            arguments->help = true;
            return true;
        }
        if (argv[at][0] == '-' && argv[at][1] != '\0') {
            (void)fprintf(stderr, "merit produce: unknown option %s; see merit produce --help\n",
                          argv[at]);
            return false;
        }
        arguments->files[arguments->file_count++] = argv[at++];
    }
    return true;
}

static int produce(const struct kafka_setup *setup, const struct arguments *arguments)
{
    struct produce_job job = {
        .config = setup->config,
        .kafka = &setup->kafka,
        .schemas = setup->schemas,
        .files = arguments->files,
        .file_count = arguments->file_count,
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

static int run(const struct arguments *arguments)
{
    if (arguments->help) {
        return fputs(help_text, stdout) == EOF ? EXIT_FAILED : 0;
    }
    struct kafka_setup setup;
    if (!kafka_setup_open(&setup, &arguments->source)) {
        return EXIT_BAD_USAGE;
    }
    int result = produce(&setup, arguments);
    kafka_setup_close(&setup);
    return result;
}

int cli_produce(int argc, char **argv)
{
    struct arguments arguments = {
        .files = memory_allocate(((size_t)argc + 1) * sizeof *arguments.files),
    };
    int result = read_arguments(argc, argv, &arguments) ? run(&arguments) : EXIT_BAD_USAGE;
    memory_free(arguments.files);
    return result;
}
