/* From a partner's sums of slots to a designation's score. */
#include "core/metric.h"

#include <assert.h>
#include <string.h>

/* Points of one option or metric: `shared` / the path's points_denominator, plus `apart` where the
 * option is a percentage or has no share of that denominator. */
struct points {
    merit_int128 shared;
    struct merit_ratio apart; /* denominator 0: none */
};

static const struct merit_ratio ratio_zero = {0, 1};

/* ---- slots ------------------------------------------------------------------------------- */

/* The slots' values at a partner: the sums, and of WEIGHTED slots what they make in `room`. They
 * fit 128 bits: bounded by the rules' compiler. */
static const merit_int128 *values_of(const struct merit_span *span,
                                     const merit_int128 *sums,
                                     merit_int128 *room)
{
    if (span->weighted_count == 0) {
        return sums;
    }
    for (uint8_t s = 0; s < span->slot_count; s++) {
        room[s] = sums[s];
        if (span->slots[s].kind != MERIT_SLOT_WEIGHTED) {
            continue;
        }
        room[s] = 0;
        for (uint64_t parts = span->slots[s].parts; parts != 0; parts &= parts - 1) {
            int part = __builtin_ctzll(parts);
            room[s] += sums[part] * span->slots[part].weight;
        }
    }
    return room;
}

/* ---- measures ---------------------------------------------------------------------------- */

static bool gates_met(const struct merit_measure *measure, const merit_int128 *sums)
{
    for (uint8_t i = 0; i < measure->gate_count; i++) {
        if (sums[measure->gates[i].slot] < measure->gates[i].people) {
            return false;
        }
    }
    return true;
}

/* The measure in the slot's own unit; only for what is not a percentage. */
static merit_int128 raw_value(const struct merit_measure *measure, const merit_int128 *sums)
{
    return measure->kind == MERIT_MEASURE_PEOPLE && !gates_met(measure, sums) ? 0
                                                                              : sums[measure->slot];
}

static struct merit_ratio actual_value(const struct merit_measure *measure,
                                       const merit_int128 *sums)
{
    if (measure->kind != MERIT_MEASURE_PERCENT) {
        return (struct merit_ratio){raw_value(measure, sums), measure->unit};
    }
    merit_int128 now = sums[measure->slot];
    merit_int128 base = sums[measure->base];
    if (base <= 0 || base < measure->least_base || now < measure->least_now) {
        return ratio_zero;
    }
    return (struct merit_ratio){100 * (now - base), base};
}

static struct merit_ratio target_value(const struct merit_option *option)
{
    return (struct merit_ratio){option->target_numerator, option->target_denominator};
}

/* ---- points ------------------------------------------------------------------------------ */

/* actual / target x max, not clamped. */
static struct merit_ratio unclamped_points(const struct merit_metric *metric,
                                           const struct merit_option *option,
                                           const merit_int128 *sums)
{
    struct merit_ratio actual = merit_ratio_reduce(actual_value(&option->measure, sums));
    merit_int128 factor = (merit_int128)metric->max_points * option->target_denominator;
    struct merit_ratio points;
    bool above = __builtin_mul_overflow(actual.numerator, factor, &points.numerator);
    bool below =
        __builtin_mul_overflow(actual.denominator, option->target_numerator, &points.denominator);
    assert(!above && !below && "bounded by the rules' compiler");
    return points;
}

static struct merit_ratio clamp_ratio(struct merit_ratio value, int32_t max)
{
    if (value.numerator <= 0) {
        return ratio_zero;
    }
    struct merit_ratio most = {max, 1};
    return merit_ratio_compare(value, most) > 0 ? most : value;
}

static bool is_shared(const struct merit_metric *metric)
{
    for (uint8_t i = 0; i < metric->option_count; i++) {
        if (metric->options[i].points_per_unit == 0) {
            return false;
        }
    }
    return true;
}

/* Index of the option that counts: the largest actual / target, the first of equals. All options of
 * a metric have the same max, so the largest unclamped points decide. */
static uint8_t best_option(const struct merit_metric *metric, const merit_int128 *sums)
{
    uint8_t best = 0;
    if (is_shared(metric)) {
        merit_int128 most =
            raw_value(&metric->options[0].measure, sums) * metric->options[0].points_per_unit;
        for (uint8_t i = 1; i < metric->option_count; i++) {
            merit_int128 points =
                raw_value(&metric->options[i].measure, sums) * metric->options[i].points_per_unit;
            if (points > most) {
                most = points;
                best = i;
            }
        }
        return best;
    }
    struct merit_ratio most = unclamped_points(metric, &metric->options[0], sums);
    for (uint8_t i = 1; i < metric->option_count; i++) {
        struct merit_ratio points = unclamped_points(metric, &metric->options[i], sums);
        if (merit_ratio_compare(points, most) > 0) {
            most = points;
            best = i;
        }
    }
    return best;
}

