/* Fault points: where a test may have the process die, or be slow (MERITD_FAIL). */
#ifndef DAEMON_FAULTS_H
#define DAEMON_FAULTS_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

/* Each step of a commit, of a day's start, of a snapshot, of a restore; of `merit reshard`. */
#define FAULT_MAP(X)                                                                               \
    X(BEGIN, "begin")                       /* a transaction has begun */                          \
    X(APPLIED, "applied")                   /* a record or a pack of facts has been applied */     \
    X(OUTPUTS_SENT, "outputs_sent")         /* outputs of a step were handed to the producer */    \
    X(DAY_STARTED, "day_started")           /* a piece of a day's start was done */                \
    X(SCORES_SENT, "scores_sent")           /* of the commit: scores told */                       \
    X(FACTS_SENT, "facts_sent")             /* of the commit: facts sent */                        \
    X(CHANGES_SENT, "changes_sent")         /* of the commit: its delta sent */                    \
    X(BEFORE_COMMIT, "before_commit")       /* of the commit: everything but the call */           \
    X(COMMITTED, "committed")               /* the call has come back */                           \
    X(STORED, "stored")                     /* its delta was handed to the store's writer */       \
    X(SNAPSHOT_BEGUN, "snapshot_begun")     /* a begin mark was sent */                            \
    X(SNAPSHOT_CHUNK, "snapshot_chunk")     /* a chunk was sent */                                 \
    X(SNAPSHOT_ENDED, "snapshot_ended")     /* an end mark was sent */                             \
    X(SNAPSHOT_DELETED, "snapshot_deleted") /* what lies before a snapshot was deleted */          \
    X(RESTORE_BEGUN, "restore_begun")       /* a task is about to be opened */                     \
    X(RESTORE_READ, "restore_read")         /* a batch of the change log was taken in */           \
    X(RESTORE_DONE, "restore_done")         /* the state is there, not yet on disk */              \
    X(RESTORE_STORED, "restore_stored")     /* it is on disk, where it was rebuilt */              \
    X(RESHARD_SENT, "reshard_sent")         /* all tasks' states were sent, not yet committed */   \
    X(RESHARD_ENDED, "reshard_ended")       /* and committed */

enum fault_point {
#define FAULT_ENUM(name, text) FAULT_##name,
    FAULT_MAP(FAULT_ENUM)
#undef FAULT_ENUM
        FAULT_COUNT,
};

/* Shared by all threads. */
struct faults {
    atomic_int left; /* of the point: how many times more it is passed; 0: none is armed */
    enum fault_point point;
    int64_t slow_ms;      /* "slow": waited after each batch of records */
    int64_t open_late_ms; /* "open_late": the second worker waits before it opens tasks */
    int64_t map_kb;       /* "map_kb": the room that a store takes; 0: as much as it likes */
};

/* From the text of MERITD_FAIL (NULL: none): "POINT:N" kills the process the N-th time it comes to
 * the point; "slow:MS", "open_late:MS", "map_kb:KB". Several by commas. False: it names no such
 * point. */
bool faults_read(struct faults *faults, const char *text);
/* Prints every name, one a line. */
void faults_print(void);

/* The process ends here, as by SIGKILL, where this point is armed and its time has come. */
void fault_at(struct faults *faults, enum fault_point point);

#endif
