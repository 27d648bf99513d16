/* The producer's inside, shared by the files that make it up. */
#ifndef KAFKA_PRODUCER_STATE_H
#define KAFKA_PRODUCER_STATE_H

#include "kafka/delivery.h"
#include "kafka/handle.h"
#include "kafka/outcome.h"
#include "kafka/producer.h"

struct sending; /* producer_commit.c */

struct producer {
    struct handle handle;
    uint32_t worker;
    bool transactional;
    bool renewed; /* the topics were there */
    uint32_t topic_count;
    char **names;
    rd_kafka_topic_t **topics;
    uint32_t *partition_counts;
    int timeout_ms;   /* how long a transaction may last */
    bool open;        /* a transaction is */
    int64_t begun_ms; /* since then, or of the last one */
    bool late;        /* producer_is_late */
    bool begin_anew;  /* before the next transaction the client is made anew */
    bool closing;     /* reports are for nobody any more */
    int64_t stop_ms;  /* when it was first seen that the process is to end; 0: not yet */
    /* What a call uses that goes on in the client, of which nothing may be touched any more; NULL:
     * none does. */
    struct sending *left_alone;
    uint32_t unpolled; /* messages sent since reports were last taken in */
    struct delivery delivery;
};

/* Why a transaction is to be aborted: the first message that could not be delivered; where messages
 * were only thrown away since the transaction had failed, what it failed of, which may be fatal. A
 * text that is there stays where nothing better is known. */
enum kafka_outcome producer_reason(struct producer *producer, char *error);

/* The deadline of a wait, or a sooner one where the process is to end: brokers that answer have a
 * moment for a transaction that is nearly through, those that do not are not waited for. */
int64_t producer_until(struct producer *producer, int64_t deadline_ms);

/* Takes reports in. */
void producer_poll(struct producer *producer, int timeout_ms);

#endif
