/* The options of `merit replay`. */
#include "cli/replay_options.h"

#include "codec/line_read.h"
#include "codec/time_text.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { REPLAY_TASKS_MAX = 256 };

static const char help_text[] =
    "merit replay: what a history of events does to the scores, without Kafka\n"
    "\n"
    "Examples:\n"
    "  merit replay --rules config/rules history.jsonl\n"
    "        prints each score change and designation event as a JSON line, in order\n"
    "  merit replay --rules config/rules --until 2023-12-31 --scores history.jsonl\n"
    "        lets time go on to a day, and prints every partner's scores on it\n"
    "  merit generate --partners 20 --tenants 200 --months 24 --seed 1 |\n"
    "      merit replay --rules config/rules --scores\n"
    "        reads standard input\n"
    "  merit replay --rules config/rules --explain p1:modern_work --on 2023-06-30 history.jsonl\n"
    "        says what made the score of that day, and what time will do to it\n"
    "  merit replay --rules config/rules --why p1:modern_work --from 2023-06-30 --to 2023-07-31 FILE\n"
    "        says what changed the score between those days\n"
    "\n"
    "Usage: merit replay --rules DIR [--until DATE] [--outputs-from DATE] [--scores] [--tasks N]\n"
    "                    [FILE...]\n"
    "       merit replay --rules DIR --explain PARTNER[:DESIGNATION] [--on DATE] [--json] [FILE...]\n"
    "       merit replay --rules DIR --why PARTNER[:DESIGNATION] --from DATE [--to DATE] [--json]\n"
    "                    [FILE...]\n"
    "  --rules DIR    the rule files\n"
    "  --until DATE   move the clock on to this day at the end (YYYY-MM-DD)\n"
    "  --outputs-from DATE\n"
    "                 events of days before it are not printed, but counted (outputs.from)\n"
    "  --scores       print each partner's DesignationScore records at the end\n"
    "  --tasks N      split the work over N tasks as Kafka partitions would (1 to 256; 1)\n"
    "  --explain PARTNER[:DESIGNATION]\n"
    "                 instead of events: every figure of the partner's scores, with the tenants\n"
    "                 and people that made it, the rule's file and line, and what comes next;\n"
    "                 of the badge for all designations, which are held and what will end it; a\n"
    "                 partner's id that holds a colon is followed by one more: 'A:B:'\n"
    "  --on DATE      as at the end of this day; later lines are not read (the last day)\n"
    "  --why PARTNER[:DESIGNATION]\n"
    "                 instead of events: what changed between the ends of two days, in parts that\n"
    "                 sum to the change of each figure; of the badge, which designations did\n"
    "  --from DATE, --to DATE\n"
    "                 those days (to the last day)\n"
    "  --json         as one JSON object for each designation\n"
    "  FILE           events as JSON lines in order of arrival; - or none: standard input. Lines of\n"
    "                 type standing (see merit import) stand before the first event\n"
    "\n"
    "Exit code: 0; 3 where some line was bad (each is named on standard error and has no effect);\n"
    "2 bad usage or rules; 1 anything else.\n";

static bool read_date(const char *name, const char *text, int32_t *ret_day)
{
    if (time_text_read_date(merit_text_of(text), ret_day) != TIME_TEXT_GOOD) {
        fprintf(stderr, "merit replay: %s %s: give a date from 2000-01-01 to 2199-12-31\n", name,
                text);
        return false;
    }
    return true;
}

/* The options that are days, by their letters. */
static bool read_day_option(int option, const char *text, struct replay_options *options)
{
    switch (option) {
    case 'u':
        return read_date("--until", text, &options->until_day);
    case 'o':
        return read_date("--on", text, &options->on_day);
    case 'O':
        return read_date("--to", text, &options->on_day);
    case 'f':
        return read_date("--from", text, &options->from_day);
    default:
        return read_date("--outputs-from", text, &options->outputs_from_day);
    }
}

static bool read_tasks(const char *text, struct replay_options *options)
{
    char *end;
    errno = 0;
    unsigned long count = strtoul(text, &end, 10);
    if (errno != 0 || *end != '\0' || text[0] < '0' || text[0] > '9' || count < 1 ||
        count > REPLAY_TASKS_MAX) {
        fprintf(stderr, "merit replay: --tasks %s: give a number from 1 to %d\n", text,
                REPLAY_TASKS_MAX);
        return false;
    }
    options->tasks = (uint32_t)count;
    return true;
}

