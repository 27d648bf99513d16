/* `merit import`: standings that another program recorded, before meritd starts. */
#include "cli/import.h"

#include "cli/kafka_setup.h"
#include "daemon/import.h"
#include "rules/program_load.h"

#include <inttypes.h>
#include <stdio.h>

enum { EXIT_FAILED = 1, EXIT_BAD_USAGE = 2, EXIT_BAD_LINES = 3 };

static const char help_text[] =
    "Examples:\n"
    "  merit topics create --config meritd.yaml\n"
    "  merit import --config meritd.yaml standings.jsonl\n"
    "  merit produce --config meritd.yaml history.jsonl\n"
    "  meritd --config meritd.yaml --set outputs.from=2024-07-01\n"
    "\n"
    "Usage: merit import --config FILE [--set KEY=VALUE]... [FILE]...\n"
    "\n"
    "Moves over from a program that has kept designations until now: what each partner holds becomes\n"
    "state before meritd's first day, and nothing is said of it. Before the first start, once, with\n"
    "all standings in one go: either all of them are imported or, where any line is bad, none; each\n"
    "bad one is said as FILE:LINE: reason. Then the history is loaded as ever; with outputs.from,\n"
    "events of days before that one are not sent, but counted.\n"
    "\n"
    "A line for each designation that a partner holds:\n"
    "  {\"type\":\"standing\",\"partner_id\":\"contoso\",\"designation\":\"modern_work\",\n"
    "   \"attained_on\":\"2022-10-03\",\"anniversary_date\":\"2024-10-03\",\n"
    "   \"last_qualified_on\":\"2024-06-30\"}\n"
    "\n"
    "  attained_on        not before the first day of the rules (2022-10-03)\n"
    "  anniversary_date   the next one\n"
    "  last_qualified_on  the last day that is known: in the anniversary's window it renews then;\n"
    "                     left out: attained_on\n"
    "\n"
    "The badge for all designations (microsoft_cloud) follows from the others. Whoever is held and\n"
    "not qualified is at risk from the first event that gives points, or from the anniversary.\n"
    "`merit replay` takes the same lines, before the first event.\n"
    "\n"
    "Exit code: 0 imported; else nothing was: 1 failed, 2 bad usage, or meritd has started or\n"
    "something was imported before, 3 some line was bad.\n";

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
                (void)fprintf(stderr, "merit import: %s needs a value\n", argv[at - 2]);
                return false;
            }
            continue;
        }
        if (strcmp(argv[at], "--help") == 0) {
            arguments->help = true;
            return true;
        }
        if (argv[at][0] == '-' && argv[at][1] != '\0') {
            (void)fprintf(stderr, "merit import: unknown option %s; see merit import --help\n",
                          argv[at]);
            return false;
        }
        arguments->files[arguments->file_count++] = argv[at++];
    }
    return true;
}

static int say(enum import_outcome outcome, const struct import_result *result, const char *error)
{
    if (outcome == IMPORT_DONE) {
        (void)fprintf(stderr,
                      "merit import: %" PRIu64 " standings of %" PRIu64 " partners imported\n",
                      result->standings, result->partners);
        return 0;
    }
    if (error[0] != '\0') {
        (void)fprintf(stderr, "merit import: %s; nothing was imported\n", error);
    } else {
        (void)fprintf(stderr, "merit import: %" PRIu64 " bad lines; nothing was imported\n",
                      result->bad_lines);
    }
    switch (outcome) {
    case IMPORT_BAD_LINES:
        return EXIT_BAD_LINES;
    case IMPORT_REFUSED:
        return EXIT_BAD_USAGE;
    case IMPORT_DONE:
    case IMPORT_FAILED:
        break;
    }
    return EXIT_FAILED;
}

static int import(const struct kafka_setup *setup, const struct arguments *arguments)
{
    struct yaml_errors errors;
    yaml_errors_init(&errors);
    struct rules *rules = rules_load(setup->config->rules_directory, &errors);
    int result = EXIT_BAD_USAGE;
    if (rules == NULL) {
        (void)fwrite(errors.text.bytes, 1, errors.text.length, stderr);
    } else {
        struct import_job job = {
            .config = setup->config,
            .kafka = &setup->kafka,
            .program = rules->program,
            .files = arguments->files,
            .file_count = arguments->file_count,
        };
        struct import_result imported;
        char error[KAFKA_TEXT_MAX] = "";
        enum import_outcome outcome = import_run(&job, &imported, error);
        result = say(outcome, &imported, error);
        rules_free(rules);
    }
    yaml_errors_fini(&errors);
    return result;
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
    int result = import(&setup, arguments);
    kafka_setup_close(&setup);
    return result;
}

int cli_import(int argc, char **argv)
{
    struct arguments arguments = {
        .files = memory_allocate(((size_t)argc + 1) * sizeof *arguments.files),
    };
    int result = read_arguments(argc, argv, &arguments) ? run(&arguments) : EXIT_BAD_USAGE;
    memory_free(arguments.files);
    return result;
}
