/* An explanation as one JSON object. */
#include "codec/json_explain.h"

#include "codec/json_explain_field.h"
#include "codec/output_identity.h"

static const char *const compare_names[] = {"above", "at_least", "below", "at_most"};

/* ---- contributions ----------------------------------------------------------------------- */

static void field_reading(struct text_buffer *buffer,
                          const char *name,
                          const struct merit_contribution *row,
                          const struct merit_reading *reading)
{
    if (row->figure == MERIT_NONE || reading->day == MERIT_NO_DAY) {
        return;
    }
    json_field_name_add(buffer, name);
    json_element_begin(buffer, 0, merit_figure_names[row->figure]);
    text_buffer_add_integer(buffer, reading->value);
    json_field_date(buffer, "date", reading->day);
    text_buffer_add_byte(buffer, '}');
}

static void field_check(struct text_buffer *buffer,
                        const char *name,
                        const struct merit_check *check)
{
    if (!check->made) {
        return;
    }
    json_field_name_add(buffer, name);
    json_element_begin(buffer, 0, "figure");
    json_add_text(buffer, merit_text_of(merit_figure_names[check->left_figure]));
    json_field_integer(buffer, "value", check->left);
    json_field_string(buffer, "compare", compare_names[check->compare]);
    if (check->right_figure == MERIT_NONE) {
        struct merit_ratio limit = {check->constant, check->left_factor};
        json_field_exact(buffer, "limit", limit);
    } else {
        struct merit_ratio percent = {(merit_int128)100 * check->right_factor, check->left_factor};
        json_field_exact(buffer, "percent", percent);
        json_field_string(buffer, "of", merit_figure_names[check->right_figure]);
        json_field_integer(buffer, "of_value", check->right);
    }
    json_field_boolean(buffer, "holds", check->holds);
    text_buffer_add_byte(buffer, '}');
}

static void write_row(struct text_buffer *buffer,
                      const struct merit_option_explained *option,
                      const struct merit_contribution *row)
{
    const struct merit_measure *measure = &option->option->measure;
    json_add_text(buffer, merit_text_of(row->person ? "person" : "tenant"));
    json_field_text(buffer, "id", row->name);
    json_field_text(buffer, "product", row->product);
    json_field_exact(buffer, "amount", (struct merit_ratio){row->amount, option->unit});
    if (measure->kind == MERIT_MEASURE_PERCENT) {
        json_field_exact(buffer, "base", (struct merit_ratio){row->base, option->unit});
    }
    json_field_why(buffer, "why", &row->why);
    if (measure->gate_count > 0) {
        json_list_begin(buffer, "gates");
        for (uint8_t g = 0; g < measure->gate_count; g++) {
            text_buffer_add_string(buffer, g == 0 ? "" : ",");
            text_buffer_add_string(buffer, (row->gates >> g & 1U) != 0 ? "true" : "false");
        }
        text_buffer_add_byte(buffer, ']');
    }
    field_reading(buffer, "now", row, &row->now);
    field_reading(buffer, row->far.day == MERIT_NO_DAY ? "at_far_edge" : "at_claim", row,
                  &row->before);
    field_reading(buffer, "at_far_edge", row, &row->far);
    field_check(buffer, "test_now", &row->check);
    field_check(buffer, "test_before", &row->check_before);
    text_buffer_add_byte(buffer, '}');
}

static void write_products(struct text_buffer *buffer, const struct merit_option_explained *option)
{
    if (option->option->measure.kind != MERIT_MEASURE_PRODUCTS) {
        return;
    }
    json_list_begin(buffer, "products");
    for (uint32_t i = 0; i < option->product_count; i++) {
        json_element_begin(buffer, i, "product");
        json_add_text(buffer, option->products[i].product);
        json_field_boolean(buffer, "counts", option->products[i].counts);
        text_buffer_add_byte(buffer, '}');
    }
    text_buffer_add_byte(buffer, ']');
}

/* ---- options, metrics, paths ------------------------------------------------------------- */

