/* The rule programs that the daemon has read: the one in force, and those before it. */
#ifndef DAEMON_RULE_SETS_H
#define DAEMON_RULE_SETS_H

#include "daemon/shared.h"

/* All are kept until the end: some task may still be on its way from one to the next. */
struct rule_sets {
    struct rules **sets; /* by revision, rising */
    uint32_t count;
};

void rule_sets_fini(struct rule_sets *sets);

/* Reads the first; false: `errors` says what is wrong. */
bool rule_sets_load(struct rule_sets *sets, const char *directory, struct yaml_errors *errors);
/* The one in force, of the highest revision. */
const struct merit_program *rule_sets_program(const struct rule_sets *sets);

enum rule_sets_verdict {
    RULE_SETS_TAKE,         /* a higher revision */
    RULE_SETS_SAME,         /* the same rules */
    RULE_SETS_LOWER,        /* refused: of a lower revision */
    RULE_SETS_OTHER_OF_SAME /* refused: others of the same revision */
};
enum rule_sets_verdict rule_sets_judge(const struct merit_program *in_force,
                                       const struct merit_program *read);

/* Reads the configured directory again and puts what it holds in force, for all tasks (each takes
 * it when it can). Where it is wrong, or refused, what was in force stays; the log says why. All
 * that was asked before is answered by it. */
void rule_sets_reload(struct rule_sets *sets, struct shared *shared);

/* ---- a worker asks for it, and the main thread does it ------------------------------------ */

/* The task was committed by others under rules of that revision: what else is of it here, as while
 * files are being copied, is refused. Gives what rule_sets_are_answered wants to know. */
uint32_t rule_sets_ask(struct shared *shared,
                       uint32_t task,
                       int64_t revision,
                       uint32_t program_hash);
bool rule_sets_are_answered(const struct shared *shared, uint32_t question);
/* Of the main thread, once it is woken: the files are to be read again. */
bool rule_sets_are_asked(const struct shared *shared);

#endif
