/* Ending transactions.
 *
 * Up to the commit call nothing can have been committed: what fails there aborts. From the call on
 * every failure leaves it open whether the brokers committed, unless they fenced us.
 *
 * Brokers of the protocol that librdkafka 2.0.2 speaks may take a delayed request to end a
 * transaction for one that ends the next. Where a connection broke, a request may be under way that
 * was sent again since: when the transaction is over, the client is made anew before the next one,
 * so that the old request carries an epoch that is fenced. This happens only after an end was
 * confirmed, so that a producer that was replaced meanwhile does not fence its successor. */
#include "kafka/group.h"
#include "kafka/producer.h"
#include "kafka/producer_state.h"

#include <assert.h>
#include <string.h>

enum {
    RETRY_PAUSE_MS = 5,
    KICK_MS = 0, /* a flush that only ends lingering */
};

static rd_kafka_topic_partition_list_t *offsets_list(const struct consumer *consumer,
                                                     const struct producer_offsets *offsets,
                                                     uint32_t count)
{
    uint32_t topics = consumer_topic_count(consumer);
    rd_kafka_topic_partition_list_t *list =
        rd_kafka_topic_partition_list_new((int)(count * topics));
    for (uint32_t i = 0; i < count; i++) {
        size_t length = strlen(offsets[i].metadata);
        for (uint32_t t = 0; t < topics; t++) {
            rd_kafka_topic_partition_t *one = rd_kafka_topic_partition_list_add(
                list, consumer_topic(consumer, t), (int32_t)offsets[i].partition);
            one->offset = offsets[i].positions[t];
            if (length > 0) { /* the list frees it */
                one->metadata = rd_kafka_mem_malloc(NULL, length + 1);
                memcpy(one->metadata, offsets[i].metadata, length + 1);
                one->metadata_size = length;
            }
        }
    }
    return list;
}

static enum kafka_outcome send_offsets(struct producer *producer,
                                       const struct consumer *consumer,
                                       rd_kafka_topic_partition_list_t *list,
                                       int64_t deadline_ms,
                                       char *error)
{
    const rd_kafka_consumer_group_metadata_t *group = consumer_group(consumer);
    if (group == NULL) {
        kafka_text(error, "the assignment whose positions are to be committed is gone");
        return KAFKA_ABORT;
    }
    rd_kafka_t *rk = producer->handle.rk;
    struct outcome result = {OUTCOME_RETRY, KAFKA_ABORT};
    while (result.step == OUTCOME_RETRY) {
        rd_kafka_error_t *failure =
            rd_kafka_send_offsets_to_transaction(rk, list, group, kafka_left_ms(deadline_ms));
        result = outcome_of(rk, failure, "sending positions", error);
        if (result.step == OUTCOME_RETRY && kafka_left_ms(deadline_ms) == 0) {
            return KAFKA_ABORT;
        }
        if (result.step == OUTCOME_RETRY) {
            producer_poll(producer, RETRY_PAUSE_MS);
        }
    }
    return result.outcome;
}

static enum kafka_outcome deliver(struct producer *producer, int64_t deadline_ms, char *error)
{
    enum kafka_outcome outcome = producer_flush(producer, kafka_left_ms(deadline_ms), error);
    return outcome == KAFKA_INDEFINITE ? KAFKA_ABORT : outcome;
}

/* The commit or abort call, again and again until it is through or the time is over. */
static enum kafka_outcome end(struct producer *producer,
                              rd_kafka_error_t *(*call)(rd_kafka_t *rk, int timeout_ms),
                              const char *what,
                              int64_t deadline_ms,
                              char *error)
{
    rd_kafka_t *rk = producer->handle.rk;
    for (;;) {
        rd_kafka_error_t *failure = call(rk, kafka_left_ms(deadline_ms));
        struct outcome result = outcome_of(rk, failure, what, error);
        if (result.step == OUTCOME_DONE) {
            return KAFKA_DONE;
        }
        bool again = result.step == OUTCOME_RETRY ||
                     (result.outcome == KAFKA_ABORT && call == rd_kafka_abort_transaction);
        if (!again) {
            return result.outcome == KAFKA_ABORT ? KAFKA_INDEFINITE : result.outcome;
        }
        if (kafka_left_ms(deadline_ms) == 0) {
            return KAFKA_INDEFINITE;
        }
        producer_poll(producer, RETRY_PAUSE_MS);
    }
}

/* The brokers confirmed that the transaction is over. */
static void close_transaction(struct producer *producer)
{
    producer_poll(producer, 0);
    producer->open = false;
    /* After a message that brokers refused, 2.0.2 may let the next transaction fail too ("skipped
     * sequence numbers"). */
    bool refused = producer->delivery.failed && !producer->delivery.only_purged;
    producer->begin_anew = producer->handle.disconnected || refused;
}

enum kafka_outcome producer_weigh(struct producer *producer, enum kafka_outcome outcome)
{
    bool old = kafka_now_ms() - producer->begun_ms >= producer->timeout_ms;
    producer->late = producer->late || (outcome == KAFKA_FENCED && old);
    return outcome == KAFKA_FENCED && old ? KAFKA_INDEFINITE : outcome;
}

bool producer_is_late(const struct producer *producer)
{
    return producer->late;
}

enum kafka_outcome producer_commit(struct producer *producer,
                                   struct consumer *consumer,
                                   const struct producer_offsets *offsets,
                                   uint32_t count,
                                   char *error)
{
    assert(producer->open);
    int64_t deadline_ms = kafka_now_ms() + producer->timeout_ms;
    enum kafka_outcome outcome = KAFKA_DONE;
    if (count > 0) {
        (void)rd_kafka_flush(producer->handle.rk, KICK_MS); /* messages travel meanwhile */
        rd_kafka_topic_partition_list_t *list = offsets_list(consumer, offsets, count);
        outcome = send_offsets(producer, consumer, list, deadline_ms, error);
        rd_kafka_topic_partition_list_destroy(list);
    }
    if (outcome == KAFKA_DONE) {
        outcome = deliver(producer, deadline_ms, error);
    }
    if (outcome == KAFKA_DONE) {
        outcome = end(producer, rd_kafka_commit_transaction, "committing", deadline_ms, error);
    }
    producer_poll(producer, 0);
    if (outcome == KAFKA_ABORT && producer->delivery.failed) {
        outcome = producer_reason(producer, error);
    }
    if (outcome == KAFKA_DONE) {
        close_transaction(producer);
    }
    return outcome;
}

enum kafka_outcome producer_abort(struct producer *producer, char *error)
{
    if (!producer->open) {
        return KAFKA_DONE;
    }
    int64_t deadline_ms = kafka_now_ms() + producer->timeout_ms;
    enum kafka_outcome outcome =
        end(producer, rd_kafka_abort_transaction, "aborting", deadline_ms, error);
    outcome = producer_weigh(producer, outcome);
    if (outcome == KAFKA_DONE) {
        close_transaction(producer);
    } else {
        /* A new client ends at the brokers what is left of it; of who is fenced, also what the one
         * that fenced it has begun. */
        producer->open = false;
        producer->begin_anew = outcome != KAFKA_FENCED;
    }
    return outcome;
}
