/* Threads that hear no signals: these are for the main thread. What they wait on, by no wall clock.
 * Calls that may never return. */
#ifndef BASE_THREAD_H
#define BASE_THREAD_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

/* Runs call(context) in a thread of its own, to be joined or detached. False: the system gives
 * none. */
bool thread_start(pthread_t *ret_thread, void *(*call)(void *context), void *context);

/* A condition whose waits go by the monotonic clock, and one wait of at most so long; the mutex is
 * held. */
void thread_condition_init(pthread_cond_t *condition);
void thread_condition_wait(pthread_cond_t *condition, pthread_mutex_t *mutex, int64_t ms);

/* Makes a call in a thread of its own and waits for its end, for as long as gives_up(asked), which
 * is asked some times a second, does not say otherwise. False: it goes on alone, and what it uses
 * must stay for ever. Where the system gives no thread, it is made here. */
bool thread_call(void (*call)(void *context),
                 void *context,
                 bool (*gives_up)(void *asked),
                 void *asked);

#endif
