/* An explanation adds up: its parts make each actual, the score follows from them, time does what
 * it foretells, and asking changes nothing. */
#include "check_main.h"
#include "cli/explain_text.h"
#include "codec/json_explain.h"
#include "core/explain_change.h"
#include "history.h"
#include "partners.h"
#include "task/explain.h"
#include "task/explain_badge.h"
#include "world.h"

#include <inttypes.h>
#include <stdio.h>

enum { SEEDS = 15, DAYS_BETWEEN = 23 };

/* What was explained, so that the test shows that it looked at something. */
static struct {
    uint64_t explanations;
    uint64_t rows;
    uint64_t foretold;
    uint64_t formulas;
    uint64_t reasons[MERIT_REASON_COUNT];
} seen;

static char about[160];

#define expect(condition) ck_assert_msg(condition, "%s: %s", about, #condition)

/* ---- parts ------------------------------------------------------------------------------- */

static int64_t products_that_count(const struct merit_option_explained *option)
{
    int64_t count = 0;
    for (uint32_t i = 0; i < option->product_count; i++) {
        count += option->products[i].counts;
        for (uint32_t k = 0; k < i; k++) {
            expect(!merit_text_equal(option->products[i].product, option->products[k].product));
        }
    }
    return count;
}

static void check_rows(const struct merit_option_explained *option)
{
    merit_int128 amount = option->rest_amount;
    merit_int128 base = option->rest_base;
    for (uint32_t i = 0; i < option->row_count; i++) {
        const struct merit_contribution *row = &option->rows[i];
        amount += row->amount;
        base += row->base;
        seen.rows++;
        seen.reasons[row->why.reason]++;
        expect(row->why.place.line > 0);
    }
    bool distinct = option->option->measure.kind == MERIT_MEASURE_PRODUCTS;
    expect((distinct ? products_that_count(option) : amount) == option->sum);
    expect(base == option->base);
}

/* actual follows from the sum, and the points from the actual: by the formula, not by the code that
 * scores. */
static void check_option(const struct merit_metric_explained *metric,
                         const struct merit_option_explained *option)
{
    check_rows(option);
    seen.reasons[option->why.reason]++;
    bool zeroed = option->why.reason == MERIT_REASON_GATE_NOT_MET ||
                  option->why.reason == MERIT_REASON_NO_BASELINE ||
                  option->why.reason == MERIT_REASON_BASELINE_TOO_SMALL ||
                  option->why.reason == MERIT_REASON_AMOUNT_TOO_SMALL;
    struct merit_ratio actual = {0, 1};
    if (!zeroed && option->option->measure.kind == MERIT_MEASURE_PERCENT) {
        actual = (struct merit_ratio){100 * (option->sum - option->base), option->base};
    } else if (!zeroed) {
        actual = (struct merit_ratio){option->sum, option->option->measure.unit};
    }
    expect(merit_ratio_compare(actual, option->actual) == 0);
    actual = merit_ratio_reduce(actual);
    merit_int128 max = metric->score->max_points;
    struct merit_ratio points = {actual.numerator * option->target.denominator * max,
                                 actual.denominator * option->target.numerator};
    struct merit_ratio most = {max, 1};
    if (points.numerator < 0) {
        points = (struct merit_ratio){0, 1};
    } else if (merit_ratio_compare(points, most) > 0) {
        points = most;
    }
    expect(merit_ratio_compare(points, option->points) == 0);
}

/* ---- the whole --------------------------------------------------------------------------- */

static struct merit_ratio check_metric(const struct merit_metric_explained *metric)
{
    struct merit_ratio sum = {0, 1};
    uint32_t counting = 0;
    for (uint8_t i = 0; i < metric->option_count; i++) {
        const struct merit_option_explained *option = &metric->options[i];
        check_option(metric, option);
        counting += option->counts;
        if (option->counts) {
            sum = merit_ratio_add(sum, option->points);
            expect(metric->parts ||
                   merit_ratio_compare(option->actual, metric->score->actual) == 0);
            expect(metric->parts || option->name == metric->score->basis);
        }
    }
    expect(counting == (metric->parts ? metric->option_count : 1U));
    struct merit_ratio most = {metric->score->max_points, 1};
    sum = merit_ratio_compare(sum, most) > 0 ? most : sum;
    expect(merit_ratio_compare(sum, metric->score->points) == 0);
    return sum;
}

