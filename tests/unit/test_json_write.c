/* Tests of outputs as JSON lines. */
#include "check_main.h"
#include "codec/json_write.h"

static struct merit_output output_of(enum merit_output_kind kind)
{
    return (struct merit_output){
        .kind = kind,
        .partner_id = merit_text_of("P1"),
        .designation = "modern_work",
        .effective_day = 19268,
        .occurred_at = INT64_C(1664787600000000),
        .cause = MERIT_CAUSE_EVENT,
        .cause_event_id = merit_text_of("e\"1"),
        .version_day = 19268,
        .program_hash = 0xBEEF,
    };
}

static struct merit_score score_of(void)
{
    struct merit_score score = {.path = "smb", .hundredths = 7033, .metric_count = 2};
    score.qualified = true;
    score.metrics[0] = (struct merit_metric_score){
        .metric = "net_customer_adds",
        .basis = "CPOR",
        .actual = {2, 3},
        .target = {10, 1},
        .points = {4, 3},
        .max_points = 20,
    };
    score.metrics[1] = (struct merit_metric_score){
        .metric = "deployments",
        .actual = {-5, 1},
        .target = {6, 1},
        .points = {0, 1},
        .max_points = 25,
        .part_count = 2,
        .parts = {{"azure", {1, 1}, {6, 1}}, {"m365", {1, 2}, {6, 1}}},
    };
    return score;
}

#define METRICS                                                                                    \
    "\"metrics\":[{\"metric\":\"net_customer_adds\",\"basis\":\"CPOR\","                           \
    "\"actual\":0.6666666666666666,\"target\":10,\"points\":1.33,\"max_points\":20,\"parts\":[]}," \
    "{\"metric\":\"deployments\",\"basis\":null,\"actual\":-5,\"target\":6,\"points\":0,"          \
    "\"max_points\":25,\"parts\":[{\"name\":\"azure\",\"actual\":1,\"target\":6},"                 \
    "{\"name\":\"m365\",\"actual\":0.5,\"target\":6}]}]"

static void expect(const struct merit_output *output, const char *text)
{
    struct text_buffer buffer = {0};
    json_write_output(&buffer, &json_names_default, output);
    text_buffer_add_byte(&buffer, '\0');
    ck_assert_str_eq(buffer.at, text);
    text_buffer_fini(&buffer);
}

START_TEST(writes_a_score_change)
{
    struct merit_output output = output_of(MERIT_OUTPUT_SCORE_CHANGED);
    output.score_changed = (struct merit_score_changed){
        .sequence = 42,
        .previous_hundredths = 6950,
        .previously_qualified = false,
        .crossing_count = 2,
        .crossings = {{70, true}, {50, false}},
        .score = score_of(),
    };
    expect(
        &output,
        "{\"type\":\"score_changed\",\"event_id\":\"9f08cef087cd1212866240e4b202b3b2\","
        "\"partner_id\":\"P1\",\"designation\":\"modern_work\",\"sequence\":42,"
        "\"effective_date\":\"2022-10-03\",\"occurred_at\":\"2022-10-03T09:00:00Z\","
        "\"cause\":\"EVENT\",\"cause_event_id\":\"e\\\"1\",\"path\":\"smb\","
        "\"previous_points\":69.5,\"points\":70.33,\"previously_qualified\":false,"
        "\"qualified\":true,\"thresholds_crossed\":[{\"threshold\":70,\"direction\":\"UP\"},"
        "{\"threshold\":50,\"direction\":\"DOWN\"}],\"rules_version\":\"2022-10-03+0000beef\"," METRICS
        "}\n");
}
END_TEST

START_TEST(writes_a_designation_event)
{
    struct merit_output output = output_of(MERIT_OUTPUT_DESIGNATION);
    output.cause = MERIT_CAUSE_TIME;
    output.cause_event_id = (struct merit_text){NULL, 0};
    output.designation_event = (struct merit_designation_event){
        .sequence = 2,
        .score_sequence = 42,
        .transition = MERIT_LAPSED,
        .hundredths = 5000,
        .anniversary_day = MERIT_NO_DAY,
        .specialization_count = 2,
        .specializations = {"teams_calling", "teamwork_deployment"},
    };
    struct text_buffer buffer = {0};
    json_write_output(&buffer, &json_names_default, &output);
    text_buffer_add_byte(&buffer, '\0');
    ck_assert_ptr_nonnull(strstr(
        buffer.at,
        "\"partner_id\":\"P1\",\"designation\":\"modern_work\",\"sequence\":2,\"score_sequence\":42,"
        "\"transition\":\"LAPSED\",\"effective_date\":\"2022-10-03\","
        "\"occurred_at\":\"2022-10-03T09:00:00Z\",\"cause\":\"TIME\",\"cause_event_id\":null,"
        "\"points\":50,\"anniversary_date\":null,"
        "\"specializations\":[\"teams_calling\",\"teamwork_deployment\"],"
        "\"rules_version\":\"2022-10-03+0000beef\"}\n"));
    text_buffer_fini(&buffer);
}
END_TEST

START_TEST(writes_a_score)
{
    struct merit_output output = output_of(MERIT_OUTPUT_SCORE);
    output.score = (struct merit_designation_score){
        .sequence = 42,
        .status = MERIT_STATUS_AT_RISK,
        .anniversary_day = 19633,
        .attained_day = 19268,
        .score = score_of(),
    };
    expect(&output, "{\"type\":\"score\",\"partner_id\":\"P1\",\"designation\":\"modern_work\","
                    "\"as_of\":\"2022-10-03\",\"sequence\":42,\"status\":\"AT_RISK\","
                    "\"anniversary_date\":\"2023-10-03\",\"attained_on\":\"2022-10-03\","
                    "\"path\":\"smb\",\"points\":70.33,\"qualified\":true," METRICS
                    ",\"rules_version\":\"2022-10-03+0000beef\"}\n");
}
END_TEST

START_TEST(writes_an_empty_score)
{
    struct merit_output output = output_of(MERIT_OUTPUT_SCORE);
    output.designation = "microsoft_cloud";
    output.score = (struct merit_designation_score){
        .anniversary_day = MERIT_NO_DAY,
        .attained_day = MERIT_NO_DAY,
    };
    expect(&output,
           "{\"type\":\"score\",\"partner_id\":\"P1\",\"designation\":\"microsoft_cloud\","
           "\"as_of\":\"2022-10-03\",\"sequence\":0,\"status\":\"NOT_ATTAINED\","
           "\"anniversary_date\":null,\"attained_on\":null,\"path\":null,\"points\":0,"
           "\"qualified\":false,\"metrics\":[],\"rules_version\":\"2022-10-03+0000beef\"}\n");
}
END_TEST

CHECK_MAIN_TESTS("json_write",
                 writes_a_score_change,
                 writes_a_designation_event,
                 writes_a_score,
                 writes_an_empty_score)
