/* Opening and closing the producer of one worker. */
#include "kafka/producer.h"

#include "kafka/producer_state.h"
#include "kafka/settings.h"

#include <assert.h>
#include <string.h>

enum {
    TOPICS_WAIT_MS = 10000,
    TOPICS_PAUSE_MS = 100,
    INIT_WAIT_MS = 60000,
    INIT_SLICE_MS = 2000, /* meritd is to end within 5 s */
    CLOSE_WAIT_MS = 1000,
};

static void on_delivery(rd_kafka_t *rk, const rd_kafka_message_t *message, void *opaque)
{
    struct handle *handle = opaque;
    struct producer *producer = handle->owner;
    (void)rk;
    if (!producer->closing) {
        delivery_note(&producer->delivery, message);
    }
}

/* 0 where there is no such topic: where there was one, a broker may not know it for a moment. */
static bool count_partitions(struct producer *producer,
                             const char *name,
                             uint32_t *ret_count,
                             char *error)
{
    int64_t deadline_ms = kafka_now_ms() + TOPICS_WAIT_MS;
    bool good = handle_partitions(&producer->handle, name, TOPICS_WAIT_MS, ret_count, error);
    while (good && *ret_count == 0 && producer->renewed &&
           !handle_gives_up(&producer->handle, deadline_ms)) {
        kafka_sleep_ms(TOPICS_PAUSE_MS);
        good = handle_partitions(&producer->handle, name, TOPICS_WAIT_MS, ret_count, error);
    }
    return good;
}

/* Metadata is fetched now: the first message of a topic would wait for it up to a second. */
static bool open_topics(struct producer *producer, enum kafka_outcome *ret_outcome, char *error)
{
    for (uint32_t t = 0; t < producer->topic_count; t++) {
        const char *name = producer->names[t];
        producer->topics[t] = rd_kafka_topic_new(producer->handle.rk, name, NULL);
        uint32_t count = 0;
        if (producer->topics[t] == NULL) {
            kafka_text(error, "%.200s is no name for a topic", name);
            *ret_outcome = KAFKA_FATAL;
            return false;
        }
        if (!count_partitions(producer, name, &count, error)) {
            *ret_outcome = KAFKA_INDEFINITE;
            return false;
        }
        if (count == 0) {
            bool unsaid = producer->renewed && handle_is_stopping(&producer->handle);
            kafka_text(error, "topic %.200s does not exist: make it", name);
            *ret_outcome = unsaid ? KAFKA_INDEFINITE : KAFKA_FATAL;
            return false;
        }
        producer->partition_counts[t] = count;
    }
    return true;
}

static enum kafka_outcome init_transactions(struct producer *producer, char *error)
{
    int64_t deadline_ms = kafka_now_ms() + INIT_WAIT_MS;
    struct outcome result;
    do {
        int left_ms = kafka_left_ms(deadline_ms);
        rd_kafka_error_t *failure = rd_kafka_init_transactions(
            producer->handle.rk, left_ms < INIT_SLICE_MS ? left_ms : INIT_SLICE_MS);
        result = outcome_of(producer->handle.rk, failure, "starting transactions", error);
        producer_poll(producer, 0);
    } while (result.step == OUTCOME_RETRY && !handle_gives_up(&producer->handle, deadline_ms));
    return result.outcome;
}

static void shut(struct producer *producer)
{
    rd_kafka_t *rk = producer->handle.rk;
    if (rk == NULL) {
        return;
    }
    assert(producer->left_alone == NULL);
    producer->closing = true;
    (void)rd_kafka_purge(rk, RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT);
    (void)rd_kafka_flush(rk, CLOSE_WAIT_MS);
    for (uint32_t t = 0; t < producer->topic_count; t++) {
        if (producer->topics[t] != NULL) {
            rd_kafka_topic_destroy(producer->topics[t]);
            producer->topics[t] = NULL;
        }
    }
    handle_close(&producer->handle);
    producer->closing = false;
    producer->open = false;
    producer->begin_anew = false;
}

