/* The consumer's inside, shared by the files that make it up. */
#ifndef KAFKA_CONSUMER_STATE_H
#define KAFKA_CONSUMER_STATE_H

#include "kafka/consumer.h"
#include "kafka/partition.h"

enum { CONSUMER_NOT_ASSIGNED = -1 };

struct consumer {
    struct handle handle;
    rd_kafka_queue_t *queue; /* the main one */
    struct kafka_wake wake;
    uint32_t topic_count;
    char *topics[CONSUMER_TOPICS_MAX];
    uint32_t partition_count;
    uint32_t *numbers; /* assigned */
    uint32_t number_count;
    int32_t *places;              /* of a partition among `numbers`; CONSUMER_NOT_ASSIGNED */
    struct partition *partitions; /* number_count * topic_count, while it reads */
    rd_kafka_consumer_group_metadata_t *group; /* as of the assignment */
    int32_t generation;                        /* likewise */
    int session_ms;                            /* session.timeout.ms */
    int64_t back_ms; /* given partitions again after its session was over; -1: it never was */
    enum consumer_event event; /* noted in this poll */
    bool failed;               /* for good */
    bool closing;
    char error[KAFKA_TEXT_MAX];
};

/* No partition is assigned. */
void consumer_forget(struct consumer *consumer);
/* Takes the group's metadata for the assignment that was just given: librdkafka changes it behind
 * the application's back. */
void consumer_keep_group(struct consumer *consumer);

#endif
