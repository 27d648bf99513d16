/* Tests of bytes written and read with bounds. */
#include "base/bytes.h"
#include "check_main.h"

#include <signal.h>

START_TEST(integers_are_little_endian)
{
    struct buffer buffer = {0};
    buffer_u8(&buffer, 0xfe);
    buffer_u16(&buffer, 0x0102);
    buffer_u32(&buffer, 0x03040506);
    buffer_i32(&buffer, -2);
    buffer_i64(&buffer, INT64_MIN);
    const uint8_t expected[] = {0xfe, 0x02, 0x01, 0x06, 0x05, 0x04, 0x03, 0xfe, 0xff, 0xff,
                                0xff, 0,    0,    0,    0,    0,    0,    0,    0x80};
    ck_assert_uint_eq(buffer.length, sizeof expected);
    ck_assert_mem_eq(buffer.bytes, expected, sizeof expected);
    buffer_fini(&buffer);
}
END_TEST

START_TEST(integers_come_back)
{
    struct buffer buffer = {0};
    buffer_u8(&buffer, UINT8_MAX);
    buffer_u16(&buffer, UINT16_MAX);
    buffer_u32(&buffer, UINT32_MAX);
    buffer_i32(&buffer, INT32_MIN);
    buffer_i64(&buffer, INT64_MAX);
    struct reader reader = reader_of(buffer_view(&buffer));
    ck_assert_uint_eq(reader_u8(&reader), UINT8_MAX);
    ck_assert_uint_eq(reader_u16(&reader), UINT16_MAX);
    ck_assert_uint_eq(reader_u32(&reader), UINT32_MAX);
    ck_assert_int_eq(reader_i32(&reader), INT32_MIN);
    ck_assert_int_eq(reader_i64(&reader), INT64_MAX);
    ck_assert(!reader.failed);
    ck_assert_uint_eq(reader_left(&reader), 0);
    buffer_fini(&buffer);
}
END_TEST

/* A number of n x 7 bits takes n bytes. */
START_TEST(varints_take_a_byte_for_seven_bits)
{
    for (unsigned bits = 0; bits < 64; bits++) {
        const uint64_t values[] = {UINT64_C(1) << bits, (UINT64_C(1) << bits) - 1};
        for (size_t i = 0; i < 2; i++) {
            unsigned used = i == 0 ? bits + 1 : bits;
            struct buffer buffer = {0};
            buffer_varint(&buffer, values[i]);
            ck_assert_uint_eq(buffer.length, used == 0 ? 1 : (used + 6) / 7);
            struct reader reader = reader_of(buffer_view(&buffer));
            ck_assert_uint_eq(reader_varint(&reader), values[i]);
            ck_assert(!reader.failed && reader_left(&reader) == 0);
            buffer_fini(&buffer);
        }
    }
}
END_TEST

START_TEST(a_varint_without_end_is_refused)
{
    uint8_t bytes[11];
    memset(bytes, 0x80, sizeof bytes);
    struct reader reader = reader_of((struct bytes){bytes, sizeof bytes});
    ck_assert_uint_eq(reader_varint(&reader), 0);
    ck_assert(reader.failed);
    reader = reader_of((struct bytes){bytes, 3});
    ck_assert_uint_eq(reader_varint(&reader), 0);
    ck_assert(reader.failed);
}
END_TEST

START_TEST(texts_come_back)
{
    char longest[254];
    memset(longest, 'x', sizeof longest);
    const struct merit_text texts[] = {
        {NULL, 0}, {"", 0}, {"m365/teams", 10}, {longest, 254}, {"a\0b", 3}};
    struct buffer buffer = {0};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        buffer_text(&buffer, texts[i]);
    }
    ck_assert_uint_eq(buffer.length, 5 + 10 + 254 + 3);
    struct reader reader = reader_of(buffer_view(&buffer));
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        ck_assert(merit_text_equal(reader_text(&reader), texts[i]));
    }
    ck_assert(!reader.failed && reader_left(&reader) == 0);
    buffer_fini(&buffer);
}
END_TEST

