/* Threads that hear no signals: these are for the main thread. */
#include "base/thread.h"

#include <signal.h>

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
