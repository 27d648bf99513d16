/* Tests of arrays that grow. */
#include "base/memory.h"
#include "base/room.h"
#include "check_main.h"

START_TEST(what_was_there_stays_and_the_rest_is_zero)
{
    uint32_t capacity = 0;
    uint32_t *items = room_make(NULL, sizeof *items, 0, 3, &capacity);
    ck_assert_uint_eq(capacity, 3);
    for (uint32_t i = 0; i < 3; i++) {
        ck_assert_uint_eq(items[i], 0);
        items[i] = i + 1;
    }
    ck_assert_ptr_eq(room_make(items, sizeof *items, 2, 3, &capacity), items);
    items = room_make(items, sizeof *items, 12, 3, &capacity);
    ck_assert_uint_eq(capacity, 24);
    for (uint32_t i = 0; i < 24; i++) {
        ck_assert_uint_eq(items[i], i < 3 ? i + 1 : 0);
    }
    memory_free(items);
}
END_TEST

START_TEST(the_first_room_may_be_too_small)
{
    uint32_t capacity = 0;
    uint8_t *items = room_make(NULL, 1, 4, 4, &capacity);
    ck_assert_uint_eq(capacity, 8);
    ck_assert_uint_eq(items[7], 0);
    memory_free(items);
}
END_TEST

CHECK_MAIN_TESTS("room", what_was_there_stays_and_the_rest_is_zero, the_first_room_may_be_too_small)
