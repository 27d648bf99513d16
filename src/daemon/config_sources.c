/* Settings by where they are written: defaults, a file, environment variables, --set. */
#include "daemon/config_sources.h"

#include "daemon/kafka_properties.h"
#include "daemon/setting_read.h"
#include "yaml/fields.h"
#include "yaml/file.h"
#include "yaml/suggest.h"

#include <assert.h>
#include <stdio.h>

#define VARIABLE_PREFIX            "MERITD_"
#define PROPERTIES_VARIABLE_PREFIX "MERITD_KAFKA_PROPERTIES_"

/* Variables that begin like settings and are none. A '*' at the end stands for anything. */
static const char *const reserved_variables[] = {
    "MERITD_FAIL", /* fault points, for tests */
    /* What Kubernetes sets in every container beside a service that is called meritd. */
    "MERITD_SERVICE_*",
    "MERITD_PORT",
    "MERITD_PORT_*",
};

/* ---- one value --------------------------------------------------------------------------- */

static void take_node(struct config_load *load,
                      const struct setting *setting,
                      const struct yaml_node *node)
{
    size_t index = settings_index(setting);
    load->nodes[index] = node;
    if (setting->type == SETTING_PROPERTIES) {
        kafka_properties_read(node, load->config);
    } else if (setting_read(setting, node, load->config)) {
        load->config->origins[index] = node->file->context;
    }
}

/* A value that stands by itself, called `path` in messages. `origin`: NULL for a default. */
static const struct yaml_node *parse_value(struct config_load *load,
                                           const char *path,
                                           const char *value,
                                           const char *origin)
{
    struct arena *arena = &load->config->arena;
    struct yaml_file *file = arena_allocate(arena, sizeof *file);
    *file = (struct yaml_file){
        .path = path,
        .noun = "a value",
        .example = "",
        .bytes = arena_text(arena, merit_text_of(value)),
        .arena = arena,
        .errors = load->errors,
        .is_value = true,
        .context = origin,
    };
    if (file->bytes.length > CONFIG_TEXT_BYTES_MAX) {
        yaml_error_plain(load->errors, file->path, "longer than %d bytes", CONFIG_TEXT_BYTES_MAX);
        return NULL;
    }
    return yaml_parse_value(file);
}

static void take_value(struct config_load *load,
                       const struct setting *setting,
                       const char *origin,
                       const char *value)
{
    const struct yaml_node *node = parse_value(load, origin, value, origin);
    if (node != NULL) {
        take_node(load, setting, node);
    }
}

void config_take_defaults(struct config_load *load)
{
    for (size_t i = 0; i < settings_count; i++) {
        if (settings[i].initial != NULL) {
            const struct yaml_node *node =
                parse_value(load, settings[i].key, settings[i].initial, NULL);
            assert(node != NULL);
            take_node(load, &settings[i], node);
        }
    }
}

/* ---- a file ------------------------------------------------------------------------------ */

static bool is_empty(const struct yaml_node *node)
{
    return node->kind == YAML_SCALAR && node->text.length == 0;
}

/* "SECTION.KEY" of a section's child, in the arena. */
static struct merit_text path_of(struct arena *arena, const struct yaml_node *child)
{
    struct merit_text key = child->key->text;
    struct merit_text section = child->parent->key->text;
    size_t size = (size_t)section.length + key.length + 2;
    char *path = arena_allocate(arena, size);
    (void)snprintf(path, size, "%.*s.%.*s", (int)section.length, section.at, (int)key.length,
                   key.at);
    return merit_text_of(path);
}

/* What stands directly below a section. */
static void take_section(struct config_load *load, const struct yaml_node *section)
{
    const char *names = settings_children(&load->config->arena, section->key->text);
    bool is_section = names[0] != '\0';
    if (!is_section || is_empty(section) || !fields_check(section, names)) {
        return;
    }
    for (const struct yaml_node *child = section->first; child != NULL; child = child->next) {
        const struct setting *setting = settings_find(path_of(&load->config->arena, child));
        if (setting != NULL) {
            take_node(load, setting, child);
        }
    }
}

bool config_take_bytes(struct config_load *load, const char *path, struct merit_text bytes)
{
    struct arena *arena = &load->config->arena;
    struct yaml_file *file = arena_allocate(arena, sizeof *file);
    *file = (struct yaml_file){
        .path = arena_text(arena, merit_text_of(path)).at,
        .noun = "a configuration file",
        .example = "application_id: meritd",
        .bytes = bytes,
        .arena = arena,
        .errors = load->errors,
        .secrets = kafka_property_secrets,
    };
    const struct yaml_node *root = yaml_parse(file);
    if (root == NULL || !fields_check(root, settings_children(arena, merit_text_of("")))) {
        return false;
    }
    for (const struct yaml_node *child = root->first; child != NULL; child = child->next) {
        const struct setting *setting = settings_find(child->key->text);
        if (setting == NULL) {
            take_section(load, child);
        } else if (strchr(setting->key, '.') == NULL) {
            take_node(load, setting, child);
        }
    }
    return true;
}

bool config_take_file(struct config_load *load, const char *path)
{
    struct merit_text bytes = yaml_file_read(&load->config->arena, load->errors, path);
    return !merit_text_is_null(bytes) && config_take_bytes(load, path, bytes);
}

