/* Settings from a file, from variables and by --set: which wins, and what is unknown. */
#include "check_main.h"
#include "config_sample.h"

START_TEST(test_sources_of_a_file)
{
    struct config_sample sample;
    config_sample_open(&sample);
    ck_assert(config_sample_file(&sample, "application_id: me\n"
                                          "commit:\n"
                                          "  interval_ms: 20\n"
                                          "log:\n"
                                          "score_changes: {thresholds: [50, 70]}\n"));
    ck_assert_uint_eq(sample.errors.count, 0);
    ck_assert_str_eq(sample.config->application_id, "me");
    ck_assert_int_eq(sample.config->commit_interval_ms, 20);
    ck_assert_uint_eq(sample.config->score_changes_thresholds.count, 2);
    config_sample_close(&sample);
}
END_TEST

START_TEST(test_sources_unknown_keys)
{
    struct config_sample sample;
    config_sample_open(&sample);
    ck_assert(!config_sample_file(&sample, "- a\n"));
    ck_assert(config_sample_says(&sample, "expected lines such as 'application_id: meritd'"));
    ck_assert(config_sample_file(&sample, "comit:\n  interval_ms: 20\n"
                                          "commit.interval_ms: 20\n"
                                          "state:\n  directroy: x\n"
                                          "time: soon\n"
                                          "framing:\n  dead_letters: raw\n"));
    ck_assert(config_sample_says(&sample, "1:1: error: unknown key 'comit', expected one of: "));
    ck_assert(config_sample_says(&sample, "help: did you mean 'commit'?"));
    ck_assert(config_sample_says(&sample, "3:1: error: unknown key 'commit.interval_ms'"));
    ck_assert(config_sample_says(&sample, "5:3: error: unknown key 'directroy', expected one of: "
                                          "directory, commit_ms, snapshot_mb\n"));
    ck_assert(config_sample_says(&sample, "6:7: error: expected a block of keys here"));
    ck_assert(config_sample_says(&sample, "8:3: error: unknown key 'dead_letters'"));
    ck_assert_int_eq(sample.config->commit_interval_ms, 50);
    ck_assert_uint_eq(sample.errors.count, 6);
    config_sample_close(&sample);
}
END_TEST

START_TEST(test_sources_variables)
{
    struct config_sample sample;
    config_sample_open(&sample);
    static const char *const good[] = {"MERITD_COMMIT_INTERVAL_MS=20",
                                       "MERITD_SCORE_CHANGES_THRESHOLDS=[50, 70]",
                                       "MERITD_KAFKA_PROPERTIES_SASL_USERNAME=me",
                                       "MERITD_HTTP_LISTEN=",
                                       "MERITD_FAIL=commit:5",
                                       "MERITD_SERVICE_HOST=10.0.0.1",
                                       "MERITD_PORT=tcp://10.0.0.1:8080",
                                       "MERITD_PORT_8080_TCP_PORT=8080",
                                       "MERITD",
                                       "MERIT_HOME=x",
                                       "HOME=x",
                                       ""};
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        config_take_variable(&sample.load, good[i]);
    }
    ck_assert_uint_eq(sample.errors.count, 0);
    ck_assert_int_eq(sample.config->commit_interval_ms, 20);
    ck_assert_uint_eq(sample.config->score_changes_thresholds.count, 2);
    ck_assert_str_eq(sample.config->kafka_properties.items[0].name, "sasl.username");
    ck_assert_str_eq(sample.config->http_listen, "");
    config_take_variable(&sample.load, "MERITD_COMIT_INTERVAL_MS=20");
    ck_assert(config_sample_says(&sample, "MERITD_COMIT_INTERVAL_MS: error: no setting has this "
                                          "name; did you mean MERITD_COMMIT_INTERVAL_MS?\n"));
    config_take_variable(&sample.load, "MERITD_ZEBRA=1");
    ck_assert(config_sample_says(&sample, "MERITD_ZEBRA: error: no setting has this name: "));
    config_take_variable(&sample.load, "MERITD_COMMIT_INTERVAL_MS=soon");
    ck_assert(config_sample_says(&sample, "MERITD_COMMIT_INTERVAL_MS: error: 'soon': expected a "
                                          "whole number from 1 to 5000 (ms)\nsoon\n^\n"));
    ck_assert_int_eq(sample.config->commit_interval_ms, 20);
    config_sample_close(&sample);
}
END_TEST

START_TEST(test_sources_overrides)
{
    struct config_sample sample;
    config_sample_open(&sample);
    ck_assert(config_sample_set(&sample, "commit.interval_ms=20"));
    ck_assert_int_eq(sample.config->commit_interval_ms, 20);
    ck_assert(config_sample_set(&sample, "rules.directory=a=b"));
    ck_assert_str_eq(sample.config->rules_directory, "a=b");
    ck_assert(!config_sample_set(&sample, "commit.interval=20"));
    ck_assert(config_sample_says(&sample, "--set commit.interval: error: no setting has this name; "
                                          "did you mean commit.interval_ms?\n"));
    ck_assert(!config_sample_set(&sample, "commit.interval_ms"));
    ck_assert(config_sample_says(&sample, "--set commit.interval_ms: error: expected a key and a"));
    ck_assert(!config_sample_set(&sample, "=1"));
    ck_assert(!config_sample_set(&sample, "kafka.properties=x"));
    ck_assert(!config_sample_set(&sample, "kafka.properties.=x"));
    ck_assert(!config_sample_set(&sample, "commit.interval_ms=&a 1"));
    ck_assert(config_sample_says(&sample, "anchors, aliases and tags"));
    config_sample_close(&sample);
}
END_TEST

START_TEST(test_sources_long_value)
{
    static char override[CONFIG_TEXT_BYTES_MAX + 64] = "state.directory=";
    struct config_sample sample;
    config_sample_open(&sample);
    memset(override + strlen(override), 'x', CONFIG_TEXT_BYTES_MAX);
    ck_assert(config_sample_set(&sample, override));
    override[strlen(override)] = 'x';
    ck_assert(!config_sample_set(&sample, override));
    ck_assert(config_sample_says(&sample, "--set state.directory: error: longer than 4000 bytes"));
    config_sample_close(&sample);
}
END_TEST

CHECK_MAIN_TESTS("config_sources",
                 test_sources_of_a_file,
                 test_sources_unknown_keys,
                 test_sources_variables,
                 test_sources_overrides,
                 test_sources_long_value)
