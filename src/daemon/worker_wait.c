/* How a worker waits: the group hears of it meanwhile, and it of the group. */
#include "daemon/worker_state.h"

enum { GO_ON_POLL_MS = 0, WAIT_POLL_NS = 10 * 1000 * 1000 };

bool worker_keep_alive(void *context)
{
    struct worker *worker = context;
    if (worker->pending == CONSUMER_NOTHING) {
        char error[KAFKA_TEXT_MAX] = "";
        worker->pending = consumer_poll(worker->consumer, GO_ON_POLL_MS, error);
    }
    return worker->pending == CONSUMER_NOTHING && !atomic_load(&worker->shared->stopping);
}

bool worker_wait(struct worker *worker, int64_t ms)
{
    int64_t until = shared_now_ms() + ms;
    bool quiet = worker_keep_alive(worker);
    while (quiet && shared_now_ms() < until) {
        struct timespec pause = {0, WAIT_POLL_NS};
        (void)nanosleep(&pause, NULL);
        quiet = worker_keep_alive(worker);
    }
    return quiet;
}
