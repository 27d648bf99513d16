/* What meritd tells the service manager that started it; nothing where none did. */
#include "daemon/notify.h"

#include <systemd/sd-daemon.h>

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

enum { MICROS_PER_MILLI = 1000, MICROS_PER_SECOND = 1000000, NANOS_PER_MICRO = 1000 };

/* Nobody to tell, or nobody who listens: nothing to be done about either. */
static void tell(const char *state)
{
    (void)sd_notify(0, state);
}

/* Not where the service manager is slow to listen: whoever tells must not wait for it. */
static void tell_if_heard(const char *state)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    const char *path = getenv("NOTIFY_SOCKET"); /* NOLINT(concurrency-mt-unsafe): nobody sets it */
    size_t length = path == NULL ? 0 : strlen(path);
    if (length == 0 || length >= sizeof address.sun_path) {
        return;
    }
    memcpy(address.sun_path, path, length);
    if (path[0] == '@') {
        address.sun_path[0] = '\0';
    }
    int own = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (own < 0) {
        return;
    }
    (void)sendto(own, state, strlen(state), MSG_DONTWAIT | MSG_NOSIGNAL,
                 (const struct sockaddr *)&address,
                 (socklen_t)(offsetof(struct sockaddr_un, sun_path) + length));
    (void)close(own);
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
    tell_if_heard("STOPPING=1");
}

void notify_watchdog(void)
{
    tell_if_heard("WATCHDOG=1");
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
    tell_if_heard(state);
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
