/* Each task has as many standbys as are wanted and there are; they stay when its owner dies, and
 * when another instance comes or goes only what lies behind it in the ring moves. */
#include "check_main.h"
#include "task/standby.h"
#include "world.h"

#include <stdio.h>
#include <stdlib.h>

enum { SEEDS = 400, IDS = 9, ID_BYTES = 4 };

struct ring {
    char ids[IDS][ID_BYTES];
    struct merit_text all[IDS];
};

static int in_order(const void *a, const void *b)
{
    return strcmp(a, b);
}

/* Different ids, in order; some are the beginning of others. */
static void make(struct ring *ring, uint32_t seed)
{
    uint64_t state = seed * UINT64_C(0x9e3779b97f4a7c15) + 1;
    for (int i = 0; i < IDS; i++) {
        state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        (void)snprintf(ring->ids[i], ID_BYTES, "%c%s", 'a' + i, (state >> 60) % 2 == 0 ? "" : "z");
    }
    for (int i = 1; i < IDS; i += 2) { /* one is the one before it, and more */
        (void)snprintf(ring->ids[i], ID_BYTES, "%cy", ring->ids[i - 1][0]);
    }
    qsort(ring->ids, IDS, ID_BYTES, in_order);
    for (int i = 0; i < IDS; i++) {
        ring->all[i] = merit_text_of(ring->ids[i]);
    }
}

/* Those whose bit is set. */
static uint32_t live_of(const struct ring *ring, uint32_t bits, struct merit_text *live)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < IDS; i++) {
        if ((bits >> i & 1) != 0) {
            live[count++] = ring->all[i];
        }
    }
    return count;
}

/* The standbys of what `owner` has, as bits: each live instance asks for itself. */
static uint32_t standbys(const struct ring *ring, uint32_t owner, uint32_t wanted, uint32_t bits)
{
    struct merit_text live[IDS];
    uint32_t count = live_of(ring, bits, live);
    uint32_t found = 0;
    for (uint32_t i = 0; i < IDS; i++) {
        bool is =
            (bits >> i & 1) != 0 && standby_is(ring->all[i], ring->all[owner], wanted, live, count);
        found |= (uint32_t)is << i;
    }
    return found;
}

static uint32_t size_of(uint32_t bits)
{
    return (uint32_t)__builtin_popcount(bits);
}

static void hold(const struct ring *ring, uint32_t bits, uint32_t owner, uint32_t wanted)
{
    uint32_t others = bits & ~(1U << owner);
    uint32_t found = standbys(ring, owner, wanted, bits | 1U << owner);
    uint32_t enough = wanted < size_of(others) ? wanted : size_of(others);
    ck_assert_uint_eq(size_of(found), enough);
    ck_assert_uint_eq(found & ~others, 0);
    ck_assert_uint_eq(standbys(ring, owner, wanted, others), found); /* the owner is dead */
    ck_assert_uint_eq(found & ~standbys(ring, owner, wanted + 1, others), 0);
    for (uint32_t i = 0; i < IDS; i++) {
        if (i != owner && (others >> i & 1) != 0) {
            uint32_t without = standbys(ring, owner, wanted, others & ~(1U << i));
            uint32_t kept = found & ~(1U << i);
            ck_assert_uint_eq(kept & ~without, 0); /* who was one and lives still is one */
            ck_assert_uint_le(size_of(without & ~kept), found >> i & 1);
        }
    }
}

START_TEST(standbys_are_enough_and_stay)
{
    uint32_t seeds = (uint32_t)world_seeds(SEEDS);
    for (uint32_t seed = 1; seed <= seeds; seed++) {
        struct ring ring;
        make(&ring, seed);
        uint32_t bits = seed * 2654435761U >> 7 & ((1U << IDS) - 1);
        for (uint32_t owner = 0; owner < IDS; owner++) {
            for (uint32_t wanted = 0; wanted < 4; wanted++) {
                hold(&ring, bits, owner, wanted);
            }
        }
    }
}
END_TEST

CHECK_MAIN_TESTS("standby_ring", standbys_are_enough_and_stay)
