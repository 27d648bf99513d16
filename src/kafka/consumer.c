/* The group consumer of one worker.
 *
 * Everything runs in the worker's thread; librdkafka's threads only wake it. A rebalance callback
 * takes note, consumer_poll says it, and librdkafka waits for consumer_start or consumer_stop. */
#include "kafka/consumer.h"

#include "kafka/consumer_state.h"
#include "kafka/group.h"
#include "kafka/settings.h"

#include <assert.h>
#include <string.h>

enum {
    TOPICS_WAIT_MS = 10000,
    COUNT_WAIT_MS = 1000,
    CLOSE_WAIT_MS = 2000, /* meritd is to end within 5 s */
    CLOSE_POLL_MS = 50,
};

/* ---------------------------------------------------------------- rebalances */

void consumer_forget(struct consumer *consumer)
{
    consumer->number_count = 0;
    for (uint32_t i = 0; i < consumer->partition_count; i++) {
        consumer->places[i] = CONSUMER_NOT_ASSIGNED;
    }
}

static void note_assigned(struct consumer *consumer, const rd_kafka_topic_partition_list_t *list)
{
    struct group_topics topics = {
        .count = consumer->topic_count,
        .names = (const char *const *)consumer->topics,
        .partition_count = consumer->partition_count,
    };
    consumer_forget(consumer);
    if (!group_numbers(&topics, list, consumer->numbers, &consumer->number_count,
                       consumer->error)) {
        consumer->number_count = 0;
        consumer->event = CONSUMER_FATAL;
        return;
    }
    for (uint32_t i = 0; i < consumer->number_count; i++) {
        consumer->places[consumer->numbers[i]] = (int32_t)i;
    }
    consumer->event = CONSUMER_ASSIGNED;
    if (atomic_exchange(&consumer->handle.session_over, false)) {
        consumer->back_ms = kafka_now_ms();
    }
}

static void on_rebalance(rd_kafka_t *rk,
                         rd_kafka_resp_err_t code,
                         rd_kafka_topic_partition_list_t *list,
                         void *opaque)
{
    struct handle *handle = opaque;
    struct consumer *consumer = handle->owner;
    if (consumer->closing) {
        (void)rd_kafka_assign(rk, NULL);
        return;
    }
    if (code == RD_KAFKA_RESP_ERR__ASSIGN_PARTITIONS) {
        note_assigned(consumer, list);
    } else if (code == RD_KAFKA_RESP_ERR__REVOKE_PARTITIONS) {
        consumer->event = rd_kafka_assignment_lost(rk) ? CONSUMER_LOST : CONSUMER_REVOKED;
    } else {
        kafka_text(consumer->error, "the group gave no assignment: %s", rd_kafka_err2str(code));
        consumer->event = CONSUMER_FATAL;
    }
    rd_kafka_yield(rk); /* the poll comes back now */
}

/* What comes on the main queue besides callbacks. */
static void note_message(struct consumer *consumer, const rd_kafka_message_t *message)
{
    if (message->err == RD_KAFKA_RESP_ERR_GROUP_AUTHORIZATION_FAILED) {
        kafka_text(consumer->error,
                   "the consumer group may not be used: %.300s; give meritd's user "
                   "the right to read it",
                   rd_kafka_message_errstr(message));
        consumer->event = CONSUMER_FATAL;
        return;
    }
    if (message->err != RD_KAFKA_RESP_ERR_NO_ERROR) {
        handle_log(&consumer->handle, true, "kafka group", rd_kafka_message_errstr(message));
        return;
    }
    kafka_text(consumer->error,
               "a record of topic %.200s, partition %d, came outside its partition's queue",
               rd_kafka_topic_name(message->rkt), message->partition);
    consumer->event = CONSUMER_FATAL;
}

/* One whose session is over rejoins, and may be fenced by itself: a heartbeat of the member that it
 * was is answered as if another process had taken its place; or brokers that stood still come to
 * both of two requests to join, the one that was given up last, and the member that was given its
 * partitions is the one replaced. That is over when it was heard of for a whole session. */
static bool is_out_of_date(struct consumer *consumer)
{
    return atomic_load(&consumer->handle.session_over) ||
           (consumer->back_ms >= 0 && kafka_now_ms() - consumer->back_ms < consumer->session_ms);
}

