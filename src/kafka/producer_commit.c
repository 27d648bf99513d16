/* Ending transactions.
 *
 * Up to the commit call nothing can have been committed: what fails there aborts. From the call on
 * every failure leaves it open whether the brokers committed, unless they fenced us.
 *
 * Brokers of the protocol that librdkafka 2.0.2 speaks may take a delayed request to end a
 * transaction for one that ends the next. Where a connection broke, a request may be under way that
 * was sent again since: when the transaction is over, the client is made anew before the next one,
 * so that the old request carries an epoch that is fenced. This happens only after an end was
 * confirmed, so that a producer that was replaced meanwhile does not fence its successor.
 *
 * Where the process is to end, brokers that do not answer are given up after STOP_GRACE_MS in all:
 * the transaction is then ended by the next start, or by the brokers when its time is over. */
#include "base/thread.h"
#include "kafka/group.h"
#include "kafka/producer.h"
#include "kafka/producer_state.h"

#include <assert.h>
#include <string.h>

enum {
    RETRY_PAUSE_MS = 5,
    KICK_MS = 0,    /* a flush that only ends lingering */
    SLICE_MS = 500, /* of a call that may be resumed: so long until it is seen that all ends */
    STOP_GRACE_MS = 1500, /* meritd is to end within 5 s */
};

int64_t producer_until(struct producer *producer, int64_t deadline_ms)
{
    if (!handle_is_stopping(&producer->handle)) {
        return deadline_ms;
    }
    if (producer->stop_ms == 0) {
        producer->stop_ms = kafka_now_ms();
    }
    int64_t until_ms = producer->stop_ms + STOP_GRACE_MS;
    return until_ms < deadline_ms ? until_ms : deadline_ms;
}

bool producer_gave_up(const struct producer *producer)
{
    return producer->stop_ms != 0 && kafka_left_ms(producer->stop_ms + STOP_GRACE_MS) == 0;
}

static int slice_ms(struct producer *producer, int64_t deadline_ms)
{
    int left_ms = kafka_left_ms(producer_until(producer, deadline_ms));
    return left_ms < SLICE_MS ? left_ms : SLICE_MS;
}

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

/* A call of rd_kafka_send_offsets_to_transaction. It cannot be resumed, and waits for its requests
 * without a limit of its own: it is made in a thread, which may have to be left alone. */
struct sending {
    rd_kafka_t *rk;
    rd_kafka_topic_partition_list_t *list;
    const rd_kafka_consumer_group_metadata_t *group;
    int64_t deadline_ms;
    rd_kafka_error_t *failure;
};

static struct sending *sending_new(const struct producer *producer,
                                   const struct consumer *consumer,
                                   const struct producer_offsets *offsets,
                                   uint32_t count,
                                   int64_t deadline_ms)
{
    struct sending *sending = memory_allocate(sizeof *sending);
    *sending = (struct sending){
        .rk = producer->handle.rk,
        .list = offsets_list(consumer, offsets, count),
        .group = consumer_group(consumer),
        .deadline_ms = deadline_ms,
    };
    return sending;
}

static void sending_free(struct sending *sending)
{
    rd_kafka_topic_partition_list_destroy(sending->list);
    memory_free(sending);
}

static void send_once(void *context)
{
    struct sending *sending = context;
    sending->failure = rd_kafka_send_offsets_to_transaction(
        sending->rk, sending->list, sending->group, kafka_left_ms(sending->deadline_ms));
}

static bool gives_up_sending(void *context)
{
    struct producer *producer = context;
    return kafka_left_ms(producer_until(producer, INT64_MAX)) == 0;
}

/* Again and again with the same positions, until it is through or the time is over. */
static enum kafka_outcome send_offsets(struct producer *producer,
                                       struct sending *sending,
                                       char *error)
{
    if (sending->group == NULL) {
        kafka_text(error, "the assignment whose positions are to be committed is gone");
        return KAFKA_ABORT;
    }
    struct outcome result = {OUTCOME_RETRY, KAFKA_ABORT};
    while (result.step == OUTCOME_RETRY) {
        if (gives_up_sending(producer)) {
            kafka_text(error, "sending positions: brokers did not answer, and the process ends");
            return KAFKA_ABORT; /* nothing can be committed yet */
        }
        if (!thread_call(send_once, sending, gives_up_sending, producer)) {
            producer->left_alone = sending;
            kafka_text(error, "sending positions: brokers did not answer, and the process ends");
            return KAFKA_INDEFINITE;
        }
        result = outcome_of(sending->rk, sending->failure, "sending positions", error);
        bool over = kafka_left_ms(producer_until(producer, sending->deadline_ms)) == 0;
        if (result.step == OUTCOME_RETRY && over) {
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
    enum kafka_outcome outcome;
    do {
        outcome = producer_flush(producer, slice_ms(producer, deadline_ms), error);
    } while (outcome == KAFKA_INDEFINITE &&
             kafka_left_ms(producer_until(producer, deadline_ms)) > 0);
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
        rd_kafka_error_t *failure = call(rk, slice_ms(producer, deadline_ms));
        struct outcome result = outcome_of(rk, failure, what, error);
        if (result.step == OUTCOME_DONE) {
            return KAFKA_DONE;
        }
        bool again = result.step == OUTCOME_RETRY ||
                     (result.outcome == KAFKA_ABORT && call == rd_kafka_abort_transaction);
        if (!again) {
            return result.outcome == KAFKA_ABORT ? KAFKA_INDEFINITE : result.outcome;
        }
        if (kafka_left_ms(producer_until(producer, deadline_ms)) == 0) {
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
        struct sending *sending = sending_new(producer, consumer, offsets, count, deadline_ms);
        outcome = send_offsets(producer, sending, error);
        if (producer->left_alone != NULL) {
            return outcome;
        }
        sending_free(sending);
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
    if (producer->left_alone != NULL) {
        kafka_text(error, "aborting: brokers did not answer, and the process ends");
        return KAFKA_INDEFINITE;
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
