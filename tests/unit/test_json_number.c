/* Tests of exact numbers as JSON. The texts are Python's repr of the fraction as a float. */
#include "check_main.h"
#include "codec/json_number.h"

static void check(struct merit_ratio ratio, const char *expected)
{
    struct text_buffer buffer = {0};
    json_number_add_ratio(&buffer, ratio);
    text_buffer_add_byte(&buffer, '\0');
    ck_assert_str_eq(buffer.at, expected);
    text_buffer_fini(&buffer);
}

START_TEST(writes_the_shortest_text)
{
    check((struct merit_ratio){0, 7}, "0");
    check((struct merit_ratio){1, 10}, "0.1");
    check((struct merit_ratio){-3, 2}, "-1.5");
    check((struct merit_ratio){1, 3}, "0.3333333333333333");
    check((struct merit_ratio){200, 3}, "66.66666666666667");
    check((struct merit_ratio){1, 5}, "0.2");
    check((struct merit_ratio){123456, 1000}, "123.456");
    check((struct merit_ratio){3, 7}, "0.42857142857142855");
    check((struct merit_ratio){1, 1000000}, "1e-06");
    check((struct merit_ratio){INT64_C(4503599627370497), 2}, "2251799813685248.5");
    check((struct merit_ratio){INT64_C(9007199254740991), 2}, "4503599627370495.5");
}
END_TEST

START_TEST(writes_integers_plainly)
{
    check((struct merit_ratio){5, 1}, "5");
    check((struct merit_ratio){-500, 100}, "-5");
    check((struct merit_ratio){INT64_C(1000000000000000), 1}, "1000000000000000");
    check((struct merit_ratio){INT64_C(9007199254740992), 1}, "9007199254740992");
    check((struct merit_ratio){INT64_C(9007199254740993), 1}, "9007199254740992");
    check((struct merit_ratio){(merit_int128)1 << 100, 1}, "1267650600228229401496703205376");
    check((struct merit_ratio){-((merit_int128)1 << 100), 1}, "-1267650600228229401496703205376");
}
END_TEST

START_TEST(writes_hundredths)
{
    const struct {
        int64_t hundredths;
        const char *text;
    } rows[] = {
        {0, "0"},    {7000, "70"},   {6667, "66.67"}, {6650, "66.5"},    {5, "0.05"},
        {50, "0.5"}, {10000, "100"}, {-5, "-0.05"},   {-6667, "-66.67"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct text_buffer buffer = {0};
        json_number_add_hundredths(&buffer, rows[i].hundredths);
        text_buffer_add_byte(&buffer, '\0');
        ck_assert_str_eq(buffer.at, rows[i].text);
        text_buffer_fini(&buffer);
    }
}
END_TEST

START_TEST(writes_doubles)
{
    static const struct {
        double value;
        const char *text;
    } rows[] = {
        {0, "0"},
        {-0.0, "0"},
        {70.33, "70.33"},
        {-5, "-5"},
        {1e-7, "1e-07"},
        {1.0 / 3, "0.3333333333333333"},
        {9007199254740992, "9007199254740992"},
        {9007199254740994, "9007199254740994"},
        {1e22, "10000000000000000000000"},
        {-2251799813685248.5, "-2251799813685248.5"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct text_buffer buffer = {0};
        json_number_add_double(&buffer, rows[i].value);
        text_buffer_add_byte(&buffer, '\0');
        ck_assert_str_eq(buffer.at, rows[i].text);
        text_buffer_fini(&buffer);
    }
}
END_TEST

/* Whatever the ratio, the text reads back to the double nearest to it. */
START_TEST(reads_back)
{
    uint64_t state = 1;
    for (int i = 0; i < 20000; i++) {
        state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        int64_t numerator = (int64_t)(state >> (11 + i % 40));
        int64_t denominator = 1 + (int64_t)((state * 31) >> (20 + i % 43));
        double expected = (double)numerator / (double)denominator;
        struct text_buffer buffer = {0};
        json_number_add_ratio(&buffer, (struct merit_ratio){numerator, denominator});
        text_buffer_add_byte(&buffer, '\0');
        double read = strtod(buffer.at, NULL);
        ck_assert_msg(memcmp(&read, &expected, sizeof read) == 0, "%ld / %ld: %s", (long)numerator,
                      (long)denominator, buffer.at);
        text_buffer_fini(&buffer);
    }
}
END_TEST

CHECK_MAIN_TESTS("json_number",
                 writes_the_shortest_text,
                 writes_integers_plainly,
                 writes_hundredths,
                 writes_doubles,
                 reads_back)
