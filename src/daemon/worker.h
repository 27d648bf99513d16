/* A worker: a thread with its consumer, its producer and the tasks assigned to it. */
#ifndef DAEMON_WORKER_H
#define DAEMON_WORKER_H

#include "daemon/shared.h"

struct worker;

/* Begins the thread. NULL: the system gives none. */
struct worker *worker_start(struct shared *shared, uint32_t number);
/* Waits for its end; shared->stopping must be set. */
void worker_join(struct worker *worker);

#endif
