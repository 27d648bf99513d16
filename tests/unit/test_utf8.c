/* Which bytes are a character of UTF-8. */
#include "base/utf8.h"
#include "check_main.h"

#include <string.h>

START_TEST(test_utf8_characters)
{
    static const char *const good[] = {"a",
                                       "\xC2\x80",
                                       "\xC3\xA9",
                                       "\xE0\xA0\x80",
                                       "\xE2\x82\xAC",
                                       "\xED\x9F\xBF",
                                       "\xEF\xBF\xBF",
                                       "\xF0\x90\x80\x80",
                                       "\xF4\x8F\xBF\xBF"};
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        size_t length = strlen(good[i]);
        ck_assert_uint_eq(utf8_length(good[i], length), length);
        if (length > 1) {
            ck_assert_uint_eq(utf8_length(good[i], length - 1), 0);
        }
    }
    ck_assert_uint_eq(utf8_length("abc", 3), 1);
}
END_TEST

START_TEST(test_utf8_no_characters)
{
    static const char *const wrong[] = {"\x80",
                                        "\xC0\x80",
                                        "\xC1\xBF",
                                        "\xC3(",
                                        "\xE0\x9F\xBF",
                                        "\xED\xA0\x80",
                                        "\xE2\x82(",
                                        "\xF0\x8F\xBF\xBF",
                                        "\xF4\x90\x80\x80",
                                        "\xF5\x80\x80\x80",
                                        "\xFF"};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        ck_assert_uint_eq(utf8_length(wrong[i], strlen(wrong[i])), 0);
    }
}
END_TEST

CHECK_MAIN_TESTS("utf8", test_utf8_characters, test_utf8_no_characters)
