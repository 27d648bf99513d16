/* What came out of a test against what it expects. */
#include "cli/case_compare.h"

#include "cli/case_value.h"

#include <stdio.h>

enum { TEXT_BYTES = 1024 };

struct comparison {
    const struct case_expectation *expectation;
    const struct case_got *got;
    struct text_buffer *failures;
    uint32_t count;
};

/* ---- saying it --------------------------------------------------------------------------- */

static void begin_failure(struct comparison *comparison, const struct yaml_node *node)
{
    char line[512];
    char day[TIME_TEXT_DATE_LENGTH + 1];
    const struct case_expectation *expectation = comparison->expectation;
    case_value_date(comparison->got->day, day);
    uint32_t number = node->key == NULL ? node->place.line : node->key->place.line;
    (void)snprintf(line, sizeof line, "%s:%u: on %s, %.*s, %s: ", node->file->path, number, day,
                   (int)expectation->partner.length, expectation->partner.at,
                   expectation->designation_id);
    text_buffer_add_string(comparison->failures, line);
    comparison->count++;
}

/* "NAME: got X, want Y" */
static void say(struct comparison *comparison,
                const struct yaml_node *node,
                const char *name,
                const char *got,
                struct merit_text want)
{
    begin_failure(comparison, node);
    text_buffer_add_string(comparison->failures, name);
    text_buffer_add_string(comparison->failures, ": got ");
    text_buffer_add_string(comparison->failures, got);
    text_buffer_add_string(comparison->failures, ", want ");
    text_buffer_add(comparison->failures, want.at, want.length);
    text_buffer_add_byte(comparison->failures, '\n');
}

/* ---- scores, metrics, lists -------------------------------------------------------------- */

static void compare_output(struct comparison *comparison,
                           const struct merit_output *output,
                           const struct case_want *wants)
{
    for (const struct case_want *want = wants; want != NULL; want = want->next) {
        struct case_value value;
        case_value_of_output(output, want->field, &value);
        if (!case_value_is(&value, want)) {
            say(comparison, want->node, case_field_name(want->field), value.text, want->text);
        }
    }
}

static void compare_metric(struct comparison *comparison,
                           const struct case_item *item,
                           const struct merit_metric_score *metric)
{
    for (const struct case_want *want = item->wants; want != NULL; want = want->next) {
        struct case_value value;
        case_value_of_metric(metric, want, &value);
        if (!case_value_is(&value, want)) {
            char name[256];
            (void)snprintf(name, sizeof name, "%.*s %.*s%s%s", (int)item->metric.length,
                           item->metric.at, (int)want->part.length,
                           want->part.at == NULL ? "" : want->part.at,
                           want->part.at == NULL ? "" : ".", case_field_name(want->field));
            say(comparison, want->node, name, value.text, want->text);
        }
    }
}

static void compare_metrics(struct comparison *comparison, const struct merit_score *score)
{
    for (const struct case_item *item = comparison->expectation->metrics; item != NULL;
         item = item->next) {
        uint8_t at = 0;
        while (at < score->metric_count &&
               !merit_text_equal(merit_text_of(score->metrics[at].metric), item->metric)) {
            at++;
        }
        if (at == score->metric_count) {
            begin_failure(comparison, item->node);
            text_buffer_add_string(comparison->failures, "got no such metric\n");
            continue;
        }
        compare_metric(comparison, item, &score->metrics[at]);
    }
}

static bool is_of(const struct case_expectation *expectation, const struct merit_output *output)
{
    return merit_text_equal(output->partner_id, expectation->partner) &&
           strcmp(output->designation, expectation->designation_id) == 0;
}

static const struct case_output *next_of(const struct comparison *comparison,
                                         const struct case_output *from,
                                         enum merit_output_kind kind)
{
    while (from != NULL &&
           (from->output.kind != kind || !is_of(comparison->expectation, &from->output))) {
        from = from->next;
    }
    return from;
}

static void item_text(const struct merit_output *output, char *text, size_t size)
{
    char day[TIME_TEXT_DATE_LENGTH + 1];
    char points[CASE_NUMBER_BYTES];
    case_value_date(output->effective_day, day);
    case_number_write_hundredths(case_value_hundredths(output), points);
    bool change = output->kind == MERIT_OUTPUT_SCORE_CHANGED;
    (void)snprintf(text, size, "%s%s%s points=%s",
                   change ? "" : merit_transition_names[output->designation_event.transition],
                   change ? "" : " ", day, points);
}

static bool is_item(const struct case_item *item, const struct merit_output *output)
{
    return item->day == output->effective_day &&
           (output->kind != MERIT_OUTPUT_DESIGNATION ||
            item->transition == (int)output->designation_event.transition);
}

/* Item by item; after the first that is another one, no more is said. */
static void compare_list(struct comparison *comparison,
                         const struct case_list *list,
                         enum merit_output_kind kind)
{
    if (list->node == NULL) {
        return;
    }
    const char *name = kind == MERIT_OUTPUT_DESIGNATION ? "transition" : "change";
    const struct case_output *output = next_of(comparison, comparison->got->outputs, kind);
    const struct case_item *item = list->items;
    char text[TEXT_BYTES];
    for (; item != NULL; item = item->next) {
        if (output == NULL) {
            say(comparison, item->node, name, "none", item->node->text);
            return;
        }
        if (!is_item(item, &output->output)) {
            item_text(&output->output, text, sizeof text);
            say(comparison, item->node, name, text, item->node->text);
            return;
        }
        compare_output(comparison, &output->output, item->wants);
        output = next_of(comparison, output->next, kind);
    }
    for (; output != NULL; output = next_of(comparison, output->next, kind)) {
        item_text(&output->output, text, sizeof text);
        say(comparison, list->node, name, text, merit_text_of("no more"));
    }
}

/* "modern_work CHANGE": the outputs of the day, of all designations. */
static void compare_order(struct comparison *comparison)
{
    const struct yaml_node *order = comparison->expectation->order;
    const struct yaml_node *want = order == NULL ? NULL : order->first;
    const struct case_output *at = order == NULL ? NULL : comparison->got->outputs;
    for (; at != NULL; at = at->next) {
        const struct merit_output *output = &at->output;
        if (output->effective_day != comparison->got->day ||
            !merit_text_equal(output->partner_id, comparison->expectation->partner)) {
            continue;
        }
        char text[TEXT_BYTES];
        (void)snprintf(text, sizeof text, "%s %s", output->designation,
                       output->kind == MERIT_OUTPUT_SCORE_CHANGED
                           ? "CHANGE"
                           : merit_transition_names[output->designation_event.transition]);
        if (want == NULL || !merit_text_equal(want->text, merit_text_of(text))) {
            say(comparison, want == NULL ? order : want, "order", text,
                want == NULL ? merit_text_of("no more") : want->text);
            return;
        }
        want = want->next;
    }
    if (want != NULL) {
        say(comparison, want, "order", "no more", want->text);
    }
}

uint32_t case_compare(const struct case_expectation *expectation,
                      const struct case_got *got,
                      struct text_buffer *failures)
{
    struct comparison comparison = {
        .expectation = expectation, .got = got, .failures = failures, .count = 0};
    compare_output(&comparison, got->score, expectation->score);
    compare_metrics(&comparison, &got->score->score.score);
    compare_list(&comparison, &expectation->transitions, MERIT_OUTPUT_DESIGNATION);
    compare_list(&comparison, &expectation->changes, MERIT_OUTPUT_SCORE_CHANGED);
    compare_order(&comparison);
    return comparison.count;
}
