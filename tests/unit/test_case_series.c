/* Braces in lines of cases. */
#include "check_main.h"
#include "cli/case_series.h"

static uint32_t length_of(const char *text)
{
    uint32_t length = 0;
    return case_series_measure(merit_text_of(text), &length) ? length : UINT32_MAX;
}

static void value_is(const char *text, uint32_t index, const char *value)
{
    struct arena arena = {0};
    struct merit_text got = case_series_value(&arena, merit_text_of(text), index);
    ck_assert_msg(merit_text_equal(got, merit_text_of(value)), "%.*s, not %s", (int)got.length,
                  got.at, value);
    arena_fini(&arena);
}

START_TEST(test_series_length)
{
    ck_assert_uint_eq(length_of("plain"), 0);
    ck_assert_uint_eq(length_of(""), 0);
    ck_assert_uint_eq(length_of("t{1..5}"), 5);
    ck_assert_uint_eq(length_of("{a,b,c}x{1..3}"), 3);
    ck_assert_uint_eq(length_of("{one}"), 1);
    ck_assert_uint_eq(length_of("{a,}"), 2);
    uint32_t length = 4;
    ck_assert(!case_series_measure(merit_text_of("{1..5}"), &length));
}
END_TEST

START_TEST(test_series_malformed)
{
    static const char *const wrong[] = {
        "{", "}", "{}", "a{b", "a}b", "{a{b}}", "{1..2}{1..3}", "{1..9999999}", "{a}}"};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        ck_assert_msg(length_of(wrong[i]) == UINT32_MAX, "%s", wrong[i]);
    }
}
END_TEST

START_TEST(test_series_values)
{
    value_is("plain", 0, "plain");
    value_is("t{1..12}", 11, "t12");
    value_is("2022-{01..12}-01", 0, "2022-01-01");
    value_is("2022-{01..12}-01", 10, "2022-11-01");
    value_is("{a,b}-{1..2}", 1, "b-2");
    value_is("{ann,,cyd}", 1, "");
    value_is("{5..1}", 0, "5..1");
}
END_TEST

CHECK_MAIN_TESTS("case_series", test_series_length, test_series_malformed, test_series_values)
