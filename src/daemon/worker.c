/* A worker: a thread with its consumer, its producer and the tasks assigned to it. */
#include "base/thread.h"
#include "daemon/worker_state.h"
#include "task/assignment.h"

#include <errno.h>
#include <stdlib.h>

enum {
    EXIT_FAILED = 1,
    DRAINED_MS = 5,      /* a drained input's transaction is committed after this long */
    STEP_RECORDS = 1024, /* of one task before the next one's turn */
    IDLE_WAIT_MS = 20,   /* clocks are looked at this often when nothing comes */
    REPORT_MS = 1000,
    DOUBT_MS = 60000,    /* so long after tasks were opened, what is gone was gone before */
    CONSUMER_TRIES = 60, /* a new one, until brokers are back */
    CONSUMER_PAUSE_MS = 1000,
    NS_PER_MS = 1000000,
    NS_PER_SECOND = 1000000000,
};

/* ---- waking ------------------------------------------------------------------------------ */

/* Runs in librdkafka's threads: nothing of librdkafka may be called here. */
static void wake(void *context)
{
    struct worker *worker = context;
    (void)pthread_mutex_lock(&worker->lock);
    worker->woken = true;
    (void)pthread_cond_signal(&worker->wake);
    (void)pthread_mutex_unlock(&worker->lock);
}

static void wait_for_more(struct worker *worker, int64_t ms)
{
    struct timespec until;
    (void)clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_nsec += ms * NS_PER_MS;
    until.tv_sec += until.tv_nsec / NS_PER_SECOND;
    until.tv_nsec %= NS_PER_SECOND;
    (void)pthread_mutex_lock(&worker->lock);
    int result = 0;
    while (!worker->woken && result != ETIMEDOUT) {
        result = pthread_cond_timedwait(&worker->wake, &worker->lock, &until);
    }
    worker->woken = false;
    (void)pthread_mutex_unlock(&worker->lock);
}

/* ---- the group --------------------------------------------------------------------------- */

static struct consumer *new_consumer(struct worker *worker,
                                     enum kafka_outcome *ret_outcome,
                                     char *error)
{
    struct shared *shared = worker->shared;
    struct consumer_config config = {
        .settings = &shared->kafka,
        .worker = worker->number,
        .topic_count = TASK_INPUT_COUNT,
        .partition_count = shared->task_count,
        .wake = {wake, worker},
    };
    for (int i = 0; i < TASK_INPUT_COUNT; i++) {
        config.topics[i] = shared->inputs[i];
    }
    return consumer_new(&config, ret_outcome, error);
}

/* Brokers that are away are waited for. `topics_may_be_gone`: so are topics. */
static bool open_consumer(struct worker *worker, bool topics_may_be_gone)
{
    char error[KAFKA_TEXT_MAX] = "";
    for (int i = 0; i < CONSUMER_TRIES && !atomic_load(&worker->shared->stopping); i++) {
        enum kafka_outcome outcome;
        worker->consumer = new_consumer(worker, &outcome, error);
        if (worker->consumer != NULL) {
            return true;
        }
        if (outcome == KAFKA_FATAL && !topics_may_be_gone) {
            break;
        }
        LOG(worker->shared->log, LOG_WARN, "no consumer yet", log_uint("worker", worker->number),
            log_text("error", error));
        wait_for_more(worker, CONSUMER_PAUSE_MS);
    }
    if (!atomic_load(&worker->shared->stopping)) {
        shared_fail(worker->shared, EXIT_FAILED, "no consumer", error);
    }
    return false;
}

/* In the place of one that is of no use any more. */
static bool replace_consumer(struct worker *worker)
{
    consumer_close(worker->consumer);
    worker->consumer = NULL;
    return open_consumer(worker, true);
}

static enum assignment_event assignment_of(enum consumer_event event)
{
    switch (event) {
    case CONSUMER_NOTHING:
        return ASSIGNMENT_SAME;
    case CONSUMER_ASSIGNED:
        return ASSIGNMENT_GIVEN;
    case CONSUMER_REVOKED:
        return ASSIGNMENT_REVOKED;
    case CONSUMER_LOST:
        return ASSIGNMENT_LOST;
    case CONSUMER_TOO_LATE:
        return ASSIGNMENT_TOO_LATE;
    case CONSUMER_FATAL:
        break;
    }
    return ASSIGNMENT_REPLACED;
}

