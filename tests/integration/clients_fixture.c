/* What the tests of our Kafka clients on a real broker share. */
#include "clients_fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { AWAIT_MS = 20000, POLL_MS = 20 };

int64_t fixture_now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void fixture_sleep_ms(int64_t duration_ms)
{
    struct timespec left = {duration_ms / 1000, duration_ms % 1000 * 1000000};
    while (nanosleep(&left, &left) != 0) {
    }
}

void fixture_property(struct fixture *fixture, const char *name, const char *value)
{
    ck_assert_uint_lt(fixture->settings.property_count, 4);
    fixture->properties[fixture->settings.property_count++] = (struct kafka_property){name, value};
}

static void make_topics(struct fixture *fixture)
{
    struct topic_plan plans[FIXTURE_TOPICS];
    uint32_t made = 0;
    memset(plans, 0, sizeof plans);
    for (int t = 0; t < FIXTURE_TOPICS; t++) {
        plans[t].name = fixture->topics[t];
        plans[t].partitions = FIXTURE_PARTITIONS;
        plans[t].replication = 1;
    }
    bool good = admin_create(fixture->admin, plans, FIXTURE_TOPICS, &made, fixture->error);
    ck_assert_msg(good, "%s", fixture->error);
    ck_assert_uint_eq(made, 3);
}

void fixture_open(struct fixture *fixture)
{
    const char *bootstrap = getenv("BOOTSTRAP");
    ck_assert_msg(bootstrap != NULL, "BOOTSTRAP is to name a broker");
    memset(fixture, 0, sizeof *fixture);
    fixture->log =
        (struct log){.descriptor = 2, .level = getenv("CLIENTS_LOG") ? LOG_DEBUG : LOG_ERROR};
    char id[FIXTURE_NAME_MAX];
    int length =
        snprintf(id, sizeof id, "clients-%d-%lld", (int)getpid(), (long long)fixture_now_ms());
    memcpy(fixture->application_id, id, (size_t)length + 1);
    fixture->settings = (struct kafka_settings){
        .bootstrap_servers = bootstrap,
        .application_id = fixture->application_id,
        .instance_id = "host",
        .properties = fixture->properties,
        .log = &fixture->log,
    };
    static const char *const kinds[] = {"in", "out"};
    for (int t = 0; t < FIXTURE_TOPICS; t++) {
        (void)snprintf(fixture->names[t], FIXTURE_NAME_MAX, "%.40s-%s", id, kinds[t]);
        fixture->topics[t] = fixture->names[t];
    }
    fixture->admin = admin_new(&fixture->settings, AWAIT_MS, fixture->error);
    ck_assert_msg(fixture->admin != NULL, "%s", fixture->error);
    make_topics(fixture);
}

void fixture_close(struct fixture *fixture)
{
    admin_close(fixture->admin);
}

struct producer *fixture_producer(struct fixture *fixture, uint32_t worker)
{
    struct producer_config config = {
        .settings = &fixture->settings,
        .worker = worker,
        .topic_count = FIXTURE_TOPICS,
        .topics = fixture->topics,
        .transactional = true,
    };
    struct producer *producer = producer_new(&config, &fixture->outcome, fixture->error);
    ck_assert_msg(producer != NULL, "%d: %s", fixture->outcome, fixture->error);
    return producer;
}

void fixture_send(struct fixture *fixture,
                  struct producer *producer,
                  struct producer_message to,
                  const char *prefix,
                  int count)
{
    for (int i = 0; i < count; i++) {
        char value[32];
        int length = snprintf(value, sizeof value, "%s%d", prefix, i);
        to.value = (struct bytes){(const uint8_t *)value, (size_t)length};
        fixture->outcome = producer_send(producer, &to, fixture->error);
        ck_assert_msg(fixture->outcome == KAFKA_DONE, "%s", fixture->error);
    }
    fixture->outcome = producer_flush(producer, AWAIT_MS, fixture->error);
    ck_assert_msg(fixture->outcome == KAFKA_DONE, "%s", fixture->error);
}

void fixture_begin(struct fixture *fixture, struct producer *producer)
{
    fixture->outcome = producer_begin(producer, fixture->error);
    ck_assert_msg(fixture->outcome == KAFKA_DONE, "%s", fixture->error);
}

