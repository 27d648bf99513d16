/* Numbers by hash: finds where something is whose name is kept elsewhere. */
#include "base/lookup.h"

#include "base/memory.h"

#include <assert.h>
#include <string.h>

enum { LOOKUP_FIRST_SLOTS = 64 };

void lookup_fini(struct lookup *lookup)
{
    memory_free(lookup->slots);
    *lookup = (struct lookup){0};
}

static void place(struct lookup *lookup, struct lookup_slot slot)
{
    uint32_t mask = lookup->slot_count - 1;
    uint32_t at = slot.tag & mask;
    while (lookup->slots[at].number_up != 0) {
        at = (at + 1) & mask;
    }
    lookup->slots[at] = slot;
}

static void grow(struct lookup *lookup)
{
    struct lookup_slot *old = lookup->slots;
    uint32_t old_count = lookup->slot_count;
    lookup->slot_count = old_count == 0 ? LOOKUP_FIRST_SLOTS : old_count * 2;
    lookup->slots = memory_allocate(lookup->slot_count * sizeof *lookup->slots);
    memset(lookup->slots, 0, lookup->slot_count * sizeof *lookup->slots);
    for (uint32_t i = 0; i < old_count; i++) {
        if (old[i].number_up != 0) {
            place(lookup, old[i]);
        }
    }
    memory_free(old);
}

void lookup_add(struct lookup *lookup, uint64_t hash, uint32_t number)
{
    assert(number < LOOKUP_NONE);
    if (lookup->count >= lookup->slot_count / 3 * 2) {
        grow(lookup);
    }
    place(lookup, (struct lookup_slot){lookup_tag(hash), number + 1});
    lookup->count++;
}

/* The slot in which a number stands. */
static uint32_t find(const struct lookup *lookup, uint64_t hash, uint32_t number)
{
    uint32_t mask = lookup->slot_count - 1;
    uint32_t tag = lookup_tag(hash);
    uint32_t at = tag & mask;
    while (lookup->slots[at].tag != tag || lookup->slots[at].number_up != number + 1) {
        assert(lookup->slots[at].number_up != 0 && "what was added");
        at = (at + 1) & mask;
    }
    return at;
}

void lookup_remove(struct lookup *lookup, uint64_t hash, uint32_t number)
{
    uint32_t mask = lookup->slot_count - 1;
    uint32_t hole = find(lookup, hash, number);
    /* Close the gap: move back each follower that may stand in the hole. */
    for (uint32_t at = (hole + 1) & mask; lookup->slots[at].number_up != 0; at = (at + 1) & mask) {
        uint32_t home = lookup->slots[at].tag & mask;
        if (((at - home) & mask) >= ((at - hole) & mask)) {
            lookup->slots[hole] = lookup->slots[at];
            hole = at;
        }
    }
    lookup->slots[hole].number_up = 0;
    lookup->count--;
}
