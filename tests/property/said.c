/* What the product and the naive judge say, in one comparable form. */
#include "said.h"

#include "base/memory.h"

#include <check.h>

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

enum { SAID_FIRST = 256 };

struct text {
    char *at;
    size_t length;
};

__attribute__((format(printf, 2, 3))) static void add(struct text *text, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    int written =
        vsnprintf(text->at + text->length, SAID_TEXT_MAX - text->length, format, arguments);
    va_end(arguments);
    if (written < 0 || text->length + (size_t)written >= SAID_TEXT_MAX) {
        ck_abort_msg("a text is too long: %s", text->at); /* a ck_assert writes to a file */
    }
    text->length += (size_t)written;
}

void said_list_fini(struct said_list *list)
{
    memory_free(list->items);
    *list = (struct said_list){0};
}

static struct said *new_said(struct said_list *list)
{
    if (list->count == list->capacity) {
        list->capacity = list->capacity == 0 ? SAID_FIRST : list->capacity * 2;
        list->items = memory_resize(list->items, list->capacity * sizeof *list->items);
    }
    return &list->items[list->count++];
}

void said_list_add(struct said_list *list, const struct said *said)
{
    *new_said(list) = *said;
}

static struct said *add_said(struct said_list *list, struct merit_text partner, int32_t day)
{
    struct said *said = new_said(list);
    snprintf(said->partner, sizeof said->partner, "%.*s", (int)partner.length, partner.at);
    said->day = day;
    said->text[0] = '\0';
    return said;
}

/* ---- the product ------------------------------------------------------------------------- */

static void add_product_ratio(struct text *text, struct merit_ratio ratio)
{
    struct merit_ratio reduced = merit_ratio_reduce(ratio);
    add(text, "%" PRId64, (int64_t)reduced.numerator);
    if (reduced.denominator != 1) {
        add(text, "|%" PRId64, (int64_t)reduced.denominator);
    }
}

static void add_product_metrics(struct text *text, const struct merit_score *score)
{
    for (uint8_t i = 0; i < score->metric_count; i++) {
        const struct merit_metric_score *metric = &score->metrics[i];
        add(text, " %s=%s:", metric->metric, metric->basis == NULL ? "-" : metric->basis);
        add_product_ratio(text, metric->actual);
        add(text, "/");
        add_product_ratio(text, metric->target);
        add(text, ":%" PRId64 "/%d", merit_ratio_hundredths(metric->points), metric->max_points);
        for (uint8_t k = 0; k < metric->part_count; k++) {
            add(text, " +%s:", metric->parts[k].name);
            add_product_ratio(text, metric->parts[k].actual);
            add(text, "/");
            add_product_ratio(text, metric->parts[k].target);
        }
    }
}

static const char *path_or_dash(const char *path)
{
    return path == NULL ? "-" : path;
}

static void add_product_changed(struct text *text, const struct merit_score_changed *changed)
{
    add(text, "score %" PRId64 " path=%s %" PRId64 "->%" PRId64 " %d->%d", changed->sequence,
        path_or_dash(changed->score.path), changed->previous_hundredths, changed->score.hundredths,
        changed->previously_qualified, changed->score.qualified);
    for (uint8_t i = 0; i < changed->crossing_count; i++) {
        ck_assert_int_eq(changed->crossings[i].threshold, 70);
        add(text, " %s", changed->crossings[i].up ? "up" : "down");
    }
    add_product_metrics(text, &changed->score);
}

