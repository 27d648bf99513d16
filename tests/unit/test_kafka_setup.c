/* Tests of what a subcommand that talks to Kafka is told. */
#include "check_main.h"
#include "cli/kafka_setup.h"

#include <stdio.h>
#include <unistd.h>

#define SCHEMAS "schemas.directory=" MERIT_SOURCE_DIR "/config/schemas"

static struct kafka_setup_source source;
static struct kafka_setup setup;

START_TEST(arguments_are_gathered)
{
    char texts[][32] = {"produce", "--set", "a=1", "--config", "file", "--set", "b=2", "other"};
    char *argv[8];
    for (int i = 0; i < 8; i++) {
        argv[i] = texts[i];
    }
    int at = 1;
    bool bad = true;
    for (int i = 3; i <= 7; i += 2) {
        ck_assert(kafka_setup_take(&source, 8, argv, &at, &bad));
        ck_assert(!bad);
        ck_assert_int_eq(at, i);
    }
    ck_assert(!kafka_setup_take(&source, 8, argv, &at, &bad));
    ck_assert_int_eq(at, 7);
    ck_assert_str_eq(source.config_path, "file");
    ck_assert_uint_eq(source.override_count, 2);
    ck_assert_str_eq(source.overrides[1], "b=2");
}
END_TEST

START_TEST(a_missing_value_and_too_many_are_bad)
{
    char set[] = "--set";
    char config[] = "--config";
    char value[] = "a=1";
    char *argv[] = {set, value, config};
    bool bad = false;
    int at = 2;
    ck_assert(kafka_setup_take(&source, 3, argv, &at, &bad));
    ck_assert(bad);
    ck_assert_ptr_null(source.config_path);
    at = 0;
    ck_assert(kafka_setup_take(&source, 1, argv, &at, &bad));
    ck_assert(bad);
    for (int i = 0; i <= CONFIG_OVERRIDES_MAX; i++) {
        at = 0;
        ck_assert(kafka_setup_take(&source, 3, argv, &at, &bad));
        ck_assert_int_eq(bad, i == CONFIG_OVERRIDES_MAX);
    }
    ck_assert_uint_eq(source.override_count, CONFIG_OVERRIDES_MAX);
}
END_TEST

static bool opens(const char *first, const char *second)
{
    source = (struct kafka_setup_source){.overrides = {first, second},
                                         .override_count = second == NULL ? 1 : 2};
    return kafka_setup_open(&setup, &source);
}

START_TEST(what_is_wrong_is_refused)
{
    ck_assert_int_eq(unsetenv("MERITD_KAFKA_BOOTSTRAP_SERVERS"), 0);
    ck_assert(!opens(SCHEMAS, NULL)); /* no brokers */
    ck_assert(!opens(SCHEMAS, "kafka.bootstrap=h:1"));
    ck_assert(!opens("schemas.directory=/nowhere", "kafka.bootstrap_servers=h:1"));
    ck_assert(opens(SCHEMAS, "kafka.bootstrap_servers=h:1"));
    ck_assert_str_eq(setup.kafka.bootstrap_servers, "h:1");
    ck_assert(!setup.kafka.embedded);
    kafka_setup_close(&setup);
}
END_TEST

START_TEST(a_file_is_read_and_set_wins)
{
    static const char text[] = "application_id: scores-eu\n"
                               "kafka:\n"
                               "  bootstrap_servers: h:1\n"
                               "  properties: {client.rack: north}\n"
                               "state: {directory: /tmp}\n"
                               "rules: {directory: " MERIT_SOURCE_DIR "/config/rules}\n"
                               "schemas: {directory: " MERIT_SOURCE_DIR "/config/schemas}\n";
    char path[] = "/tmp/merit-test-XXXXXX";
    int file = mkstemp(path);
    ck_assert_int_ge(file, 0);
    ck_assert_int_eq(write(file, text, sizeof text - 1), sizeof text - 1);
    ck_assert_int_eq(close(file), 0);
    source.config_path = path;
    source.overrides[source.override_count++] = "kafka.bootstrap_servers=h:2";
    ck_assert(kafka_setup_open(&setup, &source));
    ck_assert_str_eq(setup.kafka.bootstrap_servers, "h:2");
    ck_assert_str_eq(setup.kafka.application_id, "scores-eu");
    ck_assert_uint_eq(setup.kafka.property_count, 1);
    ck_assert_str_eq(setup.kafka.properties[0].name, "client.rack");
    ck_assert_str_eq(setup.kafka.properties[0].value, "north");
    kafka_setup_close(&setup);
    ck_assert_int_eq(unlink(path), 0);
    ck_assert(!kafka_setup_open(&setup, &source)); /* it is gone */
}
END_TEST

CHECK_MAIN_TESTS("kafka_setup",
                 arguments_are_gathered,
                 a_missing_value_and_too_many_are_bad,
                 what_is_wrong_is_refused,
                 a_file_is_read_and_set_wins)
