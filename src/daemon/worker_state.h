/* A worker's inside, shared by the files that make it up. */
#ifndef DAEMON_WORKER_STATE_H
#define DAEMON_WORKER_STATE_H

#include "daemon/open_task.h"
#include "daemon/opening.h"
#include "daemon/worker.h"
#include "task/attempts.h"

struct worker {
    struct shared *shared;
    uint32_t number;
    pthread_t thread;
    struct wall_clock clock;
    struct consumer *consumer;
    struct producer *producer;
    struct log_reader *log; /* of the change log */
    struct writer *writer;
    struct sender sender;
    struct attempts attempts;
    uint32_t task_count;
    uint32_t parked_count;
    struct open_task **tasks;    /* open; at most shared->task_count */
    struct open_task **parked;   /* put aside until tasks are given again; likewise */
    enum consumer_event pending; /* came while tasks were being opened: still to be answered */
    int64_t reported_ms;
    struct doubt doubt;   /* to be resolved before anything else is done */
    int64_t opened_ms;    /* when all tasks were last open; -1: not since that doubt */
    bool doubted;         /* there was one, and nothing has been committed since */
    bool joined;          /* it has had an assignment */
    pthread_mutex_t lock; /* of woken */
    pthread_cond_t wake;
    bool woken;
};

/* ---- assignments (worker_tasks.c) -------------------------------------------------------- */

/* Opens the tasks of the assignment; true also where that was broken off. False: the daemon ends.
 */
bool worker_open_tasks(struct worker *worker);
/* Other workers may have the tasks that were assigned. */
void worker_forget_assignment(struct worker *worker);
/* The assignment is over, and with it what was in doubt of it. `park`: its tasks are committed, and
 * put aside, where nothing happens to them; else they are closed. */
void worker_end_assignment(struct worker *worker, bool park);
/* Closes all, those put aside too; what is not committed is lost. */
void worker_close_tasks(struct worker *worker);
/* Closes all, and opens them again as they are committed. */
bool worker_reopen_tasks(struct worker *worker);

/* ---- waiting (worker_wait.c) ------------------------------------------------------------- */

/* Hears the group while something else is waited for. False: it said something, which is pending,
 * or the daemon stops. context: the worker. */
bool worker_keep_alive(void *context);
/* Some heartbeats: brokers have said by then where this worker's place is another's. */
enum { WORKER_PLACE_MS = 3000 };
/* Waits that long, and hears the group, as worker_keep_alive. */
bool worker_wait(struct worker *worker, int64_t ms);

/* ---- positions (worker_positions.c) ------------------------------------------------------ */

/* The committed offsets of each partition, to be freed. NULL: broken off, as worker_keep_alive
 * says, or not to be had, and the daemon ends. */
struct consumer_committed *worker_read_committed(struct worker *worker,
                                                 const uint32_t *partitions,
                                                 uint32_t count);
/* Sets those that are unknown (negative): an input that was never read is read from its beginning.
 */
enum opening_result worker_find_beginnings(struct worker *worker,
                                           uint32_t partition,
                                           int64_t positions[TASK_INPUT_COUNT]);

/* ---- transactions (worker_commit.c) ------------------------------------------------------ */

/* Commits what is open. False: the daemon ends. */
bool worker_commit(struct worker *worker);
/* Aborts what is open; nothing of it is seen. What commit_next wants to know of it. */
enum attempts_next worker_abort(struct worker *worker);
bool worker_new_producer(struct worker *worker);

#endif
