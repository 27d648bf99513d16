/* `merit replay --explain` and `--why`: what made a partner's scores, and what changed them. */
#include "cli/replay_explain.h"

#include "cli/badge_text.h"
#include "cli/change_text.h"
#include "cli/explain_text.h"
#include "codec/json_badge.h"
#include "codec/json_change.h"
#include "codec/json_explain.h"
#include "codec/time_text.h"
#include "task/explain.h"
#include "task/explain_badge.h"
#include "task/explain_between.h"

#include <stdio.h>

static bool find_designation(struct merit_text id,
                             const struct merit_program *program,
                             struct replay_subject *subject)
{
    uint8_t found = merit_program_designation(program, id);
    if (found == program->designation_count) {
        subject->end_designation = 0;
        return true;
    }
    if (found != MERIT_NONE) {
        subject->first_designation = found;
        subject->end_designation = (uint8_t)(found + 1);
        subject->badge = false;
        return true;
    }
    const char *badge = program->standing.all_id;
    fprintf(stderr, "merit replay: the rules have no designation '%.*s', only:", (int)id.length,
            id.at);
    for (uint8_t d = 0; d < program->designation_count; d++) {
        fprintf(stderr, " %s", program->designations[d].id);
    }
    fprintf(stderr, badge == NULL ? "" : " %s", badge);
    fputs(" (a partner's id that holds a colon is followed by one more: 'A:B:')\n", stderr);
    return false;
}

/* Partner ids may hold colons: the last one counts, and what stands behind it is a designation;
 * nothing: all of them. */
bool replay_subject_read(const char *text,
                         const struct merit_program *program,
                         struct replay_subject *ret_subject)
{
    const char *colon = strrchr(text, ':');
    size_t length = colon == NULL ? strlen(text) : (size_t)(colon - text);
    if (length == 0 || length > MERIT_ID_MAX) {
        fprintf(stderr, "merit replay: a partner's id has 1 to %d bytes, not %zu\n", MERIT_ID_MAX,
                length);
        return false;
    }
    *ret_subject = (struct replay_subject){merit_text_of(text), 0, program->designation_count,
                                           program->standing.all_id != NULL};
    if (colon == NULL) {
        return true;
    }
    ret_subject->partner_id.length = (uint32_t)(colon - text);
    return colon[1] == '\0' || find_designation(merit_text_of(colon + 1), program, ret_subject);
}

bool replay_has_two_days(const struct replay_options *options, int32_t last_day)
{
    if (options->why == NULL || options->on_day != MERIT_NO_DAY || options->from_day < last_day) {
        return true;
    }
    char date[TIME_TEXT_DATE_LENGTH];
    time_text_write_date(last_day, date);
    fprintf(stderr,
            "merit replay: the last day of the input is %.*s: give an earlier day with --from, or "
            "a day after --from with --to\n",
            TIME_TEXT_DATE_LENGTH, date);
    return false;
}

static void explain_one(const struct scoring *scoring,
                        const struct replay_subject *subject,
                        uint8_t designation,
                        bool json,
                        struct text_buffer *output)
{
    struct partner_copy copy;
    struct arena arena = {0};
    struct merit_explanation explanation;
    partner_copy_open(&copy, scoring, subject->partner_id);
    explain_partner(&copy, subject->partner_id, designation, &arena, &explanation);
    explain_outlook(&copy, &explanation);
    if (json) {
        json_write_explanation(output, &explanation);
    } else {
        text_buffer_add_string(output, designation == subject->first_designation ? "" : "\n");
        explain_text(output, &explanation);
    }
    partner_copy_fini(&copy);
    arena_fini(&arena);
}

