/* The files that settings name: rules, schemas, the time source. */
#include "check_main.h"
#include "config_sample.h"
#include "daemon/check_config.h"

static void open_with(struct config_sample *sample, const char *override)
{
    config_sample_open(sample);
    ck_assert(config_sample_set(sample, "rules.directory=" MERIT_SOURCE_DIR "/config/rules"));
    ck_assert(config_sample_set(sample, "schemas.directory=" MERIT_SOURCE_DIR "/config/schemas"));
    ck_assert(config_sample_set(sample, override));
    check_config_files(sample->config, &sample->errors);
}

START_TEST(test_check_good)
{
    struct config_sample sample;
    open_with(&sample, "headers=full");
    ck_assert_uint_eq(sample.errors.count, 0);
    config_sample_close(&sample);
}
END_TEST

START_TEST(test_check_wrong)
{
    struct config_sample sample;
    open_with(&sample, "rules.directory=/nowhere");
    ck_assert(config_sample_says(&sample, "rules.directory: /nowhere: error"));
    ck_assert_uint_eq(sample.errors.count, 1);
    config_sample_close(&sample);
    open_with(&sample, "schemas.directory=/nowhere");
    ck_assert(config_sample_says(
        &sample, "schemas.directory: /nowhere: error: cannot be read: No such file"));
    ck_assert_uint_eq(sample.errors.count, 1);
    config_sample_close(&sample);
    open_with(&sample, "schemas.directory=" MERIT_SOURCE_DIR "/config/rules");
    ck_assert(config_sample_says(&sample, "/config/rules/UsageEvent.avsc: error: cannot be read"));
    ck_assert_uint_eq(sample.errors.count, 6);
    config_sample_close(&sample);
    open_with(&sample, "time.source=/nowhere");
    ck_assert(config_sample_says(&sample, "time.source: /nowhere: error: cannot be read"));
    ck_assert_uint_eq(sample.errors.count, 1);
    config_sample_close(&sample);
    open_with(&sample, "time.source=" MERIT_SOURCE_DIR "/README.md");
    ck_assert(config_sample_says(&sample, "it does not hold an instant such as"));
    ck_assert_uint_eq(sample.errors.count, 1);
    config_sample_close(&sample);
}
END_TEST

START_TEST(test_check_properties)
{
    struct config_sample sample;
    open_with(&sample, "kafka.properties.linger.ms=5");
    ck_assert_uint_eq(sample.errors.count, 0);
    config_sample_close(&sample);
    open_with(&sample, "kafka.properties.sasl.usrname=me");
    ck_assert(config_sample_says(&sample, "--set kafka.properties.sasl.usrname: error: Kafka "
                                          "property sasl.usrname: No such configuration"));
    ck_assert_uint_eq(sample.errors.count, 1);
    config_sample_close(&sample);
    open_with(&sample, "kafka.properties.linger.ms=soon");
    ck_assert(config_sample_says(&sample, "--set kafka.properties.linger.ms: error: Kafka property "
                                          "linger.ms: Invalid value"));
    config_sample_close(&sample);
}
END_TEST

CHECK_MAIN_TESTS("check_config", test_check_good, test_check_wrong, test_check_properties)
