/* The thread that says in the owners topic what this instance has, and hears what others say. */
#ifndef DAEMON_OWNERS_DESK_H
#define DAEMON_OWNERS_DESK_H

#include "daemon/shared.h"
#include "task/hearing.h"

struct owners_desk;

/* Begins the thread; brokers that are away are waited for there, and nobody waits for it. NULL: the
 * system gives no thread. */
struct owners_desk *owners_desk_start(struct shared *shared);
/* When the workers have ended: writes that this instance has left, as far as brokers are there. */
void owners_desk_stop(struct owners_desk *desk);

/* What all instances say, heard at shared_now_ms: to be looked at, not kept, between open and
 * close. Any thread. NULL: what the topic held at the start is not read yet; then it is not to be
 * closed. */
const struct hearing *owners_desk_open(struct owners_desk *desk);
void owners_desk_close(struct owners_desk *desk);

/* Milliseconds since 1970, as owners' records have them; for nothing that is judged here. */
int64_t owners_desk_now_ms(void);

#endif
