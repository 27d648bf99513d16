/* How many bytes a task's state takes, by what is kept. */
#ifndef SIZES_H
#define SIZES_H

#include "world.h"

/* Bytes of keys and values, by what is kept; `prefix` stands before the name of each figure. */
void sizes_say(struct world *world, const char *prefix);
/* Bytes of all series, where `stage` keeps them: 'S' attribution, with stamps; 'L' scoring. */
uint64_t sizes_of_series(struct world *world, char stage, uint64_t *ret_count);

#endif
