/* A worker's tasks: opened when they are assigned, closed when they are taken away. */
#include "daemon/standby.h"
#include "daemon/worker_state.h"

#include <stdlib.h>

enum { LATE_WORKER = 1 };

static void be_in_doubt(struct worker *worker, uint32_t task, const char *error)
{
    doubt_set(&worker->doubt, "input cannot be read from its position", task, error);
}

/* ---- the assignment ---------------------------------------------------------------------- */

/* Whoever waits for this process to be ready hears of it at once. */
static void wake_where_open(struct shared *shared)
{
    if (shared_is_open(shared)) {
        atomic_store(&shared->has_run, true);
        shared->wake(shared->wake_context);
    }
}

static void take_assignment(struct worker *worker, const uint32_t *partitions, uint32_t count)
{
    struct shared *shared = worker->shared;
    for (uint32_t i = 0; i < count; i++) {
        struct task_report *report = &shared->reports[partitions[i]];
        atomic_store(&report->generation, consumer_generation(worker->consumer));
        atomic_store(&report->assigned, (int)worker->number);
    }
    if (!worker->joined) {
        worker->joined = true;
        (void)atomic_fetch_add(&shared->joined, 1);
    }
    wake_where_open(shared);
}

void worker_forget_assignment(struct worker *worker)
{
    for (uint32_t i = 0; i < worker->shared->task_count; i++) {
        int own = (int)worker->number;
        (void)atomic_compare_exchange_strong(&worker->shared->reports[i].assigned, &own, -1);
    }
}

/* ---- tasks put aside --------------------------------------------------------------------- */

static void not_open(struct worker *worker, const struct open_task *open)
{
    atomic_store(&worker->shared->reports[open->number].worker, -1);
    (void)atomic_fetch_sub(&worker->shared->opened, 1);
}

static void park_tasks(struct worker *worker)
{
    while (worker->task_count > 0) {
        struct open_task *open = worker->tasks[--worker->task_count];
        open_task_park(open);
        not_open(worker, open);
        worker->parked[worker->parked_count++] = open;
    }
}

static void close_task(struct worker *worker, struct open_task *open)
{
    uint32_t number = open->number;
    open_task_fini(open);
    memory_free(open);
    shared_disown(worker->shared, number);
}

/* Those that are another worker's now, before any is opened: that worker may be one of this
 * process, which waits for it. */
static void close_moved(struct worker *worker, const uint32_t *partitions, uint32_t count)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < worker->parked_count; i++) {
        struct open_task *open = worker->parked[i];
        bool stays = false;
        for (uint32_t j = 0; j < count && !stays; j++) {
            stays = partitions[j] == open->number;
        }
        if (stays) {
            worker->parked[kept++] = open;
        } else {
            close_task(worker, open);
        }
    }
    worker->parked_count = kept;
}

static struct open_task *take_parked(struct worker *worker, uint32_t partition)
{
    for (uint32_t i = 0; i < worker->parked_count; i++) {
        struct open_task *open = worker->parked[i];
        if (open->number == partition) {
            worker->parked[i] = worker->parked[--worker->parked_count];
            return open;
        }
    }
    return NULL;
}

static void take_up(struct worker *worker, struct open_task *open)
{
    worker->tasks[worker->task_count++] = open;
    open_task_report(open, worker->number);
    (void)atomic_fetch_add(&worker->shared->opened, 1);
    wake_where_open(worker->shared);
}

/* False: it was not put aside, or another one has committed for it; then it is closed. */
static bool keep(struct worker *worker,
                 uint32_t partition,
                 const struct consumer_committed *committed)
{
    struct open_task *open = take_parked(worker, partition);
    if (open == NULL) {
        return false;
    }
    if (!opening_may_keep(&open->task, committed)) {
        close_task(worker, open);
        return false;
    }
    open_task_resume(open, worker->consumer);
    take_up(worker, open);
    LOG(worker->shared->log, LOG_INFO, "task kept", log_uint("task", partition),
        log_uint("commit", open->task.record.commit));
    return true;
}

/* ---- opening ----------------------------------------------------------------------------- */

static struct open_task *new_task(struct worker *worker, uint32_t partition)
{
    struct open_task *open = memory_allocate(sizeof *open);
    memset(open, 0, sizeof *open);
    open->shared = worker->shared;
    open->sender = &worker->sender;
    open->writer = worker->writer;
    open->clock = &worker->clock;
    open->doubt = &worker->doubt;
    open->number = partition;
    return open;
}

static enum opening_result open_one(struct worker *worker,
                                    uint32_t partition,
                                    const struct consumer_committed *committed)
{
    if (keep(worker, partition, committed)) {
        return OPENING_DONE;
    }
    while (!shared_own(worker->shared, partition)) {
        if (!worker_keep_alive(worker)) {
            return OPENING_STOPPED;
        }
    }
    struct open_task *open = new_task(worker, partition);
    struct opener opener = {worker->shared,    worker->writer, worker->log,
                            worker_keep_alive, worker,         &worker->doubt};
    enum opening_result result =
        opening_run(&opener, partition, committed, &open->task, &open->store);
    int64_t *positions = open->task.record.positions;
    bool seek =
        result == OPENING_DONE && recovery_goes_elsewhere(&open->task.record, committed->offsets);
    if (result == OPENING_DONE) {
        result = worker_find_beginnings(worker, partition, positions);
    }
    char error[KAFKA_TEXT_MAX] = "";
    if (result == OPENING_DONE && seek &&
        !consumer_seek(worker->consumer, partition, positions, error)) {
        be_in_doubt(worker, partition, error);
        result = OPENING_DOUBTFUL;
    }
    if (result != OPENING_DONE) {
        if (open->store != NULL) {
            open_task_fini(open);
        }
        memory_free(open);
        shared_disown(worker->shared, partition);
        return result;
    }
    open_task_init(open, worker->consumer);
    open->task.touched = open->task.touched || seek;
    take_up(worker, open);
    return OPENING_DONE;
}

