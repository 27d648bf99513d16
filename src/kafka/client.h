/* What all Kafka clients share: their settings, records read, and what an operation came to. */
#ifndef KAFKA_CLIENT_H
#define KAFKA_CLIENT_H

#include "base/bytes.h"

#include <stdatomic.h>

enum {
    KAFKA_TEXT_MAX = 512,
    KAFKA_BATCH_MAX = 512, /* records taken at once */
};

struct kafka_property {
    const char *name;
    const char *value;
};

struct log; /* base/log.h */

/* Borrowed for as long as a client lives. */
struct kafka_settings {
    const char *bootstrap_servers;
    const char *application_id;
    const char *instance_id;
    uint32_t property_count;
    const struct kafka_property *properties; /* kafka.properties, passed on as they are */
    uint32_t batch_bytes;                    /* the most sent at once to a partition: no more than a
                                              * topic takes in one batch; 0: no matter */
    bool embedded;                           /* --try: the mock cluster, fetch.wait.max.ms small */
    struct log *log;                         /* librdkafka's own lines go there, at debug or warn */
    const atomic_bool *stopping;             /* set: the process is to end, and brokers that do not
                                              * answer are waited for no longer; NULL: never */
};

/* Why a property is not the user's to set, and what to do instead; NULL where it is. Whoever is
 * given one refuses it by name. */
const char *kafka_property_refusal(struct merit_text name);

/* Whether the library takes the property with that value, as far as it can say without connecting;
 * otherwise `error` (KAFKA_TEXT_MAX bytes) says why. */
bool kafka_property_check(const struct kafka_property *property, char *error);

/* A record as read; everything points into librdkafka's memory until kafka_batch_free. */
struct kafka_record {
    struct bytes key;   /* at NULL: none */
    struct bytes value; /* at NULL: null */
    int64_t offset;
    int64_t timestamp_ms; /* -1: none */
    void *handle;
};

struct kafka_batch {
    uint32_t count;
    struct kafka_record records[KAFKA_BATCH_MAX];
    /* After the last of them the partition is at its end, as of the brokers' last answer: all
     * before the high watermark is read, so that no transaction is open there. Said by each batch
     * for as long as it is so, with or without records. */
    bool at_end;
    int64_t position; /* the offset behind all that was taken so far, markers of transactions and
                       * aborted records at the end too; -1: not known */
    /* The partition cannot be read on: its records are gone (retention passed the position), the
     * topic is gone, a record is damaged. `error` says what to do. Said by each batch until the
     * partition is assigned anew. */
    bool broken;
    char error[KAFKA_TEXT_MAX];
};
void kafka_batch_free(struct kafka_batch *batch);

/* A header of a record by its name, the last of that name; at NULL where it has none. */
struct bytes kafka_record_header(const struct kafka_record *record, const char *name);
/* What all its headers take in a message, at most. */
size_t kafka_record_header_bytes(const struct kafka_record *record);

/* What a call of the transactional producer came to (kafka-notes: fatal, abortable, retriable). */
enum kafka_outcome {
    KAFKA_DONE,
    KAFKA_ABORT,      /* the transaction must be aborted; nothing of it is seen */
    KAFKA_INDEFINITE, /* it may have been committed or not: a new producer finds out */
    KAFKA_FENCED,     /* another one has taken over: leave, write nothing */
    KAFKA_FATAL,      /* nothing can be done; `error` says what to do */
};

/* Runs in librdkafka's threads whenever a queue gets its first message or event. */
struct kafka_wake {
    void (*call)(void *context);
    void *context;
};

#endif
