/* The table of all settings: one row says name, type, range, default and unit. */
#include "daemon/settings.h"

#include <assert.h>
#include <stddef.h>

#define AT(field) offsetof(struct config, field)
#define FRAMINGS  "single_object raw"

enum { HOUR_MS = 3600 * 1000, DAY_MS = 24 * HOUR_MS };

/* clang-format off */
const struct setting settings[] = {
    /* key, type, field, least, most, default, unit or words */
    {"application_id", SETTING_NAME, AT(application_id), 1, CONFIG_ID_MAX, "meritd", "a name"},
    {"instance_id", SETTING_NAME, AT(instance_id), 1, CONFIG_ID_MAX, "", "a name"},
    {"standby", SETTING_NUMBER, AT(standby), 0, 16, "0", "instances"},
    {"workers", SETTING_NUMBER, AT(workers), 1, 256, "", "threads"},

    {"kafka.bootstrap_servers", SETTING_SERVERS, AT(kafka_bootstrap_servers), 1, CONFIG_TEXT_BYTES_MAX, NULL, "a list of servers"},
    {"kafka.properties", SETTING_PROPERTIES, AT(kafka_properties), 0, CONFIG_TEXT_BYTES_MAX, "", "properties"},

    {"topics.associations", SETTING_NAME, AT(topics[CONFIG_TOPIC_ASSOCIATIONS]), 1, CONFIG_TOPIC_BYTES_MAX, "merit.associations", "a topic's name"},
    {"topics.usage", SETTING_NAME, AT(topics[CONFIG_TOPIC_USAGE]), 1, CONFIG_TOPIC_BYTES_MAX, "merit.usage", "a topic's name"},
    {"topics.certifications", SETTING_NAME, AT(topics[CONFIG_TOPIC_CERTIFICATIONS]), 1, CONFIG_TOPIC_BYTES_MAX, "merit.certifications", "a topic's name"},
    {"topics.score_changes", SETTING_NAME, AT(topics[CONFIG_TOPIC_SCORE_CHANGES]), 1, CONFIG_TOPIC_BYTES_MAX, "merit.score-changes", "a topic's name"},
    {"topics.designations", SETTING_NAME, AT(topics[CONFIG_TOPIC_DESIGNATIONS]), 1, CONFIG_TOPIC_BYTES_MAX, "merit.designations", "a topic's name"},
    {"topics.scores", SETTING_NAME, AT(topics[CONFIG_TOPIC_SCORES]), 1, CONFIG_TOPIC_BYTES_MAX, "merit.scores", "a topic's name"},
    {"topics.dead_letters", SETTING_NAME, AT(topics[CONFIG_TOPIC_DEAD_LETTERS]), 1, CONFIG_TOPIC_BYTES_MAX, "merit.dead-letters", "a topic's name"},
    {"topics.partitions", SETTING_NUMBER, AT(topics_partitions), 1, 1024, "4", "partitions"},
    {"topics.replication_factor", SETTING_NUMBER, AT(topics_replication_factor), 1, 16, "1", "replicas"},

    {"framing.default", SETTING_CHOICE, AT(framing_default), 0, 0, "single_object", FRAMINGS},
    {"framing.associations", SETTING_CHOICE, AT(framing[CONFIG_TOPIC_ASSOCIATIONS]), 0, 0, "", FRAMINGS},
    {"framing.usage", SETTING_CHOICE, AT(framing[CONFIG_TOPIC_USAGE]), 0, 0, "", FRAMINGS},
    {"framing.certifications", SETTING_CHOICE, AT(framing[CONFIG_TOPIC_CERTIFICATIONS]), 0, 0, "", FRAMINGS},
    {"framing.score_changes", SETTING_CHOICE, AT(framing[CONFIG_TOPIC_SCORE_CHANGES]), 0, 0, "", FRAMINGS},
    {"framing.designations", SETTING_CHOICE, AT(framing[CONFIG_TOPIC_DESIGNATIONS]), 0, 0, "", FRAMINGS},
    {"framing.scores", SETTING_CHOICE, AT(framing[CONFIG_TOPIC_SCORES]), 0, 0, "", FRAMINGS},

    {"rules.directory", SETTING_TEXT, AT(rules_directory), 1, CONFIG_TEXT_BYTES_MAX, "", "a directory"},
    {"schemas.directory", SETTING_TEXT, AT(schemas_directory), 1, CONFIG_TEXT_BYTES_MAX, "", "a directory"},

    {"state.directory", SETTING_TEXT, AT(state_directory), 1, CONFIG_TEXT_BYTES_MAX, NULL, "a directory"},
    {"state.commit_ms", SETTING_NUMBER, AT(state_commit_ms), 1, HOUR_MS, "5000", "ms"},
    {"state.snapshot_mb", SETTING_NUMBER, AT(state_snapshot_mb), 1, 1048576, "256", "MB"},
    {"commit.interval_ms", SETTING_NUMBER, AT(commit_interval_ms), 1, 5000, "50", "ms"},

    {"time.idle_ms", SETTING_NUMBER, AT(time_idle_ms), 1, DAY_MS, "2000", "ms"},
    {"time.start", SETTING_DAY, AT(time_start_day), 0, 0, "", "a day"},
    {"time.ahead_days", SETTING_NUMBER, AT(time_ahead_days), 1, 366, "7", "days"},
    {"time.source", SETTING_TEXT, AT(time_source), 1, CONFIG_TEXT_BYTES_MAX, "system", "'system' or a file"},
    {"startup.wait_ms", SETTING_NUMBER, AT(startup_wait_ms), 0, DAY_MS, "60000", "ms"},

    {"outputs.from", SETTING_DAY, AT(outputs_from_day), 0, 0, "", "a day"},
    {"score_changes.thresholds", SETTING_THRESHOLDS, AT(score_changes_thresholds), 0, 100, "[70]", "points"},
    {"score_changes.min_points", SETTING_HUNDREDTHS, AT(score_changes_min_hundredths), 1, 10000, "0.01", "points"},
    {"headers", SETTING_CHOICE, AT(headers), 0, 0, "short", "short full"},

    {"http.listen", SETTING_ADDRESS, AT(http_listen), 0, CONFIG_TEXT_BYTES_MAX, "127.0.0.1:8080", "HOST:PORT"},
    {"http.advertise", SETTING_ADDRESS, AT(http_advertise), 0, CONFIG_TEXT_BYTES_MAX, "", "HOST:PORT"},

    {"log.level", SETTING_CHOICE, AT(log_level), 0, 0, "info", "error warn info debug"},
    {"log.format", SETTING_CHOICE, AT(log_format), 0, 0, "logfmt", "logfmt json"},
};
/* clang-format on */
const size_t settings_count = sizeof settings / sizeof settings[0];

