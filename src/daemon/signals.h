/* Signals while libuv's loop does not run: before it, and after it. */
#ifndef DAEMON_SIGNALS_H
#define DAEMON_SIGNALS_H

#include <stdatomic.h>

/* SIGTERM and SIGINT set *stopping (NULL: there is nothing left to stop), which lives until the
 * next call; the same one again ends the process at once. SIGHUP is remembered. Without this the
 * kernel drops SIGTERM where meritd is a container's first process, and SIGHUP ends it elsewhere.
 */
void signals_hear(atomic_bool *stopping);
/* That stopped it; 0: none. */
int signals_stopped_by(void);
/* Raises what was heard again: the loop has the signals by now. */
void signals_hand_over(void);

#endif