static void check_path(const struct merit_explanation *explanation,
                       const struct merit_path_explained *path)
{
    struct merit_ratio total = {0, 1};
    bool every = true;
    for (uint8_t m = 0; m < path->score.metric_count; m++) {
        struct merit_ratio points = check_metric(&path->metrics[m]);
        every = every && points.numerator > 0;
        total = merit_ratio_add(total, points);
    }
    expect(merit_ratio_compare(total, path->score.total) == 0);
    struct merit_ratio enough = {explanation->span->qualifying_points, 1};
    expect(path->score.qualified == (every && merit_ratio_compare(total, enough) >= 0));
}

static void check_explanation(struct world *world,
                              struct merit_text partner,
                              uint8_t designation,
                              const struct merit_explanation *explanation)
{
    struct merit_output output;
    ensemble_score(&world->ensemble, partner, designation, &output);
    uint32_t reported = 0;
    for (uint8_t p = 0; p < explanation->path_count; p++) {
        const struct merit_path_explained *path = &explanation->paths[p];
        check_path(explanation, path);
        if (path->reported) {
            reported++;
            expect(path->score.path == output.score.score.path);
            expect(path->score.hundredths == output.score.score.hundredths);
            expect(path->score.qualified == output.score.score.qualified);
        }
    }
    expect(reported == 1);
    expect(explanation->status == output.score.status);
    seen.explanations++;
}

/* ---- how the actual of a growth is formed, as it is printed ------------------------------ */

/* 12, -3.25, 18/7 (2.57) or (18/7). */
static struct merit_ratio take_number(const char **at)
{
    bool wrapped = **at == '(';
    const char *from = *at + wrapped;
    char *end;
    struct merit_ratio number = {strtoll(from, &end, 10), 1};
    if (*end == '.') {
        int64_t cents = (end[1] - '0') * 10 + (end[2] - '0');
        number.numerator = number.numerator * 100 + (*from == '-' ? -cents : cents);
        number.denominator = 100;
        end += 3;
    } else if (*end == '/') {
        number.denominator = strtoll(end + 1, &end, 10);
        end = end[0] == ' ' && end[1] == '(' ? strchr(end, ')') + 1 : end;
    }
    *at = end + wrapped;
    return number;
}

static void take_words(const char **at, const char *words)
{
    ck_assert_msg(strncmp(*at, words, strlen(words)) == 0, "%s: %.60s, not %s", about, *at, words);
    *at += strlen(words);
}

/* "100 x (SUM - BASE) / BASE", worked out: the two sums are those of the parts. */
static struct merit_ratio take_formula(const char **at,
                                       const char *times,
                                       const struct merit_option_explained *option)
{
    take_words(at, times);
    struct merit_ratio sum = take_number(at);
    take_words(at, " - ");
    struct merit_ratio base = take_number(at);
    take_words(at, ") / ");
    expect(merit_ratio_compare(take_number(at), base) == 0);
    expect(merit_ratio_compare(sum, explain_said_amount(option, option->sum)) == 0);
    expect(merit_ratio_compare(base, explain_said_amount(option, option->base)) == 0);
    seen.formulas++;
    base = merit_ratio_reduce(base);
    struct merit_ratio less = {-base.numerator, base.denominator};
    struct merit_ratio growth = merit_ratio_add(sum, less);
    return (struct merit_ratio){100 * growth.numerator * base.denominator,
                                growth.denominator * base.numerator};
}

