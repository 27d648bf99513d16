/* Settings as text for people. */
#include "daemon/config_print.h"

#include "codec/time_text.h"
#include "daemon/kafka_properties.h"
#include "daemon/settings.h"

#include <stdio.h>

enum { NUMBER_BYTES = 32, ORIGIN_COLUMN = 48 };

static void put(struct buffer *out, const char *string)
{
    buffer_put(out, string, strlen(string));
}

static void put_number(struct buffer *out, int64_t number)
{
    char text[NUMBER_BYTES];
    (void)snprintf(text, sizeof text, "%lld", (long long)number);
    put(out, text);
}

static void put_hundredths(struct buffer *out, int64_t hundredths)
{
    char text[NUMBER_BYTES];
    (void)snprintf(text, sizeof text, "%lld.%02lld", (long long)hundredths / 100,
                   (long long)hundredths % 100);
    put(out, text);
}

static void put_day(struct buffer *out, int32_t day)
{
    char text[TIME_TEXT_DATE_LENGTH];
    if (day == MERIT_NO_DAY) {
        put(out, "(none)");
        return;
    }
    time_text_write_date(day, text);
    buffer_put(out, text, sizeof text);
}

static void put_choice(struct buffer *out, const char *words, unsigned index)
{
    for (; index > 0; index--) {
        words = strchr(words, ' ') + 1;
    }
    buffer_put(out, words, strcspn(words, " "));
}

static void put_thresholds(struct buffer *out, const struct config_thresholds *thresholds)
{
    for (uint32_t i = 0; i < thresholds->count; i++) {
        put(out, i == 0 ? "[" : ", ");
        put_number(out, thresholds->points[i]);
    }
    put(out, "]");
}

static void put_value(struct buffer *out,
                      const struct setting *setting,
                      const struct config *config)
{
    const char *field = (const char *)config + setting->at;
    int64_t number;
    int32_t day;
    unsigned choice;
    const char *text;
    switch (setting->type) {
    case SETTING_TEXT:
    case SETTING_NAME:
    case SETTING_SERVERS:
    case SETTING_ADDRESS:
        memcpy(&text, field, sizeof text);
        put(out, text[0] == '\0' ? "(none)" : text);
        return;
    case SETTING_NUMBER:
        memcpy(&number, field, sizeof number);
        put_number(out, number);
        return;
    case SETTING_HUNDREDTHS:
        memcpy(&number, field, sizeof number);
        put_hundredths(out, number);
        return;
    case SETTING_CHOICE:
        memcpy(&choice, field, sizeof choice);
        put_choice(out, setting->about, choice);
        return;
    case SETTING_DAY:
        memcpy(&day, field, sizeof day);
        put_day(out, day);
        return;
    case SETTING_THRESHOLDS:
        put_thresholds(out, &config->score_changes_thresholds);
        return;
    case SETTING_PROPERTIES:
        return;
    }
}

static void end_line(struct buffer *out, size_t line_start, const char *origin)
{
    if (origin != NULL) {
        do {
            put(out, " ");
        } while (out->length - line_start < ORIGIN_COLUMN);
        put(out, "# ");
        put(out, origin);
    }
    put(out, "\n");
}

/* A value may have line ends of its own: certificates have. */
static void put_property(struct buffer *out, const struct config_property *property)
{
    size_t start = out->length;
    put(out, SETTINGS_PROPERTIES_PREFIX);
    put(out, property->name);
    put(out, ": ");
    if (kafka_property_secret(property->name) || strchr(property->value, '\n') != NULL) {
        put(out, "(not shown)");
    } else {
        put(out, property->value);
    }
    end_line(out, start, property->origin);
}

void config_print(const struct config *config, struct buffer *out)
{
    for (size_t i = 0; i < settings_count; i++) {
        const struct setting *setting = &settings[i];
        if (setting->type == SETTING_PROPERTIES) {
            for (uint32_t p = 0; p < config->kafka_properties.count; p++) {
                put_property(out, &config->kafka_properties.items[p]);
            }
            continue;
        }
        size_t start = out->length;
        put(out, setting->key);
        put(out, ": ");
        put_value(out, setting, config);
        end_line(out, start, config->origins[i]);
    }
}
