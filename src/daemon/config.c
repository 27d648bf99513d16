/* The settings of meritd as the program sees them, and the one way to get them. */
#include "daemon/config.h"

#include "base/memory.h"
#include "daemon/config_sources.h"
#include "daemon/installed.h"

#include <assert.h>
#include <stddef.h>
#include <stdio.h>
#include <unistd.h>

enum { HOST_BYTES = 256, WORKERS_MAX = 256 };

/* Topics that meritd makes for itself are called <application_id>-<this>. */
static const char *const internal_topics[] = {"facts", "changelog"};

/* ---- what was not given ------------------------------------------------------------------ */

/* The host's name as a name of Kafka: other characters become '-'. */
static const char *host_name(struct arena *arena)
{
    char name[HOST_BYTES] = "";
    if (gethostname(name, sizeof name - 1) != 0 || name[0] == '\0') {
        return "localhost";
    }
    name[CONFIG_ID_MAX] = '\0';
    for (char *at = name; *at != '\0'; at++) {
        bool good = (*at >= 'a' && *at <= 'z') || (*at >= 'A' && *at <= 'Z') ||
                    (*at >= '0' && *at <= '9') || *at == '.' || *at == '_' || *at == '-';
        if (!good) {
            *at = '-';
        }
    }
    return arena_text(arena, merit_text_of(name)).at;
}

static int64_t core_count(void)
{
    long count = sysconf(_SC_NPROCESSORS_ONLN);
    return count < 1 ? 1 : count > WORKERS_MAX ? WORKERS_MAX : count;
}

/* Nothing was written for this key: its node is an empty value, or there is none. */
static bool is_nothing(const struct config_load *load, const char *key)
{
    const struct setting *setting = settings_find(merit_text_of(key));
    assert(setting != NULL);
    const struct yaml_node *node = load->nodes[settings_index(setting)];
    return node == NULL || (node->kind == YAML_SCALAR && node->text.length == 0);
}

static void complete_framing(struct config_load *load)
{
    static const char *const keys[CONFIG_TOPIC_COUNT] = {
        [CONFIG_TOPIC_ASSOCIATIONS] = "framing.associations",
        [CONFIG_TOPIC_USAGE] = "framing.usage",
        [CONFIG_TOPIC_CERTIFICATIONS] = "framing.certifications",
        [CONFIG_TOPIC_SCORE_CHANGES] = "framing.score_changes",
        [CONFIG_TOPIC_DESIGNATIONS] = "framing.designations",
        [CONFIG_TOPIC_SCORES] = "framing.scores",
    };
    struct config *config = load->config;
    for (size_t i = 0; i < CONFIG_TOPIC_COUNT; i++) {
        if (keys[i] != NULL && is_nothing(load, keys[i])) {
            config->framing[i] = config->framing_default;
        }
    }
}

static void complete_defaults(struct config_load *load)
{
    struct config *config = load->config;
    struct arena *arena = &config->arena;
    if (config->instance_id[0] == '\0') {
        config->instance_id = host_name(arena);
    }
    if (config->workers == 0) {
        config->workers = core_count();
    }
    if (config->rules_directory[0] == '\0') {
        config->rules_directory = installed_directory(arena, "rules");
    }
    if (config->schemas_directory[0] == '\0') {
        config->schemas_directory = installed_directory(arena, "schemas");
    }
    complete_framing(load);
}

/* ---- what does not go together ----------------------------------------------------------- */

static void require(struct config_load *load, const struct config_source *source)
{
    const char *path = source->path == NULL ? "meritd" : source->path;
    char variable[SETTINGS_VARIABLE_BYTES];
    for (size_t i = 0; i < settings_count; i++) {
        if (settings[i].initial != NULL || load->nodes[i] != NULL) {
            continue;
        }
        settings_variable(&settings[i], variable);
        yaml_error_plain(load->errors, path,
                         "%s is missing: give it here, as --set %s=... or as %s=...",
                         settings[i].key, settings[i].key, variable);
    }
}

static const struct yaml_node *topic_node(const struct config_load *load, size_t topic)
{
    size_t at = offsetof(struct config, topics) + topic * sizeof(const char *);
    size_t i = 0;
    while (settings[i].at != at) {
        i++;
    }
    return load->nodes[i];
}

static bool is_default(const struct yaml_node *node)
{
    return node->file->is_value && node->file->context == NULL;
}

/* Said where somebody wrote it: not at a default. */
static void refuse_same(const struct config_load *load, size_t a, size_t b)
{
    const struct yaml_node *node = topic_node(load, a);
    node = is_default(node) ? topic_node(load, b) : node;
    yaml_error(node, 0, NULL, "'%s' is also the name of another topic: each has its own",
               load->config->topics[a]);
}

static void check_topics(struct config_load *load)
{
    const struct config *config = load->config;
    char internal[CONFIG_TOPIC_BYTES_MAX + 1];
    for (size_t a = 0; a < CONFIG_TOPIC_COUNT; a++) {
        for (size_t b = 0; b < a; b++) {
            if (strcmp(config->topics[a], config->topics[b]) == 0) {
                refuse_same(load, a, b);
                break;
            }
        }
        for (size_t i = 0; i < sizeof internal_topics / sizeof internal_topics[0]; i++) {
            (void)snprintf(internal, sizeof internal, "%s-%s", config->application_id,
                           internal_topics[i]);
            if (strcmp(config->topics[a], internal) == 0) {
                yaml_error(topic_node(load, a), 0, NULL,
                           "'%s' is the name of a topic that meritd makes for itself", internal);
            }
        }
    }
}

void config_complete(struct config_load *load)
{
    complete_defaults(load);
    check_topics(load);
}

/* ---- loading ----------------------------------------------------------------------------- */

struct config *config_new(void)
{
    struct config *config = memory_allocate(sizeof *config);
    *config = (struct config){.kafka_bootstrap_servers = "", .state_directory = ""};
    arena_init(&config->arena);
    return config;
}

void config_free(struct config *config)
{
    if (config != NULL) {
        arena_fini(&config->arena);
        memory_free(config);
    }
}

static void take_overrides(struct config_load *load, const struct config_source *source)
{
    const char *const *variable = source->environment;
    for (; variable != NULL && *variable != NULL; variable++) {
        config_take_variable(load, *variable);
    }
    for (size_t i = 0; i < source->override_count; i++) {
        config_take_override(load, source->overrides[i]);
    }
}

struct config *config_load(const struct config_source *source, struct yaml_errors *errors)
{
    struct config_load load = {.config = config_new(), .errors = errors};
    uint32_t before = errors->count;
    config_take_defaults(&load);
    assert(errors->count == before);
    bool was_read = source->path == NULL || config_take_file(&load, source->path);
    take_overrides(&load, source);
    /* Of a file that could not be read at all it is not said that keys are missing. */
    if (!source->try_out && was_read) {
        require(&load, source);
    }
    config_complete(&load);
    if (errors->count > before) {
        config_free(load.config);
        return NULL;
    }
    return load.config;
}
