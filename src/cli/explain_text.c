/* An explanation as text for people. */
#include "cli/explain_text.h"

#include "base/memory.h"
#include "cli/explain_words.h"

#include <inttypes.h>
#include <stdlib.h>

/* ---- contributions ----------------------------------------------------------------------- */

static void add_readings(struct text_buffer *to, const struct merit_contribution *row)
{
    bool other = row->check.made && !row->check.holds && row->check.left_figure != row->figure;
    if (row->figure == MERIT_NONE || other) {
        return; /* nothing is read, or it is not what decided */
    }
    text_buffer_add_string(to, "; ");
    words_figure(to, row->figure, row->now.value);
    text_buffer_add_string(to, " on ");
    words_day(to, row->now.day);
    if (row->before.day != MERIT_NO_DAY) {
        text_buffer_add_string(to, row->far.day == MERIT_NO_DAY ? ", at the far edge "
                                                                : ", at the claim ");
        words_day(to, row->before.day);
        text_buffer_add_string(to, " ");
        words_figure(to, row->figure, row->before.value);
    }
    if (row->far.day != MERIT_NO_DAY) {
        text_buffer_add_string(to, ", at the far edge ");
        words_day(to, row->far.day);
        text_buffer_add_string(to, " ");
        words_figure(to, row->figure, row->far.value);
    }
}

static void add_checks(struct text_buffer *to, const struct merit_contribution *row)
{
    if (row->check.made) {
        text_buffer_add_string(to, "; now ");
        words_check(to, &row->check);
    }
    if (row->check_before.made) {
        text_buffer_add_string(to, "; before ");
        words_check(to, &row->check_before);
    }
}

static void add_row(struct text_buffer *to,
                    const struct merit_option_explained *option,
                    const struct merit_contribution *row)
{
    struct merit_ratio amount = {row->amount, option->unit};
    text_buffer_add_string(to, row->amount > 0 ? "      +" : "      ");
    words_ratio(to, amount);
    if (option->option->measure.kind == MERIT_MEASURE_PERCENT) {
        text_buffer_add_string(to, " from ");
        words_ratio(to, (struct merit_ratio){row->base, option->unit});
    }
    text_buffer_add_string(to, row->person ? " person " : " tenant ");
    words_text(to, row->name);
    if (!merit_text_is_null(row->product)) {
        text_buffer_add_byte(to, ' ');
        words_text(to, row->product);
    }
    for (uint32_t g = 0; g < option->gate_count; g++) {
        if ((row->gates >> g & 1U) != 0) {
            words_add(to, ", gate %" PRIu32, g + 1);
        }
    }
    text_buffer_add_string(to, "; ");
    words_why(to, &row->why);
    add_readings(to, row);
    add_checks(to, row);
    text_buffer_add_byte(to, '\n');
}

/* ---- rows in order ----------------------------------------------------------------------- */

static bool is_zero(const struct merit_contribution *row)
{
    return row->amount == 0 && row->base == 0;
}

static merit_int128 size_of(const struct merit_contribution *row)
{
    merit_int128 amount = row->amount < 0 ? -row->amount : row->amount;
    return amount + (row->base < 0 ? -row->base : row->base);
}

/* What adds most first; of what adds nothing, what came nearest. */
static int compare_rows(const void *left, const void *right)
{
    const struct merit_contribution *a = *(const struct merit_contribution *const *)left;
    const struct merit_contribution *b = *(const struct merit_contribution *const *)right;
    if (size_of(a) != size_of(b)) {
        return size_of(a) > size_of(b) ? -1 : 1;
    }
    int near = merit_ratio_compare(merit_contribution_nearness(b), merit_contribution_nearness(a));
    if (near != 0) {
        return near;
    }
    int name = merit_text_compare(a->name, b->name);
    return name != 0 ? name : merit_text_compare(a->product, b->product);
}

