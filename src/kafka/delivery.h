/* What became of the messages that a producer sent. */
#ifndef KAFKA_DELIVERY_H
#define KAFKA_DELIVERY_H

#include "kafka/producer.h"

#include <librdkafka/rdkafka.h>

/* Since the transaction began. */
struct delivery {
    bool failed;
    bool too_large;   /* a message was: it always will be */
    bool only_purged; /* failed only because others had: the reason is still to come */
    char error[KAFKA_TEXT_MAX];
};

void delivery_clear(struct delivery *delivery);

/* A report: into the message's struct producer_delivery, or the first error as a text. */
void delivery_note(struct delivery *delivery, const rd_kafka_message_t *message);

/* Why a message cannot be sent: topic, reason, for one too large its size and what to change. */
void delivery_text(char *error, const char *topic, rd_kafka_resp_err_t code, size_t bytes);

#endif
