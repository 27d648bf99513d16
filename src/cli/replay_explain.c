/* `merit replay --explain`: why a partner's scores are what they are on a day. */
#include "cli/replay_explain.h"

#include "cli/explain_text.h"
#include "codec/json_explain.h"
#include "task/explain.h"

#include <stdio.h>

static bool find_designation(struct merit_text id,
                             const struct merit_program *program,
                             struct replay_subject *subject)
{
    for (uint8_t d = 0; d < program->designation_count; d++) {
        if (merit_text_equal(id, merit_text_of(program->designations[d].id))) {
            subject->first_designation = d;
            subject->end_designation = (uint8_t)(d + 1);
            return true;
        }
    }
    fprintf(stderr, "merit replay: the rules have no designation '%.*s', only:", (int)id.length,
            id.at);
    for (uint8_t d = 0; d < program->designation_count; d++) {
        fprintf(stderr, " %s", program->designations[d].id);
    }
    fputc('\n', stderr);
    return false;
}

/* Partner ids may hold colons: the last one counts, where a designation's name follows it. */
bool replay_subject_read(const char *text,
                         const struct merit_program *program,
                         struct replay_subject *ret_subject)
{
    const char *colon = strrchr(text, ':');
    *ret_subject = (struct replay_subject){merit_text_of(text), 0, program->designation_count};
    if (colon == NULL) {
        return true;
    }
    ret_subject->partner_id.length = (uint32_t)(colon - text);
    return find_designation(merit_text_of(colon + 1), program, ret_subject);
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

void replay_explain(struct ensemble *ensemble,
                    const struct replay_subject *subject,
                    bool json,
                    struct text_buffer *output)
{
    const struct scoring *scoring = ensemble_scoring_of(ensemble, subject->partner_id);
    for (uint8_t d = subject->first_designation; d < subject->end_designation; d++) {
        explain_one(scoring, subject, d, json, output);
    }
}
