/* Tests of numbers by hash, against a plain list. */
#include "base/lookup.h"
#include "check_main.h"
#include "unit_tools.h"

enum { NUMBERS = 500, STEPS = 20000 };

static bool present[NUMBERS];

/* Few hashes: most numbers share one with others, and slots follow each other closely. */
static uint64_t hash_of(uint32_t number)
{
    return number % 50;
}

static bool holds(const struct lookup *lookup, uint64_t hash, uint32_t number)
{
    uint32_t cursor = 0;
    uint32_t found = 0;
    for (;;) {
        uint32_t next = lookup_next(lookup, hash, &cursor);
        if (next == LOOKUP_NONE) {
            ck_assert_uint_le(found, 1);
            return found == 1;
        }
        found += next == number;
    }
}

START_TEST(an_empty_one_holds_nothing)
{
    struct lookup lookup = {0};
    uint32_t cursor = 0;
    ck_assert_uint_eq(lookup_next(&lookup, 5, &cursor), LOOKUP_NONE);
    lookup_fetch(&lookup, 5);
    lookup_fini(&lookup);
}
END_TEST

START_TEST(numbers_come_and_go_as_in_a_list)
{
    struct lookup lookup = {0};
    uint64_t seed = 3;
    uint32_t count = 0;
    for (int step = 0; step < STEPS; step++) {
        uint32_t number = (uint32_t)random_below(&seed, NUMBERS);
        ck_assert_int_eq(holds(&lookup, hash_of(number), number), present[number]);
        if (present[number]) {
            lookup_remove(&lookup, hash_of(number), number);
        } else {
            lookup_add(&lookup, hash_of(number), number);
        }
        count += present[number] ? -1U : 1U;
        present[number] = !present[number];
        ck_assert_uint_eq(lookup.count, count);
    }
    for (uint32_t i = 0; i < NUMBERS; i++) {
        ck_assert_int_eq(holds(&lookup, hash_of(i), i), present[i]);
        ck_assert_msg(!holds(&lookup, hash_of(i + 1), i), "under its own hash only");
    }
    lookup_fini(&lookup);
}
END_TEST

CHECK_MAIN_TESTS("lookup", an_empty_one_holds_nothing, numbers_come_and_go_as_in_a_list)
