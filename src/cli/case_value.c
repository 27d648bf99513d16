/* A field of an output, as text and, where it is one, as an exact number. */
#include "cli/case_value.h"

#include <stdio.h>

enum { HUNDRED = 100 };

void case_value_date(int32_t day, char text[TIME_TEXT_DATE_LENGTH + 1])
{
    if (day == MERIT_NO_DAY) {
        (void)snprintf(text, TIME_TEXT_DATE_LENGTH + 1, "null");
        return;
    }
    time_text_write_date(day, text);
    text[TIME_TEXT_DATE_LENGTH] = '\0';
}

static void set_text(struct case_value *value, const char *text)
{
    (void)snprintf(value->text, sizeof value->text, "%s", text == NULL ? "null" : text);
}

static void set_number(struct case_value *value, struct merit_ratio number)
{
    value->is_number = true;
    value->number = number;
    case_number_write(number, value->text);
}

static void set_points(struct case_value *value, struct merit_ratio exact, int64_t hundredths)
{
    value->is_number = true;
    value->is_points = true;
    value->number = exact;
    value->hundredths = hundredths;
    case_number_write_hundredths(hundredths, value->text);
}

static void set_day(struct case_value *value, int32_t day)
{
    case_value_date(day, value->text);
}

static void set_integer(struct case_value *value, int64_t number)
{
    set_number(value, (struct merit_ratio){number, 1});
}

static void set_crossed(struct case_value *value, const struct merit_score_changed *changed)
{
    size_t length = 0;
    set_text(value, "none");
    for (uint8_t i = 0; i < changed->crossing_count; i++) {
        length += (size_t)snprintf(value->text + length, sizeof value->text - length, "%s%s",
                                   i == 0 ? "" : ",", changed->crossings[i].up ? "UP" : "DOWN");
    }
}

static void set_specializations(struct case_value *value,
                                const struct merit_designation_event *event)
{
    size_t length = 0;
    value->text[0] = '\0';
    for (uint8_t i = 0; i < event->specialization_count && length < sizeof value->text; i++) {
        length += (size_t)snprintf(value->text + length, sizeof value->text - length, "%s%s",
                                   i == 0 ? "" : ",", event->specializations[i]);
    }
}

int64_t case_value_hundredths(const struct merit_output *output)
{
    switch (output->kind) {
    case MERIT_OUTPUT_SCORE_CHANGED:
        return output->score_changed.score.hundredths;
    case MERIT_OUTPUT_SCORE:
        return output->score.score.hundredths;
    case MERIT_OUTPUT_DESIGNATION:
        break;
    }
    return output->designation_event.hundredths;
}

static const struct merit_score *score_of(const struct merit_output *output)
{
    switch (output->kind) {
    case MERIT_OUTPUT_SCORE_CHANGED:
        return &output->score_changed.score;
    case MERIT_OUTPUT_SCORE:
        return &output->score.score;
    case MERIT_OUTPUT_DESIGNATION:
        break;
    }
    return NULL;
}

static int64_t sequence_of(const struct merit_output *output)
{
    switch (output->kind) {
    case MERIT_OUTPUT_SCORE_CHANGED:
        return output->score_changed.sequence;
    case MERIT_OUTPUT_SCORE:
        return output->score.sequence;
    case MERIT_OUTPUT_DESIGNATION:
        break;
    }
    return output->designation_event.sequence;
}

static void set_cause_event(struct case_value *value, struct merit_text id)
{
    (void)snprintf(value->text, sizeof value->text, "%.*s", id.at == NULL ? 4 : (int)id.length,
                   id.at == NULL ? "null" : id.at);
}

void case_value_of_output(const struct merit_output *output,
                          enum case_field field,
                          struct case_value *value)
{
    const struct merit_score *score = score_of(output);
    *value = (struct case_value){0};
    switch (field) {
    case CASE_FIELD_POINTS: {
        int64_t hundredths = case_value_hundredths(output);
        set_points(value, score == NULL ? (struct merit_ratio){hundredths, HUNDRED} : score->total,
                   hundredths);
        break;
    }
    case CASE_FIELD_PATH:
        set_text(value, score == NULL ? NULL : score->path);
        break;
    case CASE_FIELD_QUALIFIED:
        set_text(value, score != NULL && score->qualified ? "true" : "false");
        break;
    case CASE_FIELD_STATUS:
        set_text(value, merit_status_names[output->score.status]);
        break;
    case CASE_FIELD_ATTAINED_ON:
        set_day(value, output->score.attained_day);
        break;
    case CASE_FIELD_ANNIVERSARY_DATE:
        set_day(value, output->kind == MERIT_OUTPUT_SCORE
                           ? output->score.anniversary_day
                           : output->designation_event.anniversary_day);
        break;
    case CASE_FIELD_SEQUENCE:
        set_integer(value, sequence_of(output));
        break;
    case CASE_FIELD_RULES:
        set_day(value, output->version_day);
        break;
    case CASE_FIELD_PREVIOUS_POINTS: {
        int64_t hundredths = output->score_changed.previous_hundredths;
        set_points(value, (struct merit_ratio){hundredths, HUNDRED}, hundredths);
        break;
    }
    case CASE_FIELD_CROSSED:
        set_crossed(value, &output->score_changed);
        break;
    case CASE_FIELD_CAUSE:
        set_text(value, merit_cause_names[output->cause]);
        break;
    case CASE_FIELD_CAUSE_EVENT_ID:
        set_cause_event(value, output->cause_event_id);
        break;
    case CASE_FIELD_SPECIALIZATIONS:
        set_specializations(value, &output->designation_event);
        break;
    case CASE_FIELD_ACTUAL:
    case CASE_FIELD_TARGET:
    case CASE_FIELD_MAX:
    case CASE_FIELD_BASIS:
    case CASE_FIELD_COUNT:
        break;
    }
}

static const struct merit_part_score *find_part(const struct merit_metric_score *metric,
                                                struct merit_text name)
{
    for (uint8_t i = 0; i < metric->part_count; i++) {
        if (merit_text_equal(merit_text_of(metric->parts[i].name), name)) {
            return &metric->parts[i];
        }
    }
    return NULL;
}

void case_value_of_metric(const struct merit_metric_score *metric,
                          const struct case_want *want,
                          struct case_value *value)
{
    const struct merit_part_score *part = NULL;
    *value = (struct case_value){0};
    if (!merit_text_is_null(want->part)) {
        part = find_part(metric, want->part);
        if (part == NULL) {
            set_text(value, "no such part");
            return;
        }
    }
    switch ((int)want->field) {
    case CASE_FIELD_POINTS:
        set_points(value, metric->points, merit_ratio_hundredths(metric->points));
        break;
    case CASE_FIELD_ACTUAL:
        set_number(value, part == NULL ? metric->actual : part->actual);
        break;
    case CASE_FIELD_TARGET:
        set_number(value, part == NULL ? metric->target : part->target);
        break;
    case CASE_FIELD_MAX:
        set_integer(value, metric->max_points);
        break;
    default:
        set_text(value, metric->basis);
        break;
    }
}

bool case_value_is(const struct case_value *value, const struct case_want *want)
{
    if (!want->is_number) {
        return merit_text_equal(want->text, merit_text_of(value->text));
    }
    if (!value->is_number) {
        return false;
    }
    if (value->is_points && !want->number.is_fraction) {
        return merit_ratio_compare((struct merit_ratio){value->hundredths, HUNDRED},
                                   want->number.value) == 0;
    }
    return merit_ratio_compare(value->number, want->number.value) == 0;
}
