/* The known word nearest to a mistyped one. */
#ifndef YAML_SUGGEST_H
#define YAML_SUGGEST_H

#include "merit/text.h"

#include <stddef.h>

/* Index of the word of `words` nearest to `word` by edit distance (a swap of neighbours counts
 * one), or `count` where none is near enough to be what was meant. The first of equals. */
size_t suggest_nearest(struct merit_text word, const struct merit_text *words, size_t count);

#endif
