/* `meritd --check-config`: settings, rules and schemas, looked at without running anything. */
#ifndef DAEMON_CHECK_CONFIG_H
#define DAEMON_CHECK_CONFIG_H

#include "daemon/config.h"

/* All that is wrong, of every kind, to standard error, and 2; or "FILE: good" with every setting to
 * standard output, and 0; 1 where that cannot be written. Nothing is changed. */
int check_config(const struct config_source *source);

/* The rules, schemas and time source that the settings name, and the Kafka library about its
 * properties: what is wrong with them is said. */
void check_config_files(const struct config *config, struct yaml_errors *errors);

#endif
