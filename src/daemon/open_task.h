/* One task that a worker has open: its inputs, its state, its snapshot, and its share of a commit.
 */
#ifndef DAEMON_OPEN_TASK_H
#define DAEMON_OPEN_TASK_H

#include "daemon/input.h"
#include "daemon/opening.h"
#include "daemon/sender.h"
#include "daemon/wall_clock.h"
#include "store/writer.h"
#include "task/snapshot.h"

/* A snapshot on its way into the change log. */
struct snapshotting {
    bool given_up;                 /* none is to be had until the task is opened again */
    bool asked;                    /* the store's writer will give a reader */
    struct store_snapshot *reader; /* NULL: none */
    struct snapshot log;           /* what of it is in the log */
};

struct open_task {
    struct shared *shared;
    struct sender *sender;
    struct writer *writer;
    struct wall_clock *clock;
    struct doubt *doubt; /* where it says that an input is gone */
    uint32_t number;
    struct task task;
    struct store *store;
    struct input inputs[TASK_INPUT_COUNT];
    uint32_t until;         /* the step ends when the transaction has so many records */
    struct messages deltas; /* of the commit to come */
    uint32_t sent;          /* of deltas */
    struct producer_delivery delivery;
    /* The offset in the change log of the last commit's last message; -1: not known. Where offsets
     * go back, the disk is left as it was, so that opening the task stops too. */
    int64_t log_last;
    struct snapshotting snapshot;
    struct task_metadata metadata;              /* of the commit being made */
    bool committing;                            /* it has a share in the commit being made */
    int64_t facts_deleted;                      /* up to this offset */
    const struct merit_program *stored_program; /* of the last commit; NULL: none yet */
    uint32_t
        to_change; /* partners that were behind when a change of rules began; 0: none goes on */
};

/* The task and the store are open already; positions as in the task's record. */
void open_task_init(struct open_task *open, struct consumer *consumer);
/* Closes all of it: the store holds the last commit handed to it. */
void open_task_fini(struct open_task *open);
/* Puts it aside, committed and untouched since: its inputs are closed, nothing else. And goes on
 * with it: its inputs are read from where it left them. */
void open_task_park(struct open_task *open);
void open_task_resume(struct open_task *open, struct consumer *consumer);

/* Does what can be done, up to about `budget` records. *ret_progress: something was done. False: it
 * cannot go on; said in its doubt, or logged, and the daemon told. */
bool open_task_step(struct open_task *open, uint32_t budget, bool *ret_progress);

/* Its share of the commit: scores, what changed, the task's record. */
void open_task_commit(struct open_task *open);
/* After the commit: hands the delta to the store's writer. False: the store failed, logged. */
bool open_task_committed(struct open_task *open);

/* ---- snapshots (open_task_snapshot.c) ----------------------------------------------------- */

/* Of a commit: a part of the snapshot, where one is due, about as long as the delta it goes with.
 */
void open_task_send_snapshot(struct open_task *open);
/* After the commit. Where the end mark was in it, what lies before the snapshot's commit is used
 * up. */
void open_task_finish_snapshot(struct open_task *open);
/* Likewise; what its position in the facts lies behind is used up. */
void open_task_delete_facts(struct open_task *open);

/* ---- rules (open_task_rules.c) ------------------------------------------------------------ */

/* Between two commits: goes over to the rules of the daemon where these are newer, and it can be
 * done now. */
void open_task_take_rules(struct open_task *open);
/* For the log: some partners are behind now; how far it is. Nothing where nothing changes. */
void open_task_say_rules_begun(struct open_task *open);
void open_task_say_rules(struct open_task *open);

/* What it says of itself, for the log. */
void open_task_report(struct open_task *open, uint32_t worker);

#endif
