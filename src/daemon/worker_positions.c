/* Where a worker's tasks go on from: what the group has committed, or where an input begins. */
#include "daemon/log_range.h"
#include "daemon/worker_state.h"

enum {
    EXIT_FAILED = 1,
    COMMITTED_PAUSE_MS = 250, /* a coordinator that is not there yet says so at once */
};

/* Where an input that was never read begins. */
static enum opening_result find_beginning(struct worker *worker,
                                          const char *topic,
                                          uint32_t partition,
                                          int64_t *ret_position)
{
    char error[KAFKA_TEXT_MAX] = "";
    struct log_range range = {0, 0};
    struct log_range_wait wait = {worker->shared->log, worker_keep_alive, worker};
    struct log_reader *reader = log_reader_new(&worker->shared->kafka, topic, error);
    enum log_range_outcome outcome = LOG_RANGE_FAILED;
    if (reader != NULL) {
        outcome = log_range_ask(reader, partition, &wait, &range, error);
        log_reader_close(reader);
    }
    if (outcome == LOG_RANGE_FAILED) {
        shared_fail(worker->shared, EXIT_FAILED, "input cannot be read", error);
        return OPENING_FAILED;
    }
    if (outcome == LOG_RANGE_STOPPED) {
        return OPENING_STOPPED;
    }
    *ret_position = range.low;
    return OPENING_DONE;
}

enum opening_result worker_find_beginnings(struct worker *worker,
                                           uint32_t partition,
                                           int64_t positions[TASK_INPUT_COUNT])
{
    enum opening_result result = OPENING_DONE;
    for (int i = 0; i < TASK_INPUT_COUNT && result == OPENING_DONE; i++) {
        if (positions[i] < 0) {
            result = find_beginning(worker, worker->shared->inputs[i], partition, &positions[i]);
        }
    }
    return result;
}

static bool read_committed(struct worker *worker,
                           uint32_t partition,
                           struct consumer_committed *ret_committed)
{
    char error[KAFKA_TEXT_MAX] = "";
    int64_t until_ms = shared_now_ms() + BROKERS_AWAY_MS;
    while (!consumer_committed(worker->consumer, partition, ret_committed, error)) {
        LOG(worker->shared->log, LOG_WARN, "committed offsets are waited for",
            log_uint("task", partition), log_text("error", error));
        if (!worker_wait(worker, COMMITTED_PAUSE_MS)) {
            return false;
        }
        if (shared_now_ms() >= until_ms) {
            shared_fail(worker->shared, EXIT_FAILED, "committed offsets are not to be had", error);
            return false;
        }
    }
    return true;
}

struct consumer_committed *worker_read_committed(struct worker *worker,
                                                 const uint32_t *partitions,
                                                 uint32_t count)
{
    struct consumer_committed *committed = memory_allocate((count + 1) * sizeof *committed);
    for (uint32_t i = 0; i < count; i++) {
        if (!worker_keep_alive(worker) || !read_committed(worker, partitions[i], &committed[i])) {
            memory_free(committed);
            return NULL;
        }
    }
    return committed;
}
