/* Values of every type: the edges of what is allowed, and what is said beyond them. */
#include "check_main.h"
#include "config_sample.h"
#include "daemon/setting_read.h"

static void good(const char *override)
{
    struct config_sample sample;
    config_sample_open(&sample);
    ck_assert_msg(config_sample_set(&sample, override), "%s: %.*s", override,
                  (int)sample.errors.text.length, (const char *)sample.errors.text.bytes);
    config_sample_close(&sample);
}

static void wrong(const char *override, const char *expected)
{
    struct config_sample sample;
    config_sample_open(&sample);
    ck_assert_msg(!config_sample_set(&sample, override), "%s", override);
    ck_assert_msg(config_sample_says(&sample, expected), "%s: %.*s", override,
                  (int)sample.errors.text.length, (const char *)sample.errors.text.bytes);
    config_sample_close(&sample);
}

START_TEST(test_setting_numbers)
{
    good("time.ahead_days=1");
    good("time.ahead_days=366");
    good("startup.wait_ms=0");
    good("workers=");
    wrong("time.ahead_days=0", "'0': expected a whole number from 1 to 366 (days)");
    wrong("time.ahead_days=367", "expected a whole number");
    wrong("time.ahead_days=-1", "expected a whole number");
    wrong("time.ahead_days=1.5", "expected a whole number");
    wrong("time.ahead_days=9999999999999999999", "expected a whole number");
    wrong("time.ahead_days=7 days", "expected a whole number");
    wrong("time.ahead_days=", "expected a value here; leave the line out for the default, 7");
    wrong("time.ahead_days=[7]", "expected one value here");
}
END_TEST

START_TEST(test_setting_hundredths)
{
    struct config_sample sample;
    config_sample_open(&sample);
    static const struct {
        const char *override;
        int64_t hundredths;
    } rows[] = {
        {"score_changes.min_points=0.01", 1},    {"score_changes.min_points=0.5", 50},
        {"score_changes.min_points=2", 200},     {"score_changes.min_points=10.25", 1025},
        {"score_changes.min_points=100", 10000},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        ck_assert(config_sample_set(&sample, rows[i].override));
        ck_assert_int_eq(sample.config->score_changes_min_hundredths, rows[i].hundredths);
    }
    config_sample_close(&sample);
    wrong("score_changes.min_points=0", "expected a number from 0.01 to 100 with at most two");
    wrong("score_changes.min_points=100.01", "expected a number");
    wrong("score_changes.min_points=0.001", "expected a number");
    wrong("score_changes.min_points=.5", "expected a number");
    wrong("score_changes.min_points=1.", "expected a number");
    wrong("score_changes.min_points=1e1", "expected a number");
}
END_TEST

START_TEST(test_setting_thresholds)
{
    struct config_sample sample;
    config_sample_open(&sample);
    ck_assert(config_sample_set(&sample, "score_changes.thresholds=[0, 70, 100]"));
    ck_assert_uint_eq(sample.config->score_changes_thresholds.count, 3);
    ck_assert_int_eq(sample.config->score_changes_thresholds.points[2], 100);
    config_sample_close(&sample);
    good("score_changes.thresholds=[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16]");
    wrong("score_changes.thresholds=[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17]",
          "expected a list of 1 to 16 numbers such as [70, 80]");
    wrong("score_changes.thresholds=[]", "expected a list");
    wrong("score_changes.thresholds=70", "expected a list");
    wrong("score_changes.thresholds=", "expected a list");
    wrong("score_changes.thresholds=[70, 70]", "70 is not above the one before");
    wrong("score_changes.thresholds=[101]", "expected a whole number from 0 to 100 (points)");
    wrong("score_changes.thresholds=[[1]]", "expected a whole number from 0 to 100 (points)");
    wrong("score_changes.thresholds=[70", "not YAML");
}
END_TEST

START_TEST(test_setting_names)
{
    good("application_id=a.B_c-1");
    good("instance_id=");
    wrong("application_id=a b", "letters, digits, '.', '_' and '-' only");
    wrong("application_id=..", "letters, digits");
    wrong("application_id=caf\xC3\xA9", "letters, digits");
    wrong("application_id=", "expected a name here");
    wrong(
        "application_id=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "too long: expected a name of at most 100 bytes");
    wrong("state.directory=\"a\\0b\"", "no control characters");
    wrong("state.directory=\"a\\eb\"", "no control characters");
}
END_TEST

START_TEST(test_setting_choices)
{
    struct config_sample sample;
    config_sample_open(&sample);
    ck_assert(config_sample_set(&sample, "log.level=debug"));
    ck_assert_int_eq(sample.config->log_level, LOG_DEBUG);
    ck_assert(config_sample_set(&sample, "log.format=json"));
    ck_assert_int_eq(sample.config->log_format, LOG_JSON);
    ck_assert(config_sample_set(&sample, "framing.usage=raw"));
    ck_assert_int_eq(sample.config->framing[CONFIG_TOPIC_USAGE], CONFIG_FRAMING_RAW);
    ck_assert(config_sample_set(&sample, "framing.usage="));
    config_sample_close(&sample);
    wrong("headers=ful", "help: did you mean 'full'?");
    wrong("headers=", "expected a value here; leave the line out for the default, short");
    wrong("framing.default=confluent", "unknown word 'confluent', expected one of: single_object");
}
END_TEST

START_TEST(test_setting_days)
{
    struct config_sample sample;
    config_sample_open(&sample);
    ck_assert(config_sample_set(&sample, "time.start=2000-01-01"));
    ck_assert_int_eq(sample.config->time_start_day, MERIT_DAY_FIRST);
    ck_assert(config_sample_set(&sample, "time.start="));
    ck_assert_int_eq(sample.config->time_start_day, MERIT_NO_DAY);
    config_sample_close(&sample);
    wrong("time.start=2023-02-29", "is no day from 2000 to 2199");
    wrong("time.start=soon", "is no day from 2000 to 2199");
}
END_TEST

START_TEST(test_setting_servers)
{
    static const char *const lists[] = {
        "a", "a:1", "a:65535,b", "a, b:9092", "[::1]:9092", "[::1]", "kafka.example.com:9093"};
    static const char *const none[] = {
        "",    ",",    "a,",     "a:0",        "a:65536", "a:",   "a:b",   ":9092",
        "a b", "[::1", "[::1]x", "http://a:1", "a:1:2",   "a:-1", "a:1, ", "a/b"};
    for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++) {
        ck_assert_msg(setting_servers_valid(merit_text_of(lists[i]), false), "%s", lists[i]);
    }
    for (size_t i = 0; i < sizeof none / sizeof none[0]; i++) {
        ck_assert_msg(!setting_servers_valid(merit_text_of(none[i]), false), "%s", none[i]);
    }
    ck_assert(setting_servers_valid(merit_text_of("0.0.0.0:80"), true));
    ck_assert(setting_servers_valid(merit_text_of("[::]:80"), true));
    ck_assert(!setting_servers_valid(merit_text_of("0.0.0.0"), true));
    ck_assert(!setting_servers_valid(merit_text_of("a:1,b:1"), true));
    good("http.listen=");
    wrong("http.listen=localhost", "an address and port such as 127.0.0.1:8080");
    wrong("kafka.bootstrap_servers=", "expected a list of servers here");
}
END_TEST

CHECK_MAIN_TESTS("setting_read",
                 test_setting_numbers,
                 test_setting_hundredths,
                 test_setting_thresholds,
                 test_setting_names,
                 test_setting_choices,
                 test_setting_days,
                 test_setting_servers)
