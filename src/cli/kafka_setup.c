/* What the subcommands that talk to Kafka share: settings from a file, --set and variables. */
#include "cli/kafka_setup.h"

#include <stdio.h>
#include <unistd.h>

extern char **environ;

bool kafka_setup_take(
    struct kafka_setup_source *source, int argc, char **argv, int *at, bool *ret_bad)
{
    bool config = strcmp(argv[*at], "--config") == 0;
    if (!config && strcmp(argv[*at], "--set") != 0) {
        return false;
    }
    *ret_bad = *at + 1 >= argc || (!config && source->override_count == CONFIG_OVERRIDES_MAX);
    if (!*ret_bad && config) {
        source->config_path = argv[*at + 1];
    } else if (!*ret_bad) {
        source->overrides[source->override_count++] = argv[*at + 1];
    }
    *at += 2;
    return true;
}

static void take_kafka(struct kafka_setup *setup)
{
    const struct config *config = setup->config;
    for (uint32_t i = 0; i < config->kafka_properties.count; i++) {
        setup->properties[i] = (struct kafka_property){config->kafka_properties.items[i].name,
                                                       config->kafka_properties.items[i].value};
    }
    setup->kafka = (struct kafka_settings){
        .bootstrap_servers = config->kafka_bootstrap_servers,
        .application_id = config->application_id,
        .instance_id = config->instance_id,
        .property_count = config->kafka_properties.count,
        .properties = setup->properties,
        .log = &setup->log,
    };
}

bool kafka_setup_open(struct kafka_setup *setup, const struct kafka_setup_source *source)
{
    memset(setup, 0, sizeof *setup);
    struct yaml_errors errors;
    yaml_errors_init(&errors);
    /* No state is kept here: its folder need not be named. */
    struct config_source from = {
        .path = source->config_path,
        .environment = (const char *const *)environ,
        .overrides = source->overrides,
        .override_count = source->override_count,
        .try_out = source->config_path == NULL,
    };
    setup->config = config_load(&from, &errors);
    struct text_buffer wrong = {0};
    if (setup->config != NULL) {
        setup->schemas = schema_set_load(setup->config->schemas_directory, &wrong);
    }
    if (errors.text.length > 0) {
        (void)fwrite(errors.text.bytes, 1, errors.text.length, stderr);
    }
    if (wrong.length > 0) {
        (void)fwrite(wrong.at, 1, wrong.length, stderr);
    }
    yaml_errors_fini(&errors);
    text_buffer_fini(&wrong);
    bool good = setup->config != NULL && setup->schemas != NULL;
    if (good && setup->config->kafka_bootstrap_servers[0] == '\0') {
        (void)fputs("merit: which brokers? give --config FILE, or --set "
                    "kafka.bootstrap_servers=HOST:PORT\n",
                    stderr);
        good = false;
    }
    if (!good) {
        kafka_setup_close(setup);
        return false;
    }
    setup->log = (struct log){.descriptor = STDERR_FILENO, .level = LOG_ERROR};
    take_kafka(setup);
    return true;
}

void kafka_setup_close(struct kafka_setup *setup)
{
    schema_set_free(setup->schemas);
    config_free(setup->config);
}