/* Behind the designations, where there are any. */
static void explain_the_badge(const struct scoring *scoring,
                              const struct replay_subject *subject,
                              bool json,
                              struct text_buffer *output)
{
    struct partner_copy copy;
    struct arena arena = {0};
    struct merit_badge_explained badge;
    partner_copy_open(&copy, scoring, subject->partner_id);
    explain_badge(&copy, subject->partner_id, &arena, &badge);
    explain_badge_outlook(&copy, &badge);
    if (json) {
        json_write_badge(output, &badge);
    } else {
        text_buffer_add_string(output, subject->end_designation == 0 ? "" : "\n");
        badge_text(output, &badge);
    }
    partner_copy_fini(&copy);
    arena_fini(&arena);
}

void replay_explain(const struct ensemble *ensemble,
                    const struct replay_subject *subject,
                    bool json,
                    struct text_buffer *output)
{
    const struct scoring *scoring = ensemble_scoring_of(ensemble, subject->partner_id);
    for (uint8_t d = subject->first_designation; d < subject->end_designation; d++) {
        explain_one(scoring, subject, d, json, output);
    }
    if (subject->badge) {
        explain_the_badge(scoring, subject, json, output);
    }
}

/* ---- two days ---------------------------------------------------------------------------- */

static void copy_subject(const struct ensemble *ensemble,
                         const struct replay_subject *subject,
                         struct partner_copy *copy)
{
    partner_copy_open(copy, ensemble_scoring_of(ensemble, subject->partner_id),
                      subject->partner_id);
}

void replay_remember(const struct ensemble *ensemble,
                     const struct replay_subject *subject,
                     struct replay_memory *memory)
{
    struct arena *arena = &memory->arena;
    uint8_t first = subject->first_designation;
    size_t count = (size_t)(subject->end_designation - first);
    copy_subject(ensemble, subject, &memory->copy);
    memory->taken = true;
    memory->explanations = arena_allocate(arena, count * sizeof *memory->explanations);
    for (uint8_t d = first; d < subject->end_designation; d++) {
        explain_partner(&memory->copy, subject->partner_id, d, arena,
                        &memory->explanations[d - first]);
    }
    if (subject->badge) {
        explain_badge(&memory->copy, subject->partner_id, arena, &memory->badge);
    }
}

void replay_memory_fini(struct replay_memory *memory)
{
    if (memory->taken) {
        partner_copy_fini(&memory->copy);
    }
    arena_fini(&memory->arena);
}

static void compare_badge(struct partner_copy *now,
                          const struct replay_subject *subject,
                          struct replay_memory *memory,
                          bool json,
                          struct text_buffer *output)
{
    struct merit_badge_explained badge;
    explain_badge(now, subject->partner_id, &memory->arena, &badge);
    if (json) {
        json_write_badge_change(output, &memory->badge, &badge);
    } else {
        text_buffer_add_string(output, subject->end_designation == 0 ? "" : "\n");
        badge_change_text(output, &memory->badge, &badge);
    }
}

void replay_compare(const struct ensemble *ensemble,
                    const struct replay_subject *subject,
                    struct replay_memory *memory,
                    bool json,
                    struct text_buffer *output)
{
    struct arena *arena = &memory->arena;
    struct partner_copy now;
    struct explain_between between;
    copy_subject(ensemble, subject, &now);
    explain_between_open(&between, &memory->copy, &now, subject->partner_id);
    for (uint8_t d = subject->first_designation; d < subject->end_designation; d++) {
        const struct merit_explanation *before =
            &memory->explanations[d - subject->first_designation];
        struct merit_explanation after;
        struct explain_steps steps = {{before, NULL, NULL, NULL, &after}};
        struct merit_change change;
        explain_partner(&now, subject->partner_id, d, arena, &after);
        explain_between_steps(&between, d, arena, &steps);
        explain_change(&steps, arena, &change);
        if (json) {
            json_write_change(output, &change);
        } else {
            text_buffer_add_string(output, d == subject->first_designation ? "" : "\n");
            change_text(output, &change);
        }
    }
    explain_between_fini(&between);
    if (subject->badge) {
        compare_badge(&now, subject, memory, json, output);
    }
    partner_copy_fini(&now);
}
