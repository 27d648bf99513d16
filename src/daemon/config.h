/* The settings of meritd as the program sees them, and the one way to get them. */
#ifndef DAEMON_CONFIG_H
#define DAEMON_CONFIG_H

#include "base/arena.h"
#include "base/log.h"
#include "merit/limits.h"
#include "yaml/errors.h"

enum {
    CONFIG_PROPERTIES_MAX = 64,   /* of kafka.properties */
    CONFIG_ID_MAX = 100,          /* bytes of application_id and instance_id */
    CONFIG_TOPIC_BYTES_MAX = 249, /* of a topic's name, as Kafka has it */
    CONFIG_TEXT_BYTES_MAX = 4000, /* of a path, a list of servers, a property's value */
    CONFIG_OVERRIDES_MAX = 256,   /* --set and variables */
    CONFIG_SETTINGS_MAX = 64,
};

/* The key of each in the file is topics.<name in small letters>. */
enum config_topic {
    CONFIG_TOPIC_ASSOCIATIONS,
    CONFIG_TOPIC_USAGE,
    CONFIG_TOPIC_CERTIFICATIONS,
    CONFIG_TOPIC_SCORE_CHANGES,
    CONFIG_TOPIC_DESIGNATIONS,
    CONFIG_TOPIC_SCORES,
    CONFIG_TOPIC_DEAD_LETTERS,
    CONFIG_TOPIC_COUNT,
};

enum config_framing {
    CONFIG_FRAMING_SINGLE_OBJECT,
    CONFIG_FRAMING_RAW,
};

enum config_headers {
    CONFIG_HEADERS_SHORT,
    CONFIG_HEADERS_FULL,
};

struct config_property {
    const char *name;
    const char *value;
    const char *origin; /* the variable or --set that it came from; NULL: the file */
};

struct config_properties {
    uint32_t count;
    struct config_property items[CONFIG_PROPERTIES_MAX];
};

struct config_thresholds {
    uint32_t count;
    int32_t points[MERIT_THRESHOLDS_MAX]; /* ascending, 0 to 100 */
};

/* Each field is the key of that name (a '.' is a '_'); config/meritd.yaml says what they mean. All
 * texts are terminated and never NULL; an optional one that was not given is "". */
struct config {
    const char *application_id;
    const char *instance_id; /* the host's name, where it was not given */
    int64_t standby;         /* instances that follow each task */
    int64_t workers;         /* as many as cores, where it was not given */

    const char *kafka_bootstrap_servers;
    struct config_properties kafka_properties;

    const char *topics[CONFIG_TOPIC_COUNT];
    int64_t topics_partitions;
    int64_t topics_replication_factor;
    enum config_framing framing_default;
    enum config_framing framing[CONFIG_TOPIC_COUNT]; /* dead letters have none */

    const char *rules_directory;
    const char *schemas_directory;

    const char *state_directory;
    int64_t state_commit_ms;
    int64_t state_snapshot_mb;
    int64_t commit_interval_ms;

    int64_t time_idle_ms;
    int32_t time_start_day; /* MERIT_NO_DAY: none */
    int64_t time_ahead_days;
    const char *time_source; /* "system", or a file */
    int64_t startup_wait_ms;

    int32_t outputs_from_day; /* MERIT_NO_DAY: nothing is withheld */
    struct config_thresholds score_changes_thresholds;
    int64_t score_changes_min_hundredths; /* of a point */
    enum config_headers headers;

    const char *http_listen; /* "": no HTTP */
    const char *http_advertise;

    enum log_level log_level;
    enum log_format log_format;

    /* The variable or --set that each setting of the table (settings.h) came from; NULL: the file,
     * or its default. */
    const char *origins[CONFIG_SETTINGS_MAX];
    struct arena arena; /* owns all texts */
};

/* Where settings come from. What comes later in this list wins: defaults, the file, variables,
 * --set. */
struct config_source {
    const char *path;               /* NULL: no file */
    const char *const *environment; /* "NAME=VALUE"s ended by NULL; NULL: none */
    const char *const *overrides;   /* "key.path=value"s, of --set */
    size_t override_count;
    bool try_out; /* the embedded broker and a temporary folder: those keys need not be given */
};

/* All settings, checked one by one and against each other. NULL where anything is wrong; then
 * `errors` holds all that is. No directory or file but source->path is looked at. */
struct config *config_load(const struct config_source *source, struct yaml_errors *errors);

/* NULL is allowed. */
void config_free(struct config *config);

#endif
