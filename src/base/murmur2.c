/* The partition of a key, as the Kafka Java client's default partitioner chooses it. */
#include "base/murmur2.h"

#include <assert.h>

/* Constants of org.apache.kafka.common.utils.Utils.murmur2. */
#define MURMUR2_SEED       UINT32_C(0x9747b28c)
#define MURMUR2_MULTIPLIER UINT32_C(0x5bd1e995)
enum { MURMUR2_SHIFT = 24 };

static uint32_t byte_at(struct merit_text key, uint32_t index)
{
    return (unsigned char)key.at[index];
}

uint32_t murmur2_hash(struct merit_text key)
{
    uint32_t hash = MURMUR2_SEED ^ key.length;
    uint32_t whole = key.length / 4 * 4;
    for (uint32_t i = 0; i < whole; i += 4) {
        uint32_t word = byte_at(key, i) | byte_at(key, i + 1) << 8 | byte_at(key, i + 2) << 16 |
                        byte_at(key, i + 3) << 24;
        word *= MURMUR2_MULTIPLIER;
        word ^= word >> MURMUR2_SHIFT;
        word *= MURMUR2_MULTIPLIER;
        hash *= MURMUR2_MULTIPLIER;
        hash ^= word;
    }
    if (key.length > whole) {
        for (uint32_t i = key.length; i > whole; i--) {
            hash ^= byte_at(key, i - 1) << (8 * (i - 1 - whole));
        }
        hash *= MURMUR2_MULTIPLIER;
    }
    hash ^= hash >> 13;
    hash *= MURMUR2_MULTIPLIER;
    hash ^= hash >> 15;
    return hash;
}

uint32_t murmur2_partition(struct merit_text key, uint32_t partitions)
{
    assert(partitions > 0);
    return (murmur2_hash(key) & UINT32_C(0x7fffffff)) % partitions;
}
