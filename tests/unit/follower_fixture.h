/* A change log on the mock cluster, message by message, for the tests of those who follow it. */
#ifndef FOLLOWER_FIXTURE_H
#define FOLLOWER_FIXTURE_H

#include "daemon/follower.h"
#include "daemon_fixture.h"
#include "kafka/producer.h"
#include "task/change.h"
#include "task/key.h"

enum { FOLLOWED_TASK = 1 };

struct changes {
    struct world world;
    struct producer *producer;
    struct writer *writer;
};

static inline void changes_open(struct changes *changes)
{
    memset(changes, 0, sizeof *changes);
    world_open(&changes->world, NULL);
    const char *topics[] = {changes->world.topics.changelog};
    struct producer_config config = {
        .settings = &changes->world.shared.kafka, .topic_count = 1, .topics = topics};
    enum kafka_outcome outcome;
    changes->producer = producer_new(&config, &outcome, changes->world.error);
    ck_assert_msg(changes->producer != NULL, "%s", changes->world.error);
    struct writer_config writer = {.commit_ms = 20, .pending_bytes_max = 1 << 20};
    changes->writer = writer_start(&writer);
    ck_assert_ptr_nonnull(changes->writer);
}

static inline void changes_close(struct changes *changes)
{
    producer_close(changes->producer);
    writer_stop(changes->writer);
    world_close(&changes->world);
}

static inline void changes_send(struct changes *changes, struct bytes value)
{
    struct producer_message message = {.partition = FOLLOWED_TASK, .value = value};
    ck_assert_int_eq(producer_send(changes->producer, &message, changes->world.error), KAFKA_DONE);
    ck_assert_int_eq(producer_flush(changes->producer, WORLD_WAIT_MS, changes->world.error),
                     KAFKA_DONE);
}

/* A message of one record: the key is a tenant's, of one letter more. */
static inline void changes_put(struct changes *changes,
                               const struct change_header *header,
                               char name,
                               const char *value)
{
    struct messages message = {0};
    change_begin(&message, header);
    if (value != NULL) {
        uint8_t key[2] = {KEY_TENANT, (uint8_t)name};
        change_put(&message.bytes, (struct bytes){key, sizeof key},
                   (struct bytes){(const uint8_t *)value, strlen(value)});
    }
    messages_end(&message);
    changes_send(changes, messages_at(&message, 0));
    messages_fini(&message);
}

static inline void changes_delta(
    struct changes *changes, uint64_t commit, uint32_t part, bool last, const char *value)
{
    struct change_header header = {
        .kind = CHANGE_DELTA, .commit = commit, .index = part, .last = last};
    changes_put(changes, &header, (char)('a' + part), value);
}

/* The value that a table has for the name; "" where there is none. */
static inline bool changes_hold(const struct table *table, char name, const char *value)
{
    uint8_t key[2] = {KEY_TENANT, (uint8_t)name};
    struct table_value found = table_get(table, (struct bytes){key, sizeof key});
    return found.at == NULL
               ? value[0] == '\0'
               : found.length == strlen(value) && memcmp(found.at, value, found.length) == 0;
}

static inline void followed_end(struct changes *changes, struct followed *followed)
{
    ck_assert_msg(store_close(followed->store, changes->world.error), "%s", changes->world.error);
    table_fini(&followed->table);
}

#endif