static void add_option(const struct merit_path *path,
                       const struct merit_metric *metric,
                       const struct merit_option *option,
                       const merit_int128 *sums,
                       struct points *points)
{
    if (option->points_per_unit != 0) {
        merit_int128 value = raw_value(&option->measure, sums) * option->points_per_unit;
        merit_int128 most = (merit_int128)metric->max_points * path->points_denominator;
        points->shared += value < 0 ? 0 : value > most ? most : value;
        return;
    }
    struct merit_ratio value =
        clamp_ratio(unclamped_points(metric, option, sums), metric->max_points);
    points->apart = points->apart.denominator == 0 ? value : merit_ratio_add(points->apart, value);
}

static struct merit_ratio points_ratio(const struct merit_path *path, const struct points *points)
{
    struct merit_ratio shared = {points->shared, path->points_denominator};
    return points->apart.denominator == 0 ? shared : merit_ratio_add(points->apart, shared);
}

/* A metric's points, and the option that counts where there are several. */
static struct points metric_points(const struct merit_path *path,
                                   const struct merit_metric *metric,
                                   const merit_int128 *sums,
                                   uint8_t *ret_best)
{
    struct points points = {0, {0, 0}};
    *ret_best = 0;
    if (!metric->parts) {
        *ret_best = best_option(metric, sums);
        add_option(path, metric, &metric->options[*ret_best], sums, &points);
        return points;
    }
    for (uint8_t i = 0; i < metric->option_count; i++) {
        add_option(path, metric, &metric->options[i], sums, &points);
    }
    merit_int128 most = (merit_int128)metric->max_points * path->points_denominator;
    if (points.apart.denominator == 0) {
        points.shared = points.shared > most ? most : points.shared;
        return points;
    }
    struct merit_ratio sum = points_ratio(path, &points);
    return (struct points){0, clamp_ratio(sum, metric->max_points)};
}

/* ---- paths ------------------------------------------------------------------------------- */

struct path_result {
    struct merit_ratio total;
    bool qualified;
};

/* One metric's points over the path's shared denominator, in 64 bits. False where an option has no
 * share of that denominator, or the numbers are too large: then the exact way round decides. */
static bool quick_points(const struct merit_path *path,
                         const struct merit_metric *metric,
                         const merit_int128 *sums,
                         int64_t *ret_points)
{
    int64_t max = metric->max_points * path->points_denominator;
    int64_t best = INT64_MIN;
    int64_t parts = 0;
    for (uint8_t i = 0; i < metric->option_count; i++) {
        const struct merit_option *option = &metric->options[i];
        merit_int128 raw = raw_value(&option->measure, sums);
        int64_t points;
        if (option->points_per_unit == 0 || raw != (int64_t)raw ||
            __builtin_mul_overflow((int64_t)raw, option->points_per_unit, &points)) {
            return false;
        }
        best = points > best ? points : best;
        parts += points < 0 ? 0 : points > max ? max : points;
    }
    int64_t points = metric->parts ? parts : best;
    *ret_points = points < 0 ? 0 : points > max ? max : points;
    return true;
}

static bool quick_total(const struct merit_path *path,
                        const merit_int128 *sums,
                        int64_t *ret_total,
                        bool *ret_every_metric)
{
    int64_t total = 0;
    bool every_metric = true;
    for (uint8_t m = 0; m < path->metric_count; m++) {
        int64_t points;
        if (!quick_points(path, &path->metrics[m], sums, &points)) {
            return false;
        }
        every_metric = every_metric && points > 0;
        total += points;
    }
    *ret_total = total;
    *ret_every_metric = every_metric;
    return true;
}

static struct merit_ratio exact_total(const struct merit_path *path,
                                      const merit_int128 *sums,
                                      bool *ret_every_metric)
{
    struct points total = {0, {0, 0}};
    *ret_every_metric = true;
    for (uint8_t m = 0; m < path->metric_count; m++) {
        uint8_t best;
        struct points points = metric_points(path, &path->metrics[m], sums, &best);
        *ret_every_metric = *ret_every_metric && (points.shared > 0 || points.apart.numerator > 0);
        total.shared += points.shared;
        if (points.apart.denominator != 0) {
            total.apart = total.apart.denominator == 0 ? points.apart
                                                       : merit_ratio_add(total.apart, points.apart);
        }
    }
    return points_ratio(path, &total);
}

