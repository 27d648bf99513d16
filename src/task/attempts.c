/* What a worker does after a transaction that failed, and how large the next one may be. */
#include "task/attempts.h"

void attempts_init(struct attempts *attempts)
{
    *attempts = (struct attempts){.records = ATTEMPTS_RECORDS_MAX};
}

/* A transaction that fails again and again is halved: one record of it may be what cannot be. */
static enum attempts_next took_failure(struct attempts *attempts, enum attempts_next otherwise)
{
    attempts->failures++;
    if (attempts->failures < ATTEMPTS_SAME) {
        return otherwise;
    }
    if (attempts->records == 1) {
        return ATTEMPTS_STOP;
    }
    attempts->failures = 0;
    attempts->records /= 2;
    return otherwise;
}

enum attempts_next attempts_took(struct attempts *attempts, enum attempts_outcome outcome)
{
    switch (outcome) {
    case ATTEMPT_COMMITTED:
        attempts->failures = 0;
        if (attempts->records < ATTEMPTS_RECORDS_MAX) {
            attempts->records *= 2;
        }
        return ATTEMPTS_GO_ON;
    case ATTEMPT_ABORTED:
        return took_failure(attempts, ATTEMPTS_REOPEN);
    case ATTEMPT_INDEFINITE:
        return took_failure(attempts, ATTEMPTS_NEW_PRODUCER);
    case ATTEMPT_FENCED:
        return ATTEMPTS_LEAVE;
    case ATTEMPT_FATAL:
        break;
    }
    return ATTEMPTS_STOP;
}
