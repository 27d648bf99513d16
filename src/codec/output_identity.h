/* What an output is called: its event id and the version of the rules that made it. */
#ifndef CODEC_OUTPUT_IDENTITY_H
#define CODEC_OUTPUT_IDENTITY_H

#include "codec/event_id.h"
#include "codec/json_write.h"

enum { RULES_VERSION_LENGTH = 19 }; /* 2022-10-03+0123abcd */

/* The event_id of a ScoreChanged or DesignationEvent (a DesignationScore has none), without a
 * terminator. */
void output_event_id(const struct json_names *names,
                     const struct merit_output *output,
                     char ret_text[EVENT_ID_LENGTH]);

/* Without a terminator. */
void output_rules_version(const struct merit_output *output, char ret_text[RULES_VERSION_LENGTH]);

#endif
