/* What the subcommands that talk to Kafka share: settings from a file, --set and variables. */
#ifndef CLI_KAFKA_SETUP_H
#define CLI_KAFKA_SETUP_H

#include "base/log.h"
#include "codec/schema_set.h"
#include "daemon/config.h"
#include "kafka/client.h"

struct kafka_setup {
    struct log log;
    struct config *config;
    struct schema_set *schemas;
    struct kafka_settings kafka;
    struct kafka_property properties[CONFIG_PROPERTIES_MAX];
};

/* Where settings come from, as gathered from a command line. */
struct kafka_setup_source {
    const char *config_path; /* NULL: none */
    const char *overrides[CONFIG_OVERRIDES_MAX];
    size_t override_count;
};

/* Takes --config FILE or --set KEY=VALUE at argv[*at] and moves *at behind it; false where it is
 * neither, with *ret_bad where its argument is missing. */
bool kafka_setup_take(
    struct kafka_setup_source *source, int argc, char **argv, int *at, bool *ret_bad);

/* All that is wrong goes to standard error: false. */
bool kafka_setup_open(struct kafka_setup *setup, const struct kafka_setup_source *source);
void kafka_setup_close(struct kafka_setup *setup);

#endif
