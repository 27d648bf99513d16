/* A worker's transactions: what goes into a commit, and what becomes of it. */
#include "daemon/worker_state.h"
#include "task/commit.h"

#include <stdlib.h>
#include <time.h>

enum {
    EXIT_FAILED = 1,
    PRODUCER_TRIES = 60, /* until brokers are back; each takes some seconds */
    PRODUCER_PAUSE_NS = 500 * 1000 * 1000,
};

static bool fail(struct worker *worker, const char *what, const char *error)
{
    shared_fail(worker->shared, EXIT_FAILED, what, error);
    return false;
}

static enum attempts_outcome outcome_of(enum kafka_outcome outcome)
{
    switch (outcome) {
    case KAFKA_DONE:
        return ATTEMPT_COMMITTED;
    case KAFKA_ABORT:
        return ATTEMPT_ABORTED;
    case KAFKA_INDEFINITE:
        return ATTEMPT_INDEFINITE;
    case KAFKA_FENCED:
        return ATTEMPT_FENCED;
    case KAFKA_FATAL:
        break;
    }
    return ATTEMPT_FATAL;
}

bool worker_new_producer(struct worker *worker)
{
    struct shared *shared = worker->shared;
    bool renewed = worker->producer != NULL;
    if (renewed && producer_gave_up(worker->producer)) {
        return false;
    }
    if (renewed) {
        sender_fini(&worker->sender);
        producer_close(worker->producer);
        worker->producer = NULL;
    }
    struct producer_config config = {
        .settings = &shared->kafka,
        .worker = worker->number,
        .topic_count = SEND_TOPIC_COUNT,
        .topics = shared->sends,
        .transactional = true,
        .renewed = renewed,
    };
    enum kafka_outcome outcome = KAFKA_INDEFINITE;
    char error[KAFKA_TEXT_MAX] = "";
    worker->producer = producer_new(&config, &outcome, error);
    for (int i = 1; worker->producer == NULL && outcome == KAFKA_INDEFINITE && i < PRODUCER_TRIES;
         i++) {
        if (atomic_load(&shared->stopping)) {
            return false;
        }
        LOG(shared->log, LOG_WARN, "no producer yet", log_uint("worker", worker->number),
            log_text("error", error));
        (void)nanosleep(&(struct timespec){0, PRODUCER_PAUSE_NS}, NULL);
        worker->producer = producer_new(&config, &outcome, error);
    }
    if (worker->producer == NULL) {
        return fail(worker, "no producer", error);
    }
    sender_init(&worker->sender, shared, worker->producer);
    return true;
}

/* After standing still: whether another process has the worker's place in the group. It must not be
 * fenced by the new producer of one that is out of date. False: the daemon ends. */
static bool has_its_place(struct worker *worker)
{
    if (producer_is_late(worker->producer) && !worker_wait(worker, WORKER_PLACE_MS) &&
        worker->pending == CONSUMER_FATAL) {
        char error[KAFKA_TEXT_MAX] = "";
        (void)consumer_poll(worker->consumer, 0, error); /* it says why again */
        return fail(worker, "consumer failed", error);
    }
    return true;
}

enum attempts_next worker_abort(struct worker *worker)
{
    enum kafka_outcome outcome = KAFKA_DONE;
    if (worker->sender.open) {
        char error[KAFKA_TEXT_MAX] = "";
        outcome = producer_abort(worker->producer, error);
        (void)atomic_fetch_add(&worker->shared->counters.aborts, 1);
        LOG(worker->shared->log, LOG_WARN, "transaction aborted",
            log_uint("worker", worker->number), log_bool("done", outcome == KAFKA_DONE),
            log_text("error", error));
    }
    sender_reset(&worker->sender);
    return outcome == KAFKA_DONE     ? ATTEMPTS_REOPEN
           : outcome == KAFKA_FENCED ? ATTEMPTS_LEAVE
                                     : ATTEMPTS_NEW_PRODUCER;
}

/* ---- the commit -------------------------------------------------------------------------- */

/* The transaction being made: the positions that go with it. */
struct making {
    struct producer_offsets *offsets;
    uint32_t count;
    char error[KAFKA_TEXT_MAX];
};

