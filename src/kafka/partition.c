/* One partition's own queue.
 *
 * With read_committed, librdkafka reports the end of a partition when its fetch position is the
 * last stable offset, once for each position. Where a transaction is open there, records lie behind
 * it up to the high watermark, which came with the same answer: only if both are the same offset is
 * everything read. When that transaction ends, the position moves, and the end is reported anew
 * even where all its records were aborted. A transaction that begins later raises the watermark
 * alone, so it is looked at each time. */
#include "kafka/partition.h"

#include "kafka/settings.h"

#include <assert.h>

enum { DRAIN_CALLS_MAX = 10000 };

static void on_event(rd_kafka_t *rk, void *opaque)
{
    const struct kafka_wake *wake = opaque;
    (void)rk;
    wake->call(wake->context);
}

void partition_enable_wake(rd_kafka_queue_t *queue, const struct kafka_wake *wake)
{
    if (wake != NULL && wake->call != NULL) {
        union {
            const struct kafka_wake *in;
            void *out;
        } opaque = {.in = wake};
        rd_kafka_queue_cb_event_enable(queue, on_event, opaque.out);
    }
}

bool partition_open(struct partition *partition,
                    struct handle *handle,
                    const char *topic,
                    uint32_t number,
                    const struct kafka_wake *wake)
{
    *partition = (struct partition){.handle = handle, .topic = topic, .number = number};
    partition_reset(partition, -1);
    partition->queue = rd_kafka_queue_get_partition(handle->rk, topic, (int32_t)number);
    if (partition->queue == NULL) {
        return false;
    }
    rd_kafka_queue_forward(partition->queue, NULL);
    partition_enable_wake(partition->queue, wake);
    return true;
}

void partition_close(struct partition *partition)
{
    if (partition->queue == NULL) {
        return;
    }
    rd_kafka_queue_cb_event_enable(partition->queue, NULL, NULL);
    rd_kafka_message_t *messages[KAFKA_BATCH_MAX];
    ssize_t count = 1;
    for (int calls = 0; count > 0 && calls < DRAIN_CALLS_MAX; calls++) {
        count = rd_kafka_consume_batch_queue(partition->queue, 0, messages, KAFKA_BATCH_MAX);
        for (ssize_t i = 0; i < count; i++) {
            rd_kafka_message_destroy(messages[i]);
        }
    }
    rd_kafka_queue_destroy(partition->queue);
    partition->queue = NULL;
}

void partition_reset(struct partition *partition, int64_t position)
{
    partition->position = position < 0 ? -1 : position;
    partition->end = -1;
    partition->broken = false;
    partition->error[0] = '\0';
}

static void set_broken(struct partition *partition, const rd_kafka_message_t *message)
{
    const char *reason = rd_kafka_message_errstr(message);
    const char *advice = "look after the topic and start again";
    if (message->err == RD_KAFKA_RESP_ERR__AUTO_OFFSET_RESET) {
        advice = "records were deleted before they were read (retention), or the topic was made "
                 "anew: what is missing has to be brought back, or state and positions begun anew";
    } else if (message->err == RD_KAFKA_RESP_ERR__UNKNOWN_TOPIC ||
               message->err == RD_KAFKA_RESP_ERR__UNKNOWN_PARTITION ||
               message->err == RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART) {
        advice =
            "its records have to be brought back, or state and positions begun anew under another "
            "application_id";
    } else if (message->err == RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED) {
        advice = "allow meritd to read it";
    }
    kafka_text(partition->error,
               "topic %.200s, partition %u, cannot be read at offset %lld: %.120s; %s",
               partition->topic, partition->number, (long long)message->offset,
               reason == NULL ? rd_kafka_err2str(message->err) : reason, advice);
    partition->broken = true;
}