/* Every file is looked at before anything is printed. */
static bool files_can_be_read(const struct replay_options *options)
{
    char error[LINE_ERROR_BYTES];
    if (!line_files_check(options->files, options->file_count, error)) {
        fprintf(stderr, "merit replay: %s\n", error);
        return false;
    }
    return true;
}

/* What does not go together in what is to be explained; NULL: nothing. */
static const char *wrong_question(const struct replay_options *options)
{
    bool explains = options->explain != NULL || options->why != NULL;
    if (!explains &&
        (options->json || options->on_day != MERIT_NO_DAY || options->from_day != MERIT_NO_DAY)) {
        return "--on and --json belong to --explain PARTNER[:DESIGNATION], --from and --to to --why";
    }
    if (explains && (options->scores || options->until_day != MERIT_NO_DAY)) {
        return "--explain and --why say their own days: not with --until or --scores";
    }
    if (options->explain != NULL && (options->why != NULL || options->from_day != MERIT_NO_DAY)) {
        return "--explain is of one day: --on DATE";
    }
    if (options->why != NULL && options->from_day == MERIT_NO_DAY) {
        return "--why needs the day to compare with: --from DATE";
    }
    if (options->why != NULL && options->on_day != MERIT_NO_DAY &&
        options->on_day <= options->from_day) {
        return "--to must be later than --from";
    }
    return NULL;
}

static bool is_complete(const struct replay_options *options)
{
    if (options->rules == NULL) {
        fputs("merit replay: --rules is missing: give the folder of the rule files, for example\n"
              "    merit replay --rules config/rules history.jsonl\n",
              stderr);
        return false;
    }
    const char *wrong = wrong_question(options);
    if (wrong != NULL) {
        fprintf(stderr, "merit replay: %s\n", wrong);
        return false;
    }
    return files_can_be_read(options);
}

static const struct replay_options defaults = {
    .until_day = MERIT_NO_DAY,
    .on_day = MERIT_NO_DAY,
    .outputs_from_day = MERIT_NO_DAY,
    .from_day = MERIT_NO_DAY,
    .tasks = 1,
};

enum replay_options_result replay_options_read(int argc,
                                               char **argv,
                                               struct replay_options *ret_options)
{
    static const struct option known[] = {
        {"rules", required_argument, NULL, 'r'},
        {"until", required_argument, NULL, 'u'},
        {"scores", no_argument, NULL, 's'},
        {"tasks", required_argument, NULL, 't'},
        {"help", no_argument, NULL, 'h'},
        {"explain", required_argument, NULL, 'e'},
        {"on", required_argument, NULL, 'o'},
        {"json", no_argument, NULL, 'j'},
        {"why", required_argument, NULL, 'w'},
        {"from", required_argument, NULL, 'f'},
        {"to", required_argument, NULL, 'O'},
        {"outputs-from", required_argument, NULL, 'F'},
        {NULL, 0, NULL, 0},
    };
    struct replay_options options = defaults;
    optind = 1;
    int option;
    bool good = true;
    while (good && (option = getopt_long(argc, argv, "h", known, NULL)) != -1) {
        switch (option) {
        case 'r':
            options.rules = optarg;
            break;
        case 'u':
        case 'o':
        case 'O':
        case 'f':
        case 'F':
            good = read_day_option(option, optarg, &options);
            break;
        case 'e':
            options.explain = optarg;
            break;
        case 'w':
            options.why = optarg;
            break;
        case 'j':
            options.json = true;
            break;
        case 's':
            options.scores = true;
            break;
        case 't':
            good = read_tasks(optarg, &options);
            break;
        case 'h':
            fputs(help_text, stdout);
            return REPLAY_OPTIONS_HELP;
        default:
            fputs("merit replay: see merit replay --help\n", stderr);
            good = false;
            break;
        }
    }
    options.files = (const char *const *)(argv + optind);
    options.file_count = (size_t)(argc - optind);
    if (!good || !is_complete(&options)) {
        return REPLAY_OPTIONS_BAD;
    }
    *ret_options = options;
    return REPLAY_OPTIONS_GOOD;
}