static void log_change(const struct worker *worker, enum assignment_event event, const char *error)
{
    const struct log *log = worker->shared->log;
    if (event == ASSIGNMENT_REVOKED) {
        LOG(log, LOG_INFO, "partitions revoked", log_uint("worker", worker->number));
    } else if (event == ASSIGNMENT_LOST) {
        LOG(log, LOG_WARN, "partitions lost", log_uint("worker", worker->number));
    } else if (event == ASSIGNMENT_TOO_LATE || event == ASSIGNMENT_DOUBTFUL) {
        LOG(log, LOG_WARN, "joining the group anew", log_uint("worker", worker->number),
            log_text("error", error));
    }
}

static bool answer(struct worker *worker, enum assignment_event event, const char *error)
{
    struct assignment_answer todo = assignment_answer(event);
    log_change(worker, event, error);
    if (todo.leave) {
        shared_fail(worker->shared, EXIT_FAILED, "consumer failed", error);
        return false;
    }
    if (todo.commit && !worker_commit(worker)) {
        return false;
    }
    if (todo.abort) {
        (void)worker_abort(worker);
    }
    if (todo.park || todo.close) {
        worker_end_assignment(worker, todo.park);
    }
    if (todo.rejoin && !replace_consumer(worker)) {
        return false;
    }
    return !todo.open || worker_open_tasks(worker);
}

/* The group may say that it is over, or that another process has the worker's place, which must not
 * be fenced by one that is out of date. Else the worker joins it anew, and tasks are opened as
 * others left them. Where the same is gone then too, there is no other reason, and an operator has
 * to see to it. */
static bool resolve_doubt(struct worker *worker)
{
    struct doubt doubt = worker->doubt;
    if (!worker_wait(worker, WORKER_PLACE_MS)) {
        worker->doubt.what = NULL; /* the next turn answers what the group says, or all ends */
        return true;
    }
    bool new_again = worker->opened_ms < 0 || shared_now_ms() - worker->opened_ms < DOUBT_MS;
    worker->doubt.what = NULL;
    if (worker->doubted && new_again) {
        shared_fail(worker->shared, EXIT_FAILED, doubt.what, doubt.error);
        return false;
    }
    worker->doubted = true;
    worker->opened_ms = -1;
    return answer(worker, ASSIGNMENT_DOUBTFUL, doubt.error);
}

static bool poll_group(struct worker *worker)
{
    char error[KAFKA_TEXT_MAX] = "";
    enum consumer_event event = worker->pending;
    worker->pending = CONSUMER_NOTHING;
    if (event == CONSUMER_NOTHING || event >= CONSUMER_TOO_LATE) { /* for good: it says why again */
        event = consumer_poll(worker->consumer, 0, error);
    }
    return answer(worker, assignment_of(event), error);
}

/* ---- the loop ---------------------------------------------------------------------------- */

static bool step_tasks(struct worker *worker, bool *ret_progress)
{
    *ret_progress = false;
    for (uint32_t i = 0; i < worker->task_count; i++) {
        uint32_t left = worker->attempts.records - worker->sender.records;
        if (worker->sender.records >= worker->attempts.records) {
            return true;
        }
        uint32_t budget = left < STEP_RECORDS ? left : STEP_RECORDS;
        if (!open_task_step(worker->tasks[i], budget, ret_progress)) {
            return false;
        }
    }
    if (*ret_progress && worker->shared->faults.slow_ms > 0) {
        struct timespec pause = {0, worker->shared->faults.slow_ms * NS_PER_MS};
        (void)nanosleep(&pause, NULL);
    }
    return true;
}

/* How long the open transaction may wait for more; 0: it is to be committed now. */
static int64_t commit_wait_ms(const struct worker *worker, bool progress)
{
    const struct sender *sender = &worker->sender;
    int64_t age = shared_now_ms() - sender->begun_ms;
    int64_t limit = worker->shared->config->commit_interval_ms;
    if (!progress && limit > DRAINED_MS) {
        limit = DRAINED_MS;
    }
    bool full = sender->records >= worker->attempts.records;
    return full || sender->failed != KAFKA_DONE || age >= limit ? 0 : limit - age;
}

static void report(const struct worker *worker)
{
    for (uint32_t i = 0; i < worker->task_count; i++) {
        open_task_report(worker->tasks[i], worker->number);
    }
}

