/* Settings as lines: every type, where they came from, and no secrets. */
#include "check_main.h"
#include "config_sample.h"
#include "daemon/config_print.h"

static char printed[16384];

static void print(struct config_sample *sample)
{
    struct buffer out = {0};
    config_complete(&sample->load);
    ck_assert_uint_eq(sample->errors.count, 0);
    config_print(sample->config, &out);
    ck_assert_uint_lt(out.length, sizeof printed);
    memcpy(printed, out.bytes, out.length);
    printed[out.length] = '\0';
    buffer_fini(&out);
}

static void expect_line(const char *line)
{
    ck_assert_msg(strstr(printed, line) != NULL, "no line %s in\n%s", line, printed);
}

START_TEST(test_print_types)
{
    struct config_sample sample;
    config_sample_open(&sample);
    print(&sample);
    expect_line("\ncommit.interval_ms: 50\n");
    expect_line("\nscore_changes.thresholds: [70]\n");
    expect_line("\nscore_changes.min_points: 0.01\n");
    expect_line("\ntime.start: (none)\n");
    expect_line("\nhttp.listen: 127.0.0.1:8080\n");
    expect_line("\nhttp.advertise: (none)\n");
    expect_line("\nlog.level: info\n");
    ck_assert_ptr_null(strstr(printed, "kafka.properties"));
    config_sample_close(&sample);
}
END_TEST

START_TEST(test_print_origins_and_secrets)
{
    struct config_sample sample;
    config_sample_open(&sample);
    ck_assert(config_sample_file(&sample, "kafka: {properties: {sasl.username: me}}\n"
                                          "headers: full\n"));
    config_take_variable(&sample.load, "MERITD_TIME_START=2022-10-03");
    config_take_variable(&sample.load, "MERITD_KAFKA_PROPERTIES_SASL_PASSWORD=hunter2");
    ck_assert(config_sample_set(&sample, "score_changes.thresholds=[50, 70]"));
    ck_assert(config_sample_set(&sample, "kafka.properties.x=a\nb"));
    ck_assert(config_sample_set(&sample,
                                "state.directory=/a/folder/whose/name/is/longer/than/the/column"));
    print(&sample);
    expect_line("\nheaders: full\n");
    expect_line("\nkafka.properties.sasl.username: me\n");
    expect_line("\ntime.start: 2022-10-03                          # MERITD_TIME_START\n");
    expect_line("\nscore_changes.thresholds: [50, 70]              # --set "
                "score_changes.thresholds\n");
    expect_line("\nkafka.properties.sasl.password: (not shown)     # "
                "MERITD_KAFKA_PROPERTIES_SASL_PASSWORD\n");
    expect_line("\nkafka.properties.x: (not shown)                 # --set kafka.properties.x\n");
    expect_line("/than/the/column # --set state.directory\n");
    ck_assert_ptr_null(strstr(printed, "hunter2"));
    config_sample_close(&sample);
}
END_TEST

CHECK_MAIN_TESTS("config_print", test_print_types, test_print_origins_and_secrets)
