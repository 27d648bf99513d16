/* The admin client's inside, shared by the files that make it up. */
#ifndef KAFKA_ADMIN_STATE_H
#define KAFKA_ADMIN_STATE_H

#include "kafka/handle.h"
#include "kafka/topics.h"

#include <stdatomic.h>

enum {
    ADMIN_DELETIONS_MAX = 64,
};

struct admin {
    struct handle handle;
    char *cluster_id;
    int answer_ms;               /* librdkafka has answered by then, if with an error */
    rd_kafka_queue_t *deletions; /* answers */
    atomic_uint deletions_open;
};

/* The answer; NULL where there is none or it is an error as a whole. */
rd_kafka_event_t *admin_answer(const struct admin *admin,
                               rd_kafka_queue_t *queue,
                               const char *what,
                               char *error);

#endif
