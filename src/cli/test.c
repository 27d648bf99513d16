/* `merit test`: tests of rules that people write as case files. */
#include "cli/test.h"

#include "cli/case_file.h"
#include "cli/case_report.h"
#include "cli/case_run.h"
#include "rules/program_load.h"

#include <stdio.h>

enum { EXIT_GOOD = 0, EXIT_OUTPUT = 1, EXIT_WRONG = 2, EXIT_FAILED = 3 };

static const char help[] =
    "Examples:\n"
    "  merit test tests/cases/*.yaml\n"
    "  merit test --run T14 tests/cases/worked_examples.yaml\n"
    "  merit test --rules my-rules --run '*until*' --junit report.xml tests/cases/*.yaml\n"
    "\n"
    "merit test [--run NAME] [--rules DIR] [--junit FILE] FILE...\n"
    "  Runs tests of rules: events go through the rules day by day, and what came of them is compared\n"
    "  with what the file expects. Each difference is said with file and line, what it got and what\n"
    "  it wants.\n"
    "\n"
    "  --run NAME    only the tests of this name, or whose first word it is; * and ? stand for any\n"
    "                characters and for one\n"
    "  --rules DIR   these rules instead of those that the files name\n"
    "  --junit FILE  what became of each test, as JUnit XML\n"
    "\n"
    "A file:\n"
    "  rules: ../../config/rules          # beside this file\n"
    "  designation: infrastructure_azure  # for expectations that do not say it\n"
    "  partner: p1\n"
    "  tests:\n"
    "    - name: one customer of three\n"
    "      days:\n"
    "        2023-07-10:\n"
    "          - claim c1 t1 p1 PAL 2020-01-01..\n"
    "          - usage t1 azure/storage 2023-06 rev=$1,000\n"
    "          - expect:\n"
    "              metrics:\n"
    "                net_customer_adds: 10 actual=1 target=3\n"
    "        2023-09-01:\n"
    "          - expect:\n"
    "              points: 2\n"
    "              transitions: []\n"
    "\n"
    "Events, which arrive on their day:\n"
    "  usage TENANT PRODUCT DAY|MONTH|MONTH..MONTH [mau=N] [pau=N] [rev=$N] [sub=ID] [offer=ID]\n"
    "      a report as of a day, or of a month's last day; of several months, one for each\n"
    "  claim ID TENANT PARTNER TYPE START..[END] [status=S] [cloud=C] [products=A,B] [sub=ID]\n"
    "  cert PARTNER PERSON CODE ACHIEVED..[EXPIRES] [linked=DAY] [unlinked=DAY]\n"
    "  again                   the event before, once more\n"
    "  standing PARTNER DESIGNATION ATTAINED..ANNIVERSARY [qualified=DAY]\n"
    "      before the first event: what the partner holds as another program recorded it, and the\n"
    "      last day it was qualified (ATTAINED)\n"
    "  all of NAME             the events of a list below `shared:`\n"
    "  On each also id=ID, and at=DAY for when it happened. Braces make several events of one line:\n"
    "  {1..5}, {01..12} or {ann,bob}; all braces of a line run side by side.\n"
    "\n"
    "Beside name and days, `outputs_from: DAY` withholds what is said of days before it.\n"
    "\n"
    "Below expect, as of that day (all that is not said may be anything):\n"
    "  partner, designation    whose score it is\n"
    "  points, path, qualified, status, attained_on, anniversary_date, sequence, rules\n"
    "  metrics                 METRIC: POINTS [actual=] [target=] [basis=] [max=] [PART.actual=]\n"
    "  transitions             all so far: TRANSITION DAY [points=] [cause=] [cause_event_id=]\n"
    "                          [anniversary_date=] [specializations=A,B] [sequence=] [rules=]\n"
    "  changes                 all so far of the score: DAY [points=] [previous_points=] [path=]\n"
    "                          [qualified=] [crossed=UP] [cause=] [cause_event_id=] [sequence=]\n"
    "  order                   all that was said that day: DESIGNATION CHANGE or a transition\n"
    "  Numbers are exact: 20/3 where decimals do not end. Points with decimals are as they are put\n"
    "  out, rounded to two.\n"
    "\n"
    "Exit codes: 0 all pass, 3 some failed, 2 a wrong file or wrong usage, 1 an output cannot be\n"
    "written.\n";

struct arguments {
    const char *run;   /* NULL: all */
    const char *rules; /* NULL: those of the files */
    const char *junit; /* NULL: none */
    char **files;
    int file_count;
};

static int wrong_usage(const char *what, const char *argument)
{
    (void)fprintf(stderr, "merit test: %s%s%s; see 'merit test --help'\n", what,
                  argument[0] == '\0' ? "" : ": ", argument);
    return EXIT_WRONG;
}

/* ---- which tests ------------------------------------------------------------------------- */

static bool matches(struct merit_text name, struct merit_text pattern)
{
    uint32_t at = 0;
    uint32_t star = UINT32_MAX; /* behind the last star, and where it stopped */
    uint32_t resume = 0;
    uint32_t p = 0;
    while (at < name.length) {
        if (p < pattern.length && pattern.at[p] == '*') {
            star = ++p;
            resume = at;
        } else if (p < pattern.length && (pattern.at[p] == '?' || pattern.at[p] == name.at[at])) {
            p++;
            at++;
        } else if (star != UINT32_MAX) {
            p = star;
            at = ++resume;
        } else {
            return false;
        }
    }
    while (p < pattern.length && pattern.at[p] == '*') {
        p++;
    }
    return p == pattern.length;
}

