/* From actual and target to points, of a metric and of its parts; and what they sum up to. */
#include "naive_rules.h"

#include <assert.h>

/* clamp(actual / target x max, 0, max) */
static struct naive_fraction points_of(struct naive_fraction actual,
                                       struct naive_fraction target,
                                       int32_t max_points)
{
    struct naive_fraction most = naive_whole(max_points);
    struct naive_fraction points = naive_times(naive_divided(actual, target), most);
    if (points.above < 0) {
        return naive_whole(0);
    }
    return naive_compare(points, most) > 0 ? most : points;
}

struct naive_metric naive_metric_of(const char *id,
                                    struct naive_fraction actual,
                                    int64_t target,
                                    int32_t max_points)
{
    struct naive_metric metric = {
        .metric = id,
        .actual = actual,
        .target = naive_whole(target),
        .points = points_of(actual, naive_whole(target), max_points),
        .max_points = max_points,
    };
    metric.hundredths = naive_hundredths(metric.points);
    return metric;
}

struct naive_metric naive_metric_of_parts(const char *id,
                                          struct naive_part first,
                                          struct naive_part second,
                                          int32_t max_points)
{
    struct naive_metric metric = {
        .metric = id,
        .actual = naive_whole(0),
        .target = first.target,
        .points = naive_whole(0),
        .max_points = max_points,
        .part_count = 2,
        .parts = {first, second},
    };
    struct naive_fraction shares = naive_whole(0);
    for (int i = 0; i < 2; i++) {
        const struct naive_part *part = &metric.parts[i];
        metric.points =
            naive_plus(metric.points, points_of(part->actual, part->target, max_points));
        if (part->actual.above > 0) {
            shares = naive_plus(shares, naive_divided(part->actual, part->target));
        }
    }
    metric.actual = naive_times(metric.target, shares);
    if (naive_compare(metric.points, naive_whole(max_points)) > 0) {
        metric.points = naive_whole(max_points);
    }
    metric.hundredths = naive_hundredths(metric.points);
    return metric;
}

void naive_add_metric(struct naive_score *score, struct naive_metric metric)
{
    assert(score->metric_count < NAIVE_METRICS_MAX);
    score->metrics[score->metric_count] = metric;
    score->metric_count++;
}

void naive_sum_up(struct naive_score *score)
{
    bool all = true;
    score->total = naive_whole(0);
    for (int i = 0; i < score->metric_count; i++) {
        score->total = naive_plus(score->total, score->metrics[i].points);
        all = all && score->metrics[i].points.above > 0;
    }
    score->hundredths = naive_hundredths(score->total);
    score->qualified = all && naive_compare(score->total, naive_whole(70)) >= 0;
}
