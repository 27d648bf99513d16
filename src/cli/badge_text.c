/* Why the badge for every designation is held or not, and what changed it, as text for people. */
#include "cli/badge_text.h"

#include "cli/explain_words.h"

#include <inttypes.h>

static void add_status(struct text_buffer *to, enum merit_status status, int32_t attained_day)
{
    text_buffer_add_string(to, merit_status_names[status]);
    if (status != MERIT_STATUS_NOT_ATTAINED) {
        text_buffer_add_string(to, " since ");
        words_day(to, attained_day);
    }
}

/* ---- one day ----------------------------------------------------------------------------- */

static void add_head(struct text_buffer *to, const struct merit_badge_explained *badge)
{
    words_text(to, badge->partner_id);
    words_add(to, ": %s on ", badge->id);
    words_day(to, badge->day);
    text_buffer_add_string(to, ", by the rules of ");
    words_day(to, badge->version_day);
    words_add(to, "+%08" PRIx32 "\n", badge->program_hash);
    add_status(to, badge->status, badge->attained_day);
    words_add(to, "; 0 points%s\n\n", badge->known ? "" : "; no event names this partner");
}

static void add_part(struct text_buffer *to, const struct merit_badge_part *part)
{
    words_add(to, "  %s: ", part->designation->id);
    add_status(to, part->status, part->attained_day);
    if (part->status == MERIT_STATUS_NOT_ATTAINED) {
        text_buffer_add_string(to, ", missing");
    } else {
        text_buffer_add_string(to, ", anniversary ");
        words_day(to, part->anniversary_day);
    }
    text_buffer_add_byte(to, '\n');
}

static void add_ahead(struct text_buffer *to, const struct merit_badge_explained *badge)
{
    text_buffer_add_string(to, "\nif nothing else happens until ");
    words_day(to, badge->outlook_day);
    text_buffer_add_string(to, badge->ahead_count == 0 ? ": no change\n" : "\n");
    for (uint32_t i = 0; i < badge->ahead_count; i++) {
        const struct merit_badge_ahead *ahead = &badge->ahead[i];
        text_buffer_add_string(to, "  ");
        words_day(to, ahead->day);
        words_add(to, " %s %s (%s)\n", ahead->designation,
                  merit_transition_names[ahead->transition], merit_cause_names[ahead->cause]);
    }
    if (badge->end_day != MERIT_NO_DAY) {
        text_buffer_add_string(to, "  it ends on ");
        words_day(to, badge->end_day);
        words_add(to, ", with %s\n", badge->ended_by);
    }
}

void badge_text(struct text_buffer *to, const struct merit_badge_explained *badge)
{
    add_head(to, badge);
    text_buffer_add_string(to, "  ");
    words_why(to, &badge->why);
    words_add(to, ", %d of %d\n", badge->held_count, badge->part_count);
    for (uint8_t i = 0; i < badge->part_count; i++) {
        add_part(to, &badge->parts[i]);
    }
    add_ahead(to, badge);
}

/* ---- two days ---------------------------------------------------------------------------- */

static void add_day(struct text_buffer *to, const struct merit_badge_explained *badge)
{
    text_buffer_add_string(to, "  ");
    words_day(to, badge->day);
    text_buffer_add_byte(to, ' ');
    add_status(to, badge->status, badge->attained_day);
    words_add(to, ", %d of %d held, by the rules of ", badge->held_count, badge->part_count);
    words_day(to, badge->version_day);
    text_buffer_add_byte(to, '\n');
}

void badge_change_text(struct text_buffer *to,
                       const struct merit_badge_explained *before,
                       const struct merit_badge_explained *after)
{
    words_text(to, after->partner_id);
    words_add(to, ": %s\n", after->id);
    add_day(to, before);
    add_day(to, after);
    text_buffer_add_byte(to, '\n');
    bool any = false;
    for (uint8_t i = 0; i < after->part_count; i++) {
        const struct merit_badge_part *then = &before->parts[i];
        const struct merit_badge_part *now = &after->parts[i];
        if (then->status == now->status && then->attained_day == now->attained_day) {
            continue;
        }
        any = true;
        words_add(to, "  %s: ", now->designation->id);
        add_status(to, then->status, then->attained_day);
        text_buffer_add_string(to, " -> ");
        add_status(to, now->status, now->attained_day);
        text_buffer_add_byte(to, '\n');
    }
    text_buffer_add_string(to, any ? "" : "  nothing changed\n");
}
