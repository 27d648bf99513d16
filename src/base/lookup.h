/* Numbers by hash: finds where something is whose name is kept elsewhere. */
#ifndef BASE_LOOKUP_H
#define BASE_LOOKUP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define LOOKUP_NONE UINT32_MAX

struct lookup_slot {
    uint32_t tag;       /* half of the hash; the slot follows from it */
    uint32_t number_up; /* the number + 1; 0: empty */
};

/* Zero-initialise. Several numbers may stand under one hash: whoever asks compares names. Takes 8
 * bytes a slot, at most two thirds of which are used. */
struct lookup {
    struct lookup_slot *slots;
    uint32_t slot_count; /* a power of two, 0 before the first */
    uint32_t count;
};

void lookup_fini(struct lookup *lookup);
/* number < LOOKUP_NONE. */
void lookup_add(struct lookup *lookup, uint64_t hash, uint32_t number);
/* Takes away what lookup_add put there. */
void lookup_remove(struct lookup *lookup, uint64_t hash, uint32_t number);

static inline uint32_t lookup_tag(uint64_t hash)
{
    return (uint32_t)(hash >> 32) ^ (uint32_t)hash;
}

/* The next number that may be meant, LOOKUP_NONE where there is none left; start with cursor 0. */
static inline uint32_t lookup_next(const struct lookup *lookup, uint64_t hash, uint32_t *cursor)
{
    uint32_t tag = lookup_tag(hash);
    while (*cursor < lookup->slot_count) {
        struct lookup_slot slot = lookup->slots[(tag + *cursor) & (lookup->slot_count - 1)];
        if (slot.number_up == 0) {
            return LOOKUP_NONE;
        }
        ++*cursor;
        if (slot.tag == tag) {
            return slot.number_up - 1;
        }
    }
    return LOOKUP_NONE;
}

/* A hint that the hash will soon be asked for. */
static inline void lookup_fetch(const struct lookup *lookup, uint64_t hash)
{
    if (lookup->slot_count > 0) {
        __builtin_prefetch(&lookup->slots[lookup_tag(hash) & (lookup->slot_count - 1)]);
    }
}

#endif
