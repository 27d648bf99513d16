/* A task's last committed state, from its change log alone. */
#ifndef DAEMON_LOG_STATE_H
#define DAEMON_LOG_STATE_H

#include "base/table.h"
#include "kafka/log_reader.h"
#include "task/recovery.h"

enum log_state {
    LOG_STATE_READ,
    LOG_STATE_NONE,    /* no commit is in the log */
    LOG_STATE_REFUSED, /* it is not what `start` says, or not whole; `error` says why */
    LOG_STATE_FAILED,  /* the log could not be read; likewise */
};

/* Into the table, which must be empty. `start` says whose the state must be: the number of tasks,
 * rules and cluster; the rest of it is found out. `error` has KAFKA_TEXT_MAX bytes. */
enum log_state log_state_read(struct log_reader *log,
                              uint32_t partition,
                              const struct recovery_start *start,
                              struct table *table,
                              char *error);

#endif
