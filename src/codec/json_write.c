/* Outputs and input events to JSON lines (contract, "JSON lines"). */
#include "codec/json_write.h"

#include "codec/json_field_write.h"
#include "codec/output_identity.h"

const struct json_names json_names_default = {
    .application_id = "meritd",
    .score_changes = "merit.score-changes",
    .designations = "merit.designations",
};

/* ---- outputs ----------------------------------------------------------------------------- */

static void write_event_id(struct text_buffer *buffer,
                           const struct json_names *names,
                           const struct merit_output *output)
{
    char text[EVENT_ID_LENGTH];
    output_event_id(names, output, text);
    json_field_text(buffer, "event_id", (struct merit_text){text, sizeof text});
}

static void write_subject(struct text_buffer *buffer, const struct merit_output *output)
{
    json_field_text(buffer, "partner_id", output->partner_id);
    json_field_string(buffer, "designation", output->designation);
}

/* effective_date, occurred_at, cause, cause_event_id */
static void write_cause(struct text_buffer *buffer, const struct merit_output *output)
{
    json_field_date(buffer, "effective_date", output->effective_day);
    json_field_timestamp(buffer, "occurred_at", output->occurred_at);
    json_field_string(buffer, "cause", merit_cause_names[output->cause]);
    json_field_text(buffer, "cause_event_id", output->cause_event_id);
}

static void write_rules_version(struct text_buffer *buffer, const struct merit_output *output)
{
    char text[RULES_VERSION_LENGTH];
    output_rules_version(output, text);
    json_field_text(buffer, "rules_version", (struct merit_text){text, sizeof text});
}

/* The start of an array's element, an object with a first field of its own. */
static void write_element(struct text_buffer *buffer, uint32_t index, const char *first_name)
{
    text_buffer_add_string(buffer, index == 0 ? "{\"" : ",{\"");
    text_buffer_add_string(buffer, first_name);
    text_buffer_add(buffer, "\":", 2);
}

static void write_parts(struct text_buffer *buffer, const struct merit_metric_score *metric)
{
    json_field_name_add(buffer, "parts");
    text_buffer_add_byte(buffer, '[');
    for (uint32_t i = 0; i < metric->part_count; i++) {
        const struct merit_part_score *part = &metric->parts[i];
        write_element(buffer, i, "name");
        json_add_text(buffer, merit_text_of(part->name));
        json_field_ratio(buffer, "actual", part->actual);
        json_field_ratio(buffer, "target", part->target);
        text_buffer_add_byte(buffer, '}');
    }
    text_buffer_add_byte(buffer, ']');
}

static void write_metrics(struct text_buffer *buffer, const struct merit_score *score)
{
    json_field_name_add(buffer, "metrics");
    text_buffer_add_byte(buffer, '[');
    for (uint32_t i = 0; i < score->metric_count; i++) {
        const struct merit_metric_score *metric = &score->metrics[i];
        write_element(buffer, i, "metric");
        json_add_text(buffer, merit_text_of(metric->metric));
        json_field_string(buffer, "basis", metric->basis);
        json_field_ratio(buffer, "actual", metric->actual);
        json_field_ratio(buffer, "target", metric->target);
        json_field_hundredths(buffer, "points", merit_ratio_hundredths(metric->points));
        json_field_integer(buffer, "max_points", metric->max_points);
        write_parts(buffer, metric);
        text_buffer_add_byte(buffer, '}');
    }
    text_buffer_add_byte(buffer, ']');
}

static void write_crossings(struct text_buffer *buffer, const struct merit_score_changed *changed)
{
    json_field_name_add(buffer, "thresholds_crossed");
    text_buffer_add_byte(buffer, '[');
    for (uint32_t i = 0; i < changed->crossing_count; i++) {
        write_element(buffer, i, "threshold");
        text_buffer_add_integer(buffer, changed->crossings[i].threshold);
        json_field_string(buffer, "direction", changed->crossings[i].up ? "UP" : "DOWN");
        text_buffer_add_byte(buffer, '}');
    }
    text_buffer_add_byte(buffer, ']');
}

static void write_score_changed(struct text_buffer *buffer,
                                const struct json_names *names,
                                const struct merit_output *output)
{
    const struct merit_score_changed *changed = &output->score_changed;
    json_line_begin(buffer, "score_changed");
    write_event_id(buffer, names, output);
    write_subject(buffer, output);
    json_field_integer(buffer, "sequence", changed->sequence);
    write_cause(buffer, output);
    json_field_string(buffer, "path", changed->score.path);
    json_field_hundredths(buffer, "previous_points", changed->previous_hundredths);
    json_field_hundredths(buffer, "points", changed->score.hundredths);
    json_field_boolean(buffer, "previously_qualified", changed->previously_qualified);
    json_field_boolean(buffer, "qualified", changed->score.qualified);
    write_crossings(buffer, changed);
    write_rules_version(buffer, output);
    write_metrics(buffer, &changed->score);
    json_line_end(buffer);
}

static void write_designation_event(struct text_buffer *buffer,
                                    const struct json_names *names,
                                    const struct merit_output *output)
{
    const struct merit_designation_event *event = &output->designation_event;
    json_line_begin(buffer, "designation");
    write_event_id(buffer, names, output);
    write_subject(buffer, output);
    json_field_integer(buffer, "sequence", event->sequence);
    json_field_integer(buffer, "score_sequence", event->score_sequence);
    json_field_string(buffer, "transition", merit_transition_names[event->transition]);
    write_cause(buffer, output);
    json_field_hundredths(buffer, "points", event->hundredths);
    json_field_date(buffer, "anniversary_date", event->anniversary_day);
    json_field_name_add(buffer, "specializations");
    text_buffer_add_byte(buffer, '[');
    for (uint32_t i = 0; i < event->specialization_count; i++) {
        if (i > 0) {
            text_buffer_add_byte(buffer, ',');
        }
        json_add_text(buffer, merit_text_of(event->specializations[i]));
    }
    text_buffer_add_byte(buffer, ']');
    write_rules_version(buffer, output);
    json_line_end(buffer);
}

static void write_designation_score(struct text_buffer *buffer, const struct merit_output *output)
{
    const struct merit_designation_score *score = &output->score;
    json_line_begin(buffer, "score");
    write_subject(buffer, output);
    json_field_date(buffer, "as_of", output->effective_day);
    json_field_integer(buffer, "sequence", score->sequence);
    json_field_string(buffer, "status", merit_status_names[score->status]);
    json_field_date(buffer, "anniversary_date", score->anniversary_day);
    json_field_date(buffer, "attained_on", score->attained_day);
    json_field_string(buffer, "path", score->score.path);
    json_field_hundredths(buffer, "points", score->score.hundredths);
    json_field_boolean(buffer, "qualified", score->score.qualified);
    write_metrics(buffer, &score->score);
    write_rules_version(buffer, output);
    json_line_end(buffer);
}

void json_write_output(struct text_buffer *buffer,
                       const struct json_names *names,
                       const struct merit_output *output)
{
    switch (output->kind) {
    case MERIT_OUTPUT_SCORE_CHANGED:
        write_score_changed(buffer, names, output);
        break;
    case MERIT_OUTPUT_DESIGNATION:
        write_designation_event(buffer, names, output);
        break;
    case MERIT_OUTPUT_SCORE:
        write_designation_score(buffer, output);
        break;
    }
}
