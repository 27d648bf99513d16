/* Delivery reports: offsets for those who ask, the first error for all. */
#include "kafka/delivery.h"

#include "kafka/handle.h"

void delivery_clear(struct delivery *delivery)
{
    delivery->failed = false;
    delivery->only_purged = false;
    delivery->too_large = false;
    delivery->error[0] = '\0';
}

void delivery_text(char *error, const char *topic, rd_kafka_resp_err_t code, size_t bytes)
{
    if (code == RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE) {
        kafka_text(
            error,
            "topic %.200s: a message of %zu bytes, or the batch it was sent in, is larger than "
            "allowed: raise the topic's max.message.bytes and message.max.bytes in "
            "kafka.properties (or lower batch.size there)",
            topic, bytes);
        return;
    }
    kafka_text(error, "topic %.200s: a message of %zu bytes was not delivered: %s", topic, bytes,
               rd_kafka_err2str(code));
}

static void note_offset(struct producer_delivery *to, int64_t offset)
{
    to->count++;
    if (offset < 0) {
        return; /* a repeated batch: the broker has it but does not say where */
    }
    if (to->first_offset < 0 || offset < to->first_offset) {
        to->first_offset = offset;
    }
    if (to->last_offset < offset || to->last_offset < 0) {
        to->last_offset = offset;
    }
}

void delivery_note(struct delivery *delivery, const rd_kafka_message_t *message)
{
    if (message->err == RD_KAFKA_RESP_ERR_NO_ERROR) {
        if (message->_private != NULL) {
            note_offset(message->_private, message->offset);
        }
        return;
    }
    bool purged = message->err == RD_KAFKA_RESP_ERR__PURGE_QUEUE ||
                  message->err == RD_KAFKA_RESP_ERR__PURGE_INFLIGHT;
    if (delivery->failed && (!delivery->only_purged || purged)) {
        return;
    }
    delivery->failed = true;
    delivery->only_purged = purged;
    delivery->too_large = message->err == RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE;
    delivery_text(delivery->error, rd_kafka_topic_name(message->rkt), message->err,
                  message->len + message->key_len);
}