_Static_assert(sizeof settings / sizeof settings[0] <= CONFIG_SETTINGS_MAX, "origins have room");

const struct setting *settings_find(struct merit_text key)
{
    for (size_t i = 0; i < settings_count; i++) {
        if (merit_text_equal(merit_text_of(settings[i].key), key)) {
            return &settings[i];
        }
    }
    return NULL;
}

size_t settings_index(const struct setting *setting)
{
    assert(setting >= settings && setting < settings + settings_count);
    return (size_t)(setting - settings);
}

void settings_variable(const struct setting *setting, char ret_name[SETTINGS_VARIABLE_BYTES])
{
    static const char prefix[] = "MERITD_";
    size_t length = sizeof prefix - 1;
    memcpy(ret_name, prefix, length);
    for (const char *at = setting->key; *at != '\0'; at++) {
        assert(length + 1 < SETTINGS_VARIABLE_BYTES);
        ret_name[length] = *at;
        if (*at >= 'a' && *at <= 'z') {
            ret_name[length] = (char)(*at - 'a' + 'A');
        } else if (*at == '.') {
            ret_name[length] = '_';
        }
        length++;
    }
    ret_name[length] = '\0';
}

/* The word of a key that stands directly below the section; null where the key is not below it. */
static struct merit_text child_of(const char *key, struct merit_text section)
{
    if (section.length > 0) {
        if (strncmp(key, section.at, section.length) != 0 || key[section.length] != '.') {
            return (struct merit_text){NULL, 0};
        }
        key += section.length + 1;
    }
    return (struct merit_text){key, (uint32_t)strcspn(key, ".")};
}

const char *settings_children(struct arena *arena, struct merit_text section)
{
    size_t size = 1;
    for (size_t i = 0; i < settings_count; i++) {
        size += strlen(settings[i].key) + 1;
    }
    char *names = arena_allocate(arena, size);
    size_t length = 0;
    struct merit_text before = {NULL, 0};
    for (size_t i = 0; i < settings_count; i++) {
        struct merit_text child = child_of(settings[i].key, section);
        if (merit_text_is_null(child) || merit_text_equal(child, before)) {
            continue;
        }
        if (length > 0) {
            names[length++] = ' ';
        }
        memcpy(names + length, child.at, child.length);
        length += child.length;
        before = child;
    }
    return names;
}