/* Of one tenant whose every product adds nothing for the same reason, one row says it. */
static bool says_the_same(const struct merit_contribution *a, const struct merit_contribution *b)
{
    return is_zero(a) && is_zero(b) && merit_text_equal(a->name, b->name) &&
           a->why.reason == b->why.reason && a->check.left == b->check.left &&
           a->check.right == b->check.right;
}

/* Rows that are not shown: how many, by reason. */
struct unshown {
    uint32_t adding;
    uint32_t zeros[MERIT_REASON_COUNT];
};

static void add_unshown(struct text_buffer *to,
                        const struct merit_option_explained *option,
                        const struct unshown *unshown)
{
    if (unshown->adding > 0) {
        words_add(to, "      and %" PRIu32 " more that add something\n", unshown->adding);
    }
    if (option->rest_count > 0) {
        words_add(to, "      and %" PRIu32 " that are not kept, together ", option->rest_count);
        words_ratio(to, (struct merit_ratio){option->rest_amount, option->unit});
        text_buffer_add_byte(to, '\n');
    }
    bool first = true;
    for (uint32_t r = 0; r < MERIT_REASON_COUNT; r++) {
        if (unshown->zeros[r] > 0) {
            words_add(to, "%s %" PRIu32 " %s", first ? "      and" : ",", unshown->zeros[r],
                      merit_reason_code((enum merit_reason)r));
            first = false;
        }
    }
    text_buffer_add_string(to, first ? "" : "\n");
}

static void add_rows(struct text_buffer *to, const struct merit_option_explained *option)
{
    uint32_t count = option->row_count;
    const struct merit_contribution **rows = memory_allocate((count + 1) * sizeof *rows);
    for (uint32_t i = 0; i < count; i++) {
        rows[i] = &option->rows[i];
    }
    qsort(rows, count, sizeof *rows, compare_rows);
    uint32_t shown[2] = {0, 0};
    struct unshown unshown = {0};
    const struct merit_contribution *last = NULL;
    for (uint32_t i = 0; i < count; i++) {
        bool zero = is_zero(rows[i]);
        bool full = shown[zero] == (zero ? EXPLAIN_TEXT_ZEROS : EXPLAIN_TEXT_ROWS);
        if (!full && (last == NULL || !says_the_same(last, rows[i]))) {
            last = rows[i];
            shown[zero]++;
            add_row(to, option, rows[i]);
        } else if (zero) {
            unshown.zeros[rows[i]->why.reason]++;
        } else {
            unshown.adding++;
        }
    }
    add_unshown(to, option, &unshown);
    memory_free(rows);
}

static void add_products(struct text_buffer *to, const struct merit_option_explained *option)
{
    for (uint32_t i = 0; i < option->product_count; i++) {
        const struct merit_product_total *total = &option->products[i];
        text_buffer_add_string(to, total->counts ? "      +1 product " : "      0 product ");
        words_text(to, total->product);
        if (!total->counts) {
            words_add(to, "; %s: %s", merit_reason_code(MERIT_REASON_PRODUCT_TOTAL_NOT_ABOVE_ZERO),
                      merit_reason_text(MERIT_REASON_PRODUCT_TOTAL_NOT_ABOVE_ZERO));
        }
        text_buffer_add_byte(to, '\n');
    }
}

/* ---- options and metrics ----------------------------------------------------------------- */

static const char *percent_of(const struct merit_option_explained *option)
{
    return option->option->measure.kind == MERIT_MEASURE_PERCENT ? " %" : "";
}

/* How the actual comes from what is below, where that is not a plain sum: of a growth the amounts
 * sum to one number, and what they are compared with to another. */
