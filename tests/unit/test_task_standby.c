/* Tests of which instances follow a task. */
#include "check_main.h"
#include "task/standby.h"

static struct merit_text ring[4];

static bool is(const char *own, const char *owner, uint32_t wanted)
{
    return standby_is(merit_text_of(own), merit_text_of(owner), wanted, ring, 4);
}

static void make_ring(void)
{
    static const char *const ids[] = {"a", "b", "ba", "c"};
    for (int i = 0; i < 4; i++) {
        ring[i] = merit_text_of(ids[i]);
    }
}

START_TEST(the_next_one_is)
{
    make_ring();
    ck_assert(is("b", "a", 1));
    ck_assert(is("ba", "b", 1));
    ck_assert(!is("c", "b", 1));
    ck_assert(!is("a", "b", 1));
    ck_assert(is("c", "b", 2));
    ck_assert(is("a", "b", 3));
    ck_assert(!is("ba", "b", 0));
}
END_TEST

START_TEST(the_ring_closes)
{
    make_ring();
    ck_assert(is("a", "c", 1));
    ck_assert(!is("b", "c", 1));
    ck_assert(is("b", "c", 2));
    ck_assert(is("a", "ba", 2));
}
END_TEST

START_TEST(the_owner_is_not_and_nobody_has_none)
{
    make_ring();
    ck_assert(!is("a", "a", 16));
    ck_assert(!is("a", "", 16));
    ck_assert(!standby_is(merit_text_of("a"), (struct merit_text){NULL, 0}, 16, ring, 4));
}
END_TEST

START_TEST(one_that_nobody_has_heard_of_takes_its_place)
{
    make_ring();
    ck_assert(is("aa", "a", 1)); /* not live yet as others see it */
    ck_assert(is("b", "ab", 1)); /* the owner is dead */
    ck_assert(!is("c", "ab", 2));
    ck_assert(standby_is(merit_text_of("x"), merit_text_of("y"), 1, ring, 0));
}
END_TEST

CHECK_MAIN_TESTS("task_standby",
                 the_next_one_is,
                 the_ring_closes,
                 the_owner_is_not_and_nobody_has_none,
                 one_that_nobody_has_heard_of_takes_its_place)
