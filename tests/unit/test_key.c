/* Tests of the keys of state records. */
#include "check_main.h"
#include "merit/limits.h"
#include "task/key.h"

START_TEST(numbers_are_in_order)
{
    static const uint32_t numbers[] = {0, 1, 255, 256, 65535, 65536, UINT32_MAX};
    for (size_t i = 0; i + 1 < sizeof numbers / sizeof numbers[0]; i++) {
        struct key first = key_of(KEY_SERIES);
        struct key second = key_of(KEY_SERIES);
        key_u32(&first, numbers[i]);
        key_u32(&second, numbers[i + 1]);
        ck_assert_int_lt(memcmp(first.bytes, second.bytes, first.length), 0);
    }
}
END_TEST

START_TEST(a_key_is_its_kind_and_its_numbers)
{
    struct key key = key_of(KEY_WAITING);
    key_u8(&key, 9);
    key_u64(&key, 0x0102030405060708);
    key_u32(&key, 0x0a0b0c0d);
    static const uint8_t expected[] = {'W', 9, 1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 12, 13};
    struct bytes view = key_view(&key);
    ck_assert_uint_eq(view.length, sizeof expected);
    ck_assert_int_eq(memcmp(view.at, expected, sizeof expected), 0);
}
END_TEST

START_TEST(a_text_stands_at_the_end)
{
    uint8_t bytes[TABLE_KEY_MAX];
    struct key key = key_of(KEY_TENANT);
    struct bytes with = key_with_text(&key, merit_text_of("abc"), bytes);
    ck_assert_uint_eq(with.length, 4);
    ck_assert_int_eq(memcmp(with.at, "Tabc", 4), 0);
}
END_TEST

/* The longest id makes a key that a table takes. */
START_TEST(the_longest_id_has_room)
{
    ck_assert_uint_ge(TABLE_KEY_MAX, 1 + MERIT_ID_MAX);
}
END_TEST

START_TEST(state_is_got_by_key)
{
    struct table state;
    table_init(&state);
    struct key key = key_of(KEY_TASK);
    ck_assert_ptr_null(state_get(&state, key_view(&key)).at);
    table_put(&state, key_view(&key), (struct bytes){(const uint8_t *)"xy", 2});
    struct bytes value = state_get(&state, key_view(&key));
    ck_assert_uint_eq(value.length, 2);
    ck_assert_int_eq(value.at[1], 'y');
    table_fini(&state);
}
END_TEST

/* V, U and K follow from the rest; everything else must be in the change log. */
START_TEST(what_does_not_follow_is_logged)
{
    static const char kinds[] = "taTSbRHLW";
    for (int kind = 0; kind < 256; kind++) {
        bool logged = kind != 0 && strchr(kinds, kind) != NULL;
        ck_assert_int_eq(key_logged[kind], logged);
    }
}
END_TEST

CHECK_MAIN_TESTS("key",
                 numbers_are_in_order,
                 a_key_is_its_kind_and_its_numbers,
                 a_text_stands_at_the_end,
                 the_longest_id_has_room,
                 state_is_got_by_key,
                 what_does_not_follow_is_logged)