/* Moves `at` behind the next such words. */
static void find_words(const char **at, const char *words)
{
    *at = strstr(*at, words);
    ck_assert_msg(*at != NULL, "%s: no more %s", about, words);
    *at += strlen(words);
}

static void check_json_formula(const char **at, const struct merit_option_explained *option)
{
    find_words(at, "\"formula\":\"");
    struct merit_ratio worked_out = {0, 1};
    if (**at == '0') {
        ++*at;
    } else {
        worked_out = take_formula(at, "100 * (", option);
    }
    take_words(at, "\",");
    expect(merit_ratio_compare(worked_out, option->actual) == 0);
}

static void check_text_formula(const char **at, const struct merit_option_explained *option)
{
    find_words(at, "100 x (");
    *at -= strlen("100 x (");
    bool refused = strncmp(*at - strlen("0 %, not "), "0 %, not ", strlen("0 %, not ")) == 0;
    if (refused) {
        expect(option->actual.numerator == 0);
        find_words(at, "; growth from ");
        return;
    }
    struct merit_ratio worked_out = take_formula(at, "100 x (", option);
    take_words(at, " = ");
    expect(merit_ratio_compare(take_number(at), option->actual) == 0);
    take_words(at, " %");
    expect(merit_ratio_compare(worked_out, option->actual) == 0);
}

static void check_path_formulas(const struct merit_path_explained *path,
                                const char **at,
                                void (*check)(const char **at,
                                              const struct merit_option_explained *option))
{
    for (uint8_t m = 0; m < path->score.metric_count; m++) {
        for (uint8_t i = 0; i < path->metrics[m].option_count; i++) {
            const struct merit_option_explained *option = &path->metrics[m].options[i];
            if (option->option->measure.kind == MERIT_MEASURE_PERCENT) {
                check(at, option);
            }
        }
    }
}

static bool is_growth(const struct merit_metric_explained *metric)
{
    for (uint8_t i = 0; i < metric->option_count; i++) {
        if (metric->options[i].option->measure.kind == MERIT_MEASURE_PERCENT) {
            return true;
        }
    }
    return false;
}

static bool has_growth(const struct merit_explanation *explanation)
{
    for (uint8_t p = 0; p < explanation->path_count; p++) {
        for (uint8_t m = 0; m < explanation->paths[p].score.metric_count; m++) {
            if (is_growth(&explanation->paths[p].metrics[m])) {
                return true;
            }
        }
    }
    return false;
}

/* The parts of a growth sum to its two sums, not to its per cent: so both texts say how the per
 * cent comes of them. */
static void check_formulas(const struct merit_explanation *explanation)
{
    static struct text_buffer json;
    static struct text_buffer text;
    json.length = 0;
    text.length = 0;
    json_write_explanation(&json, explanation);
    text_buffer_add_byte(&json, '\0');
    explain_text(&text, explanation);
    text_buffer_add_byte(&text, '\0');
    const char *at = json.at;
    for (uint8_t p = 0; p < explanation->path_count; p++) {
        check_path_formulas(&explanation->paths[p], &at, check_json_formula);
    }
    expect(strstr(at, "\"formula\"") == NULL);
    at = text.at;
    for (int pass = 0; pass < 2; pass++) {
        for (uint8_t p = 0; p < explanation->path_count; p++) {
            if (explanation->paths[p].reported == (pass == 0)) {
                check_path_formulas(&explanation->paths[p], &at, check_text_formula);
            }
        }
    }
    expect(strstr(at, "100 x (") == NULL);
}

/* ---- a history --------------------------------------------------------------------------- */

/* The state as bytes, whatever its order: a sum of hashes. */
static uint64_t state_hash(const struct table *state)
{
    uint64_t sum = state->count;
    size_t cursor = 0;
    struct bytes key;
    struct bytes value;
    while (table_walk(state, &cursor, &key, &value)) {
        sum += bytes_hash(bytes_hash(7, key), value);
    }
    return sum;
}

