/* Random numbers as a pure function of a seed and of what they are for. */
#ifndef CLI_GENERATE_HASH_H
#define CLI_GENERATE_HASH_H

#include <stdbool.h>
#include <stdint.h>

/* The finalizer of SplitMix64. */
static inline uint64_t generate_mix(uint64_t value)
{
    value ^= value >> 30;
    value *= UINT64_C(0xbf58476d1ce4e5b9);
    value ^= value >> 27;
    value *= UINT64_C(0x94d049bb133111eb);
    return value ^ value >> 31;
}

/* 64 random bits for `purpose` of whatever `base` (a seed, or such a hash) stands for. */
static inline uint64_t generate_hash(uint64_t base, int64_t purpose)
{
    return generate_mix(base + ((uint64_t)purpose + 1) * UINT64_C(0x9e3779b97f4a7c15));
}

/* A number from 0 to bound - 1 by the hash's upper half. */
static inline int32_t generate_below(uint64_t hash, int32_t bound)
{
    return (int32_t)(((hash >> 32) * (uint64_t)bound) >> 32);
}

/* True for so many of a thousand hashes. */
static inline bool generate_chance(uint64_t hash, int32_t per_thousand)
{
    return generate_below(hash, 1000) < per_thousand;
}

#endif
