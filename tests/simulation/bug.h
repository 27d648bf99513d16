/* The planted bugs: protocol mistakes that the simulator must find. None of them is in the product.
 */
#ifndef BUG_H
#define BUG_H

#include <stdbool.h>

/* By the number that -DSIMULATION_BUG gives; each stands where the simulator's own worker or broker
 * does what the product would have to be changed for. */
enum bug {
    BUG_NONE,
    BUG_STORE_BEFORE_COMMIT,   /* a delta goes to the disk before its transaction is committed */
    BUG_POSITIONS_APART,       /* positions are committed before the transaction, not in it */
    BUG_MEMORY_AFTER_ABORT,    /* after an abort a worker goes on with the state it has */
    BUG_IN_DOUBT_IS_COMMITTED, /* a commit without an answer is taken for done */
    BUG_IN_DOUBT_OLD_PRODUCER, /* after one, tasks are opened again under the old producer */
    BUG_READ_UNCOMMITTED,      /* facts are read before their transaction is over */
    BUG_NO_GENERATION,         /* positions are accepted from any member of any generation */
    BUG_UNSTABLE_POSITIONS,    /* positions are read while a transaction that moves them is open */
    BUG_SNAPSHOT_WITHOUT_TAIL, /* a snapshot says that it is of the commit it travels with */
    BUG_NO_CLOCK_IN_STATE,     /* the tenants' clock is not part of what is committed */
    BUG_ZOMBIES_NOT_FENCED,    /* a new producer does not fence the one before it */
    BUG_LOG_CUT_EARLY,         /* the log is cut when a snapshot begins */
    BUG_DOUBTFUL_PRODUCER,     /* a producer goes on though a request may be under way twice */
    BUG_KEPT_BLINDLY,          /* what comes back goes on in memory, whoever committed meanwhile */
    BUG_FOLLOWED_ON,           /* a task is opened while its log is still followed */
    BUG_HALF_FOLLOWED,         /* a commit of which a part was followed is handed over as whole */
    BUG_FOLLOWED_UNSTORED,     /* what was followed is taken to be on disk, though it is not */
    BUG_LOWER_ACCEPTED,        /* a process takes a task that others have under newer rules */
    BUG_COUNT,
};

/* The one that this program was built with. */
extern const enum bug planted_bug;

static inline bool planted(enum bug bug)
{
    return planted_bug == bug;
}

/* What it is called, for messages. */
const char *bug_name(enum bug bug);

#endif
