/* librdkafka's settings for each kind of client: ours first, the user's last. */
#include "kafka/settings.h"

#include "kafka/handle.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    READS = SETTINGS_CONSUMER | SETTINGS_READER,
    WRITES = SETTINGS_PRODUCER | SETTINGS_TRANSACTIONAL,
    ALL = READS | WRITES | SETTINGS_WATERMARKS | SETTINGS_ADMIN,
    NAME_MAX_BYTES = 300,
};

#define AUTO_CREATE "allow.auto.create.topics"

struct setting {
    const char *name;
    const char *value;
    unsigned roles;
    bool own; /* what meritd relies on: not to be set by users */
};

static const struct setting table[] = {
    {AUTO_CREATE, "false", ALL, true},
    {"log.queue", "false", ALL, true},
    {"socket.nagle.disable", "true", ALL, false},
    {"socket.keepalive.enable", "true", ALL, false},
    {"socket.timeout.ms", "10000", ALL, false},
    {"reconnect.backoff.ms", "50", ALL, false},
    {"reconnect.backoff.max.ms", "1000", ALL, false},

    {"isolation.level", "read_committed", READS, true},
    {"isolation.level", "read_uncommitted", SETTINGS_WATERMARKS, true},
    {"enable.auto.commit", "false", READS, true},
    {"enable.auto.offset.store", "false", READS, true},
    {"auto.offset.reset", "error", READS, true},
    {"enable.partition.eof", "true", READS, true},
    {"check.crcs", "true", READS, false},
    /* Of each partition, since their queues are detached. At the limit 2.0.2 stops fetching for a
     * second. */
    {"queued.min.messages", "100000", READS, false},
    {"queued.max.messages.kbytes", "16384", READS, false},
    {"fetch.error.backoff.ms", "50", READS, false},
    /* Not a fetch for each record: measured, it takes a sixth of our time and a quarter of the
     * broker's. */
    {"fetch.min.bytes", "100000", SETTINGS_CONSUMER, false},
    {"fetch.wait.max.ms", "10", READS, false},
    {"partition.assignment.strategy", "range", SETTINGS_CONSUMER, true},
    {"session.timeout.ms", "10000", SETTINGS_CONSUMER, false},
    {"heartbeat.interval.ms", "1000", SETTINGS_CONSUMER, false},
    /* A rebalance waits as long for a member that restores. */
    {"max.poll.interval.ms", "600000", SETTINGS_CONSUMER, false},

    {"enable.idempotence", "true", WRITES, true},
    {"partitioner", "murmur2_random", WRITES, true},
    {"delivery.report.only.error", "false", WRITES, true},
    {"linger.ms", "5", WRITES, false},
    {"batch.num.messages", "10000", WRITES, false},
    {"batch.size", "1000000", WRITES, false},
    {"queue.buffering.max.messages", "1000000", WRITES, false},
    {"queue.buffering.max.kbytes", "1048576", WRITES, false},
    /* The next transaction meets CONCURRENT_TRANSACTIONS while markers of the last one are
     * written; the default makes it wait 100 ms. */
    {"retry.backoff.ms", "2", SETTINGS_TRANSACTIONAL, false},
    {"transaction.timeout.ms", "15000", SETTINGS_TRANSACTIONAL, false},
};

static const char *const own_names[] = {
    "acks", /* all, as idempotence wants */
    "auto.commit.enable",
    "bootstrap.servers",
    "client.id",
    "enable.gapless.guarantee",
    "enabled_events",
    "group.id",
    "group.instance.id",
    "metadata.broker.list",
    "offset.store.method",
    "request.required.acks",
    "test.mock.num.brokers",
    "transactional.id",
};

bool kafka_property_is_own(const char *name)
{
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        if (table[i].own && strcmp(table[i].name, name) == 0) {
            return true;
        }
    }
    for (size_t i = 0; i < sizeof own_names / sizeof *own_names; i++) {
        if (strcmp(own_names[i], name) == 0) {
            return true;
        }
    }
    return false;
}

