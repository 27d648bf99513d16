/* The four comparisons that rules make. */
#ifndef CORE_COMPARISON_H
#define CORE_COMPARISON_H

#include "merit/program.h"

static inline bool comparison_holds(enum merit_compare compare, int64_t left, int64_t right)
{
    switch (compare) {
    case MERIT_ABOVE:
        return left > right;
    case MERIT_AT_LEAST:
        return left >= right;
    case MERIT_BELOW:
        return left < right;
    case MERIT_AT_MOST:
        return left <= right;
    }
    return false;
}

#endif
