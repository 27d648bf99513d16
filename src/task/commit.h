/* The steps of a worker's transaction, in their order, and what follows from how it ended. */
#ifndef TASK_COMMIT_H
#define TASK_COMMIT_H

#include "task/attempts.h"

/* The state on disk never leads what is committed: nothing is stored before the end is known to be
 * a commit. Memory never leads it for long: whatever else the end was, every task is opened again.
 */
enum commit_step {
    COMMIT_SHARES, /* of each task that was touched: scores, ends of inputs, of a snapshot, delta */
    COMMIT_FACTS,  /* packs that are not sent yet */
    COMMIT_END,    /* the positions of these tasks, then the end is asked for */
    COMMIT_STORE,  /* it is committed: deltas go to the disk, then what is used up is deleted */
    COMMIT_ABORT,  /* nothing of it is to be seen */
    COMMIT_PRODUCER, /* a new one: it ends the old one's transaction, if that is not over */
    COMMIT_REOPEN,   /* every task, from what is committed */
    COMMIT_LEAVE,    /* another one has taken over: nothing more is written */
    COMMIT_STOP,     /* a record cannot be committed: abort, stop with a diagnosis */
    COMMIT_OVER,
};

/* What comes after a step; `next` is what attempts_took said of COMMIT_END. Of COMMIT_ABORT it is
 * ATTEMPTS_NEW_PRODUCER where the brokers did not confirm that the transaction is over (positions
 * that it moved could not be read until it is), ATTEMPTS_LEAVE where another one has taken over,
 * else ATTEMPTS_REOPEN; of the others it is not looked at. */
enum commit_step commit_next(enum commit_step step, enum attempts_next next);

#endif