/* CONSUMER_NOTHING while the client lives. */
static enum consumer_event death_of(struct consumer *consumer)
{
    char reason[KAFKA_TEXT_MAX];
    rd_kafka_resp_err_t code = rd_kafka_fatal_error(consumer->handle.rk, reason, sizeof reason);
    if (code == RD_KAFKA_RESP_ERR_NO_ERROR) {
        return CONSUMER_NOTHING;
    }
    bool fenced = code == RD_KAFKA_RESP_ERR_FENCED_INSTANCE_ID;
    bool late = fenced && is_out_of_date(consumer);
    const char *advice = !fenced ? "restart meritd"
                         : late
                             ? "nothing was heard of it for session.timeout.ms"
                             : "another process runs with the same instance_id: give each its own";
    kafka_text(consumer->error, "the group's member failed: %.380s; %s", reason, advice);
    return late ? CONSUMER_TOO_LATE : CONSUMER_FATAL;
}

enum topic_count {
    COUNT_UNKNOWN, /* the brokers do not say */
    COUNT_NONE,    /* there is no such topic */
    COUNT_OTHER,
    COUNT_GOOD, /* as many partitions as there are tasks */
};

static enum topic_count count_topic(
    struct consumer *consumer, const char *topic, int wait_ms, uint32_t *ret_count, char *error)
{
    *ret_count = 0;
    if (!handle_partitions(&consumer->handle, topic, wait_ms, ret_count, error)) {
        return COUNT_UNKNOWN;
    }
    return *ret_count == 0                           ? COUNT_NONE
           : *ret_count != consumer->partition_count ? COUNT_OTHER
                                                     : COUNT_GOOD;
}

/* What brokers tell of the topics is as it was when the tasks were counted; where they tell
 * nothing now, what is assigned has to do. */
static void check_counts(struct consumer *consumer)
{
    for (uint32_t t = 0; t < consumer->topic_count && !handle_is_stopping(&consumer->handle); t++) {
        char error[KAFKA_TEXT_MAX];
        uint32_t count;
        if (count_topic(consumer, consumer->topics[t], COUNT_WAIT_MS, &count, error) ==
            COUNT_OTHER) {
            group_wrong_count(consumer->topics[t], count, consumer->partition_count,
                              consumer->error);
            consumer->event = CONSUMER_FATAL;
            return;
        }
    }
}

enum consumer_event consumer_poll(struct consumer *consumer, int timeout_ms, char *error)
{
    consumer->event = CONSUMER_NOTHING;
    rd_kafka_message_t *message = rd_kafka_consumer_poll(consumer->handle.rk, timeout_ms);
    if (message != NULL) {
        note_message(consumer, message);
        rd_kafka_message_destroy(message);
    }
    if (consumer->event == CONSUMER_ASSIGNED) {
        consumer_keep_group(consumer);
    }
    if (consumer->event == CONSUMER_ASSIGNED || consumer->event == CONSUMER_FATAL) {
        check_counts(consumer); /* what differs is told best by what is not as it was */
    }
    enum consumer_event death = consumer->failed ? CONSUMER_FATAL : death_of(consumer);
    if (death != CONSUMER_NOTHING) {
        consumer->event = death;
    }
    consumer->failed = consumer->failed || consumer->event == CONSUMER_FATAL;
    if (consumer->failed || consumer->event == CONSUMER_TOO_LATE) {
        kafka_text(error, "%s", consumer->error);
    }
    return consumer->event;
}

/* ---------------------------------------------------------------- opening and closing */

static void free_consumer(struct consumer *consumer)
{
    if (consumer->queue != NULL) {
        rd_kafka_queue_cb_event_enable(consumer->queue, NULL, NULL);
        rd_kafka_queue_destroy(consumer->queue);
    }
    if (!handle_close_in_time(&consumer->handle)) {
        return; /* its threads still use it */
    }
    for (uint32_t t = 0; t < consumer->topic_count; t++) {
        memory_free(consumer->topics[t]);
    }
    memory_free(consumer->numbers);
    memory_free(consumer->places);
    memory_free(consumer);
}

enum kafka_outcome consumer_topics(struct consumer *consumer, char *error)
{
    for (uint32_t t = 0; t < consumer->topic_count; t++) {
        const char *topic = consumer->topics[t];
        uint32_t count;
        switch (count_topic(consumer, topic, TOPICS_WAIT_MS, &count, error)) {
        case COUNT_GOOD:
            break;
        case COUNT_UNKNOWN:
            return KAFKA_ABORT;
        case COUNT_NONE:
            kafka_text(error, "topic %.200s does not exist: make it", topic);
            return KAFKA_FATAL;
        case COUNT_OTHER:
            kafka_text(error,
                       "topic %.200s has %u partitions, but the tasks are %u: inputs and internal "
                       "topics must have the same number",
                       topic, count, consumer->partition_count);
            return KAFKA_FATAL;
        }
    }
    return KAFKA_DONE;
}

