/* A number that tells one DesignationScore from another. */
#define XXH_INLINE_ALL
#include "core/score_hash.h"

#include <xxhash.h>

#include <assert.h>
#include <string.h>

static uint64_t mix(uint64_t hash, const void *bytes, size_t length)
{
    return XXH3_64bits_withSeed(bytes, length, hash);
}

static uint64_t mix_text(uint64_t hash, const char *text)
{
    return text == NULL ? mix(hash, "", 1) : mix(hash, text, strlen(text));
}

/* Equal fractions that are written differently differ: nothing makes the same score in two ways. */
static uint64_t mix_ratio(uint64_t hash, struct merit_ratio ratio)
{
    const merit_int128 numbers[] = {ratio.numerator, ratio.denominator};
    return mix(hash, numbers, sizeof numbers);
}

static uint64_t mix_metric(uint64_t hash, const struct merit_metric_score *metric)
{
    hash = mix_text(hash, metric->metric);
    hash = mix_text(hash, metric->basis);
    hash = mix_ratio(hash, metric->actual);
    hash = mix_ratio(hash, metric->target);
    hash = mix_ratio(hash, metric->points);
    const int32_t counts[] = {metric->max_points, metric->part_count};
    hash = mix(hash, counts, sizeof counts);
    for (uint8_t i = 0; i < metric->part_count; i++) {
        const struct merit_part_score *part = &metric->parts[i];
        hash = mix_text(hash, part->name);
        hash = mix_ratio(hash, part->actual);
        hash = mix_ratio(hash, part->target);
    }
    return hash;
}

int64_t score_hash(const struct merit_output *output)
{
    assert(output->kind == MERIT_OUTPUT_SCORE);
    const struct merit_designation_score *score = &output->score;
    const int64_t numbers[] = {
        score->sequence,           score->status,           score->anniversary_day,
        score->attained_day,       score->score.hundredths, score->score.qualified,
        score->score.metric_count, output->version_day,     output->program_hash,
    };
    uint64_t hash = mix(0, numbers, sizeof numbers);
    hash = mix_text(hash, score->score.path);
    for (uint8_t i = 0; i < score->score.metric_count; i++) {
        hash = mix_metric(hash, &score->score.metrics[i]);
    }
    return hash == 0 ? 1 : (int64_t)hash;
}
