/* Why the badge for every designation is held or not, and what changed it, as text for people. */
#ifndef CLI_BADGE_TEXT_H
#define CLI_BADGE_TEXT_H

#include "codec/text_buffer.h"
#include "merit/badge.h"

void badge_text(struct text_buffer *to, const struct merit_badge_explained *badge);

/* Of one partner, on two days. */
void badge_change_text(struct text_buffer *to,
                       const struct merit_badge_explained *before,
                       const struct merit_badge_explained *after);

#endif
