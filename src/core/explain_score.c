/* From a partner's sums to its score, every option and path of it, and why each earns what it does.
 */
#include "core/explain_score.h"

#include "core/measure.h"

/* ---- options ----------------------------------------------------------------------------- */

static struct merit_place place_of(const struct merit_span *span,
                                   struct merit_place_key key,
                                   uint32_t kind)
{
    key.kind = (uint8_t)kind;
    return merit_place_of(span->places, key);
}

/* A measure that is zero by a condition of its own. False: there is none, or it is met. */
static bool explain_condition(const struct merit_span *span,
                              struct merit_place_key key,
                              struct merit_option_explained *option)
{
    const struct merit_measure *measure = &option->option->measure;
    for (uint8_t g = 0; g < option->gate_count; g++) {
        if (option->gates[g].have < option->gates[g].people) {
            option->why.reason = MERIT_REASON_GATE_NOT_MET;
            option->why.place = option->gates[g].place;
            return true;
        }
    }
    if (measure->kind != MERIT_MEASURE_PERCENT) {
        return false;
    }
    if (option->base <= 0) {
        option->why.reason = MERIT_REASON_NO_BASELINE;
        option->why.place = place_of(span, key, MERIT_PLACE_COMPARE);
    } else if (option->base < measure->least_base) {
        option->why.reason = MERIT_REASON_BASELINE_TOO_SMALL;
        option->why.place = place_of(span, key, MERIT_PLACE_LEAST_BEFORE);
    } else if (option->sum < measure->least_now) {
        option->why.reason = MERIT_REASON_AMOUNT_TOO_SMALL;
        option->why.place = place_of(span, key, MERIT_PLACE_LEAST_NOW);
    } else {
        return false;
    }
    return true;
}

static void explain_reason(const struct merit_span *span,
                           struct merit_place_key key,
                           struct merit_option_explained *option)
{
    if (explain_condition(span, key, option)) {
        return;
    }
    option->why.place = option->target_place;
    if (!option->counts) {
        option->why.reason = MERIT_REASON_OTHER_OPTION_WON;
    } else if (option->actual.numerator <= 0) {
        bool nothing = option->actual.numerator == 0 && option->base == 0;
        option->why.reason = nothing ? MERIT_REASON_NOTHING_COUNTED : MERIT_REASON_NOT_ABOVE_ZERO;
        option->why.place = place_of(span, key, MERIT_PLACE_COUNTED);
    } else {
        int order = merit_ratio_compare(option->actual, option->target);
        option->why.reason = order < 0    ? MERIT_REASON_BELOW_TARGET
                             : order == 0 ? MERIT_REASON_TARGET_MET
                                          : MERIT_REASON_CAPPED;
    }
}

static void explain_option(const struct merit_explanation *explanation,
                           const merit_int128 *sums,
                           struct merit_place_key key,
                           struct merit_option_explained *ret_option)
{
    const struct merit_span *span = explanation->span;
    const struct merit_metric *metric = &span->paths[key.path].metrics[key.metric];
    const struct merit_option *option = &metric->options[key.option];
    struct metric_option figures;
    metric_option_figures(span, metric, option, sums, &figures);
    *ret_option = (struct merit_option_explained){
        .name = option->name,
        .option = option,
        .counts = figures.counts,
        .unit = span->places == NULL ? option->measure.unit
                                     : span->places->units[merit_place_option(key)],
        .sum = figures.sum,
        .base = figures.base,
        .actual = figures.actual,
        .target = figures.target,
        .points = figures.points,
        .why = {.day = MERIT_NO_DAY},
        .target_place = place_of(span, key, MERIT_PLACE_TARGET),
        .gate_count = option->measure.gate_count,
    };
    for (uint8_t g = 0; g < ret_option->gate_count; g++) {
        const struct merit_gate *gate = &option->measure.gates[g];
        ret_option->gates[g] = (struct merit_gate_state){gate->people, sums[gate->slot],
                                                         place_of(span, key, MERIT_PLACE_GATE + g)};
    }
    explain_reason(span, key, ret_option);
}

