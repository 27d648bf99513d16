/* What all threads of the daemon share: settings, rules, schemas, names, counters. */
#include "daemon/shared.h"

#include "base/thread.h"

#include <time.h>

enum { OWN_WAIT_MS = 100, MS_PER_SECOND = 1000, NS_PER_MS = 1000000 };

void shared_open(struct shared *shared)
{
    shared->reports = memory_allocate(shared->task_count * sizeof *shared->reports);
    shared->owned = memory_allocate(shared->task_count * sizeof *shared->owned);
    for (uint32_t i = 0; i < shared->task_count; i++) {
        atomic_init(&shared->reports[i].assigned, -1);
        atomic_init(&shared->reports[i].worker, -1);
        atomic_init(&shared->reports[i].opening, -1);
        atomic_init(&shared->reports[i].generation, -1);
        atomic_init(&shared->reports[i].commit, 0);
        atomic_init(&shared->reports[i].standby_commit, 0);
        atomic_init(&shared->reports[i].tenants_day, MERIT_NO_DAY);
        atomic_init(&shared->reports[i].partners_day, MERIT_NO_DAY);
        atomic_init(&shared->reports[i].lag, -1);
        atomic_init(&shared->reports[i].revision, -1);
        atomic_init(&shared->reports[i].behind, 0);
        atomic_init(&shared->reports[i].made_by_revision, -1);
        atomic_init(&shared->reports[i].made_by_hash, 0);
        shared->owned[i] = false;
    }
    (void)pthread_mutex_init(&shared->lock, NULL);
    thread_condition_init(&shared->closed);
}

void shared_close(struct shared *shared)
{
    memory_free(shared->reports);
    memory_free(shared->owned);
    (void)pthread_mutex_destroy(&shared->lock);
    (void)pthread_cond_destroy(&shared->closed);
}

bool shared_is_open(const struct shared *shared)
{
    bool open = (int64_t)atomic_load(&shared->joined) >= shared->config->workers;
    for (uint32_t i = 0; i < shared->task_count; i++) {
        const struct task_report *report = &shared->reports[i];
        open = open && (atomic_load(&report->assigned) < 0 || atomic_load(&report->worker) >= 0);
    }
    return open;
}

int64_t shared_now_ms(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * MS_PER_SECOND + now.tv_nsec / NS_PER_MS;
}

void shared_fail(struct shared *shared, int exit_code, const char *what, const char *error)
{
    LOG(shared->log, LOG_ERROR, what, log_text("error", error));
    int none = 0;
    (void)atomic_compare_exchange_strong(&shared->exit_code, &none, exit_code);
    atomic_store(&shared->stopping, true);
    shared->wake(shared->wake_context);
}

bool shared_own(struct shared *shared, uint32_t task)
{
    (void)pthread_mutex_lock(&shared->lock);
    if (shared->owned[task]) {
        thread_condition_wait(&shared->closed, &shared->lock, OWN_WAIT_MS);
    }
    bool free = !shared->owned[task];
    shared->owned[task] = true;
    (void)pthread_mutex_unlock(&shared->lock);
    return free;
}

bool shared_is_owned(struct shared *shared, uint32_t task)
{
    (void)pthread_mutex_lock(&shared->lock);
    bool owned = shared->owned[task];
    (void)pthread_mutex_unlock(&shared->lock);
    return owned;
}

void shared_disown(struct shared *shared, uint32_t task)
{
    (void)pthread_mutex_lock(&shared->lock);
    shared->owned[task] = false;
    (void)pthread_cond_broadcast(&shared->closed);
    (void)pthread_mutex_unlock(&shared->lock);
}