static void write_gates(struct text_buffer *buffer, const struct merit_option_explained *option)
{
    json_list_begin(buffer, "gates");
    for (uint8_t g = 0; g < option->gate_count; g++) {
        json_element_begin(buffer, g, "people");
        json_add_integer(buffer, option->gates[g].have);
        json_field_integer(buffer, "needed", option->gates[g].people);
        json_field_place(buffer, option->gates[g].place);
        text_buffer_add_byte(buffer, '}');
    }
    text_buffer_add_byte(buffer, ']');
}

static void add_number(struct text_buffer *buffer, struct merit_ratio ratio)
{
    struct merit_ratio reduced = merit_ratio_reduce(ratio);
    bool whole = reduced.denominator == 1;
    text_buffer_add_string(buffer, whole ? "" : "(");
    json_add_integer(buffer, reduced.numerator);
    if (!whole) {
        text_buffer_add_byte(buffer, '/');
        json_add_integer(buffer, reduced.denominator);
        text_buffer_add_byte(buffer, ')');
    }
}

/* How the actual of a growth comes from its two sums, with their numbers: no sum of amounts. */
static void write_formula(struct text_buffer *buffer, const struct merit_option_explained *option)
{
    struct merit_ratio base = {option->base, option->unit};
    json_field_name_add(buffer, "formula");
    if (merit_option_is_zeroed(option)) {
        text_buffer_add_string(buffer, "\"0\"");
        return;
    }
    text_buffer_add_string(buffer, "\"100 * (");
    add_number(buffer, (struct merit_ratio){option->sum, option->unit});
    text_buffer_add_string(buffer, " - ");
    add_number(buffer, base);
    text_buffer_add_string(buffer, ") / ");
    add_number(buffer, base);
    text_buffer_add_byte(buffer, '"');
}

static void write_option(struct text_buffer *buffer, const struct merit_option_explained *option)
{
    bool products = option->option->measure.kind == MERIT_MEASURE_PRODUCTS;
    json_add_text(buffer, merit_text_of(option->name));
    json_field_boolean(buffer, "counts", option->counts);
    json_field_exact(buffer, "actual", option->actual);
    json_field_exact(buffer, "target", option->target);
    json_field_exact(buffer, "points", option->points);
    json_field_exact(buffer, "sum", (struct merit_ratio){option->sum, products ? 1 : option->unit});
    if (option->option->measure.kind == MERIT_MEASURE_PERCENT) {
        json_field_exact(buffer, "base", (struct merit_ratio){option->base, option->unit});
        write_formula(buffer, option);
    }
    json_field_why(buffer, "why", &option->why);
    write_gates(buffer, option);
    write_products(buffer, option);
    json_list_begin(buffer, "contributions");
    for (uint32_t i = 0; i < option->row_count; i++) {
        json_element_begin(buffer, i, "kind");
        write_row(buffer, option, &option->rows[i]);
    }
    text_buffer_add_byte(buffer, ']');
    json_field_integer(buffer, "left_out", option->rest_count);
    json_field_exact(buffer, "left_out_amount",
                     (struct merit_ratio){option->rest_amount, option->unit});
    text_buffer_add_byte(buffer, '}');
}

static void write_metric(struct text_buffer *buffer, const struct merit_metric_explained *metric)
{
    json_add_text(buffer, merit_text_of(metric->score->metric));
    json_field_string(buffer, "basis", metric->score->basis);
    json_field_exact(buffer, "actual", metric->score->actual);
    json_field_exact(buffer, "target", metric->score->target);
    json_field_exact(buffer, "points", metric->score->points);
    json_field_integer(buffer, "max_points", metric->score->max_points);
    json_field_place(buffer, metric->place);
    json_list_begin(buffer, metric->parts ? "parts" : "options");
    for (uint8_t i = 0; i < metric->option_count; i++) {
        json_element_begin(buffer, i, "name");
        write_option(buffer, &metric->options[i]);
    }
    text_buffer_add_string(buffer, "]}");
}

