/* What one option measures, from a partner's sums: for scoring, and for those who explain it. */
#ifndef CORE_MEASURE_H
#define CORE_MEASURE_H

#include "merit/program.h"

#include <assert.h>

/* ---- slots ------------------------------------------------------------------------------- */

/* The slots' values at a partner: the sums, and of WEIGHTED slots what they make in `room`. They
 * fit 128 bits: bounded by the rules' compiler. */
static inline const merit_int128 *measure_values(const struct merit_span *span,
                                                 const merit_int128 *sums,
                                                 merit_int128 *room)
{
    if (span->weighted_count == 0) {
        return sums;
    }
    for (uint8_t s = 0; s < span->slot_count; s++) {
        room[s] = sums[s];
        if (span->slots[s].kind != MERIT_SLOT_WEIGHTED) {
            continue;
        }
        room[s] = 0;
        for (uint64_t parts = span->slots[s].parts; parts != 0; parts &= parts - 1) {
            int part = __builtin_ctzll(parts);
            room[s] += sums[part] * span->slots[part].weight;
        }
    }
    return room;
}

/* ---- measures ---------------------------------------------------------------------------- */

static inline bool measure_gates_met(const struct merit_measure *measure, const merit_int128 *sums)
{
    for (uint8_t i = 0; i < measure->gate_count; i++) {
        if (sums[measure->gates[i].slot] < measure->gates[i].people) {
            return false;
        }
    }
    return true;
}

/* The measure in the slot's own unit; only for what is not a percentage. */
static inline merit_int128 measure_raw(const struct merit_measure *measure,
                                       const merit_int128 *sums)
{
    return measure->kind == MERIT_MEASURE_PEOPLE && !measure_gates_met(measure, sums)
               ? 0
               : sums[measure->slot];
}

static inline struct merit_ratio measure_actual(const struct merit_measure *measure,
                                                const merit_int128 *sums)
{
    if (measure->kind != MERIT_MEASURE_PERCENT) {
        return (struct merit_ratio){measure_raw(measure, sums), measure->unit};
    }
    merit_int128 now = sums[measure->slot];
    merit_int128 base = sums[measure->base];
    if (base <= 0 || base < measure->least_base || now < measure->least_now) {
        return (struct merit_ratio){0, 1};
    }
    return (struct merit_ratio){100 * (now - base), base};
}

static inline struct merit_ratio measure_target(const struct merit_option *option)
{
    return (struct merit_ratio){option->target_numerator, option->target_denominator};
}

/* actual / target x max, not clamped. */
static inline struct merit_ratio measure_points(const struct merit_metric *metric,
                                                const struct merit_option *option,
                                                const merit_int128 *sums)
{
    struct merit_ratio actual = merit_ratio_reduce(measure_actual(&option->measure, sums));
    merit_int128 factor = (merit_int128)metric->max_points * option->target_denominator;
    struct merit_ratio points;
    bool above = __builtin_mul_overflow(actual.numerator, factor, &points.numerator);
    bool below =
        __builtin_mul_overflow(actual.denominator, option->target_numerator, &points.denominator);
    assert(!above && !below && "bounded by the rules' compiler");
    return points;
}

#endif
