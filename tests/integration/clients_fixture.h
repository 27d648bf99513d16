/* What the tests of our Kafka clients on a real broker share; BOOTSTRAP says where it is. */
#ifndef CLIENTS_FIXTURE_H
#define CLIENTS_FIXTURE_H

#include "base/log.h"
#include "kafka/consumer.h"
#include "kafka/log_reader.h"
#include "kafka/producer.h"
#include "kafka/topics.h"

#include <check.h>

enum { FIXTURE_PARTITIONS = 2, FIXTURE_TOPICS = 2, FIXTURE_NAME_MAX = 64 };

/* Names nobody else uses, an admin client and two topics of two partitions each, "in" and "out". */
struct fixture {
    char application_id[FIXTURE_NAME_MAX];
    char names[FIXTURE_TOPICS][FIXTURE_NAME_MAX];
    const char *topics[FIXTURE_TOPICS];
    struct kafka_property properties[4];
    struct log log;
    struct kafka_settings settings;
    struct admin *admin;
    char error[KAFKA_TEXT_MAX];
    enum kafka_outcome outcome;
};

void fixture_open(struct fixture *fixture);
void fixture_close(struct fixture *fixture);
void fixture_property(struct fixture *fixture, const char *name, const char *value);

struct producer *fixture_producer(struct fixture *fixture, uint32_t worker);
/* `count` messages "<prefix><i>" without key to a partition of a topic. */
void fixture_send(struct fixture *fixture,
                  struct producer *producer,
                  struct producer_message to,
                  const char *prefix,
                  int count);
void fixture_begin(struct fixture *fixture, struct producer *producer);
void fixture_commit(struct fixture *fixture, struct producer *producer);
void fixture_abort(struct fixture *fixture, struct producer *producer);

/* A consumer of both topics that has been assigned both partitions. */
struct consumer *fixture_consumer(struct fixture *fixture, uint32_t worker);
/* Polls until the event, up to 20 s. */
void fixture_await(struct fixture *fixture, struct consumer *consumer, enum consumer_event event);
/* From the beginning. */
void fixture_start(struct fixture *fixture, struct consumer *consumer);

/* The values of a partition as one text, "a0 a1 b0", read until it is at its end. */
void fixture_read(struct fixture *fixture, uint32_t topic, uint32_t partition, char *text);
enum { FIXTURE_READ_MAX = 4096 };

/* The same through a consumer, up to max records, for at most wait_ms or until the end. */
struct fixture_seen {
    char text[FIXTURE_READ_MAX];
    int count;
    int64_t first_offset;
    bool at_end;
    bool broken;
    char error[KAFKA_TEXT_MAX];
};
void fixture_take(struct consumer *consumer,
                  uint32_t topic,
                  uint32_t partition,
                  int wait_ms,
                  struct fixture_seen *ret_seen);

int64_t fixture_now_ms(void);
void fixture_sleep_ms(int64_t duration_ms);

#endif
