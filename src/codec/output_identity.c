/* What an output is called: its event id and the version of the rules that made it. */
#include "codec/output_identity.h"

#include "codec/time_text.h"

#include <assert.h>

void output_event_id(const struct json_names *names,
                     const struct merit_output *output,
                     char ret_text[EVENT_ID_LENGTH])
{
    assert(output->kind != MERIT_OUTPUT_SCORE);
    bool changed = output->kind == MERIT_OUTPUT_SCORE_CHANGED;
    const struct event_id_parts parts = {
        .application_id = names->application_id,
        .topic = changed ? names->score_changes : names->designations,
        .partner_id = output->partner_id,
        .designation = output->designation,
        .sequence = changed ? output->score_changed.sequence : output->designation_event.sequence,
    };
    event_id_write(&parts, ret_text);
}

void output_rules_version(const struct merit_output *output, char ret_text[RULES_VERSION_LENGTH])
{
    time_text_write_date(output->version_day, ret_text);
    char *at = ret_text + TIME_TEXT_DATE_LENGTH;
    *at++ = '+';
    for (uint32_t shift = 32; shift > 0; shift -= 4) {
        *at++ = "0123456789abcdef"[output->program_hash >> (shift - 4) & 15];
    }
}
