/* The partition of a key, as the Kafka Java client's default partitioner chooses it. */
#ifndef BASE_MURMUR2_H
#define BASE_MURMUR2_H

#include "merit/text.h"

/* murmur2 of the bytes, seed 0x9747b28c. Null counts as the empty text. */
uint32_t murmur2_hash(struct merit_text key);
/* (murmur2 & 0x7fffffff) % partitions; partitions > 0. */
uint32_t murmur2_partition(struct merit_text key, uint32_t partitions);

#endif
