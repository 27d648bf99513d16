/* Faults: which kinds there are, at which steps of a worker they hit, and how often they did. */
#ifndef FAULTS_H
#define FAULTS_H

#include "chance.h"

/* What a worker has just done when a fault hits: one for each turn. */
#define STEP_MAP(X)                                                                                \
    X(PRODUCER, "producer ready")                                                                  \
    X(JOINED, "group joined")                                                                      \
    X(ASSIGNED, "tasks assigned")                                                                  \
    X(POSITIONS_READ, "positions read")                                                            \
    X(RESTORE_BEGUN, "restore begun")                                                              \
    X(RESTORE_READ, "log read")                                                                    \
    X(RESTORE_DONE, "state restored")                                                              \
    X(OPENED, "task opened")                                                                       \
    X(APPLIED, "record applied")                                                                   \
    X(FACTS_TAKEN, "facts applied")                                                                \
    X(DAY_WORKED, "day worked on")                                                                 \
    X(DELIVERED, "message delivered")                                                              \
    X(CHANGES_EARLY, "changes given early")                                                        \
    X(SCORES_SENT, "scores told")                                                                  \
    X(SNAPSHOT_BEGUN, "snapshot begun")                                                            \
    X(SNAPSHOT_CHUNK, "snapshot's chunk")                                                          \
    X(SNAPSHOT_ENDED, "snapshot's end")                                                            \
    X(CHANGES_SENT, "delta given")                                                                 \
    X(FACTS_SENT, "facts sent")                                                                    \
    X(POSITIONS_SENT, "positions sent")                                                            \
    X(FLUSHED, "all delivered")                                                                    \
    X(ENDED, "end asked for")                                                                      \
    X(STORED, "handed to the disk")                                                                \
    X(SNAPSHOT_DONE, "log cut")                                                                    \
    X(ABORTED, "aborted")                                                                          \
    X(CLOSED, "tasks closed")                                                                      \
    X(FOLLOW_BEGUN, "following begun")                                                             \
    X(FOLLOW_PART, "part followed")                                                                \
    X(FOLLOWED, "commit followed")                                                                 \
    X(TAKEN_OVER, "followed, taken")                                                               \
    X(RULES_CHANGED, "rules changed")                                                              \
    X(RULES_BROUGHT, "partner brought")

enum step {
    STEP_NONE, /* it waits */
#define STEP_ENUM(name, text) STEP_##name,
    STEP_MAP(STEP_ENUM)
#undef STEP_ENUM
        STEP_COUNT,
};

/* From here on the steps are those of standbys and of changes of the rules: where a run has some.
 */
enum { STEP_OF_SOME = STEP_FOLLOW_BEGUN };

#define FAULT_KIND_MAP(X)                                                                          \
    X(CRASH, "crash")         /* the process is killed */                                          \
    X(POWER, "power")         /* likewise, and nothing is left of its disk */                      \
    X(OUTAGE, "outage")       /* all stop for days: the group's positions expire */                \
    X(ABORT, "abort")         /* the brokers refuse something of the transaction */                \
    X(DONE_UNSAID, "doubt+")  /* the next commit is done, but its answer is lost */                \
    X(NOT_DONE, "doubt-")     /* the next commit never comes to the brokers */                     \
    X(DELAYED, "delayed")     /* a commit's request, answered by a timeout, arrives now */         \
    X(DUPLICATED, "doubled")  /* a commit's request, done and answered, arrives again now */       \
    X(REBALANCE, "rebalance") /* the group assigns anew */                                         \
    X(ZOMBIE, "zombie")       /* it stands still until others have its tasks, then goes on */      \
    X(DOUBLE, "double")       /* a second process starts in its place, the first goes on */        \
    X(SLOW, "slow")           /* a partition gives nothing for a while */                          \
    X(UPSTREAM, "upstream")   /* a transaction of an upstream producer stays open for a while */   \
    X(LATE, "late")           /* a record comes days late */                                       \
    X(FULL, "full")           /* its disk is full for a while */

enum fault_kind {
#define FAULT_KIND_ENUM(name, text) FAULT_##name,
    FAULT_KIND_MAP(FAULT_KIND_ENUM)
#undef FAULT_KIND_ENUM
        FAULT_KIND_COUNT,
};

/* Of a run: so many hit for sure, so many are planned at most; so many more with standbys, and
 * where the rules change. */
enum { FAULTS_LEAST = 3, FAULTS_MAX = 18, FAULTS_OF_STANDBYS = 6, FAULTS_OF_RULES = 4 };

/* One that is to come: when a worker passes the step for the n-th time. */
struct fault {
    enum fault_kind kind;
    enum step step;
    uint32_t left; /* times; 0: now */
    bool over;     /* it has hit */
};

struct faults {
    uint32_t count;
    struct fault planned[FAULTS_MAX + 1 + FAULTS_OF_STANDBYS + FAULTS_OF_RULES];
    uint32_t hits;
};

/* How often each kind hit at each step, over all runs. */
struct fault_counts {
    uint64_t of[FAULT_KIND_COUNT][STEP_COUNT];
};

const char *step_name(enum step step);
const char *fault_name(enum fault_kind kind);

/* Plans some, of any kind at any step; with standbys, and where the rules change, some more there.
 */
void faults_plan(struct faults *faults, struct chance *chance, bool standbys, bool changes);
/* A worker has passed a step. */
void faults_pass(struct faults *faults, enum step step);
/* The next fault that is due at this step; false: none (any more). */
bool faults_next_due(struct faults *faults, enum step step, enum fault_kind *ret_kind);

/* Prints how often; false where some kind at some step came less than `least` times. */
bool fault_counts_print(const struct fault_counts *counts, uint64_t least);

#endif
