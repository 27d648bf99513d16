/* What the transactional producer needs to know of the consumer whose offsets it commits. */
#ifndef KAFKA_GROUP_H
#define KAFKA_GROUP_H

#include "kafka/consumer.h"

#include <librdkafka/rdkafka.h>

/* The member's identity as of the assignment; NULL where there is no assignment. */
const rd_kafka_consumer_group_metadata_t *consumer_group(const struct consumer *consumer);
uint32_t consumer_topic_count(const struct consumer *consumer);
const char *consumer_topic(const struct consumer *consumer, uint32_t topic);

/* The metadata as it is now, and the group's generation; NULL where the member has no generation or
 * no id, so that brokers could not tell whether it is the present one. */
rd_kafka_consumer_group_metadata_t *group_snapshot(rd_kafka_t *rk, int32_t *ret_generation);

/* The partition numbers of an assignment, rising, if they are the same for each topic and below
 * `partition_count`; false with a text otherwise. ret_numbers has room for partition_count. */
struct group_topics {
    uint32_t count;
    const char *const *names;
    uint32_t partition_count;
};
bool group_numbers(const struct group_topics *topics,
                   const rd_kafka_topic_partition_list_t *assigned,
                   uint32_t *ret_numbers,
                   uint32_t *ret_count,
                   char *error);

/* Says that a topic has another number of partitions than there are tasks, and what to do. */
void group_wrong_count(const char *topic, uint32_t count, uint32_t tasks, char *error);

#endif
