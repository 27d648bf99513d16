/* What meritd tells the service manager that started it; nothing where none did. */
#include "daemon/notify.h"

#include <systemd/sd-daemon.h>

#include <stdio.h>
#include <time.h>

enum { MICROS_PER_MILLI = 1000, MICROS_PER_SECOND = 1000000, NANOS_PER_MICRO = 1000 };

/* Nobody to tell, or nobody who listens: nothing to be done about either. */
static void tell(const char *state)
{
    (void)sd_notify(0, state);
}

void notify_ready(void)
{
    tell("READY=1");
}

void notify_reloading(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    char state[NOTIFY_STATUS_BYTES_MAX];
    (void)snprintf(state, sizeof state, "RELOADING=1\nMONOTONIC_USEC=%lld",
                   (long long)now.tv_sec * MICROS_PER_SECOND + now.tv_nsec / NANOS_PER_MICRO);
    tell(state);
}

void notify_stopping(void)
{
    tell("STOPPING=1");
}

void notify_watchdog(void)
{
    tell("WATCHDOG=1");
}

void notify_status(const char *status)
{
    char state[NOTIFY_STATUS_BYTES_MAX + sizeof "STATUS="];
    (void)snprintf(state, sizeof state, "STATUS=%s", status);
    for (char *at = state; *at != '\0'; at++) {
        if (*at == '\n') {
            *at = ' '; /* each line is a variable of its own */
        }
    }
    tell(state);
}

void notify_extend(int64_t ms)
{
    char state[NOTIFY_STATUS_BYTES_MAX];
    (void)snprintf(state, sizeof state, "EXTEND_TIMEOUT_USEC=%lld",
                   (long long)ms * MICROS_PER_MILLI);
    tell(state);
}

int64_t notify_watchdog_ms(void)
{
    uint64_t micros = 0;
    return sd_watchdog_enabled(0, &micros) > 0 ? (int64_t)(micros / MICROS_PER_MILLI) : 0;
}
