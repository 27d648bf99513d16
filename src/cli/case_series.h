/* Braces in a line of a case: t{1..5} and {ann,bob} make several lines of one. */
#ifndef CLI_CASE_SERIES_H
#define CLI_CASE_SERIES_H

#include "base/arena.h"

enum { CASE_SERIES_MAX = 5000 };

/* Adds the braces of a text to *length: 0 before any, then how many values they have. False where
 * they are malformed, or of another length than those before. Numbers keep the width of the first:
 * {01..12}. */
bool case_series_measure(struct merit_text text, uint32_t *length);
/* The text with the value `index` of each of its braces, in the arena. */
struct merit_text case_series_value(struct arena *arena, struct merit_text text, uint32_t index);

#endif
