/* What a consumer does while partitions are assigned to it. */
#include "kafka/consumer.h"
#include "kafka/consumer_state.h"
#include "kafka/group.h"

#include <assert.h>
#include <string.h>

enum {
    COMMITTED_WAIT_MS = 2000, /* nothing else is heard meanwhile, and meritd is to end within 5 s */
    COMMITTED_PAUSE_MS = 20,
    SEEK_WAIT_MS = 5000,
    SEEK_PAUSE_MS = 10,
    SEEK_WAIT_OF_2_0_2 = SEEK_WAIT_MS * 1000, /* it takes the time for microseconds */
    VERSION_WITH_SEEK_IN_MS = 0x020100ff,
};

const rd_kafka_consumer_group_metadata_t *consumer_group(const struct consumer *consumer)
{
    return consumer->group;
}

uint32_t consumer_topic_count(const struct consumer *consumer)
{
    return consumer->topic_count;
}

const char *consumer_topic(const struct consumer *consumer, uint32_t topic)
{
    assert(topic < consumer->topic_count);
    return consumer->topics[topic];
}

uint32_t consumer_assignment(const struct consumer *consumer, const uint32_t **ret_partitions)
{
    *ret_partitions = consumer->numbers;
    return consumer->number_count;
}

static struct partition *find(const struct consumer *consumer, uint32_t topic, uint32_t number)
{
    assert(topic < consumer->topic_count && number < consumer->partition_count);
    assert(consumer->partitions != NULL && consumer->places[number] != CONSUMER_NOT_ASSIGNED);
    return &consumer
                ->partitions[(uint32_t)consumer->places[number] * consumer->topic_count + topic];
}

static bool assign(struct consumer *consumer, const int64_t *positions, char *error)
{
    uint32_t count = consumer->number_count * consumer->topic_count;
    rd_kafka_topic_partition_list_t *list = rd_kafka_topic_partition_list_new((int)count);
    consumer->partitions = memory_allocate((count + 1) * sizeof *consumer->partitions);
    bool good = true;
    for (uint32_t i = 0; i < count; i++) {
        const char *topic = consumer->topics[i % consumer->topic_count];
        uint32_t number = consumer->numbers[i / consumer->topic_count];
        struct partition *partition = &consumer->partitions[i];
        good = partition_open(partition, &consumer->handle, topic, number, &consumer->wake) && good;
        partition_reset(partition, positions[i]);
        rd_kafka_topic_partition_list_add(list, topic, (int32_t)number)->offset =
            partition_offset(positions[i]);
    }
    rd_kafka_resp_err_t code = rd_kafka_assign(consumer->handle.rk, list);
    rd_kafka_topic_partition_list_destroy(list);
    if (!good || code != RD_KAFKA_RESP_ERR_NO_ERROR) {
        kafka_text(error, "cannot read the assigned partitions: %s", rd_kafka_err2str(code));
        return false;
    }
    return true;
}

static void drop_group(struct consumer *consumer)
{
    if (consumer->group != NULL) {
        rd_kafka_consumer_group_metadata_destroy(consumer->group);
        consumer->group = NULL;
    }
}

void consumer_keep_group(struct consumer *consumer)
{
    drop_group(consumer);
    consumer->group = group_snapshot(consumer->handle.rk, &consumer->generation);
}

int32_t consumer_generation(const struct consumer *consumer)
{
    return consumer->group == NULL ? -1 : consumer->generation;
}

bool consumer_start(struct consumer *consumer, const int64_t *positions, char *error)
{
    assert(consumer->partitions == NULL);
    if (consumer->group == NULL) {
        /* Still an answer, which the group waits for. */
        (void)rd_kafka_assign(consumer->handle.rk, NULL);
        kafka_text(error, "the assignment was lost before it was taken up");
        return false;
    }
    return assign(consumer, positions, error);
}

void consumer_stop(struct consumer *consumer)
{
    /* Also where nothing was started: librdkafka waits for the answer. */
    (void)rd_kafka_assign(consumer->handle.rk, NULL);
    uint32_t count =
        consumer->partitions == NULL ? 0 : consumer->number_count * consumer->topic_count;
    for (uint32_t i = 0; i < count; i++) {
        partition_close(&consumer->partitions[i]);
    }
    memory_free(consumer->partitions);
    consumer->partitions = NULL;
    drop_group(consumer);
    consumer_forget(consumer);
}

/* ---------------------------------------------------------------- positions */

static rd_kafka_topic_partition_list_t *list_of(const struct consumer *consumer, uint32_t number)
{
    rd_kafka_topic_partition_list_t *list =
        rd_kafka_topic_partition_list_new((int)consumer->topic_count);
    for (uint32_t t = 0; t < consumer->topic_count; t++) {
        rd_kafka_topic_partition_list_add(list, consumer->topics[t], (int32_t)number);
    }
    return list;
}

