/* Tests of how a record is stored. */
#include "check_main.h"
#include "store/record.h"
#include "store_fixture.h"

START_TEST(a_value_comes_back)
{
    uint8_t stored[32];
    struct bytes value;
    record_write(stored, text_bytes("Tkey"), text_bytes("value"));
    ck_assert(record_read(text_bytes("Tkey"), (struct bytes){stored, 9}, &value));
    ck_assert(value.length == 5 && memcmp(value.at, "value", 5) == 0);
    record_write(stored, text_bytes("Tkey"), (struct bytes){NULL, 0});
    ck_assert(record_read(text_bytes("Tkey"), (struct bytes){stored, 4}, &value));
    ck_assert_uint_eq(value.length, 0);
}
END_TEST

START_TEST(each_flipped_bit_is_noticed)
{
    uint8_t stored[32];
    char key[] = "Tkey";
    struct bytes value;
    record_write(stored, text_bytes(key), text_bytes("value"));
    for (size_t bit = 0; bit < 9 * 8; bit++) {
        stored[bit / 8] ^= (uint8_t)(1U << bit % 8);
        ck_assert(!record_read(text_bytes(key), (struct bytes){stored, 9}, &value));
        stored[bit / 8] ^= (uint8_t)(1U << bit % 8);
    }
    for (size_t bit = 0; bit < 4 * 8; bit++) {
        key[bit / 8] = (char)(key[bit / 8] ^ (1 << bit % 8));
        ck_assert(
            !record_read((struct bytes){(uint8_t *)key, 4}, (struct bytes){stored, 9}, &value));
        key[bit / 8] = (char)(key[bit / 8] ^ (1 << bit % 8));
    }
    for (size_t length = 0; length < 9; length++) {
        ck_assert(!record_read(text_bytes(key), (struct bytes){stored, length}, &value));
    }
}
END_TEST

START_TEST(a_position_comes_back)
{
    struct buffer buffer = {0};
    struct store_position position = {UINT64_MAX, INT64_MIN, 7};
    struct store_position read = {0};
    record_write_position(&buffer, &position);
    ck_assert(record_read_position(buffer_view(&buffer), &read));
    ck_assert_uint_eq(read.commit, UINT64_MAX);
    ck_assert_int_eq(read.log_offset, INT64_MIN);
    ck_assert_uint_eq(read.state_size, 7);
    ck_assert(!record_read_position((struct bytes){buffer.bytes, buffer.length - 1}, &read));
    buffer_u8(&buffer, 0);
    ck_assert(!record_read_position(buffer_view(&buffer), &read));
    ck_assert_int_lt(record_position_key().at[0], 'A');
    buffer_fini(&buffer);
}
END_TEST

CHECK_MAIN_TESTS("record", a_value_comes_back, each_flipped_bit_is_noticed, a_position_comes_back)
