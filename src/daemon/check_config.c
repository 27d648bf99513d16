/* `meritd --check-config`: settings, rules and schemas, looked at without running anything. */
#include "daemon/check_config.h"

#include "daemon/config_print.h"
#include "daemon/wall_clock.h"
#include "kafka/client.h"
#include "rules/program_load.h"
#include "yaml/file.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { EXIT_GOOD = 0, EXIT_OUTPUT = 1, EXIT_WRONG = 2, PATH_BYTES = 4200 };

/* Otherwise it is said, with the setting that names the path. */
static bool is_readable(const char *setting, const char *path, struct yaml_errors *errors)
{
    if (access(path, R_OK) == 0) {
        return true;
    }
    char label[PATH_BYTES];
    (void)snprintf(label, sizeof label, "%s: %s", setting, path);
    yaml_error_unreadable(errors, label);
    return false;
}

static void check_schemas(const char *directory, struct yaml_errors *errors)
{
    static const char *const names[] = {"AssociationEvent", "CertificationEvent", "UsageEvent",
                                        "DesignationEvent", "DesignationScore",   "ScoreChanged"};
    if (!is_readable("schemas.directory", directory, errors)) {
        return;
    }
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        char path[PATH_BYTES];
        (void)snprintf(path, sizeof path, "%s/%s.avsc", directory, names[i]);
        if (access(path, R_OK) != 0) {
            yaml_error_unreadable(errors, path);
        }
    }
}

static void check_properties(const struct config_properties *properties, struct yaml_errors *errors)
{
    char reason[KAFKA_TEXT_MAX];
    for (uint32_t i = 0; i < properties->count; i++) {
        const struct config_property *property = &properties->items[i];
        const struct kafka_property checked = {property->name, property->value};
        if (!kafka_property_check(&checked, reason)) {
            yaml_error_plain(errors,
                             property->origin == NULL ? "kafka.properties" : property->origin, "%s",
                             reason);
        }
    }
}

/* The folder, or the nearest one above it that there is, in which it would be made. */
static void check_state(const char *directory, struct yaml_errors *errors)
{
    char path[PATH_BYTES];
    struct stat status;
    (void)snprintf(path, sizeof path, "%s", directory);
    size_t end = strlen(path);
    while (end > 0 && stat(path, &status) != 0 && (errno == ENOENT || errno == ENOTDIR)) {
        while (end > 0 && path[--end] != '/') {
        }
        path[end] = '\0';
    }
    if (end == 0) {
        (void)snprintf(path, sizeof path, "%s", directory[0] == '/' ? "/" : ".");
    }
    if (stat(path, &status) == 0 && !S_ISDIR(status.st_mode)) {
        yaml_error_plain(errors, "state.directory", "%s is no folder", path);
    } else if (access(path, W_OK | X_OK) != 0) {
        yaml_error_plain(errors, "state.directory", "%s: nothing can be written in %s", directory,
                         path);
    }
}

static void check_time_source(const char *source, struct yaml_errors *errors)
{
    if (strcmp(source, "system") == 0 || !is_readable("time.source", source, errors)) {
        return;
    }
    const char *fault = wall_clock_check(source);
    if (fault != NULL) {
        yaml_error_plain(errors, "time.source", "%s: %s", source, fault);
    }
}

void check_config_files(const struct config *config, struct yaml_errors *errors)
{
    check_properties(&config->kafka_properties, errors);
    if (is_readable("rules.directory", config->rules_directory, errors)) {
        rules_free(rules_load(config->rules_directory, errors));
    }
    check_schemas(config->schemas_directory, errors);
    check_time_source(config->time_source, errors);
}

static int print_errors(const struct yaml_errors *errors)
{
    (void)fwrite(errors->text.bytes, 1, errors->text.length, stderr);
    (void)fprintf(stderr, "%u %s\n", errors->count, errors->count == 1 ? "error" : "errors");
    return EXIT_WRONG;
}

static int print_settings(const struct config_source *source, const struct config *config)
{
    struct buffer out = {0};
    config_print(config, &out);
    (void)printf("%s: good\n", source->path == NULL ? "settings" : source->path);
    (void)fwrite(out.bytes, 1, out.length, stdout);
    buffer_fini(&out);
    if (fflush(stdout) != 0 || ferror(stdout) != 0) {
        (void)fputs("meritd: standard output cannot be written\n", stderr);
        return EXIT_OUTPUT;
    }
    return EXIT_GOOD;
}

int check_config(const struct config_source *source)
{
    struct yaml_errors errors;
    yaml_errors_init(&errors);
    struct config *config = config_load(source, &errors);
    if (config != NULL) {
        check_config_files(config, &errors);
        if (!source->try_out) {
            check_state(config->state_directory, &errors);
        }
    }
    int result = errors.count > 0 ? print_errors(&errors) : print_settings(source, config);
    config_free(config);
    yaml_errors_fini(&errors);
    return result;
}
