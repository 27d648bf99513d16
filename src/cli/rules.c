/* `merit rules`: are the rule files right, and what do they say on a day. */
#include "cli/rules.h"

#include "cli/rules_diff.h"
#include "cli/rules_say.h"
#include "rules/differences.h"
#include "rules/program_load.h"

#include <assert.h>
#include <stdio.h>
#include <sys/stat.h>

enum { DATE_BYTES = 11, LOCATION_COLUMN = 72 };

static const char help[] =
    "Examples:\n"
    "  merit rules check config/rules\n"
    "  merit rules check config/rules/modern_work/2023-06-12.yaml\n"
    "  merit rules show --on 2023-06-12\n"
    "  merit rules show --on 2023-06-12 --rules config/rules modern_work\n"
    "  merit rules diff 2023-06-11 2023-06-12\n"
    "  merit rules diff --rules config/rules 2023-06-01 2024-08-01 security\n"
    "\n"
    "merit rules check DIR|FILE...\n"
    "  Reads rule files and says all that is wrong with them, with file, line and column. A FILE is\n"
    "  one version of a designation, looked at by itself; a DIR is a whole program.\n"
    "\n"
    "merit rules show --on DATE [--rules DIR] [DESIGNATION]\n"
    "  Prints what is in force on a day, each value with its source and where it is written.\n"
    "  DIR is config/rules unless said.\n"
    "\n"
    "merit rules diff [--rules DIR] DATE DATE [DESIGNATION]\n"
    "  Prints what changed from one day to another: values, and what came to lists and went from them,\n"
    "  also by an until-date in between.\n"
    "\n"
    "Exit codes: 0 all is well, 2 wrong rules or wrong usage, 1 the output cannot be written.\n";

static void date_text(int32_t day, char text[DATE_BYTES])
{
    struct merit_date date = merit_date_of_day(day);
    (void)snprintf(text, DATE_BYTES, "%04u-%02u-%02u", (unsigned)date.year % 10000,
                   (unsigned)date.month % 100, (unsigned)date.day % 100);
}

/* ---- check ------------------------------------------------------------------------------- */