static struct path_result path_total(const struct merit_span *span,
                                     const struct merit_path *path,
                                     const merit_int128 *sums)
{
    struct path_result result;
    bool every_metric;
    int64_t quick;
    if (quick_total(path, sums, &quick, &every_metric)) {
        result.total = (struct merit_ratio){quick, path->points_denominator};
    } else {
        result.total = exact_total(path, sums, &every_metric);
    }
    struct merit_ratio enough = {span->qualifying_points, 1};
    result.qualified = every_metric && merit_ratio_compare(result.total, enough) >= 0;
    return result;
}

static bool is_better(const struct path_result *a, const struct path_result *b)
{
    return a->qualified != b->qualified ? a->qualified
                                        : merit_ratio_compare(a->total, b->total) > 0;
}

void metric_summarize(const struct merit_span *span,
                      const merit_int128 *sums,
                      struct metric_summary *ret_summary)
{
    merit_int128 room[MERIT_SLOTS_MAX];
    sums = values_of(span, sums, room);
    uint8_t chosen = 0;
    struct path_result best;
    if (span->choice == MERIT_CHOICE_PRODUCTS) {
        chosen = sums[span->choice_slot] >= span->choice_at_least ? 0 : 1;
        best = path_total(span, &span->paths[chosen], sums);
    } else {
        best = path_total(span, &span->paths[0], sums);
        for (uint8_t i = 1; i < span->path_count; i++) {
            struct path_result other = path_total(span, &span->paths[i], sums);
            if (is_better(&other, &best)) {
                best = other;
                chosen = i;
            }
        }
    }
    *ret_summary = (struct metric_summary){chosen, best.total, merit_ratio_hundredths(best.total),
                                           best.qualified};
}

/* ---- the whole score --------------------------------------------------------------------- */

/* Reported for parts: target = the first part's; actual = that x the sum of max(0, actual /
 * target). */
static void score_parts(const struct merit_metric *metric,
                        const merit_int128 *sums,
                        struct merit_metric_score *score)
{
    score->part_count = metric->option_count;
    struct merit_ratio share = ratio_zero;
    for (uint8_t i = 0; i < metric->option_count; i++) {
        const struct merit_option *option = &metric->options[i];
        struct merit_ratio actual = merit_ratio_reduce(actual_value(&option->measure, sums));
        score->parts[i] = (struct merit_part_score){option->name, actual, target_value(option)};
        if (actual.numerator > 0) {
            struct merit_ratio part = {actual.numerator * option->target_denominator,
                                       actual.denominator * option->target_numerator};
            share = merit_ratio_add(share, part);
        }
    }
    score->target = score->parts[0].target;
    score->actual = (struct merit_ratio){share.numerator * score->target.numerator,
                                         share.denominator * score->target.denominator};
}

static void score_metric(const struct merit_path *path,
                         const struct merit_metric *metric,
                         const merit_int128 *sums,
                         struct merit_metric_score *score)
{
    uint8_t best;
    struct points points = metric_points(path, metric, sums, &best);
    score->metric = metric->id;
    score->max_points = metric->max_points;
    score->points = points_ratio(path, &points);
    score->basis = NULL;
    score->part_count = 0;
    if (metric->parts) {
        score_parts(metric, sums, score);
        return;
    }
    const struct merit_option *option = &metric->options[best];
    score->basis = option->name;
    score->actual = actual_value(&option->measure, sums);
    score->target = target_value(option);
}

void metric_score(const struct merit_span *span,
                  const merit_int128 *sums,
                  const struct metric_summary *summary,
                  struct merit_score *ret_score)
{
    merit_int128 room[MERIT_SLOTS_MAX];
    sums = values_of(span, sums, room);
    const struct merit_path *path = &span->paths[summary->path];
    ret_score->path = path->id;
    ret_score->total = summary->total;
    ret_score->hundredths = summary->hundredths;
    ret_score->qualified = summary->qualified;
    ret_score->metric_count = path->metric_count;
    for (uint8_t m = 0; m < path->metric_count; m++) {
        score_metric(path, &path->metrics[m], sums, &ret_score->metrics[m]);
    }
}