bool test_is_meant(struct merit_text name, struct merit_text pattern)
{
    struct merit_text word = name;
    for (word.length = 0; word.length < name.length && name.at[word.length] != ' ';) {
        word.length++;
    }
    return merit_text_equal(name, pattern) || merit_text_equal(word, pattern) ||
           matches(name, pattern);
}

/* ---- a file ------------------------------------------------------------------------------ */

/* Reads a file with its rules, and runs it unless anything is wrong; that is said in `errors`. */
static void test_file(const char *path,
                      const struct arguments *arguments,
                      struct case_report *report,
                      struct yaml_errors *errors)
{
    struct arena arena;
    arena_init(&arena);
    uint32_t before = errors->count;
    const struct yaml_node *root = case_file_parse(&arena, errors, path);
    const char *directory = arguments->rules;
    if (root != NULL && directory == NULL) {
        directory = case_file_rules(root);
    }
    struct rules *rules = root == NULL || directory == NULL ? NULL : rules_load(directory, errors);
    struct case_file file = {path, NULL};
    if (rules != NULL) {
        case_file_read(&file, root, rules->program);
    }
    if (errors->count == before && rules != NULL) {
        case_report_begin_file(report, path);
        for (const struct case_test *test = file.tests; test != NULL; test = test->next) {
            if (arguments->run != NULL &&
                !test_is_meant(test->name, merit_text_of(arguments->run))) {
                continue;
            }
            struct text_buffer failures = {0};
            (void)case_run(test, rules->program, &failures);
            case_report_add(report, test->name,
                            (struct merit_text){failures.at, (uint32_t)failures.length});
            text_buffer_fini(&failures);
        }
        case_report_end_file(report);
    }
    rules_free(rules);
    arena_fini(&arena);
}

/* ---- the command ------------------------------------------------------------------------- */

static int write_junit(const struct case_report *report, const char *path)
{
    struct text_buffer xml = {0};
    case_report_xml(report, &xml);
    FILE *file = fopen(path, "w");
    bool good = file != NULL && fwrite(xml.at, 1, xml.length, file) == xml.length;
    good = file != NULL && fclose(file) == 0 && good;
    text_buffer_fini(&xml);
    if (!good) {
        (void)fprintf(stderr, "merit test: %s cannot be written\n", path);
    }
    return good ? EXIT_GOOD : EXIT_OUTPUT;
}

static int print_report(struct case_report *report)
{
    case_report_end(report);
    (void)fwrite(report->text.at, 1, report->text.length, stdout);
    if (fflush(stdout) != 0 || ferror(stdout) != 0) {
        (void)fprintf(stderr, "merit test: standard output cannot be written\n");
        return EXIT_OUTPUT;
    }
    return EXIT_GOOD;
}

static int finish(struct case_report *report,
                  const struct arguments *arguments,
                  const struct yaml_errors *errors)
{
    if (errors->count > 0) {
        (void)fwrite(errors->text.bytes, 1, errors->text.length, stderr);
        (void)fprintf(stderr, "%u %s\n", errors->count, errors->count == 1 ? "error" : "errors");
        return EXIT_WRONG;
    }
    if (report->passed + report->failed == 0) {
        return wrong_usage("no test is meant",
                           arguments->run == NULL ? "the files have none" : arguments->run);
    }
    int result = print_report(report);
    if (result == EXIT_GOOD && arguments->junit != NULL) {
        result = write_junit(report, arguments->junit);
    }
    return result != EXIT_GOOD || report->failed == 0 ? result : EXIT_FAILED;
}

/* EXIT_GOOD, or EXIT_WRONG and it is said. Files are moved to the front of argv. */
static int parse(int argc, char **argv, struct arguments *arguments)
{
    static const char *const names[] = {"--run", "--rules", "--junit"};
    const char **values[] = {&arguments->run, &arguments->rules, &arguments->junit};
    arguments->files = argv + 1;
    for (int i = 1; i < argc; i++) {
        size_t option = 0;
        while (option < 3 && strcmp(argv[i], names[option]) != 0) {
            option++;
        }
        if (option < 3) {
            if (i + 1 == argc) {
                return wrong_usage("a value is missing after", argv[i]);
            }
            *values[option] = argv[++i];
        } else if (argv[i][0] == '-') {
            return wrong_usage("unknown option", argv[i]);
        } else {
            arguments->files[arguments->file_count++] = argv[i];
        }
    }
    return arguments->file_count == 0 ? wrong_usage("expected case files", "") : EXIT_GOOD;
}

int cli_test(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0) {
            return fputs(help, stdout) == EOF || fflush(stdout) != 0 ? EXIT_OUTPUT : EXIT_GOOD;
        }
    }
    struct arguments arguments = {0};
    int result = parse(argc, argv, &arguments);
    if (result != EXIT_GOOD) {
        return result;
    }
    struct case_report report = {0};
    struct yaml_errors errors;
    yaml_errors_init(&errors);
    for (int i = 0; i < arguments.file_count; i++) {
        test_file(arguments.files[i], &arguments, &report, &errors);
    }
    result = finish(&report, &arguments, &errors);
    yaml_errors_fini(&errors);
    case_report_fini(&report);
    return result;
}
