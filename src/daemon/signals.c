/* Signals while libuv's loop does not run: before it, and after it. */
#include "daemon/signals.h"

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>

/* A handler is given nothing. */
static _Atomic(atomic_bool *) stops;
static atomic_int stopped_by;
static atomic_bool hung_up;

static void on_stop(int number)
{
    atomic_bool *stopping = atomic_load(&stops);
    atomic_store(&stopped_by, number);
    if (stopping != NULL) {
        atomic_store(stopping, true);
    }
}

static void on_hang_up(int number)
{
    (void)number;
    atomic_store(&hung_up, true);
}

static void hear(int number, void (*call)(int number), int flags)
{
    struct sigaction action = {.sa_handler = call, .sa_flags = flags};
    (void)sigemptyset(&action.sa_mask);
    (void)sigaction(number, &action, NULL);
}

void signals_hear(atomic_bool *stopping)
{
    atomic_store(&stops, stopping);
    atomic_store(&stopped_by, 0);
    atomic_store(&hung_up, false);
    hear(SIGTERM, on_stop, (int)SA_RESETHAND); /* and what waits for input is interrupted */
    hear(SIGINT, on_stop, (int)SA_RESETHAND);
    hear(SIGHUP, on_hang_up, SA_RESTART);
}

int signals_stopped_by(void)
{
    return atomic_load(&stopped_by);
}

void signals_hand_over(void)
{
    if (atomic_exchange(&hung_up, false)) {
        (void)raise(SIGHUP);
    }
    int number = atomic_exchange(&stopped_by, 0);
    if (number != 0) {
        (void)raise(number);
    }
}
