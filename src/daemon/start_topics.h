/* The topics at the start: waited for, looked at, and their names and sizes taken. */
#ifndef DAEMON_START_TOPICS_H
#define DAEMON_START_TOPICS_H

#include "daemon/shared.h"
#include "daemon/topic_plans.h"

/* Needs the shared configuration, log and admin client; sets topics, the number of tasks and what a
 * message may be. `topics` must live as long. NULL: all is well; otherwise what is wrong, and
 * `error` (KAFKA_TEXT_MAX bytes) says more. */
const char *start_topics(struct shared *shared, struct topic_plans *topics, char *error);

#endif
