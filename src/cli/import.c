/* `merit import`: standings that another program recorded, before meritd starts. */
#include "cli/import.h"

#include "cli/kafka_files.h"
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
    "  attained_on        not before the first day on which the rules let anyone attain one\n"
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

static int import(const struct kafka_setup *setup, const char *const *files, size_t file_count)
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
            .files = files,
            .file_count = file_count,
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

int cli_import(int argc, char **argv)
{
    static const struct kafka_files_command command = {"import", help_text, import};
    return kafka_files_main(&command, argc, argv);
}
