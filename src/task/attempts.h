/* What a worker does after a transaction that failed, and how large the next one may be. */
#ifndef TASK_ATTEMPTS_H
#define TASK_ATTEMPTS_H

#include <stdbool.h>
#include <stdint.h>

enum attempts_outcome {
    ATTEMPT_COMMITTED,
    ATTEMPT_ABORTED,    /* nothing of it is seen */
    ATTEMPT_INDEFINITE, /* it may have been committed */
    ATTEMPT_FENCED,     /* another one has taken over */
    ATTEMPT_FATAL,
};

enum attempts_next {
    ATTEMPTS_GO_ON,        /* it is committed */
    ATTEMPTS_REOPEN,       /* abort, and open every task from what is committed */
    ATTEMPTS_NEW_PRODUCER, /* a new producer first (it ends the old transaction), then likewise: the
                            * committed offsets then say what became of it */
    ATTEMPTS_LEAVE,        /* write nothing more */
    ATTEMPTS_STOP,         /* a record cannot be committed: stop with a diagnosis */
};

enum {
    ATTEMPTS_RECORDS_MAX = 16384, /* of one transaction */
    ATTEMPTS_SAME = 3,            /* failures before the batch is halved */
};

/* How many input records the next transaction may hold. */
struct attempts {
    uint32_t records;
    uint32_t failures; /* in a row, at this size */
};

void attempts_init(struct attempts *attempts);
enum attempts_next attempts_took(struct attempts *attempts, enum attempts_outcome outcome);

#endif
