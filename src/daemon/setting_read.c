/* One setting's value as somebody wrote it, to its field of the configuration. */
#include "daemon/setting_read.h"

#include "codec/time_text.h"
#include "yaml/fields.h"

#include <assert.h>

enum { NUMBER_DIGITS_MAX = 18, PORT_MAX = 65535, DECIMALS = 2 };

static void *field_of(const struct setting *setting, struct config *config)
{
    return (char *)config + setting->at;
}

static void put_number(const struct setting *setting, struct config *config, int64_t number)
{
    memcpy(field_of(setting, config), &number, sizeof number);
}

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

/* All of the text is digits, few enough for an int64_t. */
static bool parse_digits(struct merit_text text, int64_t *ret_number)
{
    int64_t number = 0;
    if (text.length == 0 || text.length > NUMBER_DIGITS_MAX) {
        return false;
    }
    for (uint32_t i = 0; i < text.length; i++) {
        if (!is_digit(text.at[i])) {
            return false;
        }
        number = number * 10 + (text.at[i] - '0');
    }
    *ret_number = number;
    return true;
}

/* ---- numbers ----------------------------------------------------------------------------- */

static bool read_number(const struct setting *setting,
                        const struct yaml_node *node,
                        struct config *config)
{
    int64_t number;
    if (!parse_digits(node->text, &number) || number < setting->least || number > setting->most) {
        yaml_error(node, 0, NULL, "'%.*s': expected a whole number from %lld to %lld (%s)",
                   (int)node->text.length, node->text.at, (long long)setting->least,
                   (long long)setting->most, setting->about);
        return false;
    }
    put_number(setting, config, number);
    return true;
}

/* "12", "0.5" or "0.05" to hundredths. */
static bool parse_hundredths(struct merit_text text, int64_t *ret_hundredths)
{
    const char *point = text.length == 0 ? NULL : memchr(text.at, '.', text.length);
    struct merit_text whole = text;
    int64_t number;
    int64_t part = 0;
    if (point != NULL) {
        whole.length = (uint32_t)(point - text.at);
        struct merit_text decimals = {point + 1, text.length - whole.length - 1};
        if (decimals.length > DECIMALS || !parse_digits(decimals, &part)) {
            return false;
        }
        part *= decimals.length == 1 ? 10 : 1;
    }
    if (!parse_digits(whole, &number) || number > INT32_MAX) {
        return false;
    }
    *ret_hundredths = number * 100 + part;
    return true;
}

static bool read_hundredths(const struct setting *setting,
                            const struct yaml_node *node,
                            struct config *config)
{
    int64_t number;
    if (!parse_hundredths(node->text, &number) || number < setting->least ||
        number > setting->most) {
        yaml_error(node, 0, NULL,
                   "'%.*s': expected a number from %lld.%02lld to %lld with at most two decimals "
                   "(%s)",
                   (int)node->text.length, node->text.at, (long long)setting->least / 100,
                   (long long)setting->least % 100, (long long)setting->most / 100, setting->about);
        return false;
    }
    put_number(setting, config, number);
    return true;
}

static bool read_threshold(const struct setting *setting,
                           const struct yaml_node *item,
                           struct config_thresholds *thresholds)
{
    int64_t number;
    if (item->kind != YAML_SCALAR || !parse_digits(item->text, &number) ||
        number < setting->least || number > setting->most) {
        yaml_error(item, 0, NULL, "expected a whole number from %lld to %lld (%s)",
                   (long long)setting->least, (long long)setting->most, setting->about);
        return false;
    }
    if (thresholds->count > 0 && number <= thresholds->points[thresholds->count - 1]) {
        yaml_error(item, 0, NULL, "%lld is not above the one before: give them in ascending order",
                   (long long)number);
        return false;
    }
    thresholds->points[thresholds->count++] = (int32_t)number;
    return true;
}