/* What the copy foretells is to come, in order of days, and by time. */
static void check_outlook(struct partner_copy *copy, struct merit_explanation *explanation)
{
    explain_outlook(copy, explanation);
    for (uint32_t i = 0; i < explanation->outlook_count; i++) {
        expect(explanation->outlook[i].day > explanation->day);
        expect(i == 0 || explanation->outlook[i - 1].day <= explanation->outlook[i].day);
        expect(explanation->outlook[i].cause != MERIT_CAUSE_EVENT);
        seen.foretold++;
    }
}

/* The badge is held while every designation is, as the scores of both say. */
static void check_badge(struct world *world, struct merit_text partner)
{
    const struct merit_program *program = world->rules->program;
    struct partner_copy copy;
    struct arena arena = {0};
    struct merit_badge_explained badge;
    struct merit_output output;
    partner_copy_open(&copy, ensemble_scoring_of(&world->ensemble, partner), partner);
    explain_badge(&copy, partner, &arena, &badge);
    ensemble_score(&world->ensemble, partner, program->designation_count, &output);
    expect(badge.status == output.score.status);
    expect(badge.attained_day == output.score.attained_day);
    expect(badge.version_day == output.version_day);
    expect((badge.held_count == badge.part_count) == (badge.status == MERIT_STATUS_ATTAINED));
    expect(badge.part_count == program->standing.all_of_count);
    for (uint8_t i = 0; i < badge.part_count; i++) {
        ensemble_score(&world->ensemble, partner, program->standing.all_of[i], &output);
        expect(badge.parts[i].status == output.score.status);
        expect(badge.parts[i].attained_day == output.score.attained_day);
        expect(badge.parts[i].anniversary_day == output.score.anniversary_day);
    }
    partner_copy_fini(&copy);
    arena_fini(&arena);
}

static void explain_all(struct world *world, const struct partners *partners)
{
    const struct table *state = &world->ensemble.tasks[0].state;
    uint64_t before = state_hash(state);
    for (uint32_t i = 0; i < partners->count; i++) {
        for (uint8_t d = 0; d < world->rules->program->designation_count; d++) {
            const struct scoring *scoring = ensemble_scoring_of(&world->ensemble, partners->ids[i]);
            struct partner_copy copy;
            struct arena arena = {0};
            struct merit_explanation explanation;
            partner_copy_open(&copy, scoring, partners->ids[i]);
            explain_partner(&copy, partners->ids[i], d, &arena, &explanation);
            check_explanation(world, partners->ids[i], d, &explanation);
            check_outlook(&copy, &explanation);
            if (has_growth(&explanation)) {
                check_formulas(&explanation);
            }
            partner_copy_fini(&copy);
            arena_fini(&arena);
        }
        if (world->rules->program->standing.all_id != NULL) {
            check_badge(world, partners->ids[i]);
        }
    }
    expect(state_hash(state) == before);
}

/* A history, with Modern Work alone or all six, and a world in which nothing of it happened yet. */
static struct history *begin(uint64_t seed,
                             const struct merit_event **ret_events,
                             size_t *ret_count,
                             struct partners *ret_partners,
                             struct world *ret_world)
{
    bool all_six = seed % 2 == 0;
    struct history_options options = {.days_in_order = true, .all_six = all_six};
    struct history *history = history_make(seed, options, ret_events, ret_count);
    *ret_partners = find_partners(*ret_events, *ret_count);
    world_init(ret_world, all_six ? WORLD_ALL_SIX : WORLD_MODERN_WORK, 1, 0);
    return history;
}

