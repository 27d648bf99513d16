/* One partition's own queue: its records in order, its position, whether it is at its end. */
#ifndef KAFKA_PARTITION_H
#define KAFKA_PARTITION_H

#include "kafka/handle.h"

struct partition {
    struct handle *handle;
    rd_kafka_queue_t *queue; /* detached: its records and errors come here and nowhere else */
    const char *topic;       /* borrowed */
    uint32_t number;
    int64_t position; /* the offset behind everything taken; -1: not known yet */
    int64_t end;      /* where the end was last reported, with nothing after it; -1: nowhere */
    bool broken;
    char error[KAFKA_TEXT_MAX];
};

/* Before the partition is assigned, lest a record comes on the main queue. wake->call may be NULL;
 * wake is borrowed until the partition is closed. */
bool partition_open(struct partition *partition,
                    struct handle *handle,
                    const char *topic,
                    uint32_t number,
                    const struct kafka_wake *wake);
/* After it was unassigned: what is still queued would stay in memory otherwise. */
void partition_close(struct partition *partition);
/* It begins at a position anew, -1: the beginning. */
void partition_reset(struct partition *partition, int64_t position);

/* Waits up to timeout_ms for the first record; at most `max` <= KAFKA_BATCH_MAX. */
void partition_take(struct partition *partition,
                    int timeout_ms,
                    uint32_t max,
                    struct kafka_batch *ret_batch);

/* As of the last answer; -1: not known. */
int64_t partition_high(const struct partition *partition);

/* Ours for "the beginning" is -1. */
static inline int64_t partition_offset(int64_t position)
{
    return position < 0 ? RD_KAFKA_OFFSET_BEGINNING : position;
}

/* Runs in librdkafka's threads, with the queue locked. */
void partition_enable_wake(rd_kafka_queue_t *queue, const struct kafka_wake *wake);

#endif