static enum kafka_outcome open_client(struct producer *producer, char *error)
{
    enum settings_role role = producer->transactional ? SETTINGS_TRANSACTIONAL : SETTINGS_PRODUCER;
    rd_kafka_conf_t *conf = settings_conf(producer->handle.settings, role, producer->worker, error);
    if (conf == NULL) {
        return KAFKA_FATAL;
    }
    producer->timeout_ms = settings_number(conf, "transaction.timeout.ms");
    /* Without it, the flush inside a commit looks only every 10 ms. */
    rd_kafka_conf_set_dr_msg_cb(conf, on_delivery);
    if (!handle_open(&producer->handle, RD_KAFKA_PRODUCER, conf, error)) {
        return KAFKA_FATAL;
    }
    delivery_clear(&producer->delivery);
    enum kafka_outcome outcome = KAFKA_DONE;
    if (open_topics(producer, &outcome, error) && producer->transactional) {
        outcome = init_transactions(producer, error);
    }
    producer->renewed = producer->renewed || outcome == KAFKA_DONE;
    if (outcome != KAFKA_DONE) {
        shut(producer);
    }
    return outcome;
}

struct producer *producer_new(const struct producer_config *config,
                              enum kafka_outcome *ret_outcome,
                              char *error)
{
    struct producer *producer = memory_allocate(sizeof *producer);
    *producer = (struct producer){
        .handle = {.settings = config->settings, .owner = producer},
        .worker = config->worker,
        .transactional = config->transactional,
        .renewed = config->renewed,
        .topic_count = config->topic_count,
    };
    uint32_t count = config->topic_count;
    producer->names = memory_allocate((count + 1) * sizeof *producer->names);
    producer->topics = memory_allocate((count + 1) * sizeof *producer->topics);
    producer->partition_counts = memory_allocate((count + 1) * sizeof *producer->partition_counts);
    for (uint32_t t = 0; t < count; t++) {
        size_t bytes = strlen(config->topics[t]) + 1;
        producer->names[t] = memory_allocate(bytes);
        memcpy(producer->names[t], config->topics[t], bytes);
        producer->topics[t] = NULL;
        producer->partition_counts[t] = 0;
    }
    *ret_outcome = open_client(producer, error);
    if (*ret_outcome != KAFKA_DONE) {
        producer_close(producer);
        return NULL;
    }
    return producer;
}

void producer_close(struct producer *producer)
{
    if (producer->left_alone != NULL) {
        handle_log(&producer->handle, true, "kafka client", "a call did not end in time");
        rd_kafka_set_log_level(producer->handle.rk, 0); /* the log may be gone before them */
        return;                                         /* its threads still use it */
    }
    shut(producer);
    for (uint32_t t = 0; t < producer->topic_count; t++) {
        memory_free(producer->names[t]);
    }
    memory_free(producer->names);
    memory_free(producer->topics);
    memory_free(producer->partition_counts);
    memory_free(producer);
}

uint32_t producer_partition_count(const struct producer *producer, uint32_t topic)
{
    assert(topic < producer->topic_count);
    return producer->partition_counts[topic];
}

void producer_poll(struct producer *producer, int timeout_ms)
{
    producer->unpolled = 0;
    (void)rd_kafka_poll(producer->handle.rk, timeout_ms);
}

enum kafka_outcome producer_begin(struct producer *producer, char *error)
{
    assert(producer->transactional && !producer->open);
    if (producer->begin_anew || producer->handle.rk == NULL) {
        shut(producer);
        enum kafka_outcome outcome = open_client(producer, error);
        if (outcome != KAFKA_DONE) {
            return outcome;
        }
    }
    producer_poll(producer, 0);
    delivery_clear(&producer->delivery);
    producer->begun_ms = kafka_now_ms();
    rd_kafka_error_t *failure = rd_kafka_begin_transaction(producer->handle.rk);
    struct outcome result =
        outcome_of(producer->handle.rk, failure, "beginning a transaction", error);
    producer->open = result.step == OUTCOME_DONE;
    return result.step == OUTCOME_RETRY ? KAFKA_INDEFINITE : result.outcome;
}
