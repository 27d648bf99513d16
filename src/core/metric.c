/* From a partner's sums of slots to a designation's score. */
#include "core/metric.h"

#include "core/measure.h"

#include <assert.h>
#include <string.h>

/* Points of one option or metric: `shared` / the path's points_denominator, plus `apart` where the
 * option is a percentage or has no share of that denominator. */
struct points {
    merit_int128 shared;
    struct merit_ratio apart; /* denominator 0: none */
};

static const struct merit_ratio ratio_zero = {0, 1};

/* ---- points ------------------------------------------------------------------------------ */

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
static inline uint8_t best_option(const struct merit_metric *metric, const merit_int128 *sums)
{
    uint8_t best = 0;
    if (is_shared(metric)) {
        merit_int128 most =
            measure_raw(&metric->options[0].measure, sums) * metric->options[0].points_per_unit;
        for (uint8_t i = 1; i < metric->option_count; i++) {
            merit_int128 points =
                measure_raw(&metric->options[i].measure, sums) * metric->options[i].points_per_unit;
            if (points > most) {
                most = points;
                best = i;
            }
        }
        return best;
    }
    struct merit_ratio most = measure_points(metric, &metric->options[0], sums);
    for (uint8_t i = 1; i < metric->option_count; i++) {
        struct merit_ratio points = measure_points(metric, &metric->options[i], sums);
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
        merit_int128 value = measure_raw(&option->measure, sums) * option->points_per_unit;
        merit_int128 most = (merit_int128)metric->max_points * path->points_denominator;
        points->shared += value < 0 ? 0 : value > most ? most : value;
        return;
    }
    struct merit_ratio value =
        clamp_ratio(measure_points(metric, option, sums), metric->max_points);
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

/* ---- points in 64 bits ------------------------------------------------------------------- */

static int64_t clamp_points(int64_t points, int64_t max)
{
    return points < 0 ? 0 : points > max ? max : points;
}

/* One metric's points over the path's shared denominator, and the option that counts where there
 * are several. False where an option has no share of that denominator, or the numbers are too
 * large: then the exact way round decides. */
static bool quick_points(const struct merit_path *path,
                         const struct merit_metric *metric,
                         const merit_int128 *sums,
                         int64_t *ret_points,
                         uint8_t *ret_best)
{
    int64_t max = metric->max_points * path->points_denominator;
    int64_t total = 0; /* of parts; else of the best option, not clamped */
    *ret_best = 0;
    for (uint8_t i = 0; i < metric->option_count; i++) {
        const struct merit_option *option = &metric->options[i];
        merit_int128 raw = measure_raw(&option->measure, sums);
        int64_t points;
        if (option->points_per_unit == 0 || raw != (int64_t)raw ||
            __builtin_mul_overflow((int64_t)raw, option->points_per_unit, &points)) {
            return false;
        }
        if (metric->parts) {
            total += clamp_points(points, max);
        } else if (i == 0 || points > total) {
            total = points;
            *ret_best = i;
        }
    }
    *ret_points = clamp_points(total, max);
    return true;
}

/* ---- paths ------------------------------------------------------------------------------- */

struct path_result {
    struct merit_ratio total;
    bool qualified;
};

static bool quick_total(const struct merit_path *path,
                        const merit_int128 *sums,
                        int64_t *ret_total,
                        bool *ret_every_metric)
{
    int64_t total = 0;
    bool every_metric = true;
    for (uint8_t m = 0; m < path->metric_count; m++) {
        int64_t points;
        uint8_t best;
        if (!quick_points(path, &path->metrics[m], sums, &points, &best)) {
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

static inline struct path_result path_total(const struct merit_span *span,
                                            const struct merit_path *path,
                                            const merit_int128 *sums)
{
    struct path_result result;
    bool every_metric;
    int64_t quick;
    if (quick_total(path, sums, &quick, &every_metric)) {
        result.total = (struct merit_ratio){quick, path->points_denominator};
        result.qualified =
            every_metric && quick >= span->qualifying_points * path->points_denominator;
        return result;
    }
    result.total = exact_total(path, sums, &every_metric);
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
    sums = measure_values(span, sums, room);
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
        struct merit_ratio actual = merit_ratio_reduce(measure_actual(&option->measure, sums));
        score->parts[i] = (struct merit_part_score){option->name, actual, measure_target(option)};
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
    int64_t quick;
    if (quick_points(path, metric, sums, &quick, &best)) {
        score->points = (struct merit_ratio){quick, path->points_denominator};
    } else {
        struct points points = metric_points(path, metric, sums, &best);
        score->points = points_ratio(path, &points);
    }
    score->metric = metric->id;
    score->max_points = metric->max_points;
    score->basis = NULL;
    score->part_count = 0;
    if (metric->parts) {
        score_parts(metric, sums, score);
        return;
    }
    const struct merit_option *option = &metric->options[best];
    score->basis = option->name;
    score->actual = measure_actual(&option->measure, sums);
    score->target = measure_target(option);
}

void metric_score(const struct merit_span *span,
                  const merit_int128 *sums,
                  const struct metric_summary *summary,
                  struct merit_score *ret_score)
{
    merit_int128 room[MERIT_SLOTS_MAX];
    sums = measure_values(span, sums, room);
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

/* ---- for those who explain --------------------------------------------------------------- */

void metric_path_summary(const struct merit_span *span,
                         uint8_t path,
                         const merit_int128 *sums,
                         struct metric_summary *ret_summary)
{
    merit_int128 room[MERIT_SLOTS_MAX];
    sums = measure_values(span, sums, room);
    struct path_result result = path_total(span, &span->paths[path], sums);
    *ret_summary = (struct metric_summary){path, result.total, merit_ratio_hundredths(result.total),
                                           result.qualified};
}

void metric_option_figures(const struct merit_span *span,
                           const struct merit_metric *metric,
                           const struct merit_option *option,
                           const merit_int128 *sums,
                           struct metric_option *ret_figures)
{
    merit_int128 room[MERIT_SLOTS_MAX];
    sums = measure_values(span, sums, room);
    const struct merit_measure *measure = &option->measure;
    ret_figures->sum = sums[measure->slot];
    ret_figures->base = measure->kind == MERIT_MEASURE_PERCENT ? sums[measure->base] : 0;
    ret_figures->actual = measure_actual(measure, sums);
    ret_figures->target = measure_target(option);
    ret_figures->points = clamp_ratio(measure_points(metric, option, sums), metric->max_points);
    ret_figures->counts = metric->parts || option == &metric->options[best_option(metric, sums)];
}
