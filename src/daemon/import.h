/* Standings that another program recorded, into the facts of a meritd that has not started yet. */
#ifndef DAEMON_IMPORT_H
#define DAEMON_IMPORT_H

#include "daemon/import_lines.h"
#include "daemon/topic_plans.h"

struct import_job {
    const struct config *config;
    const struct kafka_settings *kafka;
    const struct merit_program *program;
    const char *const *files; /* "-": standard input; none: likewise */
    size_t file_count;
};

struct import_result {
    uint64_t standings;
    uint64_t partners;
    uint64_t bad_lines; /* each said on standard error as FILE:LINE: reason */
};

enum import_outcome {
    IMPORT_DONE,
    IMPORT_BAD_LINES, /* some, or none at all: nothing was imported; likewise below */
    IMPORT_REFUSED,   /* it has started already, or something was imported before */
    IMPORT_FAILED,
};

/* All in one transaction, to the partition of facts of each partner's task. Where it is not
 * IMPORT_DONE, `error` (KAFKA_TEXT_MAX bytes) says why; empty: the lines said it. */
enum import_outcome import_run(const struct import_job *job,
                               struct import_result *ret_result,
                               char *error);

#endif
