/* What changed a score between two days, as text for people. */
#ifndef CLI_CHANGE_TEXT_H
#define CLI_CHANGE_TEXT_H

#include "codec/text_buffer.h"
#include "merit/change.h"

enum { CHANGE_TEXT_PARTS = 40 }; /* of one option that are written */

void change_text(struct text_buffer *to, const struct merit_change *change);

#endif
