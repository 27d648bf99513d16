/* Sending messages: the cheap call where there are no headers, and waiting where the queue is full.
 */
#include "kafka/producer.h"
#include "kafka/producer_state.h"

#include <assert.h>

enum {
    POLL_EVERY = 128, /* messages: reports are taken in along the way */
    FULL_PAUSE_MS = 10,
    PARTS = 8, /* of a message, for librdkafka */
};

/* librdkafka copies what it is given, but does not say const. */
static void *unconst(const void *at)
{
    union {
        const void *in;
        void *out;
    } pointer = {.in = at};
    return pointer.out;
}

static rd_kafka_headers_t *headers_of(const struct producer_message *message)
{
    rd_kafka_headers_t *from = NULL;
    rd_kafka_headers_t *headers = NULL;
    if (message->source != NULL &&
        rd_kafka_message_headers(message->source->handle, &from) == RD_KAFKA_RESP_ERR_NO_ERROR) {
        headers = rd_kafka_headers_copy(from);
    }
    if (headers == NULL) {
        headers = rd_kafka_headers_new(message->header_count);
    }
    for (uint32_t i = 0; i < message->header_count; i++) {
        const struct producer_header *one = &message->headers[i];
        rd_kafka_header_add(headers, one->name, -1, one->value.at, (ssize_t)one->value.length);
    }
    return headers;
}

/* headers: NULL or the message's own, taken where it succeeds. */
static rd_kafka_resp_err_t send_whole(struct producer *producer,
                                      const struct producer_message *message,
                                      rd_kafka_headers_t *headers)
{
    rd_kafka_vu_t parts[PARTS] = {
        {.vtype = RD_KAFKA_VTYPE_RKT, .u.rkt = producer->topics[message->topic]},
        {.vtype = RD_KAFKA_VTYPE_PARTITION, .u.i32 = (int32_t)message->partition},
        {.vtype = RD_KAFKA_VTYPE_KEY, .u.mem = {unconst(message->key.at), message->key.length}},
        {.vtype = RD_KAFKA_VTYPE_VALUE,
         .u.mem = {unconst(message->value.at), message->value.length}},
        {.vtype = RD_KAFKA_VTYPE_MSGFLAGS, .u.i = RD_KAFKA_MSG_F_COPY},
        {.vtype = RD_KAFKA_VTYPE_OPAQUE, .u.ptr = message->delivery},
        {.vtype = RD_KAFKA_VTYPE_TIMESTAMP, .u.i64 = message->timestamp_ms},
        {.vtype = RD_KAFKA_VTYPE_HEADERS, .u.headers = headers},
    };
    rd_kafka_error_t *failure =
        rd_kafka_produceva(producer->handle.rk, parts, headers == NULL ? PARTS - 1 : PARTS);
    if (failure == NULL) {
        return RD_KAFKA_RESP_ERR_NO_ERROR;
    }
    rd_kafka_resp_err_t code = rd_kafka_error_code(failure);
    rd_kafka_error_destroy(failure);
    return code;
}

static rd_kafka_resp_err_t send_once(struct producer *producer,
                                     const struct producer_message *message)
{
    if (message->header_count > 0 || message->source != NULL) {
        rd_kafka_headers_t *headers = headers_of(message);
        rd_kafka_resp_err_t code = send_whole(producer, message, headers);
        if (code != RD_KAFKA_RESP_ERR_NO_ERROR) {
            rd_kafka_headers_destroy(headers);
        }
        return code;
    }
    if (message->timestamp_ms != 0) {
        return send_whole(producer, message, NULL);
    }
    int result =
        rd_kafka_produce(producer->topics[message->topic], (int32_t)message->partition,
                         RD_KAFKA_MSG_F_COPY, unconst(message->value.at), message->value.length,
                         message->key.at, message->key.length, message->delivery);
    return result == 0 ? RD_KAFKA_RESP_ERR_NO_ERROR : rd_kafka_last_error();
}

enum kafka_outcome producer_reason(struct producer *producer, char *error)
{
    if (producer->delivery.failed && !producer->delivery.only_purged) {
        kafka_text(error, "%s", producer->delivery.error);
        return KAFKA_ABORT;
    }
    /* In a transaction this can only fail, and says what the transaction failed of. */
    char reason[KAFKA_TEXT_MAX];
    rd_kafka_t *rk = producer->handle.rk;
    rd_kafka_error_t *failure = rd_kafka_begin_transaction(rk);
    assert(failure != NULL);
    bool known = rd_kafka_error_is_fatal(failure) || rd_kafka_error_txn_requires_abort(failure);
    struct outcome result = outcome_of(rk, failure, "the transaction failed", reason);
    if (!known) {
        return KAFKA_ABORT;
    }
    kafka_text(error, "%s", reason);
    return result.outcome;
}

static enum kafka_outcome refuse(struct producer *producer,
                                 const struct producer_message *message,
                                 rd_kafka_resp_err_t code,
                                 char *error)
{
    size_t bytes = message->key.length + message->value.length;
    if (code == RD_KAFKA_RESP_ERR__FATAL) {
        char reason[KAFKA_TEXT_MAX];
        rd_kafka_resp_err_t first =
            rd_kafka_fatal_error(producer->handle.rk, reason, sizeof reason);
        kafka_text(error, "sending: %.400s", reason);
        return outcome_of_fatal(first);
    }
    producer_poll(producer, 0);
    producer->delivery.too_large =
        producer->delivery.too_large || code == RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE;
    delivery_text(error, producer->names[message->topic], code, bytes);
    return producer->transactional ? producer_reason(producer, error) : KAFKA_ABORT;
}

enum kafka_outcome producer_send(struct producer *producer,
                                 const struct producer_message *message,
                                 char *error)
{
    assert(message->topic < producer->topic_count);
    assert(message->partition < producer->partition_counts[message->topic]);
    assert(producer->open || !producer->transactional);
    if (++producer->unpolled >= POLL_EVERY) {
        producer_poll(producer, 0);
    }
    if (producer->delivery.failed && producer->transactional) {
        return producer_reason(producer, error);
    }
    rd_kafka_resp_err_t code = send_once(producer, message);
    if (code == RD_KAFKA_RESP_ERR__QUEUE_FULL) {
        int64_t deadline_ms = kafka_now_ms() + producer->timeout_ms;
        while (code == RD_KAFKA_RESP_ERR__QUEUE_FULL &&
               kafka_left_ms(producer_until(producer, deadline_ms)) > 0) {
            producer_poll(producer, FULL_PAUSE_MS);
            code = send_once(producer, message);
        }
    }
    return code == RD_KAFKA_RESP_ERR_NO_ERROR ? KAFKA_DONE : refuse(producer, message, code, error);
}

bool producer_met_too_large(const struct producer *producer)
{
    return producer->delivery.too_large;
}

enum kafka_outcome producer_flush(struct producer *producer, int timeout_ms, char *error)
{
    producer->unpolled = 0;
    rd_kafka_resp_err_t code = rd_kafka_flush(producer->handle.rk, timeout_ms);
    if (producer->delivery.failed) {
        kafka_text(error, "%s", producer->delivery.error);
        return KAFKA_ABORT;
    }
    if (code != RD_KAFKA_RESP_ERR_NO_ERROR) {
        kafka_text(error, "%d messages were not delivered in time: %.300s",
                   rd_kafka_outq_len(producer->handle.rk), producer->handle.last_error);
        return KAFKA_INDEFINITE;
    }
    return KAFKA_DONE;
}
