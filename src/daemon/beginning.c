/* Whether an application has begun: what is brought in from elsewhere comes before its first start.
 */
#include "daemon/beginning.h"

#include "base/memory.h"
#include "kafka/group_members.h"
#include "kafka/group_offsets.h"

#include <stdio.h>
#include <time.h>

enum {
    BEGINNING_TAKE_MS = 200,
    BEGINNING_TAKES = 300, /* a transaction left open ends in less than so many */
};

/* ---- partitions -------------------------------------------------------------------------- */

enum beginning beginning_expect_nothing_left(struct log_reader *reader,
                                             uint32_t partition,
                                             int64_t offset,
                                             char *error)
{
    if (!log_reader_start(reader, partition, offset, error)) {
        return BEGINNING_FAILED;
    }
    struct kafka_batch *batch = memory_allocate(sizeof *batch);
    memset(batch, 0, sizeof *batch);
    enum beginning found = BEGINNING_FAILED;
    bool known = false;
    for (int takes = 0; !known && takes < BEGINNING_TAKES; takes++) {
        log_reader_take(reader, BEGINNING_TAKE_MS, batch);
        known = batch->count > 0 || batch->at_end || batch->broken;
        if (batch->broken) {
            (void)snprintf(error, KAFKA_TEXT_MAX, "%s", batch->error);
        } else if (known) {
            found = batch->count > 0 ? BEGINNING_REFUSED : BEGINNING_GOOD;
        }
        kafka_batch_free(batch);
    }
    memory_free(batch);
    if (!known) {
        (void)snprintf(error, KAFKA_TEXT_MAX,
                       "a transaction is open in a topic that must be read to its end: try again "
                       "when its producer has ended it, or brokers have (transaction.timeout.ms)");
    }
    return found;
}

static enum beginning expect_partition_empty(struct log_reader *reader,
                                             uint32_t partition,
                                             char *error)
{
    int64_t low;
    int64_t high;
    if (!log_reader_range(reader, partition, &low, &high, error)) {
        return BEGINNING_FAILED;
    }
    if (low > 0 || high == 0) {
        return low > 0 ? BEGINNING_REFUSED : BEGINNING_GOOD;
    }
    return beginning_expect_nothing_left(reader, partition, low, error);
}

enum beginning beginning_expect_empty(const struct beginner *beginner,
                                      const char *topic,
                                      const char *why,
                                      char *error)
{
    struct log_reader *reader = log_reader_new(beginner->kafka, topic, error);
    if (reader == NULL) {
        return BEGINNING_FAILED;
    }
    enum beginning found = BEGINNING_GOOD;
    for (uint32_t i = 0; i < beginner->partitions && found == BEGINNING_GOOD; i++) {
        found = expect_partition_empty(reader, i, error);
    }
    if (found == BEGINNING_REFUSED) {
        (void)snprintf(error, KAFKA_TEXT_MAX, "%s", why);
    }
    log_reader_close(reader);
    return found;
}

/* ---- an application ---------------------------------------------------------------------- */

static enum beginning find_topic(struct beginner *beginner,
                                 struct admin *admin,
                                 const char *name,
                                 char *error)
{
    uint32_t partitions;
    if (!admin_partitions(admin, name, &partitions, error)) {
        return BEGINNING_FAILED;
    }
    if (partitions == 0) {
        (void)snprintf(error, KAFKA_TEXT_MAX,
                       "topic %s does not exist: make all topics with `merit topics create`", name);
        return BEGINNING_REFUSED;
    }
    if (beginner->partitions != 0 && beginner->partitions != partitions) {
        (void)snprintf(
            error, KAFKA_TEXT_MAX,
            "topic %s has %u partitions, another one %u: inputs and internal topics must "
            "have the same number",
            name, partitions, beginner->partitions);
        return BEGINNING_REFUSED;
    }
    beginner->partitions = partitions;
    return BEGINNING_GOOD;
}

enum beginning beginning_find_topics(struct beginner *beginner, char *error)
{
    topic_plans_make(&beginner->topics, beginner->config);
    beginner->partitions = 0;
    struct admin *admin =
        admin_new(beginner->kafka, (uint32_t)beginner->config->startup_wait_ms, error);
    if (admin == NULL) {
        return BEGINNING_FAILED;
    }
    (void)snprintf(beginner->cluster_id, sizeof beginner->cluster_id, "%s",
                   admin_cluster_id(admin));
    enum beginning found = BEGINNING_GOOD;
    for (int i = 0; i < TOPIC_PLAN_BINDING && found == BEGINNING_GOOD; i++) {
        found = find_topic(beginner, admin, beginner->topics.plans[i].name, error);
    }
    admin_close(admin);
    return found;
}

enum beginning beginning_expect_not_started(const struct beginner *beginner,
                                            const char *why,
                                            char *error)
{
    bool any = false;
    const struct group_topics inputs = {beginner->config->topics, TOPIC_PLAN_FACTS,
                                        beginner->partitions};
    if (!group_offsets_any(beginner->kafka, &inputs, &any, error)) {
        return BEGINNING_FAILED;
    }
    if (any) {
        (void)snprintf(error, KAFKA_TEXT_MAX, "%s", why);
        return BEGINNING_REFUSED;
    }
    return beginning_expect_empty(beginner, beginner->topics.changelog, why, error);
}

enum beginning beginning_expect_no_members(const struct kafka_settings *kafka,
                                           int seconds,
                                           const char *why,
                                           char *error)
{
    uint32_t members = 0;
    for (int i = 0; i <= seconds; i++) {
        if (!group_members_count(kafka, &members, error)) {
            return BEGINNING_FAILED;
        }
        if (members == 0) {
            return BEGINNING_GOOD;
        }
        struct timespec second = {1, 0};
        (void)nanosleep(&second, NULL);
    }
    (void)snprintf(error, KAFKA_TEXT_MAX, "%s", why);
    return BEGINNING_REFUSED;
}
