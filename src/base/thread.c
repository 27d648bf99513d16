/* Threads that hear no signals: these are for the main thread. What they wait on, by no wall clock.
 * Calls that may never return. */
#include "base/thread.h"

#include "base/memory.h"

#include <signal.h>
#include <time.h>

enum { ASK_MS = 20, NS_PER_MS = 1000000, NS_PER_SECOND = 1000000000 };

bool thread_start(pthread_t *ret_thread, void *(*call)(void *context), void *context)
{
    sigset_t all;
    sigset_t before;
    (void)sigfillset(&all);
    (void)pthread_sigmask(SIG_SETMASK, &all, &before);
    int code = pthread_create(ret_thread, NULL, call, context);
    (void)pthread_sigmask(SIG_SETMASK, &before, NULL);
    return code == 0;
}

void thread_condition_init(pthread_cond_t *condition)
{
    pthread_condattr_t attributes;
    (void)pthread_condattr_init(&attributes);
    (void)pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    (void)pthread_cond_init(condition, &attributes);
    (void)pthread_condattr_destroy(&attributes);
}

void thread_condition_wait(pthread_cond_t *condition, pthread_mutex_t *mutex, int64_t ms)
{
    struct timespec until;
    (void)clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_nsec += ms * NS_PER_MS;
    until.tv_sec += until.tv_nsec / NS_PER_SECOND;
    until.tv_nsec %= NS_PER_SECOND;
    (void)pthread_cond_timedwait(condition, mutex, &until);
}

/* A call in a thread of its own; freed by who is the last to have it. */
struct aside {
    void (*call)(void *context);
    void *context;
    pthread_mutex_t lock; /* of what follows */
    pthread_cond_t over;
    bool done;
    bool alone;
};

static struct aside *make_aside(void (*call)(void *context), void *context)
{
    struct aside *aside = memory_allocate(sizeof *aside);
    *aside = (struct aside){.call = call, .context = context};
    (void)pthread_mutex_init(&aside->lock, NULL);
    thread_condition_init(&aside->over);
    return aside;
}

static void free_aside(struct aside *aside)
{
    (void)pthread_cond_destroy(&aside->over);
    (void)pthread_mutex_destroy(&aside->lock);
    memory_free(aside);
}

static void *run_aside(void *context)
{
    struct aside *aside = context;
    aside->call(aside->context);
    (void)pthread_mutex_lock(&aside->lock);
    aside->done = true;
    bool alone = aside->alone;
    (void)pthread_cond_signal(&aside->over);
    (void)pthread_mutex_unlock(&aside->lock);
    if (alone) {
        free_aside(aside);
    }
    return NULL;
}

bool thread_call(void (*call)(void *context),
                 void *context,
                 bool (*gives_up)(void *asked),
                 void *asked)
{
    struct aside *aside = make_aside(call, context);
    pthread_t thread;
    if (!thread_start(&thread, run_aside, aside)) {
        free_aside(aside);
        call(context);
        return true;
    }
    (void)pthread_mutex_lock(&aside->lock);
    while (!aside->done && !aside->alone) {
        /* The call has begun at the least. */
        thread_condition_wait(&aside->over, &aside->lock, ASK_MS);
        aside->alone = !aside->done && gives_up(asked);
    }
    bool done = aside->done;
    (void)pthread_mutex_unlock(&aside->lock);
    if (!done) {
        (void)pthread_detach(thread);
        return false;
    }
    (void)pthread_join(thread, NULL);
    free_aside(aside);
    return true;
}