static bool read_thresholds(const struct setting *setting,
                            const struct yaml_node *node,
                            struct config *config)
{
    struct config_thresholds thresholds = {0};
    if (node->kind != YAML_LIST || node->count == 0 || node->count > MERIT_THRESHOLDS_MAX) {
        yaml_error(node, 0, NULL, "expected a list of 1 to %d numbers such as [70, 80]",
                   MERIT_THRESHOLDS_MAX);
        return false;
    }
    bool good = true;
    for (const struct yaml_node *item = node->first; item != NULL; item = item->next) {
        good = read_threshold(setting, item, &thresholds) && good;
    }
    if (good) {
        memcpy(field_of(setting, config), &thresholds, sizeof thresholds);
    }
    return good;
}

/* ---- texts ------------------------------------------------------------------------------- */

static bool is_name(struct merit_text text)
{
    for (uint32_t i = 0; i < text.length; i++) {
        char byte = text.at[i];
        bool good = is_digit(byte) || (byte >= 'a' && byte <= 'z') ||
                    (byte >= 'A' && byte <= 'Z') || byte == '.' || byte == '_' || byte == '-';
        if (!good) {
            return false;
        }
    }
    /* Kafka refuses these two as topics. */
    return !merit_text_equal(text, merit_text_of(".")) &&
           !merit_text_equal(text, merit_text_of(".."));
}

/* Host and port of one server. */
static bool is_server(struct merit_text text, bool with_port)
{
    uint32_t host = 0;
    int64_t port = 1;
    if (text.length > 0 && text.at[0] == '[') {
        const char *end = memchr(text.at, ']', text.length);
        host = end == NULL ? 0 : (uint32_t)(end - text.at) + 1;
    } else {
        const char *end = text.length == 0 ? NULL : memchr(text.at, ':', text.length);
        host = end == NULL ? text.length : (uint32_t)(end - text.at);
    }
    for (uint32_t i = 0; i < host; i++) {
        if (text.at[i] <= ' ' || text.at[i] == '/') {
            return false;
        }
    }
    if (host == text.length) {
        return host > 0 && !with_port;
    }
    struct merit_text digits = {text.at + host + 1, text.length - host - 1};
    return host > 0 && text.at[host] == ':' && parse_digits(digits, &port) && port >= 1 &&
           port <= PORT_MAX;
}

bool setting_servers_valid(struct merit_text text, bool single)
{
    uint32_t from = 0;
    for (uint32_t at = 0; at <= text.length; at++) {
        if (at < text.length && (single || text.at[at] != ',')) {
            continue;
        }
        struct merit_text server = {text.at + from, at - from};
        while (server.length > 0 && server.at[0] == ' ') {
            server = (struct merit_text){server.at + 1, server.length - 1};
        }
        if (!is_server(server, single)) {
            return false;
        }
        from = at + 1;
    }
    return true;
}

/* What a text must look like; NULL where it does. */
static const char *text_fault(const struct setting *setting, struct merit_text text)
{
    for (uint32_t i = 0; i < text.length; i++) {
        if ((unsigned char)text.at[i] < ' ' || text.at[i] == 0x7F) {
            return "no control characters";
        }
    }
    switch (setting->type) {
    case SETTING_NAME:
        return is_name(text) ? NULL : "letters, digits, '.', '_' and '-' only";
    case SETTING_SERVERS:
        return setting_servers_valid(text, false) ? NULL
                                                  : "servers such as kafka-1:9092,kafka-2:9092";
    case SETTING_ADDRESS:
        return text.length == 0 || setting_servers_valid(text, true)
                   ? NULL
                   : "an address and port such as 127.0.0.1:8080";
    case SETTING_TEXT:
    case SETTING_NUMBER:
    case SETTING_HUNDREDTHS:
    case SETTING_CHOICE:
    case SETTING_DAY:
    case SETTING_THRESHOLDS:
    case SETTING_PROPERTIES:
        return NULL;
    }
    return NULL;
}

static bool read_text(const struct setting *setting,
                      const struct yaml_node *node,
                      struct config *config)
{
    if ((int64_t)node->text.length > setting->most) {
        yaml_error(node, 0, NULL, "too long: expected %s of at most %lld bytes", setting->about,
                   (long long)setting->most);
        return false;
    }
    const char *fault = text_fault(setting, node->text);
    if (fault != NULL) {
        yaml_error(node, 0, NULL, "'%.*s': expected %s", (int)node->text.length, node->text.at,
                   fault);
        return false;
    }
    const char *copy = arena_text(&config->arena, node->text).at;
    memcpy(field_of(setting, config), &copy, sizeof copy);
    return true;
}