static void add_growth(struct text_buffer *to, const struct merit_option_explained *option)
{
    if (option->option->measure.kind != MERIT_MEASURE_PERCENT) {
        return;
    }
    struct merit_ratio sum = {option->sum, option->unit};
    struct merit_ratio base = {option->base, option->unit};
    bool zeroed = merit_option_is_zeroed(option);
    text_buffer_add_string(to, zeroed ? "      0 %, not 100 x (" : "      100 x (");
    words_ratio(to, sum);
    text_buffer_add_string(to, " - ");
    words_ratio(to, base);
    text_buffer_add_string(to, ") / ");
    words_ratio(to, base);
    if (!zeroed) {
        text_buffer_add_string(to, " = ");
        words_ratio(to, option->actual);
        text_buffer_add_string(to, " %");
    }
    text_buffer_add_string(to, "; growth from ");
    words_ratio(to, base);
    text_buffer_add_string(to, " to ");
    words_ratio(to, sum);
    text_buffer_add_byte(to, '\n');
}

/* "18 / 4 x 10 = 45, at most 10: 10 points" */
static void add_formula(struct text_buffer *to,
                        const struct merit_metric_explained *metric,
                        const struct merit_option_explained *option)
{
    int32_t max = metric->score->max_points;
    words_ratio(to, option->actual);
    words_add(to, "%s / ", percent_of(option));
    words_ratio(to, option->target);
    words_add(to, "%s x %" PRId32, percent_of(option), max);
    if (option->actual.numerator < 0) {
        text_buffer_add_string(to, ", at least 0: ");
    } else if (merit_ratio_compare(option->actual, option->target) > 0) {
        words_add(to, ", at most %" PRId32 ": ", max);
    } else {
        text_buffer_add_string(to, " = ");
    }
    words_ratio(to, option->points);
    text_buffer_add_string(to, option->counts ? " points" : " points, not taken");
}

static void add_option(struct text_buffer *to,
                       const struct merit_metric_explained *metric,
                       const struct merit_option_explained *option)
{
    words_add(to, "    %s%s%s", metric->parts ? "part " : "",
              option->name == NULL ? "" : option->name, option->name == NULL ? "" : ": ");
    add_formula(to, metric, option);
    words_place(to, option->target_place);
    text_buffer_add_string(to, "\n      ");
    words_why(to, &option->why);
    text_buffer_add_byte(to, '\n');
    for (uint8_t g = 0; g < option->gate_count; g++) {
        const struct merit_gate_state *gate = &option->gates[g];
        words_add(to, "      gate %d: %" PRId64 " of %" PRId64 " people", g + 1,
                  (int64_t)gate->have, gate->people);
        words_place(to, gate->place);
        text_buffer_add_byte(to, '\n');
    }
    add_growth(to, option);
    add_products(to, option);
    add_rows(to, option);
}

static void add_metric(struct text_buffer *to, const struct merit_metric_explained *metric)
{
    words_add(to, "  %s: ", metric->score->metric);
    words_hundredths(to, merit_ratio_hundredths(metric->score->points));
    words_add(to, " of %" PRId32 " points", metric->score->max_points);
    if (metric->score->basis != NULL) {
        words_add(to, ", by %s", metric->score->basis);
    }
    words_place(to, metric->place);
    text_buffer_add_byte(to, '\n');
    for (uint8_t i = 0; i < metric->option_count; i++) {
        add_option(to, metric, &metric->options[i]);
    }
}

/* ---- the whole --------------------------------------------------------------------------- */

static void add_path(struct text_buffer *to,
                     const struct merit_explanation *explanation,
                     const struct merit_path_explained *path)
{
    words_add(to, "\n%s%s: ", path->score.path == NULL ? "score" : "path ",
              path->score.path == NULL ? "" : path->score.path);
    words_hundredths(to, path->score.hundredths);
    text_buffer_add_string(to, path->reported ? " points, reported\n  " : " points\n  ");
    if (path->score.path != NULL) {
        words_why(to, &path->why);
        if (explanation->span->choice == MERIT_CHOICE_PRODUCTS) {
            words_add(to, "; %" PRId64 " of %" PRId64 " products",
                      (int64_t)explanation->choice_products, explanation->span->choice_at_least);
        }
        text_buffer_add_string(to, "\n  ");
    }
    words_why(to, &path->qualified);
    text_buffer_add_byte(to, '\n');
    for (uint8_t m = 0; m < path->score.metric_count; m++) {
        add_metric(to, &path->metrics[m]);
    }
}

