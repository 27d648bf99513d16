/* Events from JSON lines to the input topics: `merit produce`, and the files of --try. */
#ifndef DAEMON_PRODUCE_H
#define DAEMON_PRODUCE_H

#include "codec/schema_set.h"
#include "daemon/config.h"
#include "kafka/client.h"

struct produce_job {
    const struct config *config;
    const struct kafka_settings *kafka;
    const struct schema_set *schemas;
    const char *const *files; /* "-": standard input; none: likewise */
    size_t file_count;
    uint64_t events_max;                             /* 0: any number */
    void (*progress)(void *context, uint64_t lines); /* NULL: nobody watches */
    void *context;
};

struct produce_result {
    uint64_t events;
    uint64_t bad_lines; /* each said on standard error as FILE:LINE: reason */
};

/* Returns when all is delivered. False: `error` (KAFKA_TEXT_MAX bytes) says what failed; what was
 * sent before stays. */
bool produce_run(const struct produce_job *job, struct produce_result *ret_result, char *error);

#endif