void said_add_product(struct said_list *list, const struct merit_output *output)
{
    struct said *said = add_said(list, output->partner_id, output->effective_day);
    struct text text = {said->text, 0};
    add(&text, "%s %" PRId32 " %s %" PRId64 " %.*s: ", output->designation, output->effective_day,
        merit_cause_names[output->cause], output->occurred_at, (int)output->cause_event_id.length,
        output->cause_event_id.at == NULL ? "" : output->cause_event_id.at);
    if (output->kind == MERIT_OUTPUT_SCORE_CHANGED) {
        add_product_changed(&text, &output->score_changed);
        return;
    }
    ck_assert_int_eq(output->kind, MERIT_OUTPUT_DESIGNATION);
    const struct merit_designation_event *event = &output->designation_event;
    add(&text, "%s %" PRId64 " after %" PRId64 " %" PRId64 " %" PRId32,
        merit_transition_names[event->transition], event->sequence, event->score_sequence,
        event->hundredths, event->anniversary_day);
    for (uint8_t i = 0; i < event->specialization_count; i++) {
        add(&text, " %s", event->specializations[i]);
    }
}

void said_product_score(const struct merit_output *output, bool standing, char text[SAID_TEXT_MAX])
{
    struct text to = {text, 0};
    const struct merit_designation_score *score = &output->score;
    add(&to, "%s path=%s %" PRId64 " %d", output->designation, path_or_dash(score->score.path),
        score->score.hundredths, score->score.qualified);
    add_product_metrics(&to, &score->score);
    if (standing) {
        add(&to, " sequence=%" PRId64 " %s %" PRId32 " %" PRId32, score->sequence,
            merit_status_names[score->status], score->attained_day, score->anniversary_day);
    }
}

/* ---- the judge --------------------------------------------------------------------------- */

static void add_naive_fraction(struct text *text, struct naive_fraction fraction)
{
    add(text, "%" PRId64, (int64_t)fraction.above);
    if (fraction.below != 1) {
        add(text, "|%" PRId64, (int64_t)fraction.below);
    }
}

static void add_naive_metrics(struct text *text, const struct naive_score *score)
{
    for (int i = 0; i < score->metric_count; i++) {
        const struct naive_metric *metric = &score->metrics[i];
        add(text, " %s=%s:", metric->metric, metric->basis == NULL ? "-" : metric->basis);
        add_naive_fraction(text, metric->actual);
        add(text, "/");
        add_naive_fraction(text, metric->target);
        add(text, ":%" PRId64 "/%d", metric->hundredths, metric->max_points);
        for (int k = 0; k < metric->part_count; k++) {
            add(text, " +%s:", metric->parts[k].name);
            add_naive_fraction(text, metric->parts[k].actual);
            add(text, "/");
            add_naive_fraction(text, metric->parts[k].target);
        }
    }
}

static void add_naive_changed(struct text *text, const struct naive_score_changed *changed)
{
    add(text, "score %" PRId64 " path=%s %" PRId64 "->%" PRId64 " %d->%d", changed->sequence,
        path_or_dash(changed->score.path), changed->previous_hundredths, changed->score.hundredths,
        changed->previously_qualified, changed->score.qualified);
    add(text, "%s%s", changed->crossed_up ? " up" : "", changed->crossed_down ? " down" : "");
    add_naive_metrics(text, &changed->score);
}

void said_add_naive(struct said_list *list, const struct naive_output *output)
{
    struct said *said = add_said(list, output->partner_id, output->effective_day);
    struct text text = {said->text, 0};
    add(&text, "%s %" PRId32 " %s %" PRId64 " %.*s: ", naive_designation_names[output->designation],
        output->effective_day, naive_cause_names[output->cause], output->occurred_at,
        (int)output->cause_event_id.length,
        output->cause_event_id.at == NULL ? "" : output->cause_event_id.at);
    if (output->kind == NAIVE_SCORE_CHANGED) {
        add_naive_changed(&text, &output->score_changed);
        return;
    }
    const struct naive_designation_event *event = &output->designation_event;
    add(&text, "%s %" PRId64 " after %" PRId64 " %" PRId64 " %" PRId32,
        naive_transition_names[event->transition], event->sequence, event->score_sequence,
        event->hundredths, event->anniversary_day);
    for (int i = 0; i < event->specialization_count; i++) {
        add(&text, " %s", event->specializations[i]);
    }
}