START_TEST(an_explanation_adds_up)
{
    for (uint64_t seed = 1; seed <= world_seeds(SEEDS); seed++) {
        const struct merit_event *events = NULL;
        size_t count = 0;
        struct partners partners;
        struct world world;
        struct history *history = begin(seed, &events, &count, &partners, &world);
        int32_t day = merit_day_of_micros(events[0].timestamp);
        size_t at = 0;
        for (; day <= history_last_day(); day += DAYS_BETWEEN) {
            for (; at < count && merit_day_of_micros(events[at].timestamp) <= day; at++) {
                world_event(&world, &events[at]);
            }
            world_day(&world, day);
            snprintf(about, sizeof about, "seed %" PRIu64 ", day %" PRId32, seed, day);
            explain_all(&world, &partners);
            world_clear(&world);
        }
        world_fini(&world);
        history_free(history);
    }
    ck_assert_uint_gt(seen.rows, 10000);
    ck_assert_uint_gt(seen.foretold, 100);
    ck_assert_uint_gt(seen.formulas, 100);
    printf("%" PRIu64 " explanations, %" PRIu64 " rows, %" PRIu64 " foretold, %" PRIu64
           " formulas;",
           seen.explanations, seen.rows, seen.foretold, seen.formulas);
    for (int reason = 0; reason < MERIT_REASON_COUNT; reason++) {
        if (seen.reasons[reason] > 0) {
            printf(" %s %" PRIu64, merit_reason_code((enum merit_reason)reason),
                   seen.reasons[reason]);
        }
    }
    printf("\n");
}
END_TEST

/* ---- foretelling ------------------------------------------------------------------------- */

/* After the last event nothing else happens: what was foretold is what is said. */
static void expect_said(const struct merit_explanation *explanation,
                        struct merit_text partner,
                        const struct output_list *outputs,
                        uint32_t *at)
{
    for (uint32_t i = 0; i < outputs->count; i++) {
        const struct merit_output *output = outputs->items[i];
        if (output->designation != explanation->designation->id ||
            !merit_text_equal(output->partner_id, partner) || *at == explanation->outlook_count) {
            continue;
        }
        const struct merit_outlook *outlook = &explanation->outlook[(*at)++];
        expect(outlook->day == output->effective_day);
        expect(outlook->cause == output->cause);
        expect(outlook->is_transition == (output->kind == MERIT_OUTPUT_DESIGNATION));
        expect(outlook->hundredths == (outlook->is_transition
                                           ? output->designation_event.hundredths
                                           : output->score_changed.score.hundredths));
    }
}

static void live_on(struct world *world,
                    struct merit_text partner,
                    const struct merit_explanation *explanation)
{
    uint32_t at = 0;
    ensemble_finish(&world->ensemble, explanation->day + MERIT_EXPLAIN_DAYS_MAX);
    while (ensemble_step(&world->ensemble)) {
        struct scoring *scoring = &world->ensemble.tasks[0].scoring;
        expect_said(explanation, partner, &scoring->outputs, &at);
        scoring_clear_outputs(scoring);
    }
    expect(at == explanation->outlook_count);
}

START_TEST(what_is_foretold_comes)
{
    uint64_t foretold = 0;
    for (uint64_t seed = 1; seed <= world_seeds(SEEDS); seed++) {
        const struct merit_event *events = NULL;
        size_t count = 0;
        struct partners partners;
        struct world world;
        struct history *history = begin(seed, &events, &count, &partners, &world);
        for (size_t at = 0; at < count * (seed % 3 + 1) / 3; at++) {
            world_event(&world, &events[at]);
        }
        snprintf(about, sizeof about, "foretold, seed %" PRIu64, seed);
        struct merit_text partner = partners.ids[seed % partners.count];
        struct partner_copy copy;
        struct arena arena = {0};
        struct merit_explanation explanation;
        partner_copy_open(&copy, ensemble_scoring_of(&world.ensemble, partner), partner);
        explain_partner(&copy, partner, 0, &arena, &explanation);
        explain_outlook(&copy, &explanation);
        live_on(&world, partner, &explanation);
        foretold += explanation.outlook_count;
        partner_copy_fini(&copy);
        arena_fini(&arena);
        world_fini(&world);
        history_free(history);
    }
    ck_assert_uint_gt(foretold, 10);
}
END_TEST

/* ---- the badge ahead --------------------------------------------------------------------- */

