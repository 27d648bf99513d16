/* What a partition holds, asked for until brokers answer: they may be away for a while. */
#ifndef DAEMON_LOG_RANGE_H
#define DAEMON_LOG_RANGE_H

#include "base/log.h"
#include "kafka/log_reader.h"

enum log_range_outcome {
    LOG_RANGE_KNOWN,
    LOG_RANGE_STOPPED, /* go_on said so */
    LOG_RANGE_FAILED,  /* `error` says why */
};

struct log_range_wait {
    const struct log *log;
    /* Called every LOG_RANGE_SLICE_MS. False: nobody waits for the answer any more. */
    bool (*go_on)(void *context);
    void *context;
};

enum {
    BROKERS_AWAY_MS = 300000, /* as long as they may be, while a task is opened */
    LOG_RANGE_SLICE_MS = 2000,
    LOG_RANGE_TRIES = BROKERS_AWAY_MS / LOG_RANGE_SLICE_MS,
};

/* As log_reader_range. */
struct log_range {
    int64_t low;
    int64_t high;
};

enum log_range_outcome log_range_ask(struct log_reader *reader,
                                     uint32_t partition,
                                     const struct log_range_wait *wait,
                                     struct log_range *ret_range,
                                     char *error);

#endif
