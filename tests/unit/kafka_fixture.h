/* A mock cluster with two topics, "in" and "out", for tests of the Kafka clients. */
#ifndef KAFKA_FIXTURE_H
#define KAFKA_FIXTURE_H

#include "base/log.h"
#include "kafka/consumer.h"
#include "kafka/embedded_state.h"
#include "kafka/handle.h"
#include "kafka/log_reader.h"
#include "kafka/producer.h"

#include <check.h>

#include <string.h>

enum { MOCK_PARTITIONS = 2, MOCK_WAIT_MS = 20000, MOCK_PROPERTIES_MAX = 8 };

/* Requests by their number in the protocol, to let them fail. */
enum {
    MOCK_PRODUCE = 0,
    MOCK_FIND_COORDINATOR = 10,
    MOCK_JOIN_GROUP = 11,
    MOCK_HEARTBEAT = 12,
    MOCK_INIT_PRODUCER_ID = 22,
    MOCK_ADD_PARTITIONS = 24,
    MOCK_ADD_OFFSETS = 25,
    MOCK_END_TXN = 26,
    MOCK_TXN_OFFSET_COMMIT = 28,
};

struct mock {
    struct embedded *embedded;
    rd_kafka_mock_cluster_t *cluster;
    struct kafka_property properties[MOCK_PROPERTIES_MAX];
    struct log log;
    struct kafka_settings settings;
    enum kafka_outcome outcome;
    char error[KAFKA_TEXT_MAX];
};

static const char *const mock_topics[] = {"in", "out"};

static inline void mock_open(struct mock *mock)
{
    memset(mock, 0, sizeof *mock);
    mock->embedded = embedded_start(mock->error);
    ck_assert_msg(mock->embedded != NULL, "%s", mock->error);
    mock->cluster = embedded_cluster(mock->embedded);
    mock->log = (struct log){.descriptor = 2, .level = LOG_ERROR};
    mock->settings = (struct kafka_settings){
        .bootstrap_servers = embedded_bootstrap_servers(mock->embedded),
        .application_id = "app",
        .instance_id = "host",
        .properties = mock->properties,
        .embedded = true,
        .log = &mock->log,
    };
    for (int t = 0; t < 2; t++) {
        ck_assert(embedded_create(mock->embedded, mock_topics[t], MOCK_PARTITIONS, mock->error));
    }
}

static inline void mock_close(struct mock *mock)
{
    embedded_stop(mock->embedded);
}

static inline void mock_property(struct mock *mock, const char *name, const char *value)
{
    ck_assert_uint_lt(mock->settings.property_count, MOCK_PROPERTIES_MAX);
    mock->properties[mock->settings.property_count++] = (struct kafka_property){name, value};
}

static inline struct producer *mock_producer(struct mock *mock, bool transactional)
{
    struct producer_config config = {
        .settings = &mock->settings,
        .worker = 3,
        .topic_count = 2,
        .topics = mock_topics,
        .transactional = transactional,
    };
    struct producer *producer = producer_new(&config, &mock->outcome, mock->error);
    ck_assert_msg(producer != NULL, "%d: %s", mock->outcome, mock->error);
    return producer;
}

/* Each client has a name of its own; an address may come again. */
static inline const char *mock_name(const rd_kafka_t *rk)
{
    static char name[256];
    ck_assert_uint_lt(strlen(rd_kafka_name(rk)), sizeof name);
    memcpy(name, rd_kafka_name(rk), strlen(rd_kafka_name(rk)) + 1);
    return name;
}

/* Values "0", "1", ... to partition 0 of "in", outside any transaction. */
static inline void mock_fill(struct mock *mock, int count)
{
    struct producer *producer = mock_producer(mock, false);
    for (int i = 0; i < count; i++) {
        uint8_t digit = (uint8_t)('0' + i % 10);
        struct producer_message message = {.value = {&digit, 1}};
        ck_assert_int_eq(producer_send(producer, &message, mock->error), KAFKA_DONE);
    }
    ck_assert_int_eq(producer_flush(producer, MOCK_WAIT_MS, mock->error), KAFKA_DONE);
    producer_close(producer);
}

static inline struct consumer *mock_consumer(struct mock *mock, struct kafka_wake wake)
{
    enum kafka_outcome outcome;
    struct consumer_config config = {
        .settings = &mock->settings,
        .topic_count = 2,
        .topics = {"in", "out"},
        .partition_count = MOCK_PARTITIONS,
        .wake = wake,
    };
    struct consumer *consumer = consumer_new(&config, &outcome, mock->error);
    ck_assert_msg(consumer != NULL, "%s", mock->error);
    return consumer;
}

static inline void mock_await(struct mock *mock,
                              struct consumer *consumer,
                              enum consumer_event expected)
{
    int64_t deadline_ms = kafka_now_ms() + MOCK_WAIT_MS;
    enum consumer_event event = CONSUMER_NOTHING;
    while (event == CONSUMER_NOTHING && kafka_left_ms(deadline_ms) > 0) {
        event = consumer_poll(consumer, 20, mock->error);
    }
    ck_assert_msg(event == expected, "event %d: %s", event, mock->error);
}

/* What else the group says before is answered. */
static inline void mock_await_death(struct mock *mock,
                                    struct consumer *consumer,
                                    enum consumer_event expected)
{
    int64_t deadline_ms = kafka_now_ms() + MOCK_WAIT_MS;
    enum consumer_event event = CONSUMER_NOTHING;
    while (event < CONSUMER_TOO_LATE && kafka_left_ms(deadline_ms) > 0) {
        event = consumer_poll(consumer, 20, mock->error);
        if (event == CONSUMER_LOST || event == CONSUMER_REVOKED) {
            consumer_stop(consumer);
        }
    }
    ck_assert_msg(event == expected, "event %d: %s", event, mock->error);
}

/* Joined, and reading both partitions of both topics from their beginning. */
static inline struct consumer *mock_reading(struct mock *mock, struct kafka_wake wake)
{
    const int64_t positions[] = {-1, -1, -1, -1};
    struct consumer *consumer = mock_consumer(mock, wake);
    mock_await(mock, consumer, CONSUMER_ASSIGNED);
    ck_assert_msg(consumer_start(consumer, positions, mock->error), "%s", mock->error);
    return consumer;
}

/* Reads partition 0 of a topic until its end; the number of records. */
static inline int mock_count(struct mock *mock, struct consumer *consumer, uint32_t topic)
{
    static struct kafka_batch batch;
    int64_t deadline_ms = kafka_now_ms() + MOCK_WAIT_MS;
    int count = 0;
    do {
        (void)consumer_poll(consumer, 5, mock->error);
        consumer_take(consumer, topic, 0, KAFKA_BATCH_MAX, &batch);
        count += (int)batch.count;
        kafka_batch_free(&batch);
    } while (!batch.at_end && kafka_left_ms(deadline_ms) > 0);
    ck_assert(batch.at_end);
    return count;
}

#endif
