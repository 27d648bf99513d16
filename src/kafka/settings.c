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
};

static const struct setting table[] = {
    {AUTO_CREATE, "false", ALL},
    {"log.queue", "false", ALL},
    {"socket.nagle.disable", "true", ALL},
    {"socket.keepalive.enable", "true", ALL},
    {"socket.timeout.ms", "10000", ALL},
    {"reconnect.backoff.ms", "50", ALL},
    {"reconnect.backoff.max.ms", "1000", ALL},
    /* How soon it is seen that partitions were added, so that keys go elsewhere; the default is 5
     * minutes. */
    {"topic.metadata.refresh.interval.ms", "10000", ALL},

    {"isolation.level", "read_committed", READS},
    {"isolation.level", "read_uncommitted", SETTINGS_WATERMARKS},
    {"enable.auto.commit", "false", READS},
    {"enable.auto.offset.store", "false", READS},
    {"auto.offset.reset", "error", READS},
    {"enable.partition.eof", "true", READS},
    {"check.crcs", "true", READS},
    /* Of each partition, since their queues are detached. At the limit 2.0.2 stops fetching for a
     * second. */
    {"queued.min.messages", "100000", READS},
    {"queued.max.messages.kbytes", "16384", READS},
    {"fetch.error.backoff.ms", "50", READS},
    /* Not a fetch for each record: measured, it takes a sixth of our time and a quarter of the
     * broker's. */
    {"fetch.min.bytes", "100000", SETTINGS_CONSUMER},
    {"fetch.wait.max.ms", "10", READS},
    {"partition.assignment.strategy", "range", SETTINGS_CONSUMER},
    {"session.timeout.ms", "10000", SETTINGS_CONSUMER},
    {"heartbeat.interval.ms", "1000", SETTINGS_CONSUMER},
    /* A rebalance waits as long for a member that restores. */
    {"max.poll.interval.ms", "600000", SETTINGS_CONSUMER},

    {"enable.idempotence", "true", WRITES},
    {"partitioner", "murmur2_random", WRITES},
    {"delivery.report.only.error", "false", WRITES},
    {"linger.ms", "5", WRITES},
    {"batch.num.messages", "10000", WRITES},
    {"batch.size", "1000000", WRITES},
    {"queue.buffering.max.messages", "1000000", WRITES},
    {"queue.buffering.max.kbytes", "1048576", WRITES},
    /* The next transaction meets CONCURRENT_TRANSACTIONS while markers of the last one are
     * written; the default makes it wait 100 ms. */
    {"retry.backoff.ms", "2", SETTINGS_TRANSACTIONAL},
    {"transaction.timeout.ms", "15000", SETTINGS_TRANSACTIONAL},
};

#define BY_INSTANCE "clients are named by instance_id"
#define BY_MERITD   "offsets are kept and committed by meritd"
#define BY_RANGE    "partitions must be assigned by range, so that those of one number meet"
#define BY_CLIENTS  "meritd sets it itself"
#define BY_EXACTLY  "exactly-once delivery needs its own value"

struct refusal {
    const char *name;
    const char *reason;
};

/* What meritd sets itself or relies on. Names that end with '*' stand for all that begin so. */
static const struct refusal refusals[] = {
    {"bootstrap.servers", "set kafka.bootstrap_servers"},
    {"metadata.broker.list", "set kafka.bootstrap_servers"},
    {"client.id", BY_INSTANCE},
    {"group.id", "set application_id"},
    {"group.instance.id", BY_INSTANCE},
    {"transactional.id", "it is made of application_id and instance_id"},
    {"isolation.level", "inputs are read committed"},
    {"group.protocol*", BY_RANGE},
    {"group.remote.assignor", BY_RANGE},
    {"partition.assignment.strategy", BY_RANGE},
    {"partitioner*", "records go where Java clients would put them"},
    {"enable.auto.commit", BY_MERITD},
    {"auto.commit.*", BY_MERITD},
    {"enable.auto.offset.store", BY_MERITD},
    {"auto.offset.reset", BY_MERITD},
    {"offset.store.*", BY_MERITD},
    {"enable.partition.eof", "the ends of partitions move the clocks"},
    {"enable.idempotence", BY_EXACTLY},
    {"enable.gapless.guarantee", BY_EXACTLY},
    {"acks", BY_EXACTLY},
    {"request.required.acks", BY_EXACTLY},
    {"allow.auto.create.topics", "topics are made by 'merit topics create'"},
    {"log.queue", BY_CLIENTS},
    {"enabled_events", BY_CLIENTS},
    {"delivery.report.only.error", BY_CLIENTS},
    {"test.mock.*", "run 'meritd --try' for an embedded broker"},
};

static bool names(const char *pattern, struct merit_text name)
{
    size_t length = strlen(pattern);
    if (pattern[length - 1] == '*') {
        return name.length >= length - 1 && memcmp(pattern, name.at, length - 1) == 0;
    }
    return name.length == length && memcmp(pattern, name.at, length) == 0;
}

const char *kafka_property_refusal(struct merit_text name)
{
    for (size_t i = 0; i < sizeof refusals / sizeof *refusals; i++) {
        if (names(refusals[i].name, name)) {
            return refusals[i].reason;
        }
    }
    return NULL;
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
        const char *refusal = kafka_property_refusal(merit_text_of(property->name));
        if (refusal != NULL) {
            kafka_text(error, "Kafka property %.100s: %s; take it out of kafka.properties",
                       property->name, refusal);
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