/* ---- paths ------------------------------------------------------------------------------- */

static void explain_qualified(const struct merit_span *span, struct merit_path_explained *path)
{
    struct merit_why *why = &path->qualified;
    *why = (struct merit_why){.day = MERIT_NO_DAY};
    if (span->places != NULL) {
        why->place = (struct merit_place){span->places->file, span->places->qualifies};
    }
    struct merit_ratio enough = {span->qualifying_points, 1};
    if (path->score.qualified) {
        why->reason = MERIT_REASON_QUALIFIED;
        return;
    }
    if (merit_ratio_compare(path->score.total, enough) < 0) {
        why->reason = MERIT_REASON_BELOW_QUALIFYING_POINTS;
        return;
    }
    why->reason = MERIT_REASON_METRIC_AT_ZERO;
    for (uint8_t m = 0; m < path->score.metric_count; m++) {
        if (path->score.metrics[m].points.numerator == 0) {
            why->about = merit_text_of(path->score.metrics[m].metric);
            return;
        }
    }
}

static void explain_choice(const struct merit_span *span, struct merit_path_explained *path)
{
    bool best = span->choice == MERIT_CHOICE_BEST;
    path->why = (struct merit_why){.day = MERIT_NO_DAY};
    if (span->places != NULL && span->path_count > 1) {
        path->why.place = (struct merit_place){span->places->file, span->places->choose};
    }
    if (span->path_count == 1) {
        path->why.reason = MERIT_REASON_ONLY_PATH;
    } else if (path->reported) {
        path->why.reason = best ? MERIT_REASON_PATH_BEST : MERIT_REASON_PATH_BY_PRODUCTS;
    } else {
        path->why.reason =
            best ? MERIT_REASON_OTHER_PATH_BEST : MERIT_REASON_OTHER_PATH_BY_PRODUCTS;
    }
}

static void explain_path(const merit_int128 *sums,
                         uint8_t index,
                         struct arena *arena,
                         struct merit_explanation *explanation)
{
    const struct merit_span *span = explanation->span;
    struct merit_path_explained *path = &explanation->paths[index];
    struct metric_summary summary;
    metric_path_summary(span, index, sums, &summary);
    metric_score(span, sums, &summary, &path->score);
    struct merit_place_key key = {.path = index};
    for (key.metric = 0; key.metric < path->score.metric_count; key.metric++) {
        const struct merit_metric *metric = &span->paths[index].metrics[key.metric];
        struct merit_metric_explained *explained = &path->metrics[key.metric];
        explained->score = &path->score.metrics[key.metric];
        explained->parts = metric->parts;
        explained->option_count = metric->option_count;
        explained->options =
            arena_allocate(arena, metric->option_count * sizeof *explained->options);
        key.option = 0;
        explained->place = place_of(span, key, MERIT_PLACE_POINTS);
        for (; key.option < metric->option_count; key.option++) {
            explain_option(explanation, sums, key, &explained->options[key.option]);
        }
    }
    explain_qualified(span, path);
}

void explain_score(const merit_int128 *sums,
                   struct arena *arena,
                   struct merit_explanation *explanation)
{
    const struct merit_span *span = explanation->span;
    struct metric_summary summary;
    metric_summarize(span, sums, &summary);
    explanation->path_count = span->path_count;
    explanation->paths = arena_allocate(arena, span->path_count * sizeof *explanation->paths);
    for (uint8_t p = 0; p < span->path_count; p++) {
        explain_path(sums, p, arena, explanation);
        explanation->paths[p].reported = p == summary.path;
        explain_choice(span, &explanation->paths[p]);
    }
    if (span->choice == MERIT_CHOICE_PRODUCTS) {
        explanation->choice_products = sums[span->choice_slot];
    }
}
