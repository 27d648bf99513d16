/* Of a task whose state was made by rules of a higher revision than those in force here. */
#include "daemon/opening_rules.h"

#include "daemon/rule_sets.h"

#include <inttypes.h>
#include <stdio.h>
#include <time.h>

enum {
    EXIT_FAILED = 1,
    EXIT_REFUSED = 2,
    RULES_WAIT_MS = 5000, /* for the main thread; it takes some hundredths of a second */
    NS_PER_PAUSE = 10 * 1000 * 1000,
};

static bool are_there(const struct shared *shared, int64_t revision)
{
    return atomic_load(&shared->program)->revision >= revision;
}

/* At its start a process is refused for the files it was given; one that ran is started again, when
 * the right ones may be there. */
static enum opening_result fail(const struct opener *opener,
                                uint32_t task,
                                const struct recovery *made_by,
                                bool answered)
{
    struct shared *shared = opener->shared;
    char text[KAFKA_TEXT_MAX * 2];
    (void)snprintf(text, sizeof text,
                   "task %u: %s, %" PRId64 "; this process has %" PRId64 ", and rules.directory "
                   "%s: put the files of revision %" PRId64 ", or of a later one, into it, then "
                   "start again",
                   task, made_by->why, made_by->revision, atomic_load(&shared->program)->revision,
                   answered ? "gave none to go on with" : "was not read again in time",
                   made_by->revision);
    shared_fail(shared, atomic_load(&shared->has_run) ? EXIT_FAILED : EXIT_REFUSED,
                "task cannot be opened", text);
    return OPENING_FAILED;
}

enum opening_result opening_rules(const struct opener *opener,
                                  uint32_t task,
                                  const struct recovery *made_by)
{
    struct shared *shared = opener->shared;
    if (are_there(shared, made_by->revision)) {
        return OPENING_DONE;
    }
    LOG(shared->log, LOG_INFO, "rules of a higher revision are looked for", log_uint("task", task),
        log_int("task_revision", made_by->revision),
        log_int("rules_revision", atomic_load(&shared->program)->revision));
    uint32_t question = rule_sets_ask(shared, task, made_by->revision, made_by->program_hash);
    int64_t until_ms = shared_now_ms() + RULES_WAIT_MS;
    bool answered = rule_sets_are_answered(shared, question);
    while (!answered && shared_now_ms() < until_ms) {
        if (!opener->go_on(opener->context)) {
            return OPENING_STOPPED;
        }
        (void)nanosleep(&(struct timespec){0, NS_PER_PAUSE}, NULL);
        answered = rule_sets_are_answered(shared, question);
    }
    return are_there(shared, made_by->revision) ? OPENING_DONE
                                                : fail(opener, task, made_by, answered);
}
