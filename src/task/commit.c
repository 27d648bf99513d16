/* The steps of a worker's transaction, in their order, and what follows from how it ended. */
#include "task/commit.h"

static enum commit_step after_end(enum attempts_next next)
{
    switch (next) {
    case ATTEMPTS_GO_ON:
        return COMMIT_STORE;
    case ATTEMPTS_REOPEN:
        return COMMIT_ABORT;
    case ATTEMPTS_NEW_PRODUCER:
        return COMMIT_PRODUCER;
    case ATTEMPTS_LEAVE:
        return COMMIT_LEAVE;
    case ATTEMPTS_STOP:
        break;
    }
    return COMMIT_STOP;
}

enum commit_step commit_next(enum commit_step step, enum attempts_next next)
{
    switch (step) {
    case COMMIT_SHARES:
        return COMMIT_FACTS;
    case COMMIT_FACTS:
        return COMMIT_END;
    case COMMIT_END:
        return after_end(next);
    case COMMIT_ABORT:
        return next == ATTEMPTS_NEW_PRODUCER ? COMMIT_PRODUCER
               : next == ATTEMPTS_LEAVE      ? COMMIT_LEAVE
                                             : COMMIT_REOPEN;
    case COMMIT_PRODUCER:
        return COMMIT_REOPEN;
    case COMMIT_STORE:
    case COMMIT_REOPEN:
    case COMMIT_LEAVE:
    case COMMIT_STOP:
    case COMMIT_OVER:
        break;
    }
    return COMMIT_OVER;
}
