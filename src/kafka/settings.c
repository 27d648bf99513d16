/* librdkafka's settings for each kind of client: ours first, the user's last. */
#include "kafka/settings.h"

#include "kafka/handle.h"

#include <stdio.h>
#include <string.h>

enum {
    READS = SETTINGS_CONSUMER | SETTINGS_READER,
    WRITES = SETTINGS_PRODUCER | SETTINGS_TRANSACTIONAL,
    ALL = READS | WRITES | SETTINGS_WATERMARKS | SETTINGS_ADMIN,
    NAME_MAX_BYTES = 300,
};

struct setting {
    unsigned roles;
    const char *name;
    const char *value;
    bool own; /* what meritd relies on: not to be set by users */
};

static const struct setting SETTINGS[] = {
    {ALL, "allow.auto.create.topics", "false", true},
    {ALL, "log.queue", "false", true},
    {ALL, "socket.nagle.disable", "true", false},
    {ALL, "socket.keepalive.enable", "true", false},
    {ALL, "socket.timeout.ms", "10000", false},
    {ALL, "reconnect.backoff.ms", "50", false},
    {ALL, "reconnect.backoff.max.ms", "1000", false},

    {READS, "isolation.level", "read_committed", true},
    {SETTINGS_WATERMARKS, "isolation.level", "read_uncommitted", true},
    {READS, "enable.auto.commit", "false", true},
    {READS, "enable.auto.offset.store", "false", true},
    {READS, "auto.offset.reset", "error", true},
    {READS, "enable.partition.eof", "true", true},
    {READS, "check.crcs", "true", false},
    /* Of each partition, since their queues are detached. At the limit 2.0.2 stops fetching for a
     * second. */
    {READS, "queued.min.messages", "100000", false},
    {READS, "queued.max.messages.kbytes", "16384", false},
    {READS, "fetch.error.backoff.ms", "50", false},
    /* Not a fetch for each record: measured, it takes a sixth of our time and a quarter of the
     * broker's. */
    {SETTINGS_CONSUMER, "fetch.min.bytes", "100000", false},
    {READS, "fetch.wait.max.ms", "10", false},
    {SETTINGS_CONSUMER, "partition.assignment.strategy", "range", true},
    {SETTINGS_CONSUMER, "session.timeout.ms", "10000", false},
    {SETTINGS_CONSUMER, "heartbeat.interval.ms", "1000", false},
    /* A rebalance waits as long for a member that restores. */
    {SETTINGS_CONSUMER, "max.poll.interval.ms", "600000", false},

    {WRITES, "enable.idempotence", "true", true},
    {WRITES, "partitioner", "murmur2_random", true},
    {WRITES, "delivery.report.only.error", "false", true},
    {WRITES, "linger.ms", "5", false},
    {WRITES, "batch.num.messages", "10000", false},
    {WRITES, "batch.size", "1000000", false},
    {WRITES, "queue.buffering.max.messages", "1000000", false},
    {WRITES, "queue.buffering.max.kbytes", "1048576", false},
    /* The next transaction meets CONCURRENT_TRANSACTIONS while markers of the last one are
     * written; the default makes it wait 100 ms. */
    {SETTINGS_TRANSACTIONAL, "retry.backoff.ms", "2", false},
    {SETTINGS_TRANSACTIONAL, "transaction.timeout.ms", "15000", false},
};

static const char *const OWN_NAMES[] = {
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
    for (size_t i = 0; i < sizeof SETTINGS / sizeof *SETTINGS; i++) {
        if (SETTINGS[i].own && strcmp(SETTINGS[i].name, name) == 0) {
            return true;
        }
    }
    for (size_t i = 0; i < sizeof OWN_NAMES / sizeof *OWN_NAMES; i++) {
        if (strcmp(OWN_NAMES[i], name) == 0) {
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
    return good;
}

static bool set_ours(rd_kafka_conf_t *conf,
                     const struct kafka_settings *settings,
                     enum settings_role role,
                     char *error)
{
    for (size_t i = 0; i < sizeof SETTINGS / sizeof *SETTINGS; i++) {
        bool wanted = (SETTINGS[i].roles & (unsigned)role) != 0;
        if (wanted && !set(conf, SETTINGS[i].name, SETTINGS[i].value, error)) {
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
