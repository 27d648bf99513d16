/* Numbers as people write them in cases. */
#include "check_main.h"
#include "cli/case_number.h"

static void reads(const char *text, int64_t numerator, int64_t denominator)
{
    struct case_number number;
    ck_assert_msg(case_number_read(merit_text_of(text), &number), "%s", text);
    ck_assert_int_eq(
        merit_ratio_compare(number.value, (struct merit_ratio){numerator, denominator}), 0);
}

static void writes(int64_t numerator, int64_t denominator, const char *text)
{
    char written[CASE_NUMBER_BYTES];
    case_number_write((struct merit_ratio){numerator, denominator}, written);
    ck_assert_str_eq(written, text);
}

START_TEST(test_number_read)
{
    reads("0", 0, 1);
    reads("-3", -3, 1);
    reads("1,000", 1000, 1);
    reads("12,345,678", 12345678, 1);
    reads("$25,000.50", 5000100, 200);
    reads("45 %", 45, 1);
    reads("45%", 45, 1);
    reads("6.67", 667, 100);
    reads("-20/3", -20, 3);
    reads("999999999999999", 999999999999999, 1);
}
END_TEST

START_TEST(test_number_refused)
{
    static const char *const wrong[] = {
        "",   "x",   "1,00",  "1000,000", "1.",  ".5", "1/0",   "1/",
        "1 ", "--1", "1 000", "$",        "1e3", ",1", "1.2.3", "9999999999999999"};
    struct case_number number;
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        ck_assert_msg(!case_number_read(merit_text_of(wrong[i]), &number), "%s", wrong[i]);
    }
    ck_assert(case_number_read(merit_text_of("2/4"), &number) && number.is_fraction);
    ck_assert(case_number_read(merit_text_of("0.5"), &number) && !number.is_fraction);
}
END_TEST

START_TEST(test_number_write)
{
    writes(0, 5, "0");
    writes(-6, 4, "-1.5");
    writes(20, 3, "20/3");
    writes(1, 1000000, "0.000001");
    writes(1000000, 1, "1000000");
    writes(1, 128, "1/128");
    char written[CASE_NUMBER_BYTES];
    case_number_write_hundredths(667, written);
    ck_assert_str_eq(written, "6.67");
    case_number_write_hundredths(7000, written);
    ck_assert_str_eq(written, "70");
    case_number_write((struct merit_ratio){(merit_int128)1 << 100, 1}, written);
    ck_assert_str_eq(written, "a number beyond 64 bits");
}
END_TEST

CHECK_MAIN_TESTS("case_number", test_number_read, test_number_refused, test_number_write)
