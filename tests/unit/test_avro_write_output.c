/* Tests of outputs as Avro: by libavro's reading of them with our schemas. */
#include "codec/avro_write.h"
#include "schema_fixture.h"

#include <avro.h>

#include <stdio.h>

static struct merit_output output_of(enum merit_output_kind kind)
{
    return (struct merit_output){
        .kind = kind,
        .partner_id = merit_text_of("P1"),
        .designation = "modern_work",
        .effective_day = 19268,
        .occurred_at = INT64_C(1664787600000000),
        .cause = MERIT_CAUSE_RULES,
        .version_day = 19268,
        .program_hash = 0xBEEF,
    };
}

static struct merit_score score_of(void)
{
    struct merit_score score = {.path = "smb", .hundredths = 7033, .metric_count = 1};
    score.qualified = true;
    score.metrics[0] = (struct merit_metric_score){
        .metric = "deployments",
        .basis = "CPOR",
        .actual = {-1, 3},
        .target = {6, 1},
        .points = {4, 3},
        .max_points = 25,
        .part_count = 2,
        .parts = {{"azure", {1, 1}, {6, 1}}, {"m365", {1, 2}, {6, 1}}},
    };
    return score;
}

/* What libavro reads, as its JSON. */
static void expect(const struct merit_output *output, const char *name, const char *expected)
{
    static const char id[] = "0123456789abcdef0123456789abcdef";
    static char text[SCHEMA_BYTES_MAX];
    char path[256];
    (void)snprintf(path, sizeof path, MERIT_SOURCE_DIR "/config/schemas/%s.avsc", name);
    FILE *file = fopen(path, "rb");
    ck_assert_ptr_nonnull(file);
    size_t length = fread(text, 1, sizeof text, file);
    ck_assert_int_eq(fclose(file), 0);
    avro_schema_t schema;
    ck_assert_int_eq(avro_schema_from_json_length(text, length, &schema), 0);
    avro_value_iface_t *class = avro_generic_class_from_schema(schema);
    avro_value_t value;
    ck_assert_int_eq(avro_generic_value_new(class, &value), 0);

    struct buffer buffer = {0};
    avro_write_output(&buffer, output, id);
    avro_reader_t reader = avro_reader_memory((const char *)buffer.bytes, (int64_t)buffer.length);
    ck_assert_int_eq(avro_value_read(reader, &value), 0);
    char rest;
    ck_assert_int_ne(avro_read(reader, &rest, 1), 0); /* nothing is left */
    char *json;
    ck_assert_int_eq(avro_value_to_json(&value, 1, &json), 0);
    ck_assert_str_eq(json, expected);

    free(json);
    buffer_fini(&buffer);
    avro_reader_free(reader);
    avro_value_decref(&value);
    avro_value_iface_decref(class);
    avro_schema_decref(schema);
}

#define METRICS                                                                                    \
    "\"metrics\": [{\"metric\": \"deployments\", \"basis\": {\"string\": \"CPOR\"}, "              \
    "\"actual\": -0.33333333333333331, \"target\": 6.0, \"points\": 1.3300000000000001, "          \
    "\"max_points\": 25.0, \"parts\": [{\"name\": \"azure\", \"actual\": 1.0, \"target\": 6.0}, "  \
    "{\"name\": \"m365\", \"actual\": 0.5, \"target\": 6.0}]}]"

START_TEST(writes_a_score_change)
{
    struct merit_output output = output_of(MERIT_OUTPUT_SCORE_CHANGED);
    output.score_changed = (struct merit_score_changed){
        .sequence = 42,
        .previous_hundredths = 6950,
        .crossing_count = 2,
        .crossings = {{70, true}, {50, false}},
        .score = score_of(),
    };
    expect(&output, "ScoreChanged",
           "{\"event_id\": \"0123456789abcdef0123456789abcdef\", \"partner_id\": \"P1\", "
           "\"designation\": \"modern_work\", \"sequence\": 42, \"effective_date\": 19268, "
           "\"occurred_at\": 1664787600000000, \"cause\": \"RULES\", \"cause_event_id\": null, "
           "\"path\": {\"string\": \"smb\"}, \"previous_points\": 69.5, "
           "\"points\": 70.329999999999998, \"previously_qualified\": false, "
           "\"qualified\": true, \"thresholds_crossed\": [{\"threshold\": 70, "
           "\"direction\": \"UP\"}, {\"threshold\": 50, \"direction\": \"DOWN\"}], "
           "\"rules_version\": \"2022-10-03+0000beef\", " METRICS "}");
}
END_TEST

START_TEST(writes_a_designation_event)
{
    struct merit_output output = output_of(MERIT_OUTPUT_DESIGNATION);
    output.cause_event_id = merit_text_of("e1");
    output.designation_event = (struct merit_designation_event){
        .sequence = 2,
        .score_sequence = 42,
        .transition = MERIT_RENEWED,
        .hundredths = 5000,
        .anniversary_day = 19633,
        .specialization_count = 2,
        .specializations = {"teams_calling", "teamwork_deployment"},
    };
    expect(&output, "DesignationEvent",
           "{\"event_id\": \"0123456789abcdef0123456789abcdef\", \"partner_id\": \"P1\", "
           "\"designation\": \"modern_work\", \"sequence\": 2, \"score_sequence\": 42, "
           "\"transition\": \"RENEWED\", \"effective_date\": 19268, "
           "\"occurred_at\": 1664787600000000, \"cause\": \"RULES\", "
           "\"cause_event_id\": {\"string\": \"e1\"}, \"points\": 50.0, "
           "\"anniversary_date\": {\"int\": 19633}, "
           "\"specializations\": [\"teams_calling\", \"teamwork_deployment\"], "
           "\"rules_version\": \"2022-10-03+0000beef\"}");
}
END_TEST

START_TEST(writes_scores)
{
    struct merit_output output = output_of(MERIT_OUTPUT_SCORE);
    output.score = (struct merit_designation_score){
        .sequence = 42,
        .status = MERIT_STATUS_AT_RISK,
        .anniversary_day = 19633,
        .attained_day = MERIT_NO_DAY,
        .score = score_of(),
    };
    expect(&output, "DesignationScore",
           "{\"partner_id\": \"P1\", \"designation\": \"modern_work\", \"as_of\": 19268, "
           "\"sequence\": 42, \"status\": \"AT_RISK\", \"anniversary_date\": {\"int\": 19633}, "
           "\"attained_on\": null, \"path\": {\"string\": \"smb\"}, "
           "\"points\": 70.329999999999998, \"qualified\": true, " METRICS
           ", \"rules_version\": \"2022-10-03+0000beef\"}");
    output.score = (struct merit_designation_score){
        .anniversary_day = MERIT_NO_DAY,
        .attained_day = MERIT_NO_DAY,
    };
    expect(&output, "DesignationScore",
           "{\"partner_id\": \"P1\", \"designation\": \"modern_work\", \"as_of\": 19268, "
           "\"sequence\": 0, \"status\": \"NOT_ATTAINED\", \"anniversary_date\": null, "
           "\"attained_on\": null, \"path\": null, \"points\": 0.0, \"qualified\": false, "
           "\"metrics\": [], \"rules_version\": \"2022-10-03+0000beef\"}");
}
END_TEST

CHECK_MAIN_TESTS("avro_write_output",
                 writes_a_score_change,
                 writes_a_designation_event,
                 writes_scores)
