/* A worker: what meritd's does, a step at a time, with the product's task and its decisions. */
#ifndef WORKER_H
#define WORKER_H

#include "broker.h"
#include "disk.h"
#include "faults.h"
#include "task/assignment.h"
#include "task/attempts.h"
#include "task/commit.h"
#include "task/idle.h"
#include "task/recovery.h"
#include "task/snapshot.h"

struct world;

/* As daemon/open_task.h. */
struct open_task {
    uint32_t number;
    struct task task;
    struct idle idle[TASK_FACTS];
    struct messages deltas; /* of the commit to come */
    uint32_t sent;
    int64_t first_offset; /* where the first of them landed; -1: none has */
    struct snapshot snapshot;
    bool has_copy; /* of the store, as of snapshot.commit */
    struct table copy;
    size_t copied; /* cursor */
    struct task_metadata metadata;
    bool committing;
};

/* A message that the client has taken and the brokers have not. */
struct outgoing {
    uint32_t partition;
    struct log_record record;
    uint32_t task; /* whose delta it is; NOBODY: none's */
};

/* An event that was applied. */
struct applied {
    uint32_t transaction; /* that may or may not be committed */
    uint32_t event;
    uint32_t task;
    int32_t day; /* of the clock that it was applied on; MERIT_NO_DAY: it is a dead letter */
};

/* As daemon/sender.h. */
struct sender {
    bool open;
    int64_t begun_ms;
    uint32_t records;
    struct buffer packs[TASKS_MAX];
    struct outgoing *queue;
    uint32_t queue_from;
    uint32_t queue_count;
    uint32_t queue_capacity;
    struct applied *applied; /* in the transaction to come */
    uint32_t applied_count;
    uint32_t applied_capacity;
    bool has_failed;
    enum attempts_outcome failed;
};

/* As daemon/opening.c. */
struct opening {
    uint32_t number;
    bool active;
    const struct merit_program *program;
    struct recovery recovery;
    struct table table;
    struct messages deltas;
    struct store_at local; /* of the state on disk, or of what was followed */
    bool loaded;           /* it is in the table */
    bool followed;
    bool rewrite;     /* the disk has not what is in the table */
    int64_t position; /* of the log's reader */
};

enum phase {
    PHASE_DOWN,     /* no process */
    PHASE_PRODUCER, /* a producer is made; `reopen` then */
    PHASE_JOIN,
    PHASE_WAIT,      /* for an assignment */
    PHASE_CLAIM,     /* for the following of what is assigned to end */
    PHASE_POSITIONS, /* reads the group's, task by task */
    PHASE_OPEN,      /* opens tasks, one after the other */
    PHASE_RESTORE,   /* reads the log for one */
    PHASE_RULES,     /* waits for those that its state was made by */
    PHASE_RESTORED,
    PHASE_RUN,
    PHASE_SCORES, /* the commit, for each task */
    PHASE_SNAPSHOT,
    PHASE_CHANGES,
    PHASE_FACTS, /* and for all of them together */
    PHASE_SEND_POSITIONS,
    PHASE_FLUSH,
    PHASE_END,
    PHASE_OUTCOME,
    PHASE_STORE, /* after it, for each */
    PHASE_CUT,
    PHASE_ABORT,
    PHASE_CLOSE,
};

/* What is done when a commit, an abort or a close is over. */
enum then {
    THEN_RUN,
    THEN_REOPEN,
    THEN_PARK, /* and join; where the commit fails, as THEN_JOIN */
    THEN_JOIN,
    THEN_LEAVE,
};

/* How the next commit's request fares. */
enum end_fault { END_PLAIN, END_DONE_UNSAID, END_NOT_DONE, END_DELAYED, END_DUPLICATED };

struct worker {
    struct world *world;
    uint32_t slot; /* of the group, and its transactional id */
    uint32_t disk;
    bool ghost; /* another process has been started in its place: nobody starts it again */
    enum phase phase;
    enum then then;
    int64_t start_ms;  /* down: it is started then */
    int64_t frozen_ms; /* it stands still until then */
    uint32_t epoch;
    bool has_joined; /* its consumer is there: a new producer leads to opening tasks again */
    bool begin_anew; /* a request may be under way twice: a new producer before the next begins */
    struct membership member;
    struct attempts attempts;
    struct sender sender;
    uint32_t assigned[TASKS_MAX];
    uint32_t assigned_count;
    struct positions positions[TASKS_MAX]; /* of the assigned, as read */
    uint32_t at;                           /* of the assigned, or of the open tasks */
    uint32_t chunks_left;                  /* of a snapshot, in this commit */
    struct opening opening;
    struct open_task *open[TASKS_MAX];
    uint32_t open_count;
    struct open_task *parked[TASKS_MAX]; /* put aside: not the worker's to step or commit */
    uint32_t parked_count;
    enum attempts_outcome outcome;
    enum end_fault end_fault;
    bool fail_next; /* the brokers refuse what comes next */
};

/* A process starts, with nothing. */
void worker_start(struct worker *worker);
/* It is gone, at once: nothing more is written, sent or closed. */
void worker_kill(struct worker *worker);
/* Does what is next, and says what has been done. */
enum step worker_turn(struct worker *worker);

/* ---- its parts --------------------------------------------------------------------------- */

void worker_begin(struct worker *worker);
void worker_send(struct worker *worker, const struct outgoing *message);
void worker_send_deltas(struct worker *worker, struct open_task *open);
/* Brings the oldest message of the queue to the brokers, if it may. */
enum step worker_deliver(struct worker *worker);
void worker_send_made(struct worker *worker, struct open_task *open);
void worker_send_output(struct worker *worker, const struct merit_output *output);
/* An input at its end is read up to there; `now`: a commit is to say so. */
void worker_take_end(struct worker *worker,
                     struct open_task *open,
                     enum task_input input,
                     bool now);
int64_t open_task_position(const struct worker *worker, const struct open_task *open, int input);

void worker_doubt(struct worker *worker);
/* The group has given it the task, and not taken it away. */
bool worker_has_assigned(const struct worker *worker, uint32_t task);

/* Opening (worker_open.c) and committing (worker_commit.c); by phase. */
enum step worker_opening_turn(struct worker *worker);
enum step worker_commit_turn(struct worker *worker);
void worker_begin_commit(struct worker *worker, enum then then);
void worker_begin_abort(struct worker *worker, enum then then);
/* Drops what is open of transaction and tasks, those put aside too. */
void worker_drop_sender(struct worker *worker);
void worker_drop_tasks(struct worker *worker);
void worker_drop_open(struct worker *worker, struct open_task *open);
void worker_drop_opening(struct worker *worker);
/* The process ends by itself, and is started again later. */
void worker_leave(struct worker *worker);

#endif
