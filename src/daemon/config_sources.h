/* Settings by where they are written: defaults, a file, environment variables, --set. */
#ifndef DAEMON_CONFIG_SOURCES_H
#define DAEMON_CONFIG_SOURCES_H

#include "daemon/settings.h"
#include "yaml/yaml.h"

/* A load while it goes on. */
struct config_load {
    struct config *config;
    struct yaml_errors *errors;
    /* Of each row of the table: what its value was read from last, well or not; NULL: nothing. */
    const struct yaml_node *nodes[CONFIG_SETTINGS_MAX];
};

/* Each sets what it is told to, over what was set before; all that is wrong is said. */
void config_take_defaults(struct config_load *load);
/* False where there is no tree of keys at all. */
bool config_take_file(struct config_load *load, const char *path);
bool config_take_bytes(struct config_load *load, const char *path, struct merit_text bytes);
/* One "NAME=VALUE" of the environment; passed over unless the name begins with MERITD_. */
void config_take_variable(struct config_load *load, const char *variable);
/* One "key.path=value". */
void config_take_override(struct config_load *load, const char *override);

/* Last: what was not given and follows from the host and the installation, and what does not go
 * together. */
void config_complete(struct config_load *load);

/* With nothing set; required texts are "". */
struct config *config_new(void);

#endif
