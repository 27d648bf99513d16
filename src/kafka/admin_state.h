/* The admin client's inside, shared by the files that make it up. */
#ifndef KAFKA_ADMIN_STATE_H
#define KAFKA_ADMIN_STATE_H

#include "kafka/handle.h"
#include "kafka/topics.h"

#include <stdatomic.h>

enum {
    ADMIN_WAIT_MS = 15000, /* for an answer */
    ADMIN_DELETIONS_MAX = 64,
};

struct admin {
    struct handle handle;
    char *cluster_id;
    rd_kafka_queue_t *deletions; /* answers */
    atomic_uint deletions_open;
};

/* The options of a request that answers within ADMIN_WAIT_MS. */
rd_kafka_AdminOptions_t *admin_options(struct admin *admin, rd_kafka_admin_op_t operation);

/* The answer; NULL where there is none or it is an error as a whole. */
rd_kafka_event_t *admin_answer(rd_kafka_queue_t *queue, const char *what, char *error);

#endif