static bool is_directory(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

static void put_text(struct buffer *out, const char *text)
{
    buffer_put(out, text, strlen(text));
}

/* Checks one argument; what is to be said of a good one goes to `out`. */
static void check_one(const char *path, struct buffer *out, struct yaml_errors *errors)
{
    char line[160];
    bool directory = is_directory(path);
    struct rules *rules = directory ? rules_load(path, errors) : rules_load_file(path, errors);
    if (rules == NULL) {
        return;
    }
    const struct merit_program *program = rules->program;
    if (directory) {
        (void)snprintf(line, sizeof line,
                       ": ok: %u designations, %u versions, revision %lld, hash %08x\n",
                       program->designation_count, rules->origin_count,
                       (long long)program->revision, program->hash);
    } else {
        char date[DATE_BYTES];
        date_text(rules->origins[0].effective, date);
        (void)snprintf(line, sizeof line, ": ok: %.100s, version %s\n", program->designations[0].id,
                       date);
    }
    put_text(out, path);
    put_text(out, line);
    rules_free(rules);
}

static int check(int argc, char **argv)
{
    if (argc < 2) {
        return rules_wrong_usage("check needs a directory or a file", "");
    }
    for (int i = 1; i < argc; i++) {
        if (argv[i][0] == '-') {
            return rules_wrong_usage("unknown option", argv[i]);
        }
    }
    struct buffer out = {0};
    struct yaml_errors errors;
    yaml_errors_init(&errors);
    for (int i = 1; i < argc; i++) {
        check_one(argv[i], &out, &errors);
    }
    int result = RULES_EXIT_WRONG;
    if (errors.count > 0) {
        rules_print_errors(&errors);
    } else {
        (void)fwrite(out.bytes, 1, out.length, stdout);
        result = rules_flush_output();
    }
    yaml_errors_fini(&errors);
    buffer_fini(&out);
    return result;
}

/* ---- show -------------------------------------------------------------------------------- */

struct show_arguments {
    const char *directory;
    const char *designation; /* NULL: all */
    int32_t day;
};

/* "  key: value until DATE [S]      FILE:LINE" */
static void print_entry(const char *path, const struct rules_entry *entry)
{
    char date[DATE_BYTES];
    int width = printf("%*s", entry->depth * 2 + 2, "");
    if (!merit_text_is_null(entry->key)) {
        width += printf("%.*s%s", (int)entry->key.length, entry->key.at,
                        merit_text_is_null(entry->text) ? "" : ": ");
    }
    if (merit_text_is_null(entry->text)) {
        (void)printf(merit_text_is_null(entry->key) ? "-\n" : "\n");
        return;
    }
    width += printf("%.*s", (int)entry->text.length, entry->text.at);
    if (entry->from_day != INT32_MIN) {
        date_text(entry->from_day, date);
        width += printf(" from %s", date);
    }
    if (entry->until_day != MERIT_NEVER) {
        date_text(entry->until_day, date);
        width += printf(" until %s", date);
    }
    if (entry->source == 0) {
        (void)printf("\n");
        return;
    }
    width += printf(" [%c]", entry->source);
    int gap = width < LOCATION_COLUMN ? LOCATION_COLUMN - width : 1;
    (void)printf("%*s%s:%u\n", gap, "", path, entry->line);
}

static bool is_heading(const struct rules_entry *entry)
{
    static const char *const headings[] = {"designation", "title", "sources"};
    for (size_t i = 0; i < sizeof headings / sizeof headings[0]; i++) {
        if (entry->depth == 0 && merit_text_equal(entry->key, merit_text_of(headings[i]))) {
            return true;
        }
    }
    return false;
}

/* Headings are printed apart; they and what stands below them is passed over. */
static void print_entries(const char *path, struct rules_entries entries, int32_t day)
{
    bool passed_over = false;
    for (uint32_t i = 0; i < entries.count; i++) {
        const struct rules_entry *entry = &entries.entries[i];
        if (entry->depth == 0) {
            passed_over = is_heading(entry);
        }
        if (!passed_over && entry->from_day <= day && day < entry->until_day) {
            print_entry(path, entry);
        }
    }
}

static void print_designation(const struct rules *rules,
                              const struct merit_designation *designation,
                              int32_t day)
{
    const struct rules_origin *origin = rules_origin_on(rules, designation->id, day);
    assert(origin != NULL);
    char date[DATE_BYTES];
    date_text(origin->effective, date);
    (void)printf("\n%s (%s), version %s\n", designation->id, designation->title, date);
    print_entries(origin->path, origin->entries, day < origin->effective ? origin->effective : day);
}

static void print_sources(const struct rules *rules)
{
    (void)printf("\nSources\n");
    for (uint32_t i = 0; i < rules->source_count; i++) {
        const struct rules_source *source = &rules->sources[i];
        (void)printf("  [%c] %.*s\n", source->letter, (int)source->words.length, source->words.at);
    }
}

static void show_program(const struct rules *rules, const struct show_arguments *arguments)
{
    char date[DATE_BYTES];
    date_text(arguments->day, date);
    const struct merit_program *program = rules->program;
    (void)printf("In force on %s: revision %lld, hash %08x\n", date, (long long)program->revision,
                 program->hash);
    if (arguments->designation == NULL) {
        (void)printf("\nprogram\n");
        print_entries(rules->program_path, rules->program_entries, arguments->day);
    }
    for (uint8_t i = 0; i < program->designation_count; i++) {
        const struct merit_designation *designation = &program->designations[i];
        if (arguments->designation == NULL ||
            strcmp(arguments->designation, designation->id) == 0) {
            print_designation(rules, designation, arguments->day);
        }
    }
    print_sources(rules);
}

/* RULES_EXIT_GOOD, or RULES_EXIT_WRONG and it is said. */
static int show_parse(int argc, char **argv, struct show_arguments *arguments)
{
    for (int i = 1; i < argc; i++) {
        bool on = strcmp(argv[i], "--on") == 0;
        if (on || strcmp(argv[i], "--rules") == 0) {
            if (i + 1 == argc) {
                return rules_wrong_usage("a value is missing after", argv[i]);
            }
            i++;
            if (!on) {
                arguments->directory = argv[i];
                continue;
            }
            arguments->day = value_parse_day(merit_text_of(argv[i]));
            if (arguments->day == MERIT_NO_DAY) {
                return rules_wrong_usage("expected a day such as 2023-06-12 after --on", argv[i]);
            }
        } else if (argv[i][0] == '-' || arguments->designation != NULL) {
            return rules_wrong_usage(
                argv[i][0] == '-' ? "unknown option" : "one designation at most", argv[i]);
        } else {
            arguments->designation = argv[i];
        }
    }
    return arguments->day == MERIT_NO_DAY ? rules_wrong_usage("show needs --on DATE", "")
                                          : RULES_EXIT_GOOD;
}

static int show(int argc, char **argv)
{
    struct show_arguments arguments = {"config/rules", NULL, MERIT_NO_DAY};
    int result = show_parse(argc, argv, &arguments);
    if (result != RULES_EXIT_GOOD) {
        return result;
    }
    struct rules *rules = rules_open(arguments.directory, arguments.designation);
    if (rules == NULL) {
        return RULES_EXIT_WRONG;
    }
    show_program(rules, &arguments);
    rules_free(rules);
    return rules_flush_output();
}

int cli_rules(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0) {
            (void)fputs(help, stdout);
            return rules_flush_output();
        }
    }
    if (argc >= 2 && strcmp(argv[1], "check") == 0) {
        return check(argc - 1, argv + 1);
    }
    if (argc >= 2 && strcmp(argv[1], "show") == 0) {
        return show(argc - 1, argv + 1);
    }
    if (argc >= 2 && strcmp(argv[1], "diff") == 0) {
        return cli_rules_diff(argc - 1, argv + 1);
    }
    return rules_wrong_usage(argc < 2 ? "expected 'check', 'show' or 'diff'" : "unknown subcommand",
                             argc < 2 ? "" : argv[1]);
}
