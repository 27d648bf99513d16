/* What changed a score between two days, as one JSON object. */
#include "codec/json_change.h"

#include "codec/json_explain_field.h"

static void write_part(struct text_buffer *buffer, const struct merit_change_part *part)
{
    json_add_text(buffer, merit_text_of(merit_reason_code(part->reason)));
    json_field_string(buffer, "text", merit_reason_text(part->reason));
    json_field_string(buffer, "kind",
                      merit_text_is_null(part->name) ? NULL
                      : part->person                 ? "person"
                                                     : "tenant");
    json_field_text(buffer, "id", part->name);
    json_field_text(buffer, "product", part->product);
    json_field_boolean(buffer, "of_base", part->of_base);
    json_field_exact(buffer, "difference", part->difference);
    if (part->before != NULL) {
        json_field_why(buffer, "why_before", &part->before->why);
    }
    if (part->after != NULL) {
        json_field_why(buffer, "why_after", &part->after->why);
    }
    text_buffer_add_byte(buffer, '}');
}

static void field_option(struct text_buffer *buffer,
                         const char *name,
                         const struct merit_option_explained *option)
{
    json_field_name_add(buffer, name);
    if (option == NULL) {
        text_buffer_add_string(buffer, "null");
        return;
    }
    bool products = option->option->measure.kind == MERIT_MEASURE_PRODUCTS;
    json_element_begin(buffer, 0, "counts");
    text_buffer_add_string(buffer, option->counts ? "true" : "false");
    json_field_exact(buffer, "actual", option->actual);
    json_field_exact(buffer, "target", option->target);
    json_field_exact(buffer, "points", option->points);
    json_field_exact(buffer, "sum", (struct merit_ratio){option->sum, products ? 1 : option->unit});
    json_field_exact(buffer, "base", (struct merit_ratio){option->base, option->unit});
    text_buffer_add_byte(buffer, '}');
}

static void write_option(struct text_buffer *buffer, const struct merit_option_change *option)
{
    const struct merit_option_explained *any =
        option->after != NULL ? option->after : option->before;
    json_add_text(buffer, merit_text_of(option->metric));
    json_field_string(buffer, "path", option->path);
    json_field_string(buffer, "name", any->name);
    json_field_boolean(buffer, "growth", any->option->measure.kind == MERIT_MEASURE_PERCENT);
    field_option(buffer, "before", option->before);
    field_option(buffer, "after", option->after);
    json_list_begin(buffer, "changes");
    for (uint32_t i = 0; i < option->part_count; i++) {
        json_element_begin(buffer, i, "reason");
        write_part(buffer, &option->parts[i]);
    }
    text_buffer_add_byte(buffer, ']');
    json_field_exact(buffer, "left_out", option->rest);
    json_field_exact(buffer, "left_out_base", option->rest_base);
    text_buffer_add_byte(buffer, '}');
}

static void field_score(struct text_buffer *buffer,
                        const char *name,
                        const struct merit_explanation *of)
{
    json_field_name_add(buffer, name);
    for (uint8_t p = 0; p < of->path_count; p++) {
        const struct merit_path_explained *path = &of->paths[p];
        if (path->reported) {
            json_element_begin(buffer, 0, "path");
            json_add_text(buffer, merit_text_of(path->score.path));
            json_field_date(buffer, "as_of", of->day);
            json_field_exact(buffer, "points", path->score.total);
            json_field_boolean(buffer, "qualified", path->score.qualified);
            json_field_string(buffer, "status", merit_status_names[of->status]);
            json_field_date(buffer, "rules", of->version_day);
            text_buffer_add_byte(buffer, '}');
        }
    }
}

void json_write_change(struct text_buffer *buffer, const struct merit_change *change)
{
    json_line_begin(buffer, "change");
    json_field_text(buffer, "partner_id", change->after->partner_id);
    json_field_string(buffer, "designation", change->after->designation->id);
    field_score(buffer, "before", change->before);
    field_score(buffer, "after", change->after);
    json_field_boolean(buffer, "same_rules", change->same_rules);
    json_list_begin(buffer, "options");
    for (uint32_t i = 0; i < change->option_count; i++) {
        json_element_begin(buffer, i, "metric");
        write_option(buffer, &change->options[i]);
    }
    text_buffer_add_byte(buffer, ']');
    json_line_end(buffer);
}
