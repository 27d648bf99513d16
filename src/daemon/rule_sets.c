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

/* Others have committed some task under rules of the same revision that are not these. */
static bool are_not_those_of_others(const struct shared *shared,
                                    const struct merit_program *program)
{
    bool differ = false;
    for (uint32_t i = 0; i < shared->task_count && shared->reports != NULL; i++) {
        const struct task_report *report = &shared->reports[i];
        differ = differ || (atomic_load(&report->made_by_revision) == program->revision &&
                            atomic_load(&report->made_by_hash) != program->hash);
    }
    return differ;
}

/* What was read is kept, or freed. */
static void judge(struct rule_sets *sets, struct shared *shared, struct rules *rules)
{
    switch (rule_sets_judge(rule_sets_program(sets), rules->program)) {
    case RULE_SETS_TAKE:
        if (!are_not_those_of_others(shared, rules->program)) {
            take(sets, shared, rules);
            return;
        }
        say_refused(shared, "others have committed under rules of the same revision that differ: "
                            "copy theirs, as a whole, or raise it");
        break;
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

void rule_sets_reload(struct rule_sets *sets, struct shared *shared)
{
    uint32_t asked = atomic_load(&shared->rules_asked);
    struct yaml_errors errors;
    yaml_errors_init(&errors);
    struct rules *rules = rules_load(shared->config->rules_directory, &errors);
    if (rules == NULL) {
        say_faults(shared->log, &errors);
        say_refused(shared, "the files are wrong: see the lines above");
    } else {
        judge(sets, shared, rules);
    }
    yaml_errors_fini(&errors);
    atomic_store(&shared->rules_answered, asked);
}

/* ---- a worker asks for it, and the main thread does it ------------------------------------ */

uint32_t rule_sets_ask(struct shared *shared,
                       uint32_t task,
                       int64_t revision,
                       uint32_t program_hash)
{
    struct task_report *report = &shared->reports[task];
    atomic_store(&report->made_by_hash, program_hash);
    atomic_store(&report->made_by_revision, revision);
    uint32_t question = atomic_fetch_add(&shared->rules_asked, 1) + 1;
    shared->wake(shared->wake_context);
    return question;
}

bool rule_sets_are_answered(const struct shared *shared, uint32_t question)
{
    return (int32_t)(atomic_load(&shared->rules_answered) - question) >= 0;
}

bool rule_sets_are_asked(const struct shared *shared)
{
    return atomic_load(&shared->rules_answered) != atomic_load(&shared->rules_asked);
}