/* ---- variables --------------------------------------------------------------------------- */

static bool is_reserved(const char *name)
{
    for (size_t i = 0; i < sizeof reserved_variables / sizeof reserved_variables[0]; i++) {
        const char *reserved = reserved_variables[i];
        size_t length = strlen(reserved);
        if (reserved[length - 1] == '*' ? strncmp(name, reserved, length - 1) == 0
                                        : strcmp(name, reserved) == 0) {
            return true;
        }
    }
    return false;
}

static const struct setting *find_variable(const char *name)
{
    char variable[SETTINGS_VARIABLE_BYTES];
    for (size_t i = 0; i < settings_count; i++) {
        settings_variable(&settings[i], variable);
        if (strcmp(name, variable) == 0) {
            return &settings[i];
        }
    }
    return NULL;
}

/* "sasl.username" of SASL_USERNAME. */
static const char *property_name(struct arena *arena, const char *words)
{
    size_t length = strlen(words);
    char *name = arena_allocate(arena, length + 1);
    for (size_t i = 0; i < length; i++) {
        name[i] = words[i];
        if (words[i] >= 'A' && words[i] <= 'Z') {
            name[i] = (char)(words[i] - 'A' + 'a');
        } else if (words[i] == '_') {
            name[i] = '.';
        }
    }
    return name;
}

static void refuse_variable(struct config_load *load, const char *name)
{
    const size_t prefix = sizeof VARIABLE_PREFIX - 1; /* all have it: it makes none likelier */
    char variables[CONFIG_SETTINGS_MAX][SETTINGS_VARIABLE_BYTES];
    struct merit_text words[CONFIG_SETTINGS_MAX] = {{NULL, 0}};
    for (size_t i = 0; i < settings_count; i++) {
        settings_variable(&settings[i], variables[i]);
        words[i] = merit_text_of(variables[i] + prefix);
    }
    size_t nearest = suggest_nearest(merit_text_of(name + prefix), words, settings_count);
    if (nearest < settings_count) {
        yaml_error_plain(load->errors, name, "no setting has this name; did you mean %s?",
                         variables[nearest]);
    } else {
        yaml_error_plain(load->errors, name,
                         "no setting has this name: variables are called as the keys of the "
                         "configuration file, " VARIABLE_PREFIX "COMMIT_INTERVAL_MS for instance");
    }
}

void config_take_variable(struct config_load *load, const char *variable)
{
    const char *equals = strchr(variable, '=');
    if (equals == NULL || strncmp(variable, VARIABLE_PREFIX, sizeof VARIABLE_PREFIX - 1) != 0) {
        return;
    }
    struct arena *arena = &load->config->arena;
    struct merit_text text = {variable, (uint32_t)(equals - variable)};
    const char *name = arena_text(arena, text).at;
    if (is_reserved(name)) {
        return;
    }
    const struct setting *setting = find_variable(name);
    size_t prefix = sizeof PROPERTIES_VARIABLE_PREFIX - 1;
    if (strncmp(name, PROPERTIES_VARIABLE_PREFIX, prefix) == 0) {
        const struct config_property property = {property_name(arena, name + prefix), equals + 1,
                                                 name};
        (void)kafka_property_set(load->config, &property, load->errors);
    } else if (setting != NULL) {
        take_value(load, setting, name, equals + 1);
    } else {
        refuse_variable(load, name);
    }
}

/* ---- --set ------------------------------------------------------------------------------- */

static void refuse_override(struct config_load *load, const char *origin, struct merit_text key)
{
    struct merit_text words[CONFIG_SETTINGS_MAX] = {{NULL, 0}};
    for (size_t i = 0; i < settings_count; i++) {
        words[i] = merit_text_of(settings[i].key);
    }
    size_t nearest = suggest_nearest(key, words, settings_count);
    if (nearest < settings_count) {
        yaml_error_plain(load->errors, origin, "no setting has this name; did you mean %s?",
                         settings[nearest].key);
    } else {
        yaml_error_plain(load->errors, origin,
                         "no setting has this name: give a key as commit.interval_ms");
    }
}

void config_take_override(struct config_load *load, const char *override)
{
    struct arena *arena = &load->config->arena;
    const char *equals = strchr(override, '=');
    size_t length = equals == NULL ? strlen(override) : (size_t)(equals - override);
    struct merit_text key = {override, (uint32_t)length};
    size_t size = length + sizeof "--set ";
    char *origin = arena_allocate(arena, size);
    (void)snprintf(origin, size, "--set %.*s", (int)length, override);
    if (equals == NULL) {
        yaml_error_plain(load->errors, origin,
                         "expected a key and a value, such as --set commit.interval_ms=20");
        return;
    }
    const struct setting *setting = settings_find(key);
    size_t prefix = sizeof SETTINGS_PROPERTIES_PREFIX - 1;
    if (length > prefix && memcmp(override, SETTINGS_PROPERTIES_PREFIX, prefix) == 0) {
        key = (struct merit_text){override + prefix, (uint32_t)(length - prefix)};
        const struct config_property property = {arena_text(arena, key).at, equals + 1, origin};
        (void)kafka_property_set(load->config, &property, load->errors);
    } else if (setting != NULL) {
        take_value(load, setting, origin, equals + 1);
    } else {
        refuse_override(load, origin, key);
    }
}
