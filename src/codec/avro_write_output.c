/* Outputs as Avro records, their fields in the order of config/schemas. */
#include "codec/avro_value_write.h"
#include "codec/avro_write.h"
#include "codec/ratio_double.h"

/* Points go out with two decimals, as the double nearest to that. */
static void put_hundredths(struct buffer *buffer, int64_t hundredths)
{
    avro_put_double(buffer, ratio_double((struct merit_ratio){hundredths, 100}));
}

static void put_ratio(struct buffer *buffer, struct merit_ratio ratio)
{
    avro_put_double(buffer, ratio_double(ratio));
}

static void put_subject(struct buffer *buffer, const struct merit_output *output)
{
    avro_put_text(buffer, output->partner_id);
    avro_put_string(buffer, output->designation);
}

/* effective_date, occurred_at, cause, cause_event_id */
static void put_cause(struct buffer *buffer, const struct merit_output *output)
{
    avro_put_long(buffer, output->effective_day);
    avro_put_long(buffer, output->occurred_at);
    avro_put_long(buffer, output->cause);
    avro_put_optional_text(buffer, output->cause_event_id);
}

static void put_rules_version(struct buffer *buffer, const struct merit_output *output)
{
    char text[RULES_VERSION_LENGTH];
    output_rules_version(output, text);
    avro_put_text(buffer, (struct merit_text){text, sizeof text});
}

static void put_metric(struct buffer *buffer, const struct merit_metric_score *metric)
{
    avro_put_string(buffer, metric->metric);
    avro_put_optional_text(buffer, merit_text_of(metric->basis));
    put_ratio(buffer, metric->actual);
    put_ratio(buffer, metric->target);
    put_hundredths(buffer, merit_ratio_hundredths(metric->points));
    avro_put_double(buffer, metric->max_points);
    avro_put_count(buffer, metric->part_count);
    for (uint32_t i = 0; i < metric->part_count; i++) {
        avro_put_string(buffer, metric->parts[i].name);
        put_ratio(buffer, metric->parts[i].actual);
        put_ratio(buffer, metric->parts[i].target);
    }
    avro_put_array_end(buffer);
}

static void put_metrics(struct buffer *buffer, const struct merit_score *score)
{
    avro_put_count(buffer, score->metric_count);
    for (uint32_t i = 0; i < score->metric_count; i++) {
        put_metric(buffer, &score->metrics[i]);
    }
    avro_put_array_end(buffer);
}

static void put_crossings(struct buffer *buffer, const struct merit_score_changed *changed)
{
    avro_put_count(buffer, changed->crossing_count);
    for (uint32_t i = 0; i < changed->crossing_count; i++) {
        avro_put_long(buffer, changed->crossings[i].threshold);
        avro_put_long(buffer, changed->crossings[i].up ? 0 : 1); /* UP, DOWN */
    }
    avro_put_array_end(buffer);
}

static void put_score_changed(struct buffer *buffer,
                              const struct merit_output *output,
                              struct merit_text event_id)
{
    const struct merit_score_changed *changed = &output->score_changed;
    avro_put_text(buffer, event_id);
    put_subject(buffer, output);
    avro_put_long(buffer, changed->sequence);
    put_cause(buffer, output);
    avro_put_optional_text(buffer, merit_text_of(changed->score.path));
    put_hundredths(buffer, changed->previous_hundredths);
    put_hundredths(buffer, changed->score.hundredths);
    avro_put_boolean(buffer, changed->previously_qualified);
    avro_put_boolean(buffer, changed->score.qualified);
    put_crossings(buffer, changed);
    put_rules_version(buffer, output);
    put_metrics(buffer, &changed->score);
}

static void put_designation_event(struct buffer *buffer,
                                  const struct merit_output *output,
                                  struct merit_text event_id)
{
    const struct merit_designation_event *event = &output->designation_event;
    avro_put_text(buffer, event_id);
    put_subject(buffer, output);
    avro_put_long(buffer, event->sequence);
    avro_put_long(buffer, event->score_sequence);
    avro_put_long(buffer, event->transition);
    put_cause(buffer, output);
    put_hundredths(buffer, event->hundredths);
    avro_put_optional_day(buffer, event->anniversary_day);
    avro_put_count(buffer, event->specialization_count);
    for (uint32_t i = 0; i < event->specialization_count; i++) {
        avro_put_string(buffer, event->specializations[i]);
    }
    avro_put_array_end(buffer);
    put_rules_version(buffer, output);
}

static void put_designation_score(struct buffer *buffer, const struct merit_output *output)
{
    const struct merit_designation_score *score = &output->score;
    put_subject(buffer, output);
    avro_put_long(buffer, output->effective_day);
    avro_put_long(buffer, score->sequence);
    avro_put_long(buffer, score->status);
    avro_put_optional_day(buffer, score->anniversary_day);
    avro_put_optional_day(buffer, score->attained_day);
    avro_put_optional_text(buffer, merit_text_of(score->score.path));
    put_hundredths(buffer, score->score.hundredths);
    avro_put_boolean(buffer, score->score.qualified);
    put_metrics(buffer, &score->score);
    put_rules_version(buffer, output);
}

void avro_write_output(struct buffer *buffer,
                       const struct merit_output *output,
                       const char event_id[EVENT_ID_LENGTH])
{
    struct merit_text id = {event_id, EVENT_ID_LENGTH};
    switch (output->kind) {
    case MERIT_OUTPUT_SCORE_CHANGED:
        put_score_changed(buffer, output, id);
        break;
    case MERIT_OUTPUT_DESIGNATION:
        put_designation_event(buffer, output, id);
        break;
    case MERIT_OUTPUT_SCORE:
        put_designation_score(buffer, output);
        break;
    }
}
