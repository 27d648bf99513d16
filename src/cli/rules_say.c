/* What the subcommands of `merit rules` say alike: exit codes, wrong usage, errors. */
#include "cli/rules_say.h"

#include <stdio.h>

int rules_wrong_usage(const char *what, const char *argument)
{
    (void)fprintf(stderr, "merit rules: %s%s%s; see 'merit rules --help'\n", what,
                  argument[0] == '\0' ? "" : ": ", argument);
    return RULES_EXIT_WRONG;
}

int rules_flush_output(void)
{
    if (fflush(stdout) != 0 || ferror(stdout) != 0) {
        (void)fprintf(stderr, "merit rules: standard output cannot be written\n");
        return RULES_EXIT_OUTPUT;
    }
    return RULES_EXIT_GOOD;
}

void rules_print_errors(const struct yaml_errors *errors)
{
    if (errors->text.length > 0) {
        (void)fwrite(errors->text.bytes, 1, errors->text.length, stderr);
    }
    (void)fprintf(stderr, "%u %s\n", errors->count, errors->count == 1 ? "error" : "errors");
}

static bool have(const struct rules *rules, const char *id)
{
    bool found = id == NULL;
    for (uint8_t i = 0; i < rules->program->designation_count; i++) {
        found = found || strcmp(id, rules->program->designations[i].id) == 0;
    }
    return found;
}

struct rules *rules_open(const char *directory, const char *designation)
{
    struct yaml_errors errors;
    yaml_errors_init(&errors);
    struct rules *rules = rules_load(directory, &errors);
    if (rules == NULL) {
        rules_print_errors(&errors);
    } else if (!have(rules, designation)) {
        (void)rules_wrong_usage("the rules have no such designation", designation);
        rules_free(rules);
        rules = NULL;
    }
    yaml_errors_fini(&errors);
    return rules;
}