void fixture_commit(struct fixture *fixture, struct producer *producer)
{
    fixture->outcome = producer_commit(producer, NULL, NULL, 0, fixture->error);
    ck_assert_msg(fixture->outcome == KAFKA_DONE, "%s", fixture->error);
}

void fixture_abort(struct fixture *fixture, struct producer *producer)
{
    fixture->outcome = producer_abort(producer, fixture->error);
    ck_assert_msg(fixture->outcome == KAFKA_DONE, "%s", fixture->error);
}

void fixture_await(struct fixture *fixture, struct consumer *consumer, enum consumer_event event)
{
    int64_t limit_ms = fixture_now_ms() + AWAIT_MS;
    enum consumer_event seen = CONSUMER_NOTHING;
    while (seen == CONSUMER_NOTHING && fixture_now_ms() < limit_ms) {
        seen = consumer_poll(consumer, POLL_MS, fixture->error);
    }
    ck_assert_msg(seen == event, "event %d instead of %d: %s", seen, event, fixture->error);
}

struct consumer *fixture_consumer(struct fixture *fixture, uint32_t worker)
{
    enum kafka_outcome outcome;
    struct consumer_config config = {
        .settings = &fixture->settings,
        .worker = worker,
        .topic_count = FIXTURE_TOPICS,
        .topics = {fixture->topics[0], fixture->topics[1]},
        .partition_count = FIXTURE_PARTITIONS,
    };
    struct consumer *consumer = consumer_new(&config, &outcome, fixture->error);
    ck_assert_msg(consumer != NULL, "%s", fixture->error);
    return consumer;
}

void fixture_start(struct fixture *fixture, struct consumer *consumer)
{
    const int64_t positions[FIXTURE_PARTITIONS * FIXTURE_TOPICS] = {-1, -1, -1, -1};
    fixture_await(fixture, consumer, CONSUMER_ASSIGNED);
    ck_assert_msg(consumer_start(consumer, positions, fixture->error), "%s", fixture->error);
}

static void add(struct fixture_seen *seen, const struct kafka_batch *batch)
{
    for (uint32_t i = 0; i < batch->count; i++) {
        const struct kafka_record *record = &batch->records[i];
        if (seen->count++ == 0) {
            seen->first_offset = record->offset;
        }
        size_t length = strlen(seen->text);
        (void)snprintf(seen->text + length, sizeof seen->text - length, "%s%.*s",
                       length == 0 ? "" : " ", (int)record->value.length,
                       (const char *)record->value.at);
    }
}

void fixture_read(struct fixture *fixture, uint32_t topic, uint32_t partition, char *text)
{
    static struct kafka_batch batch;
    static struct fixture_seen seen;
    memset(&seen, 0, sizeof seen);
    struct log_reader *reader =
        log_reader_new(&fixture->settings, fixture->topics[topic], fixture->error);
    ck_assert_msg(reader != NULL, "%s", fixture->error);
    ck_assert(log_reader_start(reader, partition, -1, fixture->error));
    int64_t limit_ms = fixture_now_ms() + AWAIT_MS;
    do {
        log_reader_take(reader, 100, &batch);
        ck_assert_msg(!batch.broken, "%s", batch.error);
        add(&seen, &batch);
        kafka_batch_free(&batch);
    } while (!batch.at_end && fixture_now_ms() < limit_ms);
    ck_assert(batch.at_end);
    log_reader_close(reader);
    memcpy(text, seen.text, sizeof seen.text);
}

void fixture_take(struct consumer *consumer,
                  uint32_t topic,
                  uint32_t partition,
                  int wait_ms,
                  struct fixture_seen *ret_seen)
{
    static struct kafka_batch batch;
    char error[KAFKA_TEXT_MAX];
    memset(ret_seen, 0, sizeof *ret_seen);
    int64_t limit_ms = fixture_now_ms() + wait_ms;
    do {
        (void)consumer_poll(consumer, 5, error);
        consumer_take(consumer, topic, partition, KAFKA_BATCH_MAX, &batch);
        add(ret_seen, &batch);
        ret_seen->at_end = batch.at_end;
        ret_seen->broken = batch.broken;
        memcpy(ret_seen->error, batch.error, sizeof batch.error);
        kafka_batch_free(&batch);
    } while (!ret_seen->at_end && !ret_seen->broken && fixture_now_ms() < limit_ms);
}
