/* The consumer group: who this member is, and whether an assignment is one that tasks can have. */
#include "kafka/group.h"

#include "kafka/handle.h"

#include <string.h>

/* How librdkafka writes the metadata down: "CGMDv2:", the generation, then texts with a NUL at
 * their end: group, member, and more. There is no other way to look inside. */
static bool has_member(const uint8_t *bytes, size_t length, int32_t *ret_generation)
{
    static const char magic[] = "CGMDv2:";
    size_t at = sizeof magic - 1;
    if (length < at + sizeof *ret_generation || memcmp(bytes, magic, at) != 0) {
        return false;
    }
    memcpy(ret_generation, bytes + at, sizeof *ret_generation);
    at += sizeof *ret_generation;
    const uint8_t *group_end = memchr(bytes + at, '\0', length - at);
    if (group_end == NULL) {
        return false;
    }
    const uint8_t *member = group_end + 1;
    return *ret_generation >= 0 && member < bytes + length && *member != '\0';
}

rd_kafka_consumer_group_metadata_t *group_snapshot(rd_kafka_t *rk, int32_t *ret_generation)
{
    rd_kafka_consumer_group_metadata_t *metadata = rd_kafka_consumer_group_metadata(rk);
    if (metadata == NULL) {
        return NULL;
    }
    void *bytes = NULL;
    size_t length = 0;
    rd_kafka_error_t *failure = rd_kafka_consumer_group_metadata_write(metadata, &bytes, &length);
    bool good = failure == NULL && has_member(bytes, length, ret_generation);
    if (failure != NULL) {
        rd_kafka_error_destroy(failure);
    } else {
        rd_kafka_mem_free(rk, bytes);
    }
    if (!good) {
        rd_kafka_consumer_group_metadata_destroy(metadata);
        return NULL;
    }
    return metadata;
}

static bool is_assigned(const rd_kafka_topic_partition_list_t *list,
                        const char *topic,
                        int32_t number)
{
    for (int i = 0; i < list->cnt; i++) {
        if (list->elems[i].partition == number && strcmp(list->elems[i].topic, topic) == 0) {
            return true;
        }
    }
    return false;
}

static bool is_known(const struct group_topics *topics, const char *topic)
{
    for (uint32_t t = 0; t < topics->count; t++) {
        if (strcmp(topics->names[t], topic) == 0) {
            return true;
        }
    }
    return false;
}

static bool is_whole(const struct group_topics *topics,
                     const rd_kafka_topic_partition_list_t *assigned,
                     uint32_t number,
                     char *error)
{
    for (uint32_t t = 0; t < topics->count; t++) {
        if (!is_assigned(assigned, topics->names[t], (int32_t)number)) {
            kafka_text(error,
                       "partition %u was assigned of some topics but not of %.200s: all members "
                       "must be meritd with the same topics, and the topics must be there with the "
                       "same number of partitions, as `merit topics check` says",
                       number, topics->names[t]);
            return false;
        }
    }
    return true;
}

void group_wrong_count(const char *topic, uint32_t count, uint32_t tasks, char *error)
{
    kafka_text(error,
               "topic %.200s has %u partitions now, but the tasks are %u: partitions were added "
               "while meritd ran. State is split by their number, and the topic cannot have fewer "
               "again: begin under another application_id, with topics of one number and the "
               "history loaded anew. Where partitions are to be added, 'merit reshard' does it",
               topic, count, tasks);
}

bool group_numbers(const struct group_topics *topics,
                   const rd_kafka_topic_partition_list_t *assigned,
                   uint32_t *ret_numbers,
                   uint32_t *ret_count,
                   char *error)
{
    for (int i = 0; i < assigned->cnt; i++) {
        const rd_kafka_topic_partition_t *one = &assigned->elems[i];
        if (!is_known(topics, one->topic)) {
            kafka_text(error,
                       "topic %.200s was assigned, which is none of the inputs: other programs, or "
                       "meritd with other topics, must use another application_id",
                       one->topic);
            return false;
        }
        if (one->partition >= (int32_t)topics->partition_count) {
            group_wrong_count(one->topic, (uint32_t)one->partition + 1, topics->partition_count,
                              error);
            return false;
        }
    }
    uint32_t count = 0;
    for (uint32_t number = 0; number < topics->partition_count; number++) {
        bool some = false;
        for (int i = 0; i < assigned->cnt && !some; i++) {
            some = assigned->elems[i].partition == (int32_t)number;
        }
        if (some && !is_whole(topics, assigned, number, error)) {
            return false;
        }
        if (some) {
            ret_numbers[count++] = number;
        }
    }
    *ret_count = count;
    return true;
}
