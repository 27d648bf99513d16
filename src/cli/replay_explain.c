/* `merit replay --explain` and `--why`: what made a partner's scores, and what changed them. */
#include "cli/replay_explain.h"

#include "cli/badge_text.h"
#include "cli/change_text.h"
#include "cli/explain_text.h"
#include "codec/json_badge.h"
#include "codec/json_change.h"
#include "codec/json_explain.h"
#include "core/explain_change.h"
#include "task/explain.h"
#include "task/explain_badge.h"

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
    *ret_subject = (struct replay_subject){merit_text_of(text), 0, program->designation_count,
                                           program->standing.all_id != NULL};
    if (colon == NULL) {
        return true;
    }
    ret_subject->partner_id.length = (uint32_t)(colon - text);
    return colon[1] == '\0' || find_designation(merit_text_of(colon + 1), program, ret_subject);
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

/* Of each designation, on the day that the clocks are on. */
static struct merit_explanation *explain_each(const struct ensemble *ensemble,
                                              const struct replay_subject *subject,
                                              struct arena *arena)
{
    uint8_t first = subject->first_designation;
    size_t count = (size_t)(subject->end_designation - first);
    struct merit_explanation *all = arena_allocate(arena, count * sizeof *all);
    for (uint8_t d = first; d < subject->end_designation; d++) {
        struct partner_copy copy;
        partner_copy_open(&copy, ensemble_scoring_of(ensemble, subject->partner_id),
                          subject->partner_id);
        explain_partner(&copy, subject->partner_id, d, arena, &all[d - first]);
        partner_copy_fini(&copy);
    }
    return all;
}

static void explain_badge_of(const struct ensemble *ensemble,
                             const struct replay_subject *subject,
                             struct arena *arena,
                             struct merit_badge_explained *ret_badge)
{
    struct partner_copy copy;
    partner_copy_open(&copy, ensemble_scoring_of(ensemble, subject->partner_id),
                      subject->partner_id);
    explain_badge(&copy, subject->partner_id, arena, ret_badge);
    partner_copy_fini(&copy);
}

void replay_remember(const struct ensemble *ensemble,
                     const struct replay_subject *subject,
                     struct replay_memory *memory)
{
    memory->taken = true;
    memory->explanations = explain_each(ensemble, subject, &memory->arena);
    if (subject->badge) {
        explain_badge_of(ensemble, subject, &memory->arena, &memory->badge);
    }
}

static void compare_badge(const struct ensemble *ensemble,
                          const struct replay_subject *subject,
                          struct replay_memory *memory,
                          bool json,
                          struct text_buffer *output)
{
    struct merit_badge_explained now;
    explain_badge_of(ensemble, subject, &memory->arena, &now);
    if (json) {
        json_write_badge_change(output, &memory->badge, &now);
    } else {
        text_buffer_add_string(output, subject->end_designation == 0 ? "" : "\n");
        badge_change_text(output, &memory->badge, &now);
    }
}

void replay_compare(const struct ensemble *ensemble,
                    const struct replay_subject *subject,
                    struct replay_memory *memory,
                    bool json,
                    struct text_buffer *output)
{
    struct merit_explanation *now = explain_each(ensemble, subject, &memory->arena);
    int count = subject->end_designation - subject->first_designation;
    for (int i = 0; i < count; i++) {
        struct merit_change change;
        explain_change(&memory->explanations[i], &now[i], &memory->arena, &change);
        if (json) {
            json_write_change(output, &change);
        } else {
            text_buffer_add_string(output, i == 0 ? "" : "\n");
            change_text(output, &change);
        }
    }
    if (subject->badge) {
        compare_badge(ensemble, subject, memory, json, output);
    }
}
