/* Fields of outputs as they are compared. */
#include "check_main.h"
#include "cli/case_value.h"

static bool is(const struct case_value *value, const char *text)
{
    struct case_want want = {.text = merit_text_of(text)};
    want.is_number = case_number_read(want.text, &want.number);
    return case_value_is(value, &want);
}

START_TEST(test_value_of_score)
{
    struct merit_output output = {.kind = MERIT_OUTPUT_SCORE};
    output.score.score.total = (struct merit_ratio){20, 3};
    output.score.score.hundredths = 667;
    output.score.attained_day = MERIT_NO_DAY;
    struct case_value value;
    case_value_of_output(&output, CASE_FIELD_POINTS, &value);
    ck_assert_str_eq(value.text, "6.67");
    ck_assert(is(&value, "6.67"));
    ck_assert(is(&value, "20/3"));
    ck_assert(!is(&value, "667/100"));
    ck_assert(!is(&value, "6.66"));
    case_value_of_output(&output, CASE_FIELD_ATTAINED_ON, &value);
    ck_assert(is(&value, "null"));
    case_value_of_output(&output, CASE_FIELD_STATUS, &value);
    ck_assert(is(&value, "NOT_ATTAINED"));
    ck_assert_int_eq(case_value_hundredths(&output), 667);
}
END_TEST

START_TEST(test_value_of_events)
{
    struct merit_output output = {.kind = MERIT_OUTPUT_DESIGNATION, .cause = MERIT_CAUSE_RULES};
    output.designation_event.specialization_count = 2;
    output.designation_event.specializations[0] = "a";
    output.designation_event.specializations[1] = "b";
    struct case_value value;
    case_value_of_output(&output, CASE_FIELD_SPECIALIZATIONS, &value);
    ck_assert_str_eq(value.text, "a,b");
    case_value_of_output(&output, CASE_FIELD_CAUSE, &value);
    ck_assert_str_eq(value.text, "RULES");
    output = (struct merit_output){.kind = MERIT_OUTPUT_SCORE_CHANGED};
    output.score_changed.crossing_count = 1;
    output.score_changed.crossings[0].up = true;
    case_value_of_output(&output, CASE_FIELD_CROSSED, &value);
    ck_assert_str_eq(value.text, "UP");
}
END_TEST

START_TEST(test_value_of_metric)
{
    struct merit_metric_score metric = {.metric = "m",
                                        .basis = "CPOR",
                                        .actual = {-3, 1},
                                        .target = {10, 1},
                                        .points = {0, 1},
                                        .max_points = 20,
                                        .part_count = 1};
    metric.parts[0] = (struct merit_part_score){"azure", {5, 2}, {10, 1}};
    struct case_want want = {.field = CASE_FIELD_ACTUAL};
    struct case_value value;
    case_value_of_metric(&metric, &want, &value);
    ck_assert(is(&value, "-3"));
    want.part = merit_text_of("azure");
    case_value_of_metric(&metric, &want, &value);
    ck_assert(is(&value, "2.5"));
    want.part = merit_text_of("m365");
    case_value_of_metric(&metric, &want, &value);
    ck_assert(!is(&value, "2.5"));
    want = (struct case_want){.field = CASE_FIELD_BASIS};
    case_value_of_metric(&metric, &want, &value);
    ck_assert(is(&value, "CPOR"));
}
END_TEST

CHECK_MAIN_TESTS("case_value", test_value_of_score, test_value_of_events, test_value_of_metric)
