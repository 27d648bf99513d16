/* Names of the output enums (contract §2), and which outputs are withheld. */
#include "merit/output.h"

#include <stddef.h>

const char *const merit_cause_names[] = {"EVENT", "TIME", "RULES", NULL};
const char *const merit_transition_names[] = {"ATTAINED", "AT_RISK", "RECOVERED",
                                              "RENEWED",  "LAPSED",  NULL};
const char *const merit_status_names[] = {"NOT_ATTAINED", "ATTAINED", "AT_RISK", NULL};

bool merit_output_is_withheld(const struct merit_output *output, int32_t from_day)
{
    return output->kind != MERIT_OUTPUT_SCORE && output->effective_day < from_day;
}