static bool holds_badge(struct world *world, struct merit_text partner)
{
    struct merit_output output;
    ensemble_score(&world->ensemble, partner, world->rules->program->designation_count, &output);
    return output.score.status == MERIT_STATUS_ATTAINED;
}

/* Every transition of the partner, in order, is the next one foretold; the first lapse ends it. */
static void expect_moves(const struct merit_badge_explained *badge,
                         const struct output_list *outputs,
                         uint32_t *at,
                         int32_t *end_day)
{
    for (uint32_t i = 0; i < outputs->count; i++) {
        const struct merit_output *output = outputs->items[i];
        if (output->kind != MERIT_OUTPUT_DESIGNATION ||
            !merit_text_equal(output->partner_id, badge->partner_id)) {
            continue;
        }
        if (output->designation == badge->id && *end_day == MERIT_NO_DAY &&
            output->designation_event.transition == MERIT_LAPSED) {
            *end_day = output->effective_day;
        }
        if (*at < badge->ahead_count) {
            const struct merit_badge_ahead *ahead = &badge->ahead[(*at)++];
            expect(ahead->day == output->effective_day);
            expect(ahead->designation == output->designation);
            expect(ahead->transition == output->designation_event.transition);
            expect(ahead->cause == output->cause);
        }
    }
}

/* True where it ends. */
static bool badge_comes_true(struct world *world, struct merit_text partner)
{
    struct partner_copy copy;
    struct arena arena = {0};
    struct merit_badge_explained badge;
    partner_copy_open(&copy, ensemble_scoring_of(&world->ensemble, partner), partner);
    explain_badge(&copy, partner, &arena, &badge);
    explain_badge_outlook(&copy, &badge);
    uint32_t at = 0;
    int32_t end_day = MERIT_NO_DAY;
    ensemble_finish(&world->ensemble, badge.day + MERIT_EXPLAIN_DAYS_MAX);
    while (ensemble_step(&world->ensemble)) {
        struct scoring *scoring = &world->ensemble.tasks[0].scoring;
        expect_moves(&badge, &scoring->outputs, &at, &end_day);
        scoring_clear_outputs(scoring);
    }
    expect(at == badge.ahead_count);
    expect(end_day == badge.end_day);
    expect((badge.ended_by != NULL) == (end_day != MERIT_NO_DAY));
    partner_copy_fini(&copy);
    arena_fini(&arena);
    return end_day != MERIT_NO_DAY;
}

START_TEST(what_ends_the_badge_is_foretold)
{
    uint32_t held = 0;
    uint32_t ended = 0;
    for (uint64_t seed = 2; seed <= 2 * world_seeds(SEEDS); seed += 2) {
        const struct merit_event *events = NULL;
        size_t count = 0;
        struct partners partners;
        struct world world;
        struct history *history = begin(seed, &events, &count, &partners, &world);
        snprintf(about, sizeof about, "badge, seed %" PRIu64, seed);
        bool found = false;
        for (size_t at = 0; at < count && !found; at++) {
            world_event(&world, &events[at]);
            world_clear(&world);
            for (uint32_t i = 0; i < partners.count && at % 20 == 0 && !found; i++) {
                found = holds_badge(&world, partners.ids[i]);
                held += found;
                ended += found && badge_comes_true(&world, partners.ids[i]);
            }
        }
        world_fini(&world);
        history_free(history);
    }
    ck_assert_uint_gt(held, 0);
    ck_assert_uint_gt(ended, 0);
    printf("the badge: held %" PRIu32 ", ended %" PRIu32 "\n", held, ended);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("explain");
    TCase *tcase = tcase_create("explain");
    tcase_set_timeout(tcase, 3600);
    tcase_add_test(tcase, an_explanation_adds_up);
    tcase_add_test(tcase, what_is_foretold_comes);
    tcase_add_test(tcase, what_ends_the_badge_is_foretold);
    suite_add_tcase(suite, tcase);
    return check_main_run(suite);
}
