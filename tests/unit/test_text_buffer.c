/* Tests of the growing buffer. */
#include "check_main.h"
#include "codec/text_buffer.h"

START_TEST(grows_and_keeps_its_bytes)
{
    struct text_buffer buffer = {0};
    for (int i = 0; i < 5000; i++) {
        text_buffer_add_string(&buffer, "abc");
    }
    text_buffer_add(&buffer, NULL, 0);
    text_buffer_add_byte(&buffer, '!');
    ck_assert_uint_eq(buffer.length, 15001);
    ck_assert_mem_eq(buffer.at, "abcabc", 6);
    ck_assert_mem_eq(buffer.at + 14997, "abc!", 4);
    text_buffer_fini(&buffer);
    ck_assert_ptr_null(buffer.at);
}
END_TEST

START_TEST(takes_more_than_twice_its_size_at_once)
{
    static const char many[100000] = {1};
    struct text_buffer buffer = {0};
    text_buffer_add(&buffer, many, sizeof many);
    ck_assert_uint_eq(buffer.length, sizeof many);
    text_buffer_fini(&buffer);
}
END_TEST

START_TEST(writes_integers)
{
    const struct {
        int64_t value;
        const char *text;
    } rows[] = {
        {0, "0"},
        {7, "7"},
        {-1, "-1"},
        {1000, "1000"},
        {INT64_MAX, "9223372036854775807"},
        {INT64_MIN, "-9223372036854775808"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct text_buffer buffer = {0};
        text_buffer_add_integer(&buffer, rows[i].value);
        text_buffer_add_byte(&buffer, '\0');
        ck_assert_str_eq(buffer.at, rows[i].text);
        text_buffer_fini(&buffer);
    }
}
END_TEST

CHECK_MAIN_TESTS("text_buffer",
                 grows_and_keeps_its_bytes,
                 takes_more_than_twice_its_size_at_once,
                 writes_integers)
