/* What changed a score between two days, as text for people. */
#include "cli/change_text.h"

#include "cli/explain_words.h"

#include <inttypes.h>

/* ---- parts ------------------------------------------------------------------------------- */

static void add_row_then(struct text_buffer *to,
                         const char *when,
                         const struct merit_contribution *row)
{
    if (row == NULL) {
        return;
    }
    words_add(to, "; %s %s", when, merit_reason_code(row->why.reason));
    if (row->figure != MERIT_NONE) {
        text_buffer_add_string(to, ", ");
        words_figure(to, row->figure, row->now.value);
        if (row->before.day != MERIT_NO_DAY) {
            text_buffer_add_string(to, " against ");
            words_figure(to, row->figure, row->before.value);
            text_buffer_add_string(to, " of ");
            words_day(to, row->before.day);
        }
    }
    if (row->check.made) {
        text_buffer_add_string(to, ", ");
        words_check(to, &row->check);
    }
    words_place(to, row->why.place);
}

static void add_part(struct text_buffer *to, const struct merit_change_part *part)
{
    text_buffer_add_string(to, part->difference.numerator > 0 ? "      +" : "      ");
    words_ratio(to, part->difference);
    text_buffer_add_string(to, part->of_base ? " of what it grew from" : "");
    if (!merit_text_is_null(part->name)) {
        text_buffer_add_string(to, part->person ? " person " : " tenant ");
        words_text(to, part->name);
    }
    if (!merit_text_is_null(part->product)) {
        text_buffer_add_string(to, merit_text_is_null(part->name) ? " product " : " ");
        words_text(to, part->product);
    }
    words_add(to, "; %s: %s", merit_reason_code(part->reason), merit_reason_text(part->reason));
    add_row_then(to, "then", part->before);
    add_row_then(to, "now", part->after);
    text_buffer_add_byte(to, '\n');
}

static void add_rest(struct text_buffer *to, struct merit_ratio rest)
{
    if (rest.numerator != 0) {
        text_buffer_add_string(to, "      and those that are not kept, together ");
        words_ratio(to, rest);
        text_buffer_add_byte(to, '\n');
    }
}

/* ---- options ----------------------------------------------------------------------------- */

static void add_figure(struct text_buffer *to,
                       const struct merit_option_explained *option,
                       bool points)
{
    if (option == NULL) {
        text_buffer_add_string(to, "none");
    } else if (points) {
        words_ratio(to, option->points);
    } else {
        words_ratio(to, option->actual);
        text_buffer_add_string(to, " of ");
        words_ratio(to, option->target);
    }
}

static bool is_same(const struct merit_option_change *change)
{
    const struct merit_option_explained *before = change->before;
    const struct merit_option_explained *after = change->after;
    return change->part_count == 0 && before != NULL && after != NULL &&
           before->counts == after->counts &&
           merit_ratio_compare(before->actual, after->actual) == 0 &&
           merit_ratio_compare(before->target, after->target) == 0 &&
           merit_ratio_compare(before->points, after->points) == 0;
}

static void add_option(struct text_buffer *to, const struct merit_option_change *change)
{
    const struct merit_option_explained *any =
        change->after != NULL ? change->after : change->before;
    words_add(to, "  %s%s%s", change->path == NULL ? "" : change->path,
              change->path == NULL ? "" : " ", change->metric);
    words_add(to, "%s%s: ", any->name == NULL ? "" : " ", any->name == NULL ? "" : any->name);
    add_figure(to, change->before, false);
    text_buffer_add_string(to, " -> ");
    add_figure(to, change->after, false);
    text_buffer_add_string(to, ", points ");
    add_figure(to, change->before, true);
    text_buffer_add_string(to, " -> ");
    add_figure(to, change->after, true);
    bool took = change->before != NULL && change->before->counts;
    bool takes = change->after != NULL && change->after->counts;
    text_buffer_add_string(to, took && takes ? "\n"
                               : took        ? ", not taken any more\n"
                               : takes       ? ", taken now\n"
                                             : ", not taken\n");
    for (uint32_t i = 0; i < change->part_count && i < CHANGE_TEXT_PARTS; i++) {
        add_part(to, &change->parts[i]);
    }
    if (change->part_count > CHANGE_TEXT_PARTS) {
        words_add(to, "      and %" PRIu32 " more\n", change->part_count - CHANGE_TEXT_PARTS);
    }
    add_rest(to, change->rest);
    add_rest(to, change->rest_base);
}

/* ---- the whole --------------------------------------------------------------------------- */

static const struct merit_path_explained *reported_path(const struct merit_explanation *of)
{
    uint8_t p = 0;
    while (!of->paths[p].reported) {
        p++;
    }
    return &of->paths[p];
}

static void add_score(struct text_buffer *to, const struct merit_explanation *of)
{
    const struct merit_path_explained *path = reported_path(of);
    text_buffer_add_string(to, "  ");
    words_day(to, of->day);
    text_buffer_add_byte(to, ' ');
    words_hundredths(to, path->score.hundredths);
    words_add(to, " points%s%s, %s, %s, by the rules of ", path->score.path == NULL ? "" : " by ",
              path->score.path == NULL ? "" : path->score.path,
              path->score.qualified ? "qualified" : "not qualified",
              merit_status_names[of->status]);
    words_day(to, of->version_day);
    text_buffer_add_byte(to, '\n');
}

void change_text(struct text_buffer *to, const struct merit_change *change)
{
    words_text(to, change->after->partner_id);
    words_add(to, ": %s\n", change->after->designation->id);
    add_score(to, change->before);
    add_score(to, change->after);
    if (change->after->span->places != NULL) {
        text_buffer_add_string(to, "lines are those of ");
        text_buffer_add_string(to, change->after->span->places->file);
        if (strcmp(change->before->span->places->file, change->after->span->places->file) != 0) {
            text_buffer_add_string(to, ", then those of ");
            text_buffer_add_string(to, change->before->span->places->file);
        }
        text_buffer_add_byte(to, '\n');
    }
    text_buffer_add_byte(to, '\n');
    bool any = false;
    for (uint32_t i = 0; i < change->option_count; i++) {
        if (!is_same(&change->options[i])) {
            add_option(to, &change->options[i]);
            any = true;
        }
    }
    text_buffer_add_string(to, any ? "" : "  nothing changed\n");
}