/* What librdkafka goes on trying by itself. */
static bool is_passing(rd_kafka_resp_err_t code)
{
    static const rd_kafka_resp_err_t passing[] = {
        RD_KAFKA_RESP_ERR__TRANSPORT,
        RD_KAFKA_RESP_ERR__TIMED_OUT,
        RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN,
        RD_KAFKA_RESP_ERR__RESOLVE,
        RD_KAFKA_RESP_ERR__MAX_POLL_EXCEEDED,
        RD_KAFKA_RESP_ERR_LEADER_NOT_AVAILABLE,
        RD_KAFKA_RESP_ERR_NOT_LEADER_FOR_PARTITION,
        RD_KAFKA_RESP_ERR_BROKER_NOT_AVAILABLE,
        RD_KAFKA_RESP_ERR_REPLICA_NOT_AVAILABLE,
        RD_KAFKA_RESP_ERR_REQUEST_TIMED_OUT,
        RD_KAFKA_RESP_ERR_NETWORK_EXCEPTION,
        RD_KAFKA_RESP_ERR_KAFKA_STORAGE_ERROR,
        RD_KAFKA_RESP_ERR_FENCED_LEADER_EPOCH,
        RD_KAFKA_RESP_ERR_UNKNOWN_LEADER_EPOCH,
        RD_KAFKA_RESP_ERR_OFFSET_NOT_AVAILABLE,
    };
    for (size_t i = 0; i < sizeof passing / sizeof *passing; i++) {
        if (passing[i] == code) {
            return true;
        }
    }
    return false;
}

/* Anything else than a record. */
static void take_event(struct partition *partition, rd_kafka_message_t *message)
{
    if (message->err == RD_KAFKA_RESP_ERR__PARTITION_EOF) {
        if (message->offset >= partition->position) {
            partition->position = message->offset;
            partition->end = message->offset;
        }
    } else if (is_passing(message->err)) {
        handle_log(partition->handle, true, "kafka fetch", rd_kafka_message_errstr(message));
    } else {
        set_broken(partition, message);
    }
    rd_kafka_message_destroy(message);
}

static void take_message(struct partition *partition,
                         rd_kafka_message_t *message,
                         struct kafka_batch *batch)
{
    /* Behind something that could not be read nothing is given out; neither what is older than the
     * position. */
    bool wanted = !partition->broken && message->offset >= partition->position;
    if (message->err != RD_KAFKA_RESP_ERR_NO_ERROR) {
        take_event(partition, message);
    } else if (!wanted) {
        rd_kafka_message_destroy(message);
    } else {
        rd_kafka_timestamp_type_t type;
        int64_t timestamp = rd_kafka_message_timestamp(message, &type);
        batch->records[batch->count++] = (struct kafka_record){
            .key = {message->key, message->key_len},
            .value = {message->payload, message->len},
            .offset = message->offset,
            .timestamp_ms = type == RD_KAFKA_TIMESTAMP_NOT_AVAILABLE ? -1 : timestamp,
            .handle = message,
        };
        partition->position = message->offset + 1;
        partition->end = -1;
    }
}

void partition_take(struct partition *partition,
                    int timeout_ms,
                    uint32_t max,
                    struct kafka_batch *ret_batch)
{
    assert(max > 0 && max <= KAFKA_BATCH_MAX);
    ret_batch->count = 0;
    rd_kafka_message_t *messages[KAFKA_BATCH_MAX];
    ssize_t count = 0;
    if (timeout_ms > 0) {
        /* A batch call would wait until the batch is full. */
        messages[0] = rd_kafka_consume_queue(partition->queue, timeout_ms);
        count = messages[0] == NULL ? 0 : 1;
    }
    if (count < (ssize_t)max && (timeout_ms <= 0 || count > 0)) {
        ssize_t more = rd_kafka_consume_batch_queue(partition->queue, 0, messages + count,
                                                    max - (size_t)count);
        count += more < 0 ? 0 : more;
    }
    for (ssize_t i = 0; i < count; i++) {
        take_message(partition, messages[i], ret_batch);
    }
    ret_batch->broken = partition->broken;
    ret_batch->at_end =
        !partition->broken && partition->end >= 0 && partition_high(partition) == partition->end;
    ret_batch->position = partition->position;
    ret_batch->error[0] = '\0';
    if (partition->broken) {
        kafka_text(ret_batch->error, "%s", partition->error);
    }
}

int64_t partition_high(const struct partition *partition)
{
    int64_t low;
    int64_t high;
    rd_kafka_resp_err_t code = rd_kafka_get_watermark_offsets(
        partition->handle->rk, partition->topic, (int32_t)partition->number, &low, &high);
    return code != RD_KAFKA_RESP_ERR_NO_ERROR || high < 0 ? -1 : high;
}
