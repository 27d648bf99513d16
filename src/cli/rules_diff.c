/* `merit rules diff`: what changed in the rules between two days. */
#include "cli/rules_diff.h"

#include "cli/rules_say.h"
#include "rules/differences.h"

#include <stdio.h>

struct diff_arguments {
    const char *directory;
    const char *designation; /* NULL: all */
    int32_t days[2];
};

/* RULES_EXIT_GOOD, or RULES_EXIT_WRONG and it is said. */
static int diff_parse(int argc, char **argv, struct diff_arguments *arguments)
{
    int words = 0;
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--rules") == 0) {
            if (i + 1 == argc) {
                return rules_wrong_usage("a value is missing after", argv[i]);
            }
            arguments->directory = argv[++i];
        } else if (argv[i][0] == '-' || words == 3) {
            return rules_wrong_usage(
                argv[i][0] == '-' ? "unknown option" : "one designation at most", argv[i]);
        } else if (words == 2) {
            arguments->designation = argv[i];
            words++;
        } else {
            arguments->days[words] = value_parse_day(merit_text_of(argv[i]));
            if (arguments->days[words++] == MERIT_NO_DAY) {
                return rules_wrong_usage("expected a day such as 2023-06-12", argv[i]);
            }
        }
    }
    return words < 2 ? rules_wrong_usage("diff needs two days", "") : RULES_EXIT_GOOD;
}

static void print_differences(const struct rules *rules, const struct diff_arguments *arguments)
{
    const struct merit_program *program = rules->program;
    struct buffer out = {0};
    uint32_t count = 0;
    if (arguments->designation == NULL) {
        count += rules_program_differences(rules, arguments->days[0], arguments->days[1], &out);
    }
    for (uint8_t i = 0; i < program->designation_count; i++) {
        const char *id = program->designations[i].id;
        if (arguments->designation == NULL || strcmp(arguments->designation, id) == 0) {
            count += rules_differences(rules, id, arguments->days[0], arguments->days[1], &out);
        }
    }
    if (count == 0) {
        static const char nothing[] = "Nothing changed.\n";
        buffer_put(&out, nothing, sizeof nothing - 1);
    }
    (void)fwrite(out.bytes, 1, out.length, stdout);
    buffer_fini(&out);
}

int cli_rules_diff(int argc, char **argv)
{
    struct diff_arguments arguments = {.directory = "config/rules"};
    int result = diff_parse(argc, argv, &arguments);
    if (result != RULES_EXIT_GOOD) {
        return result;
    }
    struct rules *rules = rules_open(arguments.directory, arguments.designation);
    if (rules == NULL) {
        return RULES_EXIT_WRONG;
    }
    print_differences(rules, &arguments);
    rules_free(rules);
    return rules_flush_output();
}