static void send_shares(struct worker *worker, struct making *making)
{
    for (uint32_t i = 0; i < worker->task_count; i++) {
        struct open_task *open = worker->tasks[i];
        if (!open->task.touched) {
            continue;
        }
        open_task_commit(open);
        struct producer_offsets *own = &making->offsets[making->count++];
        own->partition = open->number;
        memcpy(own->positions, open->task.record.positions, sizeof own->positions);
        task_metadata_write(&open->metadata, own->metadata);
    }
    fault_at(&worker->shared->faults, FAULT_CHANGES_SENT);
}

static void send_facts(struct worker *worker)
{
    sender_flush_facts(&worker->sender);
    fault_at(&worker->shared->faults, FAULT_FACTS_SENT);
}

/* A key that lies in a wrong partition may be a good one, where partitions were added: before that
 * is committed as a dead letter, the topics are looked at. */
static enum kafka_outcome look_at_topics(struct worker *worker, struct making *making)
{
    return worker->sender.misplaced ? consumer_topics(worker->consumer, making->error) : KAFKA_DONE;
}

static enum attempts_next end_transaction(struct worker *worker, struct making *making)
{
    enum kafka_outcome outcome = worker->sender.failed;
    if (outcome != KAFKA_DONE) {
        memcpy(making->error, worker->sender.error, sizeof worker->sender.error);
    } else {
        outcome = look_at_topics(worker, making);
    }
    if (outcome == KAFKA_DONE) {
        fault_at(&worker->shared->faults, FAULT_BEFORE_COMMIT);
        outcome = producer_commit(worker->producer, worker->consumer, making->offsets,
                                  making->count, making->error);
    }
    outcome = producer_weigh(worker->producer, outcome);
    enum attempts_next next = attempts_took(&worker->attempts, outcome_of(outcome));
    if (outcome == KAFKA_ABORT && producer_met_too_large(worker->producer)) {
        next = ATTEMPTS_STOP;
    }
    if (next != ATTEMPTS_GO_ON) {
        LOG(worker->shared->log, LOG_WARN, "commit failed", log_uint("worker", worker->number),
            log_uint("records", worker->sender.records), log_text("error", making->error));
    }
    return next;
}

static bool committed(struct worker *worker)
{
    fault_at(&worker->shared->faults, FAULT_COMMITTED);
    if (atomic_fetch_add(&worker->shared->counters.commits, 1) == 0) {
        LOG(worker->shared->log, LOG_INFO, "first commit", log_uint("worker", worker->number));
    }
    worker->doubted = false;
    for (uint32_t i = 0; i < worker->task_count; i++) {
        if (worker->tasks[i]->committing && !open_task_committed(worker->tasks[i])) {
            return false;
        }
    }
    sender_reset(&worker->sender);
    return true;
}

/* False: the daemon ends. */
static bool take_step(struct worker *worker,
                      enum commit_step step,
                      struct making *making,
                      enum attempts_next *next)
{
    switch (step) {
    case COMMIT_SHARES:
        send_shares(worker, making);
        break;
    case COMMIT_FACTS:
        send_facts(worker);
        break;
    case COMMIT_END:
        *next = end_transaction(worker, making);
        break;
    case COMMIT_STORE:
        return committed(worker);
    case COMMIT_ABORT:
        *next = worker_abort(worker);
        break;
    case COMMIT_PRODUCER:
        return has_its_place(worker) && worker_new_producer(worker);
    case COMMIT_REOPEN:
        return worker_reopen_tasks(worker);
    case COMMIT_LEAVE:
        return fail(worker, "fenced: another process uses this application_id and instance_id",
                    making->error);
    case COMMIT_STOP:
        (void)worker_abort(worker);
        return fail(worker, "a record cannot be committed", making->error);
    case COMMIT_OVER:
        break;
    }
    return true;
}

bool worker_commit(struct worker *worker)
{
    if (!worker->sender.open && worker->sender.failed == KAFKA_DONE) {
        return true;
    }
    struct making making = {.offsets =
                                memory_allocate((worker->task_count + 1) * sizeof *making.offsets)};
    enum attempts_next next = ATTEMPTS_GO_ON;
    enum commit_step step = COMMIT_SHARES;
    bool good = true;
    while (good && step != COMMIT_OVER) {
        good = take_step(worker, step, &making, &next);
        step = commit_next(step, next);
    }
    memory_free(making.offsets);
    return good;
}
