/* The rule programs that the daemon has read: the one in force, and those before it. */
#include "daemon/rule_sets.h"

#include <stdio.h>

enum { FAULT_LINE_MAX = 2048 }; /* of a fault shown; the rest is cut */

static void add(struct rule_sets *sets, struct rules *rules)
{
    sets->sets = memory_resize(sets->sets, (sets->count + 1U) * sizeof(struct rules *));
    sets->sets[sets->count++] = rules;
}

void rule_sets_fini(struct rule_sets *sets)
{
    for (uint32_t i = 0; i < sets->count; i++) {
        rules_free(sets->sets[i]);
    }
    memory_free(sets->sets);
    *sets = (struct rule_sets){NULL, 0};
}

bool rule_sets_load(struct rule_sets *sets, const char *directory, struct yaml_errors *errors)
{
    struct rules *rules = rules_load(directory, errors);
    if (rules == NULL) {
        return false;
    }
    add(sets, rules);
    return true;
}

const struct merit_program *rule_sets_program(const struct rule_sets *sets)
{
    assert(sets->count > 0);
    return sets->sets[sets->count - 1]->program;
}

enum rule_sets_verdict rule_sets_judge(const struct merit_program *in_force,
                                       const struct merit_program *read)
{
    if (read->revision > in_force->revision) {
        return RULE_SETS_TAKE;
    }
    if (read->revision < in_force->revision) {
        return RULE_SETS_LOWER;
    }
    return read->hash == in_force->hash ? RULE_SETS_SAME : RULE_SETS_OTHER_OF_SAME;
}

/* ---- reading again ----------------------------------------------------------------------- */

static void say_fault(const struct log *log, const char *line)
{
    if (strstr(line, ": error: ") != NULL) {
        LOG(log, LOG_ERROR, "rule files are wrong", log_text("error", line));
    }
}

/* The faults, each with its place, without the lines of the file that show it. */
static void say_faults(const struct log *log, const struct yaml_errors *errors)
{
    const char *at = (const char *)errors->text.bytes;
    const char *end = at + errors->text.length;
    while (at < end) {
        const char *line_end = memchr(at, '\n', (size_t)(end - at));
        line_end = line_end == NULL ? end : line_end;
        char line[FAULT_LINE_MAX];
        (void)snprintf(line, sizeof line, "%.*s", (int)(line_end - at), at);
        say_fault(log, line);
        at = line_end + 1;
    }
}

static void say_refused(const struct shared *shared, const char *why)
{
    LOG(shared->log, LOG_ERROR, "rules refused", log_text("error", why),
        log_int("stays_revision", atomic_load(&shared->program)->revision));
}

static void take(struct rule_sets *sets, struct shared *shared, struct rules *rules)
{
    add(sets, rules);
    atomic_store(&shared->program, rules->program);
    LOG(shared->log, LOG_INFO, "rules taken", log_int("rules_revision", rules->program->revision));
}

void rule_sets_reload(struct rule_sets *sets, struct shared *shared)
{
    struct yaml_errors errors;
    yaml_errors_init(&errors);
    struct rules *rules = rules_load(shared->config->rules_directory, &errors);
    if (rules == NULL) {
        say_faults(shared->log, &errors);
        say_refused(shared, "the files are wrong: see the lines above");
        yaml_errors_fini(&errors);
        return;
    }
    yaml_errors_fini(&errors);
    switch (rule_sets_judge(rule_sets_program(sets), rules->program)) {
    case RULE_SETS_TAKE:
        take(sets, shared, rules);
        return;
    case RULE_SETS_SAME:
        LOG(shared->log, LOG_INFO, "rules are as they were",
            log_int("rules_revision", rules->program->revision));
        break;
    case RULE_SETS_LOWER:
        say_refused(shared, "their revision is lower than that in force: raise it");
        break;
    case RULE_SETS_OTHER_OF_SAME:
        say_refused(shared, "they are others, but of the same revision: raise it");
        break;
    }
    rules_free(rules);
}