/* The first error among the partitions. */
static rd_kafka_resp_err_t error_in(const rd_kafka_topic_partition_list_t *list)
{
    for (int i = 0; i < list->cnt; i++) {
        if (list->elems[i].err != RD_KAFKA_RESP_ERR_NO_ERROR) {
            return list->elems[i].err;
        }
    }
    return RD_KAFKA_RESP_ERR_NO_ERROR;
}

static void copy_committed(const rd_kafka_topic_partition_list_t *list,
                           struct consumer_committed *ret_committed)
{
    for (int t = 0; t < list->cnt; t++) {
        const rd_kafka_topic_partition_t *one = &list->elems[t];
        size_t length = one->metadata == NULL ? 0 : one->metadata_size;
        length = length > CONSUMER_METADATA_MAX ? CONSUMER_METADATA_MAX : length;
        if (length > 0) {
            memcpy(ret_committed->metadata[t], one->metadata, length);
        }
        ret_committed->metadata[t][length] = '\0';
        ret_committed->offsets[t] = one->offset < 0 ? -1 : one->offset;
    }
}

bool consumer_committed(struct consumer *consumer,
                        uint32_t partition,
                        struct consumer_committed *ret_committed,
                        char *error)
{
    int64_t deadline_ms = kafka_now_ms() + COMMITTED_WAIT_MS;
    rd_kafka_topic_partition_list_t *list = list_of(consumer, partition);
    rd_kafka_resp_err_t code;
    for (;;) {
        code = rd_kafka_committed(consumer->handle.rk, list, kafka_left_ms(deadline_ms));
        if (code == RD_KAFKA_RESP_ERR_NO_ERROR) {
            code = error_in(list);
        }
        if (code != RD_KAFKA_RESP_ERR_UNSTABLE_OFFSET_COMMIT || kafka_left_ms(deadline_ms) == 0) {
            break;
        }
        kafka_sleep_ms(COMMITTED_PAUSE_MS); /* a transaction that has sent offsets is still open */
    }
    if (code == RD_KAFKA_RESP_ERR_NO_ERROR) {
        copy_committed(list, ret_committed);
    } else {
        kafka_text(error, "the committed offsets of partition %u are not to be had: %s", partition,
                   rd_kafka_err2str(code));
    }
    rd_kafka_topic_partition_list_destroy(list);
    return code == RD_KAFKA_RESP_ERR_NO_ERROR;
}

static rd_kafka_resp_err_t seek(struct consumer *consumer, rd_kafka_topic_partition_list_t *list)
{
    int wait_ms = rd_kafka_version() < VERSION_WITH_SEEK_IN_MS ? SEEK_WAIT_OF_2_0_2 : SEEK_WAIT_MS;
    rd_kafka_error_t *failure = rd_kafka_seek_partitions(consumer->handle.rk, list, wait_ms);
    if (failure == NULL) {
        return error_in(list);
    }
    rd_kafka_resp_err_t code = rd_kafka_error_code(failure);
    rd_kafka_error_destroy(failure);
    return code;
}

bool consumer_seek(struct consumer *consumer,
                   uint32_t partition,
                   const int64_t *positions,
                   char *error)
{
    rd_kafka_topic_partition_list_t *list = list_of(consumer, partition);
    for (uint32_t t = 0; t < consumer->topic_count; t++) {
        list->elems[t].offset = partition_offset(positions[t]);
        if (find(consumer, t, partition)->broken) {
            kafka_text(error, "%s", find(consumer, t, partition)->error);
            rd_kafka_topic_partition_list_destroy(list);
            return false;
        }
    }
    int64_t deadline_ms = kafka_now_ms() + SEEK_WAIT_MS;
    rd_kafka_resp_err_t code = seek(consumer, list);
    /* Just assigned: it may not have begun to fetch. */
    while ((code == RD_KAFKA_RESP_ERR__STATE || code == RD_KAFKA_RESP_ERR__PREV_IN_PROGRESS) &&
           kafka_left_ms(deadline_ms) > 0) {
        kafka_sleep_ms(SEEK_PAUSE_MS);
        code = seek(consumer, list);
    }
    rd_kafka_topic_partition_list_destroy(list);
    if (code != RD_KAFKA_RESP_ERR_NO_ERROR) {
        kafka_text(error, "cannot go to other positions of partition %u: %s", partition,
                   rd_kafka_err2str(code));
        return false;
    }
    for (uint32_t t = 0; t < consumer->topic_count; t++) {
        partition_reset(find(consumer, t, partition), positions[t]);
    }
    return true;
}

/* ---------------------------------------------------------------- records */

void consumer_take(struct consumer *consumer,
                   uint32_t topic,
                   uint32_t partition,
                   uint32_t max,
                   struct kafka_batch *ret_batch)
{
    partition_take(find(consumer, topic, partition), 0, max, ret_batch);
}

int64_t consumer_end(const struct consumer *consumer, uint32_t topic, uint32_t partition)
{
    const struct partition *one = find(consumer, topic, partition);
    /* Reported as the end, and nothing came since: what lies behind it is in open transactions. */
    bool waits = one->end >= 0 && rd_kafka_queue_length(one->queue) == 0;
    return waits ? one->end : partition_high(one);
}
