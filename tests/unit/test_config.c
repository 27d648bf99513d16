/* Loading all settings: which source wins, what must be given, what does not go together; and that
 * the file that comes with meritd holds every key with its default. */
#include "check_main.h"
#include "config_sample.h"
#include "daemon/config_print.h"

#include <stdio.h>
#include <unistd.h>

static char path[32];
static struct yaml_errors errors;

static void new_file(void)
{
    (void)snprintf(path, sizeof path, "/tmp/meritXXXXXX");
    int descriptor = mkstemp(path);
    ck_assert_int_ge(descriptor, 0);
    ck_assert_int_eq(close(descriptor), 0);
}

static void write_file(const char *text)
{
    FILE *file = fopen(path, "wb");
    ck_assert_ptr_nonnull(file);
    ck_assert_int_ge(fputs(text, file), 0);
    ck_assert_int_eq(fclose(file), 0);
}

/* NULL where something is wrong; then `errors` says what, until the next call. */
static struct config *load(const char *text, const char *variable, const char *override)
{
    const char *environment[] = {variable, NULL};
    const struct config_source source = {
        .path = path,
        .environment = environment,
        .overrides = &override,
        .override_count = override != NULL,
    };
    write_file(text);
    yaml_errors_fini(&errors);
    return config_load(&source, &errors);
}

static void expect_error(const char *expected)
{
    buffer_u8(&errors.text, '\0');
    ck_assert_msg(strstr((const char *)errors.text.bytes, expected) != NULL, "%s",
                  (const char *)errors.text.bytes);
}

#define REQUIRED "kafka: {bootstrap_servers: a}\nstate: {directory: b}\n"

START_TEST(test_config_precedence)
{
    new_file();
    struct config *config = load(REQUIRED, NULL, NULL);
    ck_assert_ptr_nonnull(config);
    ck_assert_int_eq(config->commit_interval_ms, 50);
    config_free(config);
    config = load(REQUIRED "commit: {interval_ms: 1}\n", NULL, NULL);
    ck_assert_int_eq(config->commit_interval_ms, 1);
    config_free(config);
    config = load(REQUIRED "commit: {interval_ms: 1}\n", "MERITD_COMMIT_INTERVAL_MS=2", NULL);
    ck_assert_int_eq(config->commit_interval_ms, 2);
    config_free(config);
    config = load(REQUIRED "commit: {interval_ms: 1}\n", "MERITD_COMMIT_INTERVAL_MS=2",
                  "commit.interval_ms=3");
    ck_assert_int_eq(config->commit_interval_ms, 3);
    config_free(config);
    yaml_errors_fini(&errors);
    ck_assert_int_eq(unlink(path), 0);
}
END_TEST

START_TEST(test_config_required)
{
    new_file();
    ck_assert_ptr_null(load("headers: full\n", NULL, NULL));
    ck_assert_uint_eq(errors.count, 2);
    expect_error(": error: kafka.bootstrap_servers is missing: give it here, as --set "
                 "kafka.bootstrap_servers=... or as MERITD_KAFKA_BOOTSTRAP_SERVERS=...\n");
    ck_assert_ptr_null(load("headers: full\n", "MERITD_STATE_DIRECTORY=/x", NULL));
    ck_assert_uint_eq(errors.count, 1);
    /* What was given, but wrong, is not missing as well. */
    ck_assert_ptr_null(
        load("kafka: {bootstrap_servers: ','}\nstate: {directory: a}\n", NULL, NULL));
    ck_assert_uint_eq(errors.count, 1);
    /* Nor is what a file that is no YAML may hold. */
    ck_assert_ptr_null(load("a: b: c\n", NULL, NULL));
    ck_assert_uint_eq(errors.count, 1);
    const struct config_source source = {.try_out = true};
    yaml_errors_fini(&errors);
    struct config *config = config_load(&source, &errors);
    ck_assert_ptr_nonnull(config);
    ck_assert_str_eq(config->state_directory, "");
    config_free(config);
    yaml_errors_fini(&errors);
    ck_assert_int_eq(unlink(path), 0);
}
END_TEST

