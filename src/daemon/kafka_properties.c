/* kafka.properties: what goes on to the Kafka library as it is, and what may not. */
#include "daemon/kafka_properties.h"

#include "kafka/client.h"
#include "yaml/fields.h"

#include <stdio.h>

const char *const kafka_property_secrets[] = {"password",           "secret", ".pem", "token",
                                              "oauthbearer.config", NULL};

bool kafka_property_secret(const char *name)
{
    for (const char *const *word = kafka_property_secrets; *word != NULL; word++) {
        if (strstr(name, *word) != NULL) {
            return true;
        }
    }
    return false;
}

static bool is_name(struct merit_text name)
{
    for (uint32_t i = 0; i < name.length; i++) {
        char byte = name.at[i];
        if (!((byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9') || byte == '.' ||
              byte == '_')) {
            return false;
        }
    }
    return name.length > 0 && name.length <= MERIT_ID_MAX;
}

/* False where there is no room. */
static bool put(struct config *config, const struct config_property *property)
{
    struct config_properties *all = &config->kafka_properties;
    uint32_t at = 0;
    while (at < all->count && strcmp(all->items[at].name, property->name) != 0) {
        at++;
    }
    if (at == CONFIG_PROPERTIES_MAX) {
        return false;
    }
    all->count += at == all->count;
    all->items[at] = (struct config_property){
        arena_text(&config->arena, merit_text_of(property->name)).at,
        arena_text(&config->arena, merit_text_of(property->value)).at,
        arena_text(&config->arena, merit_text_of(property->origin)).at,
    };
    return true;
}

/* ---- by --set or a variable -------------------------------------------------------------- */

bool kafka_property_set(struct config *config,
                        const struct config_property *property,
                        struct yaml_errors *errors)
{
    struct merit_text name = merit_text_of(property->name);
    const char *refusal = kafka_property_refusal(name);
    if (!is_name(name)) {
        yaml_error_plain(errors, property->origin,
                         "no property of the Kafka library has such a name");
    } else if (refusal != NULL) {
        yaml_error_plain(errors, property->origin, "'%s' is not yours to set: %s", property->name,
                         refusal);
    } else if (strlen(property->value) > CONFIG_TEXT_BYTES_MAX) {
        yaml_error_plain(errors, property->origin, "longer than %d bytes", CONFIG_TEXT_BYTES_MAX);
    } else if (put(config, property)) {
        return true;
    } else {
        yaml_error_plain(errors, property->origin, "more than %d properties",
                         CONFIG_PROPERTIES_MAX);
    }
    return false;
}

/* ---- in the file ------------------------------------------------------------------------- */

static bool check_node(const struct yaml_node *node)
{
    struct merit_text name = node->key->text;
    const char *refusal = kafka_property_refusal(name);
    if (!is_name(name)) {
        yaml_error(node->key, 0, NULL, "no property of the Kafka library has such a name");
    } else if (refusal != NULL) {
        yaml_error(node->key, 0, NULL, "'%.*s' is not yours to set: %s", (int)name.length, name.at,
                   refusal);
    } else if (node->kind != YAML_SCALAR) {
        yaml_error(node, 0, NULL,
                   "expected one value here: a property's name is written whole, such as "
                   "'sasl.username: me'");
    } else if (node->text.length > CONFIG_TEXT_BYTES_MAX) {
        yaml_error(node, 0, NULL, "longer than %d bytes", CONFIG_TEXT_BYTES_MAX);
    } else if (memchr(node->text.at, '\0', node->text.length) != NULL) {
        yaml_error(node, 0, NULL, "expected no control characters");
    } else {
        return true;
    }
    return false;
}

void kafka_properties_read(const struct yaml_node *node, struct config *config)
{
    if (node->kind == YAML_SCALAR && node->text.length == 0) {
        return;
    }
    if (!fields_is(node, YAML_MAP)) {
        return;
    }
    for (const struct yaml_node *child = node->first; child != NULL; child = child->next) {
        if (!check_node(child)) {
            continue;
        }
        const struct config_property property = {arena_text(&config->arena, child->key->text).at,
                                                 arena_text(&config->arena, child->text).at, NULL};
        if (!put(config, &property)) {
            yaml_error(child, 0, NULL, "more than %d properties", CONFIG_PROPERTIES_MAX);
            return;
        }
    }
}
