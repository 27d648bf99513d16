/* The transactional producer of one worker. */
#ifndef KAFKA_PRODUCER_H
#define KAFKA_PRODUCER_H

#include "kafka/consumer.h"

struct producer;

struct producer_config {
    const struct kafka_settings *settings;
    uint32_t worker;
    uint32_t topic_count;
    const char *const
        *topics;        /* sends name one by its index; metadata is fetched before the first */
    bool transactional; /* false: `merit produce`, idempotent */
    bool renewed; /* in the place of one that knew the topics: a broker that does not know one,
                     or no more, is asked again for a while */
};

/* Also initialises transactions: fences an older one of the same id, and ends its transaction. NULL
 * where the outcome is not KAFKA_DONE; KAFKA_INDEFINITE: brokers or coordinator did not answer in
 * about a minute, and may later. */
struct producer *producer_new(const struct producer_config *config,
                              enum kafka_outcome *ret_outcome,
                              char *error);
/* Also with a transaction open, which ends when the next one of this id starts or its time is over.
 * Bounded; messages not delivered are thrown away. */
void producer_close(struct producer *producer);
uint32_t producer_partition_count(const struct producer *producer, uint32_t topic);

struct producer_header {
    const char *name;
    struct bytes value;
};

/* Where messages of one kind landed: the lowest and highest offset of those delivered since both
 * were set to -1. Written to while producer calls run, until the transaction is over, everything is
 * flushed or the producer is closed: it has to live that long. An offset that the brokers did not
 * say (a batch they had already) is counted only. */
struct producer_delivery {
    int64_t first_offset;
    int64_t last_offset;
    size_t count;
};

struct producer_message {
    uint32_t topic;
    uint32_t partition;
    struct bytes key;   /* at NULL: none */
    struct bytes value; /* copied; at NULL: null */
    uint32_t header_count;
    const struct producer_header *headers;
    int64_t timestamp_ms;               /* 0: the time of sending */
    struct producer_delivery *delivery; /* NULL: nobody asks */
    const struct kafka_record *source;  /* its headers come first: dead letters; NULL: none */
};

/* Begins a transaction; takes up to a minute where the client has to be made anew first (see
 * producer_commit.c). After any outcome but KAFKA_DONE and, of send and commit, KAFKA_ABORT, the
 * producer is only to be closed. After KAFKA_ABORT: producer_abort. */
enum kafka_outcome producer_begin(struct producer *producer, char *error);
/* Waits where the queue is full. KAFKA_ABORT: the message is too large, say; `error` says which
 * topic, how large and what to change. */
enum kafka_outcome producer_send(struct producer *producer,
                                 const struct producer_message *message,
                                 char *error);

/* What an outcome comes to. Brokers end a transaction that lasts longer than
 * transaction.timeout.ms, because they or this process stood still, and then its producer is fenced
 * as if another had taken its place: KAFKA_INDEFINITE, a new one may go on, and producer_is_late.
 * Whether another really has its place, the group says: to be asked before, for a new producer
 * would fence that one. */
enum kafka_outcome producer_weigh(struct producer *producer, enum kafka_outcome outcome);
bool producer_is_late(const struct producer *producer);

/* True where the process is to end and brokers have not answered for a moment since: what is open
 * ends with the next start or by transaction.timeout.ms, and no other producer is to be made. */
bool producer_gave_up(const struct producer *producer);

/* True where a message of this transaction was too large for its topic: it always will be. Until
 * the next begins. */
bool producer_met_too_large(const struct producer *producer);

/* One partition's positions of all topics of the consumer, with metadata. */
struct producer_offsets {
    uint32_t partition;
    int64_t positions[CONSUMER_TOPICS_MAX];
    char metadata[CONSUMER_METADATA_MAX + 1];
};
/* Sends the positions with the consumer's group metadata, flushes, commits. Retries what may be
 * retried, for as long as the transaction may last, and a moment where the process is to end, as
 * all that waits here. `error` says what failed, also where a message
 * could not be delivered: topic and reason. */
enum kafka_outcome producer_commit(struct producer *producer,
                                   struct consumer *consumer,
                                   const struct producer_offsets *offsets,
                                   uint32_t count,
                                   char *error);
/* Where brokers did not confirm it, the next transaction begins with a new client, which ends this
 * one; who was fenced begins no other. */
enum kafka_outcome producer_abort(struct producer *producer, char *error);
/* Waits until everything sent is delivered (not transactional). */
enum kafka_outcome producer_flush(struct producer *producer, int timeout_ms, char *error);

#endif