static void report_now_and_then(struct worker *worker)
{
    int64_t now = shared_now_ms();
    if (now - worker->reported_ms >= REPORT_MS) {
        worker->reported_ms = now;
        report(worker);
    }
}

/* At a commit's edge. */
static void take_rules(struct worker *worker)
{
    for (uint32_t i = 0; i < worker->task_count; i++) {
        open_task_take_rules(worker->tasks[i]);
    }
}

static bool turn(struct worker *worker)
{
    bool progress;
    if (!poll_group(worker)) {
        return false;
    }
    if (worker->doubt.what != NULL) {
        return resolve_doubt(worker);
    }
    if (!worker->sender.open && worker->sender.failed == KAFKA_DONE) {
        take_rules(worker);
    }
    if (!step_tasks(worker, &progress)) {
        return worker->doubt.what != NULL && resolve_doubt(worker);
    }
    report_now_and_then(worker);
    int64_t wait = IDLE_WAIT_MS;
    if (worker->sender.open || worker->sender.failed != KAFKA_DONE) {
        wait = commit_wait_ms(worker, progress);
        if (wait == 0) {
            return worker_commit(worker);
        }
    }
    if (!progress) {
        wait_for_more(worker, wait);
    }
    return true;
}

/* ---- life -------------------------------------------------------------------------------- */

static bool open_clients(struct worker *worker)
{
    struct shared *shared = worker->shared;
    char error[KAFKA_TEXT_MAX] = "";
    if (!worker_new_producer(worker)) {
        return false;
    }
    worker->log = log_reader_new(&shared->kafka, shared->sends[SEND_CHANGELOG], error);
    if (worker->log == NULL) {
        shared_fail(shared, EXIT_FAILED, "no reader of the change log", error);
        return false;
    }
    return open_consumer(worker, false); /* they were there a moment ago */
}

static bool open_rest(struct worker *worker)
{
    struct shared *shared = worker->shared;
    attempts_init(&worker->attempts);
    worker->tasks = memory_allocate(shared->task_count * sizeof(struct open_task *));
    worker->parked = memory_allocate(shared->task_count * sizeof(struct open_task *));
    struct writer_config config = {
        .commit_ms = (uint32_t)shared->config->state_commit_ms,
        .pending_bytes_max = (size_t)32 << 20,
    };
    worker->writer = writer_start(&config);
    if (worker->writer == NULL ||
        !wall_clock_init(&worker->clock, shared->config->time_source, shared->log)) {
        shared_fail(shared, EXIT_FAILED, "worker cannot start",
                    "no thread, or no time.source: see the log lines above");
        return false;
    }
    return true;
}

static void close_all(struct worker *worker)
{
    worker_close_tasks(worker);
    if (worker->consumer != NULL) {
        consumer_close(worker->consumer);
    }
    if (worker->log != NULL) {
        log_reader_close(worker->log);
    }
    if (worker->producer != NULL) {
        sender_fini(&worker->sender);
        producer_close(worker->producer);
    }
    if (worker->writer != NULL) {
        writer_stop(worker->writer);
    }
    memory_free(worker->tasks);
    memory_free(worker->parked);
}

static void *run(void *context)
{
    struct worker *worker = context;
    bool good = open_rest(worker) && open_clients(worker);
    while (good && !atomic_load(&worker->shared->stopping)) {
        good = turn(worker);
    }
    if (good && !worker_commit(worker)) {
        good = false;
    }
    if (good) {
        report(worker);
    }
    if (!good && worker->producer != NULL) {
        (void)worker_abort(worker);
    }
    close_all(worker);
    worker->shared->wake(worker->shared->wake_context);
    return NULL;
}

struct worker *worker_start(struct shared *shared, uint32_t number)
{
    struct worker *worker = memory_allocate(sizeof *worker);
    memset(worker, 0, sizeof *worker);
    worker->shared = shared;
    worker->number = number;
    (void)pthread_mutex_init(&worker->lock, NULL);
    thread_condition_init(&worker->wake);
    if (pthread_create(&worker->thread, NULL, run, worker) != 0) {
        memory_free(worker);
        return NULL;
    }
    return worker;
}

void worker_join(struct worker *worker)
{
    (void)pthread_join(worker->thread, NULL);
    (void)pthread_mutex_destroy(&worker->lock);
    (void)pthread_cond_destroy(&worker->wake);
    memory_free(worker);
}
