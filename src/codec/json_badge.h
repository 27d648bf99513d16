/* Why the badge for every designation is held or not, and what changed it, as a JSON object. */
#ifndef CODEC_JSON_BADGE_H
#define CODEC_JSON_BADGE_H

#include "codec/text_buffer.h"
#include "merit/badge.h"

/* A line with its line feed, "type":"explanation": `designations` stands where others have `paths`.
 */
void json_write_badge(struct text_buffer *buffer, const struct merit_badge_explained *badge);

/* Likewise, "type":"change". */
void json_write_badge_change(struct text_buffer *buffer,
                             const struct merit_badge_explained *before,
                             const struct merit_badge_explained *after);

#endif
