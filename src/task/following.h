/* What a standby has of a task: its state in memory, brought on commit by commit by its change log.
 */
#ifndef TASK_FOLLOWING_H
#define TASK_FOLLOWING_H

#include "base/messages.h"
#include "task/recovery.h"

/* Pure: the caller reads the log, sees to the disk, and does what following_next says. What is read
 * is committed, and goes into the table in whole commits: it may be taken over at any moment from
 * its first whole state on. */
struct following {
    struct recovery recovery;
    struct table table;
    uint64_t commit;        /* that the table holds, whole; 0: none */
    int64_t log_offset;     /* no message of a later commit lies before it in the log */
    struct messages held;   /* of a commit that is not whole yet */
    struct messages deltas; /* in the table; the disk is to be given them */
    bool stored;            /* the disk has what the table has, or was given it, but for deltas */
    bool caught_up;         /* it has come to where the log ended when it began */
    uint64_t log_bytes;     /* of the log, applied */
};

void following_init(struct following *following);
void following_fini(struct following *following);

/* Decides what to do first; `start` is one of a standby (follows). RECOVERY_READ: the log is to be
 * read from recovery.offset on. With recovery.from_local the state on disk is to be loaded into the
 * table before. Anything else: recovery.why says why it cannot be followed. */
enum recovery_action following_begin(struct following *following,
                                     const struct recovery_start *start);
/* The state on disk, that was to be loaded, is damaged: whatever of it is in the table is dropped,
 * and the log is to be read from recovery.offset on. */
void following_lose_local(struct following *following);
/* One message of the log, in order; none once recovery_is_over says so. */
void following_message(struct following *following, int64_t offset, struct bytes message);

enum following_next {
    FOLLOWING_READ,      /* read on */
    FOLLOWING_READ_FROM, /* the same, but from recovery.offset */
    FOLLOWING_ADD,       /* give the disk the deltas, as of the commit that the table holds */
    FOLLOWING_REPLACE,   /* empty the disk, and give it the table */
    FOLLOWING_END,       /* it cannot be followed any more: recovery.why */
};
/* What is next, where all before `position` has been given. */
enum following_next following_next(struct following *following, int64_t position);
/* What it said of the disk is done. */
void following_stored(struct following *following);

/* It has a state that a worker may take. */
bool following_is_of_use(const struct following *following);

#endif
