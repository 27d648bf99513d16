/* The state of an application that has stopped, into another one with another number of partitions.
 */
#ifndef DAEMON_RESHARD_H
#define DAEMON_RESHARD_H

#include "daemon/config.h"
#include "daemon/faults.h"
#include "kafka/client.h"
#include "merit/program.h"

struct reshard_side {
    const struct config *config;
    const struct kafka_settings *kafka;
};

struct reshard_job {
    struct reshard_side from; /* stopped, at rest, its inputs read to their ends */
    struct reshard_side to; /* another application_id, other inputs, its topics made, not started */
    const struct merit_program *program; /* the rules that both are of */
    struct faults *faults;               /* NULL: none */
};

struct reshard_result {
    uint32_t from; /* partitions */
    uint32_t to;
    uint64_t tenants;
    uint64_t partners;
    uint64_t bytes; /* written to the change log */
};

enum reshard_outcome {
    RESHARD_DONE,
    RESHARD_REFUSED, /* something is not as it must be; nothing was written; likewise below */
    RESHARD_FAILED,
    RESHARD_DOUBTFUL, /* the brokers did not say whether all was written or nothing: the next call
                       * finds out */
};

/* Reads the one's change log, and writes the other's first commit, in one transaction; one that
 * another call has left open, because it was killed, is ended first. Where it is not RESHARD_DONE,
 * `error` (KAFKA_TEXT_MAX bytes) says why. */
enum reshard_outcome reshard_run(const struct reshard_job *job,
                                 struct reshard_result *ret_result,
                                 char *error);

#endif
