/* Random outputs for the tests of their encoding, the same for the same seed. */
#include "outputs.h"

struct draw {
    uint64_t state;
};

static uint64_t next(struct draw *draw)
{
    uint64_t z = (draw->state += UINT64_C(0x9E3779B97F4A7C15));
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}

static uint32_t below(struct draw *draw, uint32_t limit)
{
    return (uint32_t)(next(draw) % limit);
}

/* Any size up to so many bits. */
static int64_t number(struct draw *draw, uint32_t bits)
{
    return (int64_t)(next(draw) >> (64 - 1 - below(draw, bits)));
}

static const char *word(struct draw *draw)
{
    static const char *const words[] = {"modern_work", "security", "net_customer_adds", "CPOR",
                                        "smb",         "a",        "azure/\"quoted\"",  "über"};
    return words[below(draw, sizeof words / sizeof *words)];
}

static const char *word_or_null(struct draw *draw)
{
    return below(draw, 3) == 0 ? NULL : word(draw);
}

static struct merit_ratio ratio(struct draw *draw)
{
    struct merit_ratio ratio = {number(draw, 60), 1 + number(draw, 40)};
    if (below(draw, 3) == 0) {
        ratio.denominator = 1;
    }
    if (below(draw, 4) == 0) {
        ratio.numerator = -ratio.numerator;
    }
    return ratio;
}

static int32_t day(struct draw *draw)
{
    return MERIT_DAY_FIRST + (int32_t)below(draw, MERIT_DAY_LAST - MERIT_DAY_FIRST + 1);
}

static int32_t day_or_none(struct draw *draw)
{
    return below(draw, 3) == 0 ? MERIT_NO_DAY : day(draw);
}

static struct merit_score score(struct draw *draw)
{
    struct merit_score score = {
        .path = word_or_null(draw),
        .hundredths = number(draw, 20),
        .qualified = below(draw, 2) == 0,
        .metric_count = (uint8_t)below(draw, MERIT_METRICS_MAX + 1),
    };
    for (uint32_t i = 0; i < score.metric_count; i++) {
        struct merit_metric_score *metric = &score.metrics[i];
        metric->metric = word(draw);
        metric->basis = word_or_null(draw);
        metric->actual = ratio(draw);
        metric->target = ratio(draw);
        metric->points = (struct merit_ratio){number(draw, 30), 1 + number(draw, 12)};
        metric->max_points = (int32_t)below(draw, MERIT_POINTS_MAX + 1);
        metric->part_count = (uint8_t)below(draw, MERIT_OPTIONS_MAX + 1);
        for (uint32_t k = 0; k < metric->part_count; k++) {
            metric->parts[k] = (struct merit_part_score){word(draw), ratio(draw), ratio(draw)};
        }
    }
    return score;
}

static void make_score_changed(struct draw *draw, struct merit_score_changed *changed)
{
    changed->sequence = number(draw, 62);
    changed->previous_hundredths = number(draw, 20);
    changed->previously_qualified = below(draw, 2) == 0;
    changed->crossing_count = (uint8_t)below(draw, 4);
    for (uint32_t i = 0; i < changed->crossing_count; i++) {
        changed->crossings[i].threshold = (int32_t)below(draw, 101);
        changed->crossings[i].up = below(draw, 2) == 0;
    }
    changed->score = score(draw);
}

static void make_designation(struct draw *draw, struct merit_designation_event *event)
{
    event->sequence = number(draw, 62);
    event->score_sequence = number(draw, 62);
    event->transition = (enum merit_transition)below(draw, 5);
    event->hundredths = number(draw, 20);
    event->anniversary_day = day_or_none(draw);
    event->specialization_count = (uint8_t)below(draw, 5);
    for (uint32_t i = 0; i < event->specialization_count; i++) {
        event->specializations[i] = word(draw);
    }
}

void outputs_make(uint64_t seed, struct merit_output *ret_output)
{
    struct draw draw = {seed};
    struct merit_output *output = ret_output;
    *output = (struct merit_output){
        .kind = (enum merit_output_kind)(seed % 3),
        .partner_id = merit_text_of(word(&draw)),
        .designation = word(&draw),
        .effective_day = day(&draw),
        .cause = (enum merit_cause)below(&draw, 3),
        .cause_event_id = merit_text_of(word_or_null(&draw)),
        .version_day = day(&draw),
        .program_hash = (uint32_t)next(&draw),
    };
    output->occurred_at = output->effective_day * MERIT_MICROS_PER_DAY +
                          (int64_t)(next(&draw) % MERIT_MICROS_PER_DAY);
    switch (output->kind) {
    case MERIT_OUTPUT_SCORE_CHANGED:
        make_score_changed(&draw, &output->score_changed);
        break;
    case MERIT_OUTPUT_DESIGNATION:
        make_designation(&draw, &output->designation_event);
        break;
    case MERIT_OUTPUT_SCORE:
        output->score.sequence = number(&draw, 62);
        output->score.status = (enum merit_status)below(&draw, 3);
        output->score.anniversary_day = day_or_none(&draw);
        output->score.attained_day = day_or_none(&draw);
        output->score.score = score(&draw);
        break;
    }
}
