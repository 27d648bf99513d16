/* The table of settings: names, variables, sections. */
#include "check_main.h"
#include "config_sample.h"

START_TEST(test_settings_names_are_unique)
{
    char variables[CONFIG_SETTINGS_MAX][SETTINGS_VARIABLE_BYTES];
    ck_assert_uint_gt(settings_count, 30);
    for (size_t i = 0; i < settings_count; i++) {
        settings_variable(&settings[i], variables[i]);
        ck_assert_ptr_eq(settings_find(merit_text_of(settings[i].key)), &settings[i]);
        ck_assert_uint_eq(settings_index(&settings[i]), i);
        ck_assert_uint_lt(settings[i].at, sizeof(struct config));
        for (size_t j = 0; j < i; j++) {
            ck_assert_str_ne(variables[i], variables[j]);
            ck_assert_uint_ne(settings[i].at, settings[j].at);
        }
    }
    ck_assert_ptr_null(settings_find(merit_text_of("commit")));
    ck_assert_ptr_null(settings_find(merit_text_of("")));
}
END_TEST

START_TEST(test_settings_variable)
{
    char name[SETTINGS_VARIABLE_BYTES];
    settings_variable(settings_find(merit_text_of("commit.interval_ms")), name);
    ck_assert_str_eq(name, "MERITD_COMMIT_INTERVAL_MS");
    settings_variable(settings_find(merit_text_of("headers")), name);
    ck_assert_str_eq(name, "MERITD_HEADERS");
}
END_TEST

START_TEST(test_settings_children)
{
    struct arena arena = {0};
    ck_assert_str_eq(settings_children(&arena, merit_text_of("")),
                     "application_id instance_id standby workers kafka topics framing rules "
                     "schemas state commit time startup outputs score_changes headers http log");
    ck_assert_str_eq(settings_children(&arena, merit_text_of("state")),
                     "directory commit_ms snapshot_mb");
    ck_assert_str_eq(settings_children(&arena, merit_text_of("stat")), "");
    ck_assert_str_eq(settings_children(&arena, merit_text_of("headers")), "");
    arena_fini(&arena);
}
END_TEST

/* Every default that is written in the table is a value that the table allows. */
START_TEST(test_settings_defaults)
{
    struct config_sample sample;
    config_sample_open(&sample);
    const struct config *config = sample.config;
    ck_assert_uint_eq(sample.errors.count, 0);
    ck_assert_str_eq(config->application_id, "meritd");
    ck_assert_str_eq(config->kafka_bootstrap_servers, "");
    ck_assert_str_eq(config->topics[CONFIG_TOPIC_SCORE_CHANGES], "merit.score-changes");
    ck_assert_int_eq(config->commit_interval_ms, 50);
    ck_assert_int_eq(config->state_commit_ms, 5000);
    ck_assert_int_eq(config->state_snapshot_mb, 256);
    ck_assert_int_eq(config->time_idle_ms, 2000);
    ck_assert_int_eq(config->time_start_day, MERIT_NO_DAY);
    ck_assert_int_eq(config->time_ahead_days, 7);
    ck_assert_str_eq(config->time_source, "system");
    ck_assert_int_eq(config->startup_wait_ms, 60000);
    ck_assert_int_eq(config->outputs_from_day, MERIT_NO_DAY);
    ck_assert_uint_eq(config->score_changes_thresholds.count, 1);
    ck_assert_int_eq(config->score_changes_thresholds.points[0], 70);
    ck_assert_int_eq(config->score_changes_min_hundredths, 1);
    ck_assert_int_eq(config->headers, CONFIG_HEADERS_SHORT);
    ck_assert_str_eq(config->http_listen, "127.0.0.1:8080");
    ck_assert_int_eq(config->log_level, LOG_INFO);
    ck_assert_int_eq(config->log_format, LOG_LOGFMT);
    config_sample_close(&sample);
}
END_TEST

CHECK_MAIN_TESTS("daemon_settings",
                 test_settings_names_are_unique,
                 test_settings_variable,
                 test_settings_children,
                 test_settings_defaults)
