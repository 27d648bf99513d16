/* A version as read to one span of the program: all names become indexes, all dates are decided. */
#include "rules/compile.h"

#include "rules/bounds.h"
#include "rules/places.h"

static const char *terminated(struct arena *arena, struct merit_text text)
{
    return arena_text(arena, text).at;
}

static void compile_option(const struct span_compiler *compiler,
                           const struct rules_option *option,
                           struct merit_option *compiled)
{
    compiled->name = terminated(compiler->arena, option->name);
    compiled->measure = measure_compile(compiler, &option->measure);
    compiled->target_numerator = option->target.numerator;
    compiled->target_denominator = option->target.denominator;
}

static void compile_metric(const struct span_compiler *compiler,
                           const struct rules_metric *metric,
                           struct merit_metric *compiled)
{
    compiled->id = terminated(compiler->arena, metric->id);
    compiled->max_points = metric->points;
    compiled->parts = metric->parts;
    compiled->option_count = metric->option_count;
    for (uint8_t i = 0; i < metric->option_count; i++) {
        compile_option(compiler, &metric->options[i], &compiled->options[i]);
    }
}

static void compile_paths(const struct span_compiler *compiler, struct merit_span *span)
{
    const struct rules_version *version = compiler->version;
    span->path_count = version->path_count;
    span->paths = arena_allocate(compiler->arena, version->path_count * sizeof *span->paths);
    for (uint8_t p = 0; p < version->path_count; p++) {
        const struct rules_path *path = &version->paths[p];
        span->paths[p].id = terminated(compiler->arena, path->id);
        span->paths[p].metric_count = path->metric_count;
        for (uint8_t m = 0; m < path->metric_count; m++) {
            compile_metric(compiler, &path->metrics[m], &span->paths[p].metrics[m]);
        }
    }
}

static void compile_choice(const struct span_compiler *compiler, struct merit_span *span)
{
    const struct rules_version *version = compiler->version;
    span->choice = MERIT_CHOICE_BEST;
    span->choice_slot = MERIT_NONE;
    if (version->choose_by_products) {
        span->choice = MERIT_CHOICE_PRODUCTS;
        span->choice_slot = measure_compile(compiler, &version->choice).slot;
        span->choice_at_least = version->choice_at_least;
    }
}

void compile_span(const struct span_compiler *compiler, int32_t from_day, struct merit_span *span)
{
    const struct rules_version *version = compiler->version;
    memset(compiler->builder, 0, sizeof *compiler->builder);
    span->from_day = from_day;
    span->version_day = version->effective;
    span->qualifying_points = version->qualifying_points;
    span->month_closes_after_days = version->month_closes_after_days;
    compile_paths(compiler, span);
    compile_choice(compiler, span);
    if (compiler->builder->overflow != NULL) {
        yaml_error(version->root, 0, NULL, "this version needs too many %s",
                   compiler->builder->overflow);
        return;
    }
    builder_finish(compiler->builder, compiler->arena, span);
    span->places = places_of(compiler->arena, version);
    bounds_check(version, span);
}
