/* Random numbers of one run, from its seed. */
#ifndef CHANCE_H
#define CHANCE_H

#include "unit_tools.h"

struct chance {
    uint64_t state;
};

/* From 0 to count - 1. */
static inline uint32_t chance_below(struct chance *chance, uint32_t count)
{
    return (uint32_t)random_below(&chance->state, count);
}

/* From least to most. */
static inline int32_t chance_between(struct chance *chance, int32_t least, int32_t most)
{
    return least + (int32_t)chance_below(chance, (uint32_t)(most - least + 1));
}

static inline bool chance_one_in(struct chance *chance, uint32_t many)
{
    return chance_below(chance, many) == 0;
}

static inline bool chance_percent(struct chance *chance, uint32_t percent)
{
    return chance_below(chance, 100) < percent;
}

#endif
