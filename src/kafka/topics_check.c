/* Whether topics are as they should be: partitions by metadata, settings by DescribeConfigs. */
#include "kafka/admin_state.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void add_line(struct buffer *to, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static void add_line(struct buffer *to, const char *format, ...)
{
    char line[2 * KAFKA_TEXT_MAX];
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(line, sizeof line, format, arguments);
    va_end(arguments);
    size_t kept = length < 0 ? 0 : (size_t)length;
    kept = kept >= sizeof line ? sizeof line - 1 : kept;
    buffer_put(to, line, kept);
    buffer_put(to, "\n", 1);
}

/* ---------------------------------------------------------------- partitions */

static void check_counts(const struct topic_plan *plans,
                         uint32_t count,
                         const uint32_t *partitions,
                         struct buffer *to)
{
    const struct topic_plan *first = NULL;
    uint32_t first_partitions = 0;
    for (uint32_t i = 0; i < count; i++) {
        if (partitions[i] == 0) {
            add_line(to, "topic %s does not exist", plans[i].name);
            continue;
        }
        if (plans[i].partitions != 0 && plans[i].partitions != partitions[i]) {
            add_line(to, "topic %s has %u partitions instead of %u", plans[i].name, partitions[i],
                     plans[i].partitions);
        }
        if (!plans[i].same_count) {
            continue;
        }
        if (first == NULL) {
            first = &plans[i];
            first_partitions = partitions[i];
        } else if (partitions[i] != first_partitions) {
            add_line(to,
                     "topic %s has %u partitions, but %s has %u: they must have the same number, "
                     "since a task is one partition of each",
                     plans[i].name, partitions[i], first->name, first_partitions);
        }
    }
}

/* ---------------------------------------------------------------- settings */

static const char *value_of(const rd_kafka_ConfigEntry_t **entries, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(rd_kafka_ConfigEntry_name(entries[i]), name) == 0) {
            return rd_kafka_ConfigEntry_value(entries[i]);
        }
    }
    return NULL;
}

static void check_settings(const struct topic_plan *plan,
                           const rd_kafka_ConfigResource_t *resource,
                           struct buffer *to)
{
    size_t count = 0;
    const rd_kafka_ConfigEntry_t **entries = rd_kafka_ConfigResource_configs(resource, &count);
    for (uint32_t i = 0; i < plan->setting_count; i++) {
        const struct topic_setting *setting = &plan->settings[i];
        const char *value = value_of(entries, count, setting->name);
        if (value == NULL || strcmp(value, setting->value) != 0) {
            add_line(to, "topic %s: %s is %s instead of %s: %s", plan->name, setting->name,
                     value == NULL ? "not known" : value, setting->value, setting->why);
        }
    }
}

/* The settings of a topic: NULL where they are not to be had; else *ret_event owns them. */
static const rd_kafka_ConfigResource_t *describe(struct admin *admin,
                                                 const char *topic,
                                                 rd_kafka_event_t **ret_event,
                                                 char *error)
{
    rd_kafka_ConfigResource_t *asked = rd_kafka_ConfigResource_new(RD_KAFKA_RESOURCE_TOPIC, topic);
    rd_kafka_queue_t *queue = rd_kafka_queue_new(admin->handle.rk);
    rd_kafka_DescribeConfigs(admin->handle.rk, &asked, 1, NULL, queue);
    *ret_event = admin_answer(admin, queue, "reading a topic's settings", error);
    rd_kafka_queue_destroy(queue);
    rd_kafka_ConfigResource_destroy(asked);
    if (*ret_event == NULL) {
        return NULL;
    }
    size_t count = 0;
    const rd_kafka_ConfigResource_t **resources = rd_kafka_DescribeConfigs_result_resources(
        rd_kafka_event_DescribeConfigs_result(*ret_event), &count);
    rd_kafka_resp_err_t code =
        count == 1 ? rd_kafka_ConfigResource_error(resources[0]) : RD_KAFKA_RESP_ERR__FAIL;
    if (code != RD_KAFKA_RESP_ERR_NO_ERROR) {
        kafka_text(error, "the settings of topic %.200s are not to be had: %s", topic,
                   rd_kafka_err2str(code));
        rd_kafka_event_destroy(*ret_event);
        return NULL;
    }
    return resources[0];
}

bool admin_message_max(struct admin *admin, const char *topic, uint32_t *ret_bytes, char *error)
{
    rd_kafka_event_t *event;
    const rd_kafka_ConfigResource_t *resource = describe(admin, topic, &event, error);
    if (resource == NULL) {
        return false;
    }
    size_t count = 0;
    const rd_kafka_ConfigEntry_t **entries = rd_kafka_ConfigResource_configs(resource, &count);
    const char *value = value_of(entries, count, "max.message.bytes");
    unsigned long bytes = value == NULL ? 0 : strtoul(value, NULL, 10);
    rd_kafka_event_destroy(event);
    *ret_bytes = bytes > UINT32_MAX ? UINT32_MAX : (uint32_t)bytes;
    if (bytes == 0) {
        kafka_text(error, "topic %.200s: max.message.bytes is not known", topic);
    }
    return bytes > 0;
}

static bool check_topic(struct admin *admin,
                        const struct topic_plan *plan,
                        struct buffer *to,
                        char *error)
{
    rd_kafka_event_t *event;
    const rd_kafka_ConfigResource_t *resource = describe(admin, plan->name, &event, error);
    if (resource != NULL) {
        check_settings(plan, resource, to);
        rd_kafka_event_destroy(event);
    }
    return resource != NULL;
}

bool admin_check(struct admin *admin,
                 const struct topic_plan *plans,
                 uint32_t count,
                 struct buffer *to,
                 char *error)
{
    assert(count <= TOPICS_MAX);
    uint32_t partitions[TOPICS_MAX];
    for (uint32_t i = 0; i < count; i++) {
        if (!admin_partitions(admin, plans[i].name, &partitions[i], error)) {
            return false;
        }
    }
    check_counts(plans, count, partitions, to);
    for (uint32_t i = 0; i < count; i++) {
        if (partitions[i] > 0 && plans[i].setting_count > 0 &&
            !check_topic(admin, &plans[i], to, error)) {
            return false;
        }
    }
    return true;
}
