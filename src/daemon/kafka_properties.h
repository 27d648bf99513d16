/* kafka.properties: what goes on to the Kafka library as it is, and what may not. */
#ifndef DAEMON_KAFKA_PROPERTIES_H
#define DAEMON_KAFKA_PROPERTIES_H

#include "daemon/config.h"
#include "yaml/yaml.h"

/* Whether the property's value must not be shown. */
bool kafka_property_secret(const char *name);
/* Words ended by NULL; a name (or a line of a file) that has one of them is about a secret. */
extern const char *const kafka_property_secrets[];

/* Adds or replaces. False where the name or the value cannot be: said under the name `origin`,
 * without the value. */
bool kafka_property_set(struct config *config,
                        const struct config_property *property,
                        struct yaml_errors *errors);

/* The block in a file: every good property is set, every other said where it stands. */
void kafka_properties_read(const struct yaml_node *node, struct config *config);

#endif
