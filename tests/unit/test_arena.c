/* Tests of memory that is freed as a whole. */
#include "base/arena.h"
#include "check_main.h"
#include "unit_tools.h"

#include <stdalign.h>

enum { PIECES = 2000, BLOCK = 64 * 1024 };

START_TEST(memory_is_zeroed_even_where_it_was_used_before)
{
    struct arena arena;
    arena_init(&arena);
    memset(arena_allocate(&arena, 1000), 0xff, 1000);
    arena_reset(&arena);
    ck_assert(all_bytes_are(arena_allocate(&arena, 1000), 1000, 0));
    arena_fini(&arena);
}
END_TEST

START_TEST(memory_that_is_taken_is_of_the_same_kind)
{
    struct arena arena = {0};
    uint8_t *first = arena_take(&arena, 100);
    memset(first, 1, 100);
    uint8_t *second = arena_take(&arena, BLOCK);
    memset(second, 2, BLOCK);
    ck_assert_uint_eq((uintptr_t)second % alignof(max_align_t), 0);
    ck_assert(all_bytes_are(first, 100, 1));
    ck_assert(all_bytes_are(arena_allocate(&arena, 100), 100, 0));
    arena_fini(&arena);
}
END_TEST

START_TEST(pieces_are_aligned_and_do_not_overlap)
{
    struct arena arena = {0};
    uint64_t seed = 1;
    uint8_t *at[PIECES];
    size_t sizes[PIECES];
    for (size_t i = 0; i < PIECES; i++) {
        sizes[i] = i % 100 == 99 ? BLOCK + random_below(&seed, BLOCK) : random_below(&seed, 300);
        at[i] = arena_allocate(&arena, sizes[i]);
        ck_assert_uint_eq((uintptr_t)at[i] % alignof(max_align_t), 0);
        memset(at[i], (int)(i % 251), sizes[i]);
    }
    for (size_t i = 0; i < PIECES; i++) {
        ck_assert(all_bytes_are(at[i], sizes[i], (uint8_t)(i % 251)));
    }
    arena_fini(&arena);
    ck_assert_ptr_null(arena.blocks);
}
END_TEST

START_TEST(a_reset_keeps_the_newest_block)
{
    struct arena arena = {0};
    arena_allocate(&arena, BLOCK);
    void *newest = arena_allocate(&arena, 100);
    arena_reset(&arena);
    ck_assert_ptr_eq(arena_allocate(&arena, 64), newest);
    arena_fini(&arena);
}
END_TEST

START_TEST(nothing_to_reset_is_fine)
{
    struct arena arena = {0};
    arena_reset(&arena);
    ck_assert_ptr_nonnull(arena_allocate(&arena, 0));
    arena_fini(&arena);
    arena_fini(&arena);
}
END_TEST

START_TEST(a_text_is_copied_and_terminated)
{
    struct arena arena = {0};
    char bytes[] = "teams and more";
    struct merit_text copy = arena_text(&arena, (struct merit_text){bytes, 5});
    bytes[0] = 'x';
    ck_assert_uint_eq(copy.length, 5);
    ck_assert_str_eq(copy.at, "teams");
    arena_fini(&arena);
}
END_TEST

START_TEST(null_stays_null_and_empty_stays_empty)
{
    struct arena arena = {0};
    ck_assert(merit_text_is_null(arena_text(&arena, (struct merit_text){NULL, 0})));
    struct merit_text empty = arena_text(&arena, merit_text_of(""));
    ck_assert(!merit_text_is_null(empty));
    ck_assert_str_eq(empty.at, "");
    arena_fini(&arena);
}
END_TEST

CHECK_MAIN_TESTS("arena",
                 memory_is_zeroed_even_where_it_was_used_before,
                 memory_that_is_taken_is_of_the_same_kind,
                 pieces_are_aligned_and_do_not_overlap,
                 a_reset_keeps_the_newest_block,
                 nothing_to_reset_is_fine,
                 a_text_is_copied_and_terminated,
                 null_stays_null_and_empty_stays_empty)
