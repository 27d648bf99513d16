/* Why a partner holds the badge for every designation, or does not, and what will end it. */
#include "task/explain_badge.h"

#include "task/score_now.h"
#include "task/scoring_records.h"

#include <assert.h>

static void take_parts(const struct merit_program *program,
                       const struct account *account,
                       struct merit_badge_explained *badge)
{
    for (uint8_t i = 0; i < program->standing.all_of_count; i++) {
        uint8_t d = program->standing.all_of[i];
        const struct standing *standing = &account->standings[d];
        badge->parts[badge->part_count++] = (struct merit_badge_part){
            .designation = &program->designations[d],
            .status = (enum merit_status)standing->status,
            .attained_day = standing->attained_day,
            .anniversary_day = standing->anniversary_day,
        };
        badge->held_count = (uint8_t)(badge->held_count + standing_is_held(standing));
    }
}

void explain_badge(struct partner_copy *copy,
                   struct merit_text partner_id,
                   struct arena *arena,
                   struct merit_badge_explained *ret_badge)
{
    struct scoring *scoring = &copy->scoring;
    const struct merit_program *program = scoring->config.program;
    assert(program->standing.all_id != NULL);
    struct merit_output score;
    struct account account = account_new(program, partner_id);
    scoring_score(scoring, partner_id, program->designation_count, &score);
    if (copy->known) {
        scoring_get_account(scoring, 0, &account);
    }
    *ret_badge = (struct merit_badge_explained){
        .partner_id = arena_text(arena, partner_id),
        .id = program->standing.all_id,
        .known = copy->known,
        .day = scoring->day,
        .version_day = score.version_day,
        .program_hash = program->hash,
        .status = score.score.status,
        .attained_day = score.score.attained_day,
        .why = {.day = MERIT_NO_DAY},
        .outlook_day = scoring->day,
        .end_day = MERIT_NO_DAY,
    };
    take_parts(program, &account, ret_badge);
    ret_badge->why.reason = ret_badge->held_count == ret_badge->part_count
                                ? MERIT_REASON_EVERY_DESIGNATION_HELD
                                : MERIT_REASON_DESIGNATION_MISSING;
}

/* ---- what comes -------------------------------------------------------------------------- */

static bool is_asked_for(const struct merit_badge_explained *badge, const char *designation)
{
    /* Ids are the program's own strings. */
    for (uint8_t i = 0; i < badge->part_count; i++) {
        if (badge->parts[i].designation->id == designation) {
            return true;
        }
    }
    return designation == badge->id;
}

/* The badge lapses right after the first designation that does (contract §2). */
static void take_end(const struct merit_output *output, struct merit_badge_explained *badge)
{
    if (output->designation != badge->id) {
        badge->ended_by = output->designation;
    } else {
        badge->end_day = output->effective_day;
    }
}

static void take(const struct merit_output *output, struct merit_badge_explained *badge)
{
    if (output->kind != MERIT_OUTPUT_DESIGNATION || !is_asked_for(badge, output->designation)) {
        return;
    }
    enum merit_transition transition = output->designation_event.transition;
    if (transition == MERIT_LAPSED && badge->end_day == MERIT_NO_DAY) {
        take_end(output, badge);
    }
    if (badge->ahead_count < MERIT_EXPLAIN_OUTLOOK_MAX) {
        badge->ahead[badge->ahead_count++] = (struct merit_badge_ahead){
            output->effective_day, output->designation, transition, output->cause};
    }
}

void explain_badge_outlook(struct partner_copy *copy, struct merit_badge_explained *badge)
{
    struct scoring *scoring = &copy->scoring;
    int32_t last_day = scoring->day + MERIT_EXPLAIN_DAYS_MAX;
    while (copy->known && scoring->day < last_day) {
        scoring_clear_outputs(scoring);
        partner_copy_next_day(copy);
        for (uint32_t i = 0; i < scoring->outputs.count; i++) {
            take(scoring->outputs.items[i], badge);
        }
    }
    badge->outlook_day = scoring->day;
    badge->ended_by = badge->end_day == MERIT_NO_DAY ? NULL : badge->ended_by;
}
