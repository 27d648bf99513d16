/* What meritd tells the service manager that started it; nothing where none did. */
#ifndef DAEMON_NOTIFY_H
#define DAEMON_NOTIFY_H

#include <stdint.h>

enum { NOTIFY_STATUS_BYTES_MAX = 256 };

/* Started: tasks are open. */
void notify_ready(void);
/* Reading its rules again; notify_ready says when that is over. */
void notify_reloading(void);
/* Asked to stop, and doing so. */
void notify_stopping(void);
/* Still alive; to be sent more often than notify_watchdog_ms. */
void notify_watchdog(void);
/* One line that `systemctl status` shows. */
void notify_status(const char *status);

/* Starting takes longer: so many more milliseconds from now are asked for. */
void notify_extend(int64_t ms);

/* Within how many milliseconds the service manager wants to hear of this process each time; 0: it
 * does not. */
int64_t notify_watchdog_ms(void);

#endif
