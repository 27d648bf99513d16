/* When an input is idle (contract §4): at its end, with nothing new, for some time. */
#ifndef TASK_IDLE_H
#define TASK_IDLE_H

#include <stdbool.h>
#include <stdint.h>

/* Zero-initialise. Times are the caller's, monotonic and above 0. */
struct idle {
    int64_t since_ms; /* it has been at its end, with nothing new, since then; 0: it is not */
};

/* The input was looked at: `fresh`, it had something new; `at_end`, nothing is left behind. */
static inline void idle_looked(struct idle *idle, bool fresh, bool at_end, int64_t now_ms)
{
    if (fresh || !at_end) {
        idle->since_ms = 0;
    } else if (idle->since_ms == 0) {
        idle->since_ms = now_ms;
    }
}

static inline bool idle_is(const struct idle *idle, int64_t now_ms, int64_t idle_ms)
{
    return idle->since_ms != 0 && now_ms - idle->since_ms >= idle_ms;
}

#endif
