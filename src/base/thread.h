/* Threads that hear no signals: these are for the main thread. */
#ifndef BASE_THREAD_H
#define BASE_THREAD_H

#include <pthread.h>
#include <stdbool.h>

/* Runs call(context) in a thread of its own, to be joined or detached. False: the system gives
 * none. */
bool thread_start(pthread_t *ret_thread, void *(*call)(void *context), void *context);

#endif
