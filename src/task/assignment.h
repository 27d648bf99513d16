/* What a worker does when the group changes which tasks are its own. */
#ifndef TASK_ASSIGNMENT_H
#define TASK_ASSIGNMENT_H

#include <stdbool.h>

enum assignment_event {
    ASSIGNMENT_SAME,     /* nothing has changed */
    ASSIGNMENT_GIVEN,    /* tasks are to be opened */
    ASSIGNMENT_REVOKED,  /* they are to be given up, and are still its own */
    ASSIGNMENT_LOST,     /* others may have them already */
    ASSIGNMENT_TOO_LATE, /* likewise, and its membership cannot be taken up again */
    ASSIGNMENT_DOUBTFUL, /* what is to be read for it is gone: whoever has its tasks may have
                          * deleted it, while this process stood still */
    ASSIGNMENT_REPLACED, /* another process has its place in the group, or the group refuses it */
};

/* In this order. */
struct assignment_answer {
    bool leave;  /* the process ends: nothing more is written */
    bool commit; /* what is open of a transaction; where that fails, as after any commit */
    bool abort;  /* it: a commit would be refused, or be another one's */
    bool park;   /* every task: it stays in memory, and nothing happens to it until tasks are given
                  * again. Then the group is answered */
    bool close;  /* every task, those put aside too; what is not committed is lost. Then likewise */
    bool rejoin; /* as a new member */
    bool open; /* the tasks given, as they are committed: those put aside and not given are closed,
                * others go on as they are where recovery_may_keep says so */
};
struct assignment_answer assignment_answer(enum assignment_event event);

#endif