static bool subscribe(struct consumer *consumer, char *error)
{
    rd_kafka_topic_partition_list_t *list =
        rd_kafka_topic_partition_list_new((int)consumer->topic_count);
    for (uint32_t t = 0; t < consumer->topic_count; t++) {
        rd_kafka_topic_partition_list_add(list, consumer->topics[t], RD_KAFKA_PARTITION_UA);
    }
    rd_kafka_resp_err_t code = rd_kafka_subscribe(consumer->handle.rk, list);
    rd_kafka_topic_partition_list_destroy(list);
    if (code != RD_KAFKA_RESP_ERR_NO_ERROR) {
        kafka_text(error, "cannot subscribe to the input topics: %s", rd_kafka_err2str(code));
        return false;
    }
    return true;
}

static struct consumer *allocate(const struct consumer_config *config, int session_ms)
{
    struct consumer *consumer = memory_allocate(sizeof *consumer);
    *consumer = (struct consumer){
        .handle = {.settings = config->settings, .owner = consumer},
        .wake = config->wake,
        .topic_count = config->topic_count,
        .partition_count = config->partition_count,
        .session_ms = session_ms,
        .back_ms = -1,
    };
    for (uint32_t t = 0; t < config->topic_count; t++) {
        size_t bytes = strlen(config->topics[t]) + 1;
        consumer->topics[t] = memory_allocate(bytes);
        memcpy(consumer->topics[t], config->topics[t], bytes);
    }
    consumer->numbers = memory_allocate(config->partition_count * sizeof *consumer->numbers);
    consumer->places = memory_allocate(config->partition_count * sizeof *consumer->places);
    consumer_forget(consumer);
    return consumer;
}

struct consumer *consumer_new(const struct consumer_config *config,
                              enum kafka_outcome *ret_outcome,
                              char *error)
{
    assert(config->topic_count > 0 && config->topic_count <= CONSUMER_TOPICS_MAX);
    assert(config->partition_count > 0);
    rd_kafka_conf_t *conf =
        settings_conf(config->settings, SETTINGS_CONSUMER, config->worker, error);
    *ret_outcome = KAFKA_FATAL;
    if (conf == NULL) {
        return NULL;
    }
    rd_kafka_conf_set_rebalance_cb(conf, on_rebalance);
    struct consumer *consumer = allocate(config, settings_number(conf, "session.timeout.ms"));
    if (!handle_open(&consumer->handle, RD_KAFKA_CONSUMER, conf, error)) {
        free_consumer(consumer);
        return NULL;
    }
    (void)rd_kafka_poll_set_consumer(consumer->handle.rk);
    consumer->queue = rd_kafka_queue_get_consumer(consumer->handle.rk);
    partition_enable_wake(consumer->queue, &consumer->wake);
    *ret_outcome = consumer_topics(consumer, error);
    if (*ret_outcome == KAFKA_DONE && !subscribe(consumer, error)) {
        *ret_outcome = KAFKA_FATAL;
    }
    if (*ret_outcome != KAFKA_DONE) {
        consumer_close(consumer);
        return NULL;
    }
    return consumer;
}

/* rd_kafka_consumer_close, but not for ever; false where it did not come to an end. The queue gives
 * out rebalances as events, and the group waits for each answer. */
static bool close_group(struct consumer *consumer)
{
    rd_kafka_t *rk = consumer->handle.rk;
    int64_t deadline_ms = kafka_now_ms() + CLOSE_WAIT_MS;
    rd_kafka_queue_t *queue = rd_kafka_queue_new(rk);
    rd_kafka_error_t *failure = rd_kafka_consumer_close_queue(rk, queue);
    bool closing = failure == NULL; /* a dead member closes by itself */
    while (closing && !rd_kafka_consumer_closed(rk) && kafka_left_ms(deadline_ms) > 0) {
        rd_kafka_event_t *event = rd_kafka_queue_poll(queue, CLOSE_POLL_MS);
        if (rd_kafka_event_type(event) == RD_KAFKA_EVENT_REBALANCE) {
            (void)rd_kafka_assign(rk, NULL);
        }
        rd_kafka_event_destroy(event);
    }
    if (failure != NULL) {
        rd_kafka_error_destroy(failure);
    }
    rd_kafka_queue_destroy(queue);
    return !closing || rd_kafka_consumer_closed(rk);
}

void consumer_close(struct consumer *consumer)
{
    consumer->closing = true;
    consumer_stop(consumer);
    if (!close_group(consumer)) {
        /* To destroy it would wait for ever. What its threads still use stays. */
        handle_log(&consumer->handle, true, "kafka group", "the member did not close in time");
        rd_kafka_set_log_level(consumer->handle.rk, 0); /* the log may be gone before them */
        rd_kafka_queue_cb_event_enable(consumer->queue, NULL, NULL);
        return;
    }
    free_consumer(consumer);
}
