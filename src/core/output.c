/* Names of the output enums (contract §2). */
#include "merit/output.h"

#include <stddef.h>

const char *const merit_cause_names[] = {"EVENT", "TIME", "RULES", NULL};
const char *const merit_transition_names[] = {"ATTAINED", "AT_RISK", "RECOVERED",
                                              "RENEWED",  "LAPSED",  NULL};
const char *const merit_status_names[] = {"NOT_ATTAINED", "ATTAINED", "AT_RISK", NULL};