START_TEST(a_text_that_is_cut_is_null_and_fails)
{
    const uint8_t bytes[] = {4, 'a', 'b'};
    struct reader reader = reader_of((struct bytes){bytes, sizeof bytes});
    ck_assert(merit_text_is_null(reader_text(&reader)));
    ck_assert(reader.failed);
}
END_TEST

START_TEST(after_the_end_all_is_zero)
{
    const uint8_t bytes[] = {1, 2, 3};
    struct reader reader = reader_of((struct bytes){bytes, sizeof bytes});
    ck_assert_uint_eq(reader_u32(&reader), 0);
    ck_assert(reader.failed);
    ck_assert_uint_eq(reader_u8(&reader), 0);
    ck_assert_int_eq(reader_i64(&reader), 0);
    ck_assert_uint_eq(reader_varint(&reader), 0);
    ck_assert(reader.failed);
    ck_assert_uint_eq(reader_left(&reader), 0);
}
END_TEST

START_TEST(the_last_byte_can_be_taken_but_no_more)
{
    const uint8_t bytes[] = {1, 2, 3};
    struct reader reader = reader_of((struct bytes){bytes, sizeof bytes});
    ck_assert_ptr_eq(reader_take(&reader, 3), bytes);
    ck_assert_ptr_nonnull(reader_take(&reader, 0));
    ck_assert(!reader.failed);
    ck_assert_ptr_null(reader_take(&reader, 1));
    ck_assert(reader.failed);
}
END_TEST

START_TEST(the_rest_is_what_was_not_read)
{
    const uint8_t bytes[] = {1, 2, 3};
    struct reader reader = reader_of((struct bytes){bytes, sizeof bytes});
    reader_u8(&reader);
    struct bytes rest = reader_rest(&reader);
    ck_assert_ptr_eq(rest.at, bytes + 1);
    ck_assert_uint_eq(rest.length, 2);
    ck_assert_uint_eq(reader_left(&reader), 0);
    reader = reader_of((struct bytes){NULL, 0});
    ck_assert_uint_eq(reader_rest(&reader).length, 0);
    ck_assert(!reader.failed);
}
END_TEST

START_TEST(a_buffer_keeps_its_bytes_as_it_grows)
{
    struct buffer buffer = {0};
    for (uint32_t i = 0; i < 100000; i++) {
        buffer_u32(&buffer, i);
    }
    struct reader reader = reader_of(buffer_view(&buffer));
    for (uint32_t i = 0; i < 100000; i++) {
        ck_assert_uint_eq(reader_u32(&reader), i);
    }
    size_t capacity = buffer.capacity;
    buffer_clear(&buffer);
    ck_assert_uint_eq(buffer_view(&buffer).length, 0);
    buffer_extend(&buffer, capacity);
    ck_assert_uint_eq(buffer.capacity, capacity);
    buffer_put(&buffer, NULL, 0);
    ck_assert_uint_eq(buffer.length, capacity);
    buffer_fini(&buffer);
    ck_assert_ptr_null(buffer.bytes);
}
END_TEST

START_TEST(a_text_of_255_bytes_has_no_stored_form)
{
    static const char bytes[255];
    struct buffer buffer = {0};
    buffer_text(&buffer, (struct merit_text){bytes, sizeof bytes});
}
END_TEST

static Suite *bytes_suite(void)
{
    Suite *suite = suite_create("bytes");
    TCase *tcase = tcase_create("bytes");
    tcase_add_test(tcase, integers_are_little_endian);
    tcase_add_test(tcase, integers_come_back);
    tcase_add_test(tcase, varints_take_a_byte_for_seven_bits);
    tcase_add_test(tcase, a_varint_without_end_is_refused);
    tcase_add_test(tcase, texts_come_back);
    tcase_add_test(tcase, a_text_that_is_cut_is_null_and_fails);
    tcase_add_test(tcase, after_the_end_all_is_zero);
    tcase_add_test(tcase, the_last_byte_can_be_taken_but_no_more);
    tcase_add_test(tcase, the_rest_is_what_was_not_read);
    tcase_add_test(tcase, a_buffer_keeps_its_bytes_as_it_grows);
    tcase_add_test_raise_signal(tcase, a_text_of_255_bytes_has_no_stored_form, SIGABRT);
    suite_add_tcase(suite, tcase);
    return suite;
}

CHECK_MAIN(bytes_suite)