static const char *choice_help(const struct setting *setting, const struct yaml_node *node)
{
    if (merit_text_equal(node->text, merit_text_of("confluent"))) {
        return "framing by a schema registry is not in this version";
    }
    return fields_nearest(node->file->arena, node->text, setting->about);
}

static bool read_choice(const struct setting *setting,
                        const struct yaml_node *node,
                        struct config *config)
{
    int index = fields_index(node->text, setting->about);
    if (index < 0) {
        struct arena *arena = node->file->arena;
        yaml_error(node, 0, choice_help(setting, node), "unknown word '%.*s', expected one of: %s",
                   (int)node->text.length, node->text.at, fields_listed(arena, setting->about));
        return false;
    }
    unsigned choice = (unsigned)index;
    _Static_assert(sizeof choice == sizeof config->log_level, "an enum is an unsigned");
    memcpy(field_of(setting, config), &choice, sizeof choice);
    return true;
}

static bool read_day(const struct setting *setting,
                     const struct yaml_node *node,
                     struct config *config)
{
    int32_t day;
    if (time_text_read_date(node->text, &day) != TIME_TEXT_GOOD) {
        yaml_error(node, 0, NULL,
                   "'%.*s' is no day from 2000 to 2199, expected one such as 2022-10-03",
                   (int)node->text.length, node->text.at);
        return false;
    }
    memcpy(field_of(setting, config), &day, sizeof day);
    return true;
}

/* ---- any --------------------------------------------------------------------------------- */

static bool is_text(enum setting_type type)
{
    return type == SETTING_TEXT || type == SETTING_NAME || type == SETTING_SERVERS ||
           type == SETTING_ADDRESS;
}

/* The field's value where nothing was written. A choice keeps what it has. */
static void put_nothing(const struct setting *setting, struct config *config)
{
    static const char *const empty = "";
    const int32_t no_day = MERIT_NO_DAY;
    if (is_text(setting->type)) {
        memcpy(field_of(setting, config), &empty, sizeof empty);
    } else if (setting->type == SETTING_DAY) {
        memcpy(field_of(setting, config), &no_day, sizeof no_day);
    } else if (setting->type != SETTING_CHOICE) {
        put_number(setting, config, 0);
    }
}

static bool may_be_nothing(const struct setting *setting)
{
    return setting->type == SETTING_ADDRESS ||
           (setting->initial != NULL && setting->initial[0] == '\0');
}

static void say_missing(const struct setting *setting, const struct yaml_node *node)
{
    const char *what = is_text(setting->type) ? setting->about : "a value";
    if (setting->initial == NULL) {
        yaml_error(node, 0, NULL, "expected %s here", what);
    } else {
        yaml_error(node, 0, NULL, "expected %s here; leave the line out for the default, %s", what,
                   setting->initial);
    }
}

bool setting_read(const struct setting *setting,
                  const struct yaml_node *node,
                  struct config *config)
{
    assert(setting->type != SETTING_PROPERTIES);
    if (setting->type == SETTING_THRESHOLDS) {
        return read_thresholds(setting, node, config);
    }
    if (!fields_is(node, YAML_SCALAR)) {
        return false;
    }
    if (node->text.length == 0) {
        if (may_be_nothing(setting)) {
            put_nothing(setting, config);
            return true;
        }
        say_missing(setting, node);
        return false;
    }
    switch (setting->type) {
    case SETTING_NUMBER:
        return read_number(setting, node, config);
    case SETTING_HUNDREDTHS:
        return read_hundredths(setting, node, config);
    case SETTING_CHOICE:
        return read_choice(setting, node, config);
    case SETTING_DAY:
        return read_day(setting, node, config);
    case SETTING_TEXT:
    case SETTING_NAME:
    case SETTING_SERVERS:
    case SETTING_ADDRESS:
        return read_text(setting, node, config);
    case SETTING_THRESHOLDS:
    case SETTING_PROPERTIES:
        break;
    }
    return false;
}