/* Where the group's offsets were lost, a commit brings them back even if no record ever comes. Only
 * now: while tasks are opened a transaction might grow too old. */
static void commit_lost_offsets(struct worker *worker)
{
    for (uint32_t i = 0; i < worker->task_count; i++) {
        if (worker->tasks[i]->task.touched) {
            sender_begin(&worker->sender, shared_now_ms());
        }
    }
}

static bool open_each(struct worker *worker,
                      const uint32_t *partitions,
                      uint32_t count,
                      const struct consumer_committed *committed)
{
    if (worker->number == LATE_WORKER && worker->shared->faults.open_late_ms > 0) {
        (void)worker_wait(worker, worker->shared->faults.open_late_ms);
    }
    for (uint32_t i = 0; i < count; i++) {
        enum opening_result result = open_one(worker, partitions[i], &committed[i]);
        if (result != OPENING_DONE) {
            return result != OPENING_FAILED;
        }
    }
    worker->opened_ms = shared_now_ms();
    commit_lost_offsets(worker);
    return true;
}

/* Nobody of this process follows them any more. */
static bool claim(struct worker *worker, const uint32_t *partitions, uint32_t count)
{
    bool claimed = true;
    for (uint32_t i = 0; i < count && claimed; i++) {
        claimed = standby_claim(worker->shared->standby, partitions[i], worker_keep_alive, worker);
    }
    return claimed;
}

bool worker_open_tasks(struct worker *worker)
{
    const uint32_t *partitions;
    uint32_t count = consumer_assignment(worker->consumer, &partitions);
    LOG(worker->shared->log, LOG_INFO, "partitions assigned", log_uint("worker", worker->number),
        log_uint("partitions", count));
    take_assignment(worker, partitions, count);
    close_moved(worker, partitions, count);
    struct consumer_committed *committed =
        claim(worker, partitions, count) ? worker_read_committed(worker, partitions, count) : NULL;
    if (committed == NULL) {
        return worker->pending != CONSUMER_NOTHING || atomic_load(&worker->shared->stopping);
    }
    int64_t *positions =
        memory_allocate(((size_t)count + 1) * TASK_INPUT_COUNT * sizeof *positions);
    for (uint32_t i = 0; i < count; i++) {
        memcpy(positions + (size_t)i * TASK_INPUT_COUNT, committed[i].offsets,
               TASK_INPUT_COUNT * sizeof *positions);
    }
    char error[KAFKA_TEXT_MAX] = "";
    bool good = true;
    if (consumer_start(worker->consumer, positions, error)) {
        good = open_each(worker, partitions, count, committed);
    } else {
        LOG(worker->shared->log, LOG_WARN, "assignment is over before it began",
            log_uint("worker", worker->number), log_text("error", error));
        worker_forget_assignment(worker); /* the group may say nothing more of it */
        consumer_stop(worker->consumer);
    }
    memory_free(positions);
    memory_free(committed);
    return good;
}

void worker_close_tasks(struct worker *worker)
{
    while (worker->task_count > 0) {
        struct open_task *open = worker->tasks[--worker->task_count];
        not_open(worker, open);
        close_task(worker, open);
    }
    while (worker->parked_count > 0) {
        close_task(worker, worker->parked[--worker->parked_count]);
    }
}

bool worker_reopen_tasks(struct worker *worker)
{
    worker_close_tasks(worker);
    const uint32_t *partitions;
    uint32_t count = consumer_assignment(worker->consumer, &partitions);
    struct consumer_committed *committed = worker_read_committed(worker, partitions, count);
    if (committed == NULL) {
        return worker->pending != CONSUMER_NOTHING || atomic_load(&worker->shared->stopping);
    }
    /* Records fetched before go beyond what is committed: every partition goes back to it. */
    bool good = true;
    for (uint32_t i = 0; i < count && good; i++) {
        char error[KAFKA_TEXT_MAX] = "";
        int64_t positions[TASK_INPUT_COUNT];
        memcpy(positions, committed[i].offsets, sizeof positions);
        enum opening_result found = worker_find_beginnings(worker, partitions[i], positions);
        if (found == OPENING_STOPPED) {
            memory_free(committed);
            return true;
        }
        good = found == OPENING_DONE;
        if (good && !consumer_seek(worker->consumer, partitions[i], positions, error)) {
            be_in_doubt(worker, partitions[i], error);
        }
    }
    good = good && (worker->doubt.what != NULL || open_each(worker, partitions, count, committed));
    memory_free(committed);
    return good;
}

void worker_end_assignment(struct worker *worker, bool park)
{
    if (park) {
        park_tasks(worker);
    } else {
        worker_close_tasks(worker);
    }
    worker_forget_assignment(worker);
    worker->doubt.what = NULL;
    consumer_stop(worker->consumer);
}