static void write_path(struct text_buffer *buffer, const struct merit_path_explained *path)
{
    json_add_text(buffer, merit_text_of(path->score.path));
    json_field_boolean(buffer, "reported", path->reported);
    json_field_exact(buffer, "points", path->score.total);
    json_field_boolean(buffer, "qualified", path->score.qualified);
    json_field_why(buffer, "why", &path->why);
    json_field_why(buffer, "why_qualified", &path->qualified);
    json_list_begin(buffer, "metrics");
    for (uint8_t m = 0; m < path->score.metric_count; m++) {
        json_element_begin(buffer, m, "metric");
        write_metric(buffer, &path->metrics[m]);
    }
    text_buffer_add_string(buffer, "]}");
}

/* ---- what comes -------------------------------------------------------------------------- */

static void write_dates(struct text_buffer *buffer, const struct merit_explanation *explanation)
{
    json_list_begin(buffer, "next_dates");
    for (uint32_t i = 0; i < explanation->date_count; i++) {
        const struct merit_date_ahead *date = &explanation->dates[i];
        json_element_begin(buffer, i, "reason");
        json_add_text(buffer, merit_text_of(merit_reason_code(date->reason)));
        json_field_date(buffer, "date", date->day);
        json_field_integer(buffer, "count", date->count);
        json_field_text(buffer, "id", date->name);
        json_field_text(buffer, "product", date->product);
        json_field_text(buffer, "about", date->about);
        text_buffer_add_byte(buffer, '}');
    }
    text_buffer_add_byte(buffer, ']');
}

static void write_outlook(struct text_buffer *buffer, const struct merit_explanation *explanation)
{
    json_field_date(buffer, "outlook_until", explanation->outlook_day);
    json_list_begin(buffer, "outlook");
    for (uint32_t i = 0; i < explanation->outlook_count; i++) {
        const struct merit_outlook *outlook = &explanation->outlook[i];
        json_element_begin(buffer, i, "transition");
        json_add_text(buffer, merit_text_of(outlook->is_transition
                                                ? merit_transition_names[outlook->transition]
                                                : NULL));
        json_field_date(buffer, "date", outlook->day);
        json_field_string(buffer, "cause", merit_cause_names[outlook->cause]);
        json_field_hundredths(buffer, "points", outlook->hundredths);
        if (outlook->is_transition) {
            json_field_date(buffer, "anniversary_date", outlook->anniversary_day);
        } else {
            json_field_hundredths(buffer, "previous_points", outlook->previous_hundredths);
            json_field_boolean(buffer, "qualified", outlook->qualified);
        }
        text_buffer_add_byte(buffer, '}');
    }
    text_buffer_add_byte(buffer, ']');
}

void json_write_explanation(struct text_buffer *buffer, const struct merit_explanation *explanation)
{
    struct merit_output version = {.version_day = explanation->version_day,
                                   .program_hash = explanation->program_hash};
    char text[RULES_VERSION_LENGTH];
    output_rules_version(&version, text);
    json_line_begin(buffer, "explanation");
    json_field_text(buffer, "partner_id", explanation->partner_id);
    json_field_string(buffer, "designation", explanation->designation->id);
    json_field_date(buffer, "as_of", explanation->day);
    json_field_boolean(buffer, "known", explanation->known);
    json_field_text(buffer, "rules_version", (struct merit_text){text, sizeof text});
    json_field_string(buffer, "status", merit_status_names[explanation->status]);
    json_field_date(buffer, "attained_on", explanation->attained_day);
    json_field_date(buffer, "anniversary_date", explanation->anniversary_day);
    json_field_integer(buffer, "tenants", explanation->tenant_count);
    json_field_integer(buffer, "people", explanation->person_count);
    json_list_begin(buffer, "paths");
    for (uint8_t p = 0; p < explanation->path_count; p++) {
        json_element_begin(buffer, p, "path");
        write_path(buffer, &explanation->paths[p]);
    }
    text_buffer_add_byte(buffer, ']');
    write_dates(buffer, explanation);
    write_outlook(buffer, explanation);
    json_line_end(buffer);
}
