/* Tests of what the subcommands that talk to Kafka share. */
#include "check_main.h"
#include "cli/kafka_setup.h"

#include <stdlib.h>

static struct kafka_setup_source source;
static struct kafka_setup setup;

static bool open_with(const char *first, const char *second)
{
    source = (struct kafka_setup_source){0};
    source.overrides[source.override_count++] =
        "schemas.directory=" MERIT_SOURCE_DIR "/config/schemas";
    source.overrides[source.override_count++] = first;
    if (second != NULL) {
        source.overrides[source.override_count++] = second;
    }
    return kafka_setup_open(&setup, &source);
}

START_TEST(options_are_taken_where_they_stand)
{
    char words[][24] = {"tail",  "--config", "meritd.yaml", "--set", "log.level=debug",
                        "topic", "--set"};
    char *arguments[7];
    for (int i = 0; i < 7; i++) {
        arguments[i] = words[i];
    }
    bool bad = true;
    int at = 1;
    ck_assert(kafka_setup_take(&source, 7, arguments, &at, &bad));
    ck_assert(!bad);
    ck_assert_int_eq(at, 3);
    ck_assert_str_eq(source.config_path, "meritd.yaml");
    ck_assert(kafka_setup_take(&source, 7, arguments, &at, &bad));
    ck_assert(!bad);
    ck_assert_int_eq(at, 5);
    ck_assert_uint_eq(source.override_count, 1);
    ck_assert_str_eq(source.overrides[0], "log.level=debug");
    ck_assert(!kafka_setup_take(&source, 7, arguments, &at, &bad));
    ck_assert_int_eq(at, 5);
    at = 6;
    ck_assert(kafka_setup_take(&source, 7, arguments, &at, &bad));
    ck_assert(bad);
    ck_assert_uint_eq(source.override_count, 1);
}
END_TEST

START_TEST(there_are_not_more_overrides_than_fit)
{
    char set[] = "--set";
    char value[] = "log.level=debug";
    char *arguments[] = {set, value};
    bool bad = false;
    for (int i = 0; i < CONFIG_OVERRIDES_MAX; i++) {
        int at = 0;
        ck_assert(kafka_setup_take(&source, 2, arguments, &at, &bad));
        ck_assert(!bad);
    }
    int at = 0;
    ck_assert(kafka_setup_take(&source, 2, arguments, &at, &bad));
    ck_assert(bad);
}
END_TEST

START_TEST(settings_become_a_client_s)
{
    ck_assert(open_with("kafka.bootstrap_servers=a:1,b:2", "kafka.properties.linger.ms=7"));
    ck_assert_str_eq(setup.kafka.bootstrap_servers, "a:1,b:2");
    ck_assert_str_eq(setup.kafka.application_id, "meritd");
    ck_assert_uint_eq(setup.kafka.property_count, 1);
    ck_assert_str_eq(setup.kafka.properties[0].name, "linger.ms");
    ck_assert_str_eq(setup.kafka.properties[0].value, "7");
    ck_assert(!setup.kafka.embedded);
    ck_assert_ptr_nonnull(setup.schemas);
    kafka_setup_close(&setup);
}
END_TEST

START_TEST(variables_count_too)
{
    ck_assert_int_eq(setenv("MERITD_KAFKA_BOOTSTRAP_SERVERS", "c:3", 1), 0);
    ck_assert(open_with("application_id=eu", NULL));
    ck_assert_str_eq(setup.kafka.bootstrap_servers, "c:3");
    ck_assert_str_eq(setup.kafka.application_id, "eu");
    kafka_setup_close(&setup);
}
END_TEST

START_TEST(what_is_wrong_is_refused)
{
    ck_assert(!open_with("log.level=debug", NULL)); /* no brokers */
    ck_assert(!open_with("kafka.bootstrap_servers=a:1", "no.such.key=1"));
    ck_assert(!open_with("kafka.bootstrap_servers=a:1", "schemas.directory=/nowhere/at/all"));
    source = (struct kafka_setup_source){.config_path = "/nowhere/at/all.yaml"};
    ck_assert(!kafka_setup_open(&setup, &source));
}
END_TEST

CHECK_MAIN_TESTS("kafka_setup",
                 options_are_taken_where_they_stand,
                 there_are_not_more_overrides_than_fit,
                 settings_become_a_client_s,
                 variables_count_too,
                 what_is_wrong_is_refused)