void said_naive_score(const struct naive_state *state, bool standing, char text[SAID_TEXT_MAX])
{
    struct text to = {text, 0};
    add(&to, "%s path=%s %" PRId64 " %d", naive_designation_names[state->designation],
        path_or_dash(state->score->path), state->score->hundredths, state->score->qualified);
    add_naive_metrics(&to, state->score);
    if (standing) {
        add(&to, " sequence=%" PRId64 " %s %" PRId32 " %" PRId32, state->sequence,
            naive_status_names[state->status], state->attained_day, state->anniversary_day);
    }
}

/* ---- comparing --------------------------------------------------------------------------- */

static bool same_number(struct merit_ratio a, struct naive_fraction b)
{
    return naive_compare(naive_fraction(a.numerator, a.denominator), b) == 0;
}

static bool same_word(const char *a, const char *b)
{
    return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

static bool same_metric(const struct merit_metric_score *a, const struct naive_metric *b)
{
    bool same = same_word(a->metric, b->metric) && same_word(a->basis, b->basis) &&
                same_number(a->actual, b->actual) && same_number(a->target, b->target) &&
                same_number(a->points, b->points) && a->max_points == b->max_points &&
                a->part_count == b->part_count;
    for (int i = 0; same && i < b->part_count; i++) {
        same = same_word(a->parts[i].name, b->parts[i].name) &&
               same_number(a->parts[i].actual, b->parts[i].actual) &&
               same_number(a->parts[i].target, b->parts[i].target);
    }
    return same;
}

bool said_same_score(const struct merit_output *output, const struct naive_state *state)
{
    const struct merit_designation_score *a = &output->score;
    const struct naive_score *b = state->score;
    bool same = same_word(output->designation, naive_designation_names[state->designation]) &&
                same_word(a->score.path, b->path) && same_number(a->score.total, b->total) &&
                a->score.hundredths == b->hundredths && a->score.qualified == b->qualified &&
                a->sequence == state->sequence && (int)a->status == (int)state->status &&
                a->attained_day == state->attained_day &&
                a->anniversary_day == state->anniversary_day &&
                a->score.metric_count == b->metric_count;
    for (int i = 0; same && i < b->metric_count; i++) {
        same = same_metric(&a->score.metrics[i], &b->metrics[i]);
    }
    return same;
}

/* Stable by partner: what one partner is told keeps its order. */
static void sort_by_partner(const struct said_list *list, const struct said **sorted)
{
    for (size_t i = 0; i < list->count; i++) {
        size_t at = i;
        while (at > 0 && strcmp(sorted[at - 1]->partner, list->items[i].partner) > 0) {
            sorted[at] = sorted[at - 1];
            at--;
        }
        sorted[at] = &list->items[i];
    }
}

void said_expect_equal(const struct said_list *got, const struct said_list *want, const char *about)
{
    const struct said **a = memory_allocate(got->count * sizeof(struct said *));
    const struct said **b = memory_allocate(want->count * sizeof(struct said *));
    sort_by_partner(got, a);
    sort_by_partner(want, b);
    size_t common = got->count < want->count ? got->count : want->count;
    for (size_t i = 0; i < common; i++) {
        if (strcmp(a[i]->partner, b[i]->partner) != 0 || strcmp(a[i]->text, b[i]->text) != 0) {
            ck_abort_msg("%s\n  got  %s %s\n  want %s %s", about, a[i]->partner, a[i]->text,
                         b[i]->partner, b[i]->text);
        }
    }
    if (got->count != want->count) {
        const struct said *extra = got->count > common ? a[common] : b[common];
        ck_abort_msg("%s\n  %zu outputs, %zu wanted; %s %s %s", about, got->count, want->count,
                     got->count > common ? "too many from" : "missing from", extra->partner,
                     extra->text);
    }
    memory_free(a);
    memory_free(b);
}