START_TEST(test_config_completed)
{
    const struct config_source source = {.try_out = true};
    yaml_errors_init(&errors);
    struct config *config = config_load(&source, &errors);
    ck_assert_ptr_nonnull(config);
    ck_assert_int_gt(config->workers, 0);
    ck_assert_str_ne(config->instance_id, "");
    ck_assert_ptr_nonnull(strstr(config->rules_directory, "/rules"));
    ck_assert_ptr_nonnull(strstr(config->schemas_directory, "/schemas"));
    config_free(config);
    new_file();
    config = load(REQUIRED "framing: {default: raw, usage: single_object}\n", NULL, NULL);
    ck_assert_ptr_nonnull(config);
    ck_assert_int_eq(config->framing[CONFIG_TOPIC_USAGE], CONFIG_FRAMING_SINGLE_OBJECT);
    ck_assert_int_eq(config->framing[CONFIG_TOPIC_SCORES], CONFIG_FRAMING_RAW);
    config_free(config);
    /* An empty variable takes back what the file says. */
    config = load(REQUIRED "framing: {default: raw, usage: single_object}\n",
                  "MERITD_FRAMING_USAGE=", NULL);
    ck_assert_int_eq(config->framing[CONFIG_TOPIC_USAGE], CONFIG_FRAMING_RAW);
    config_free(config);
    yaml_errors_fini(&errors);
    ck_assert_int_eq(unlink(path), 0);
}
END_TEST

START_TEST(test_config_topics_differ)
{
    new_file();
    ck_assert_ptr_null(load(REQUIRED "topics:\n  usage: merit.scores\n", NULL, NULL));
    ck_assert_uint_eq(errors.count, 1);
    expect_error(":4:10: error: 'merit.scores' is also the name of another topic");
    ck_assert_ptr_null(load(REQUIRED "topics:\n  scores: merit.usage\n", NULL, NULL));
    ck_assert_uint_eq(errors.count, 1);
    expect_error(":4:11: error: 'merit.usage' is also the name of another topic");
    ck_assert_ptr_null(load(REQUIRED "topics:\n  scores: x-facts\n", NULL, "application_id=x"));
    ck_assert_uint_eq(errors.count, 1);
    expect_error(":4:11: error: 'x-facts' is the name of a topic that meritd makes for itself");
    yaml_errors_fini(&errors);
    ck_assert_int_eq(unlink(path), 0);
}
END_TEST

START_TEST(test_config_file_is_complete)
{
    struct config_sample sample;
    config_sample_open(&sample);
    ck_assert(config_take_file(&sample.load, MERIT_SOURCE_DIR "/config/meritd.yaml"));
    ck_assert_uint_eq(sample.errors.count, 0);
    for (size_t i = 0; i < settings_count; i++) {
        const struct yaml_node *node = sample.load.nodes[i];
        ck_assert_msg(node != NULL && !node->file->is_value, "config/meritd.yaml lacks %s",
                      settings[i].key);
    }
    config_complete(&sample.load);
    const char *required[] = {"kafka.bootstrap_servers=127.0.0.1:9092",
                              "state.directory=/var/lib/meritd"};
    const struct config_source source = {.overrides = required, .override_count = 2};
    yaml_errors_init(&errors);
    struct config *defaults = config_load(&source, &errors);
    ck_assert_ptr_nonnull(defaults);
    memset(defaults->origins, 0, sizeof defaults->origins);
    struct buffer expected = {0};
    struct buffer found = {0};
    config_print(defaults, &expected);
    config_print(sample.config, &found);
    buffer_u8(&expected, '\0');
    buffer_u8(&found, '\0');
    ck_assert_str_eq((const char *)found.bytes, (const char *)expected.bytes);
    buffer_fini(&expected);
    buffer_fini(&found);
    config_free(defaults);
    config_sample_close(&sample);
    yaml_errors_fini(&errors);
}
END_TEST

CHECK_MAIN_TESTS("config",
                 test_config_precedence,
                 test_config_required,
                 test_config_completed,
                 test_config_topics_differ,
                 test_config_file_is_complete)
