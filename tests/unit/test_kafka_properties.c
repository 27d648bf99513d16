/* Which properties of the Kafka library may be set, and which are hidden. */
#include "check_main.h"
#include "config_sample.h"
#include "daemon/kafka_properties.h"
#include "kafka/client.h"

#include <stdio.h>

START_TEST(test_properties_refused)
{
    static const char *const refused[] = {"bootstrap.servers",
                                          "metadata.broker.list",
                                          "client.id",
                                          "group.id",
                                          "group.instance.id",
                                          "transactional.id",
                                          "isolation.level",
                                          "partitioner",
                                          "partition.assignment.strategy",
                                          "enable.auto.commit",
                                          "auto.commit.enable",
                                          "auto.commit.interval.ms",
                                          "auto.offset.reset",
                                          "enable.idempotence",
                                          "enable.auto.offset.store",
                                          "acks",
                                          "enable.partition.eof",
                                          "delivery.report.only.error",
                                          "group.protocol.type"};
    static const char *const allowed[] = {"sasl.username", "group.i",        "session.timeout.ms",
                                          "linger.ms",     "partitioner.xx", "ssl.ca.location"};
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
        ck_assert_msg(kafka_property_refusal(merit_text_of(refused[i])) != NULL, "%s", refused[i]);
    }
    for (size_t i = 0; i < sizeof allowed / sizeof allowed[0]; i++) {
        bool begins_so = strncmp(allowed[i], "partitioner", 11) == 0;
        ck_assert((kafka_property_refusal(merit_text_of(allowed[i])) != NULL) == begins_so);
    }
}
END_TEST

START_TEST(test_properties_secret)
{
    ck_assert(kafka_property_secret("sasl.password"));
    ck_assert(kafka_property_secret("ssl.key.password"));
    ck_assert(kafka_property_secret("ssl.key.pem"));
    ck_assert(kafka_property_secret("sasl.oauthbearer.client.secret"));
    ck_assert(!kafka_property_secret("sasl.username"));
    ck_assert(!kafka_property_secret("ssl.key.location"));
}
END_TEST

START_TEST(test_properties_of_a_file)
{
    struct config_sample sample;
    config_sample_open(&sample);
    ck_assert(config_sample_file(&sample, "kafka:\n"
                                          "  properties:\n"
                                          "    sasl.username: me\n"
                                          "    group.id: x\n"
                                          "    Sasl: x\n"
                                          "    sasl.password: [hunter2]\n"
                                          "    \"a\\0b\": x\n"
                                          "    linger.ms: \"1\\0\"\n"
                                          "    sasl:\n"
                                          "      username: me\n"));
    const struct config_properties *properties = &sample.config->kafka_properties;
    ck_assert_uint_eq(properties->count, 1);
    ck_assert_str_eq(properties->items[0].name, "sasl.username");
    ck_assert_str_eq(properties->items[0].value, "me");
    ck_assert_ptr_null(properties->items[0].origin);
    ck_assert(config_sample_says(&sample, "4:5: error: 'group.id' is not yours to set: set "
                                          "application_id\n    group.id: x\n    ^\n"));
    ck_assert(config_sample_says(&sample, "5:5: error: no property of the Kafka library"));
    ck_assert(config_sample_says(&sample, "6:20: error: expected one value here"));
    ck_assert(!config_sample_says(&sample, "hunter2"));
    ck_assert(config_sample_says(&sample, "7:6: error: no property of the Kafka library"));
    ck_assert(config_sample_says(&sample, "8:17: error: expected no control characters"));
    ck_assert(config_sample_says(&sample, "10:7: error: expected one value here: a property's "));
    ck_assert_uint_eq(sample.errors.count, 6);
    config_sample_close(&sample);
}
END_TEST

START_TEST(test_properties_no_block)
{
    struct config_sample sample;
    config_sample_open(&sample);
    ck_assert(config_sample_file(&sample, "kafka:\n  properties:\n"));
    ck_assert_uint_eq(sample.errors.count, 0);
    ck_assert(config_sample_file(&sample, "kafka:\n  properties: x\n"));
    ck_assert(config_sample_says(&sample, "2:15: error: expected a block of keys here"));
    config_sample_close(&sample);
}
END_TEST

/* A value is taken as it is, and replaces the one before. */
START_TEST(test_properties_overridden)
{
    struct config_sample sample;
    config_sample_open(&sample);
    ck_assert(config_sample_file(&sample, "kafka: {properties: {sasl.password: old, a: 1}}\n"));
    ck_assert(config_sample_set(&sample, "kafka.properties.sasl.password=@x: #y'\""));
    const struct config_properties *properties = &sample.config->kafka_properties;
    ck_assert_uint_eq(properties->count, 2);
    ck_assert_str_eq(properties->items[0].value, "@x: #y'\"");
    ck_assert_str_eq(properties->items[0].origin, "--set kafka.properties.sasl.password");
    ck_assert(!config_sample_set(&sample, "kafka.properties.group.id=hunter2"));
    ck_assert(config_sample_says(&sample, "--set kafka.properties.group.id: error: 'group.id' is "
                                          "not yours to set: set application_id\n"));
    ck_assert(!config_sample_set(&sample, "kafka.properties.A=hunter2"));
    ck_assert(!config_sample_says(&sample, "hunter2"));
    config_sample_close(&sample);
}
END_TEST

START_TEST(test_properties_limit)
{
    struct config_sample sample;
    char override[64];
    config_sample_open(&sample);
    for (int i = 0; i < CONFIG_PROPERTIES_MAX; i++) {
        (void)snprintf(override, sizeof override, "kafka.properties.p%d=1", i);
        ck_assert(config_sample_set(&sample, override));
    }
    ck_assert(config_sample_set(&sample, "kafka.properties.p0=2"));
    ck_assert(!config_sample_set(&sample, "kafka.properties.q=1"));
    ck_assert(config_sample_says(&sample, "more than 64 properties"));
    (void)config_sample_file(&sample, "kafka: {properties: {q: 1, r: 1}}\n");
    ck_assert(config_sample_says(&sample, "1:25: error: more than 64 properties"));
    config_sample_close(&sample);
}
END_TEST

CHECK_MAIN_TESTS("kafka_properties",
                 test_properties_refused,
                 test_properties_secret,
                 test_properties_of_a_file,
                 test_properties_no_block,
                 test_properties_overridden,
                 test_properties_limit)