static void add_head(struct text_buffer *to, const struct merit_explanation *explanation)
{
    words_text(to, explanation->partner_id);
    words_add(to, ": %s on ", explanation->designation->id);
    words_day(to, explanation->day);
    text_buffer_add_string(to, ", by the rules of ");
    words_day(to, explanation->version_day);
    words_add(to, "+%08" PRIx32, explanation->program_hash);
    if (explanation->span->places != NULL) {
        text_buffer_add_string(to, "\nlines are those of ");
        text_buffer_add_string(to, explanation->span->places->file);
    }
    words_add(to, "\n%s", merit_status_names[explanation->status]);
    if (explanation->status != MERIT_STATUS_NOT_ATTAINED) {
        text_buffer_add_string(to, " since ");
        words_day(to, explanation->attained_day);
        text_buffer_add_string(to, ", anniversary ");
        words_day(to, explanation->anniversary_day);
    }
    words_add(to, "; %" PRIu32 " tenants, %" PRIu32 " people%s\n", explanation->tenant_count,
              explanation->person_count, explanation->known ? "" : "; no event names this partner");
}

static void add_dates(struct text_buffer *to, const struct merit_explanation *explanation)
{
    text_buffer_add_string(to, "\nnext days on which something may change\n");
    for (uint32_t i = 0; i < explanation->date_count; i++) {
        const struct merit_date_ahead *date = &explanation->dates[i];
        text_buffer_add_string(to, "  ");
        words_day(to, date->day);
        words_add(to, " %s: %s", merit_reason_code(date->reason), merit_reason_text(date->reason));
        const struct merit_text about[] = {date->name, date->product, date->about};
        const char *before = "; ";
        for (size_t k = 0; k < sizeof about / sizeof about[0]; k++) {
            if (!merit_text_is_null(about[k])) {
                text_buffer_add_string(to, before);
                words_text(to, about[k]);
                before = " ";
            }
        }
        if (date->count > 1) {
            words_add(to, " and %" PRIu32 " more", date->count - 1);
        }
        text_buffer_add_byte(to, '\n');
    }
}

static void add_outlook(struct text_buffer *to, const struct merit_explanation *explanation)
{
    text_buffer_add_string(to, "\nif nothing else happens until ");
    words_day(to, explanation->outlook_day);
    text_buffer_add_string(to, explanation->outlook_count == 0 ? ": no change\n" : "\n");
    for (uint32_t i = 0; i < explanation->outlook_count; i++) {
        const struct merit_outlook *outlook = &explanation->outlook[i];
        text_buffer_add_string(to, "  ");
        words_day(to, outlook->day);
        text_buffer_add_byte(to, ' ');
        if (outlook->is_transition) {
            words_add(to, "%s", merit_transition_names[outlook->transition]);
            if (outlook->anniversary_day != MERIT_NO_DAY) {
                text_buffer_add_string(to, ", anniversary ");
                words_day(to, outlook->anniversary_day);
            }
        } else {
            words_hundredths(to, outlook->previous_hundredths);
            text_buffer_add_string(to, " -> ");
            words_hundredths(to, outlook->hundredths);
            text_buffer_add_string(to, outlook->qualified ? " points, qualified"
                                                          : " points, not qualified");
        }
        words_add(to, " (%s)\n", merit_cause_names[outlook->cause]);
    }
}

void explain_text(struct text_buffer *to, const struct merit_explanation *explanation)
{
    add_head(to, explanation);
    for (uint8_t pass = 0; pass < 2; pass++) {
        for (uint8_t p = 0; p < explanation->path_count; p++) {
            if (explanation->paths[p].reported == (pass == 0)) {
                add_path(to, explanation, &explanation->paths[p]);
            }
        }
    }
    add_dates(to, explanation);
    add_outlook(to, explanation);
}
