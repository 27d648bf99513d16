/* Which bug this program is built with: the one file that is compiled for each. */
#include "bug.h"

#ifndef SIMULATION_BUG
#define SIMULATION_BUG BUG_NONE
#endif

const enum bug planted_bug = (enum bug)SIMULATION_BUG;

const char *bug_name(enum bug bug)
{
    static const char *const names[BUG_COUNT] = {
        [BUG_NONE] = "none",
        [BUG_STORE_BEFORE_COMMIT] = "state goes to the disk before the commit",
        [BUG_POSITIONS_APART] = "positions are not in the transaction",
        [BUG_MEMORY_AFTER_ABORT] = "memory is used again after an abort",
        [BUG_IN_DOUBT_IS_COMMITTED] = "in doubt is taken for committed",
        [BUG_IN_DOUBT_OLD_PRODUCER] = "in doubt is taken for aborted, without a new producer",
        [BUG_READ_UNCOMMITTED] = "facts are read uncommitted",
        [BUG_NO_GENERATION] = "positions are taken from any generation",
        [BUG_UNSTABLE_POSITIONS] = "positions are read while they may still move",
        [BUG_SNAPSHOT_WITHOUT_TAIL] = "a snapshot claims the commit it travels with",
        [BUG_NO_CLOCK_IN_STATE] = "the clock is not part of the state",
        [BUG_ZOMBIES_NOT_FENCED] = "zombies are not fenced",
        [BUG_LOG_CUT_EARLY] = "the log is cut before the snapshot's end is committed",
        [BUG_DOUBTFUL_PRODUCER] = "a producer goes on after its connection broke",
        [BUG_KEPT_BLINDLY] = "a task is kept although another process committed for it",
        [BUG_FOLLOWED_ON] = "a task is opened while it is still followed",
        [BUG_HALF_FOLLOWED] = "half a commit that was followed is handed over as whole",
        [BUG_FOLLOWED_UNSTORED] = "what was followed is taken to be on disk, though it is not",
        [BUG_LOWER_ACCEPTED] = "a state under newer rules is taken by a process with old ones",
    };
    return names[bug];
}
