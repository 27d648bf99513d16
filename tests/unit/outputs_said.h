/* What a list of outputs says, in one line that a test can compare. */
#ifndef OUTPUTS_SAID_H
#define OUTPUTS_SAID_H

#include "core/partner.h"

#include <stdio.h>

enum { OUTPUTS_SAID_BYTES = 4000 };

/* Of a score change the designation and its hundredths ("users=7000"), of an event the designation,
 * its transition and sequence ("users attained #1"); with `full` the partner first, and day and
 * cause after. The text lives until the next call. */
static inline const char *outputs_said(const struct output_list *outputs, bool full)
{
    static const char *const transitions[] = {"attained", "at risk", "recovered", "renewed",
                                              "lapsed"};
    static char said[OUTPUTS_SAID_BYTES];
    size_t length = 0;
    said[0] = '\0';
    for (uint32_t i = 0; i < outputs->count && length < sizeof said - 200; i++) {
        const struct merit_output *output = outputs->items[i];
        char *at = said + length;
        size_t room = sizeof said - length;
        int written = full ? snprintf(at, room, "%.*s:", (int)output->partner_id.length,
                                      output->partner_id.at)
                           : 0;
        if (output->kind == MERIT_OUTPUT_SCORE_CHANGED) {
            written +=
                snprintf(at + written, room - (size_t)written, "%s=%lld ", output->designation,
                         (long long)output->score_changed.score.hundredths);
        } else {
            written +=
                snprintf(at + written, room - (size_t)written, "%s %s #%lld ", output->designation,
                         transitions[output->designation_event.transition],
                         (long long)output->designation_event.sequence);
        }
        if (full) {
            struct merit_date date = merit_date_of_day(output->effective_day);
            written += snprintf(
                at + written, room - (size_t)written, "%d-%d-%d %s %.*s; ", date.year, date.month,
                date.day, merit_cause_names[output->cause], (int)output->cause_event_id.length,
                output->cause_event_id.length == 0 ? "" : output->cause_event_id.at);
        }
        length += (size_t)written;
    }
    return said;
}

#endif