static bool set(rd_kafka_conf_t *conf, const char *name, const char *value, char *error)
{
    char reason[KAFKA_TEXT_MAX];
    if (rd_kafka_conf_set(conf, name, value, reason, sizeof reason) == RD_KAFKA_CONF_OK) {
        return true;
    }
    kafka_text(error, "Kafka property %.100s: %.380s", name, reason);
    return false;
}

bool kafka_property_check(const struct kafka_property *property, char *error)
{
    rd_kafka_conf_t *conf = rd_kafka_conf_new();
    bool good = set(conf, property->name, property->value, error);
    rd_kafka_conf_destroy(conf);
    return good;
}

static bool set_names(rd_kafka_conf_t *conf,
                      const struct kafka_settings *settings,
                      enum settings_role role,
                      uint32_t worker,
                      char *error)
{
    char instance[NAME_MAX_BYTES];
    char whole[2 * NAME_MAX_BYTES];
    int first = snprintf(instance, sizeof instance, "%s-%02u", settings->instance_id, worker);
    int second = snprintf(whole, sizeof whole, "%s-%s", settings->application_id, instance);
    if (first >= (int)sizeof instance || second >= (int)sizeof whole) {
        kafka_text(error, "application_id or instance_id is too long");
        return false;
    }
    bool good = set(conf, "bootstrap.servers", settings->bootstrap_servers, error) &&
                set(conf, "client.id", whole, error);
    /* Readers join no group, but librdkafka wants one, and this one is allowed to us. */
    if (good && ((unsigned)role & READS) != 0) {
        good = set(conf, "group.id", settings->application_id, error);
    }
    if (good && role == SETTINGS_CONSUMER) {
        good = set(conf, "group.instance.id", instance, error);
    }
    if (good && role == SETTINGS_TRANSACTIONAL) {
        good = set(conf, "transactional.id", whole, error);
    }
    if (good && ((unsigned)role & WRITES) != 0 && settings->batch_bytes > 0) {
        (void)snprintf(instance, sizeof instance, "%u", settings->batch_bytes);
        good = set(conf, "batch.size", instance, error);
    }
    return good;
}

static bool set_ours(rd_kafka_conf_t *conf,
                     const struct kafka_settings *settings,
                     enum settings_role role,
                     char *error)
{
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        /* The mock cluster cannot be told, and each client would warn of that. */
        bool wanted = (table[i].roles & (unsigned)role) != 0 &&
                      !(settings->embedded && strcmp(table[i].name, AUTO_CREATE) == 0);
        if (wanted && !set(conf, table[i].name, table[i].value, error)) {
            return false;
        }
    }
    /* The mock cluster answers a fetch with one batch, and sleeps where there is none. */
    return !settings->embedded || ((unsigned)role & READS) == 0 ||
           set(conf, "fetch.min.bytes", "1", error);
}

static bool set_users(rd_kafka_conf_t *conf, const struct kafka_settings *settings, char *error)
{
    for (uint32_t i = 0; i < settings->property_count; i++) {
        const struct kafka_property *property = &settings->properties[i];
        if (kafka_property_is_own(property->name)) {
            kafka_text(error,
                       "Kafka property %.100s: meritd sets it itself; take it out of "
                       "kafka.properties",
                       property->name);
            return false;
        }
        if (!set(conf, property->name, property->value, error)) {
            return false;
        }
    }
    return true;
}

rd_kafka_conf_t *settings_conf(const struct kafka_settings *settings,
                               enum settings_role role,
                               uint32_t worker,
                               char *error)
{
    rd_kafka_conf_t *conf = rd_kafka_conf_new();
    if (!set_ours(conf, settings, role, error) || !set_names(conf, settings, role, worker, error) ||
        !set_users(conf, settings, error)) {
        rd_kafka_conf_destroy(conf);
        return NULL;
    }
    return conf;
}

int settings_number(const rd_kafka_conf_t *conf, const char *name)
{
    char value[32];
    size_t size = sizeof value;
    if (rd_kafka_conf_get(conf, name, value, &size) != RD_KAFKA_CONF_OK) {
        return 0;
    }
    long number = strtol(value, NULL, 10);
    return number < 0 || number > INT32_MAX ? 0 : (int)number;
}
