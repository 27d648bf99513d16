/* What changed a score between two days, as one JSON object. */
#ifndef CODEC_JSON_CHANGE_H
#define CODEC_JSON_CHANGE_H

#include "codec/text_buffer.h"
#include "merit/change.h"

/* Appends one line with its line feed, type "change"; numbers as in codec/json_explain.h. */
void json_write_change(struct text_buffer *buffer, const struct merit_change *change);

#endif
