/* Why the badge for every designation is held or not, and what changed it, as a JSON object. */
#include "codec/json_badge.h"

#include "codec/json_explain_field.h"
#include "codec/output_identity.h"

static void field_standing(struct text_buffer *buffer, enum merit_status status, int32_t day)
{
    json_field_string(buffer, "status", merit_status_names[status]);
    json_field_date(buffer, "attained_on", day);
}

/* ---- one day ----------------------------------------------------------------------------- */

static void write_parts(struct text_buffer *buffer, const struct merit_badge_explained *badge)
{
    json_list_begin(buffer, "designations");
    for (uint8_t i = 0; i < badge->part_count; i++) {
        const struct merit_badge_part *part = &badge->parts[i];
        json_element_begin(buffer, i, "designation");
        json_add_text(buffer, merit_text_of(part->designation->id));
        json_field_boolean(buffer, "held", part->status != MERIT_STATUS_NOT_ATTAINED);
        field_standing(buffer, part->status, part->attained_day);
        json_field_date(buffer, "anniversary_date", part->anniversary_day);
        text_buffer_add_byte(buffer, '}');
    }
    text_buffer_add_byte(buffer, ']');
}

static void write_ahead(struct text_buffer *buffer, const struct merit_badge_explained *badge)
{
    json_field_date(buffer, "outlook_until", badge->outlook_day);
    json_field_date(buffer, "ends_on", badge->end_day);
    json_field_string(buffer, "ended_by", badge->ended_by);
    json_list_begin(buffer, "outlook");
    for (uint32_t i = 0; i < badge->ahead_count; i++) {
        const struct merit_badge_ahead *ahead = &badge->ahead[i];
        json_element_begin(buffer, i, "transition");
        json_add_text(buffer, merit_text_of(merit_transition_names[ahead->transition]));
        json_field_string(buffer, "designation", ahead->designation);
        json_field_date(buffer, "date", ahead->day);
        json_field_string(buffer, "cause", merit_cause_names[ahead->cause]);
        text_buffer_add_byte(buffer, '}');
    }
    text_buffer_add_byte(buffer, ']');
}

void json_write_badge(struct text_buffer *buffer, const struct merit_badge_explained *badge)
{
    struct merit_output version = {.version_day = badge->version_day,
                                   .program_hash = badge->program_hash};
    char text[RULES_VERSION_LENGTH];
    output_rules_version(&version, text);
    json_line_begin(buffer, "explanation");
    json_field_text(buffer, "partner_id", badge->partner_id);
    json_field_string(buffer, "designation", badge->id);
    json_field_date(buffer, "as_of", badge->day);
    json_field_boolean(buffer, "known", badge->known);
    json_field_text(buffer, "rules_version", (struct merit_text){text, sizeof text});
    field_standing(buffer, badge->status, badge->attained_day);
    json_field_date(buffer, "anniversary_date", MERIT_NO_DAY);
    json_field_integer(buffer, "points", 0);
    json_field_why(buffer, "why", &badge->why);
    json_field_integer(buffer, "held", badge->held_count);
    write_parts(buffer, badge);
    write_ahead(buffer, badge);
    json_line_end(buffer);
}

/* ---- two days ---------------------------------------------------------------------------- */

static void field_part(struct text_buffer *buffer,
                       const char *name,
                       const struct merit_badge_part *part)
{
    json_field_name_add(buffer, name);
    json_element_begin(buffer, 0, "held");
    text_buffer_add_string(buffer, part->status == MERIT_STATUS_NOT_ATTAINED ? "false" : "true");
    field_standing(buffer, part->status, part->attained_day);
    text_buffer_add_byte(buffer, '}');
}

static void field_badge(struct text_buffer *buffer,
                        const char *name,
                        const struct merit_badge_explained *badge)
{
    json_field_name_add(buffer, name);
    json_element_begin(buffer, 0, "held");
    text_buffer_add_integer(buffer, badge->held_count);
    json_field_date(buffer, "as_of", badge->day);
    field_standing(buffer, badge->status, badge->attained_day);
    json_field_date(buffer, "rules", badge->version_day);
    text_buffer_add_byte(buffer, '}');
}

void json_write_badge_change(struct text_buffer *buffer,
                             const struct merit_badge_explained *before,
                             const struct merit_badge_explained *after)
{
    json_line_begin(buffer, "change");
    json_field_text(buffer, "partner_id", after->partner_id);
    json_field_string(buffer, "designation", after->id);
    field_badge(buffer, "before", before);
    field_badge(buffer, "after", after);
    json_list_begin(buffer, "designations");
    uint32_t count = 0;
    for (uint8_t i = 0; i < after->part_count; i++) {
        const struct merit_badge_part *then = &before->parts[i];
        const struct merit_badge_part *now = &after->parts[i];
        if (then->status != now->status || then->attained_day != now->attained_day) {
            json_element_begin(buffer, count++, "designation");
            json_add_text(buffer, merit_text_of(now->designation->id));
            field_part(buffer, "before", then);
            field_part(buffer, "after", now);
            text_buffer_add_byte(buffer, '}');
        }
    }
    text_buffer_add_byte(buffer, ']');
    json_line_end(buffer);
}
