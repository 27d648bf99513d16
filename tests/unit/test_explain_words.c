/* Tests of numbers, comparisons and reasons as people read them. */
#include "check_main.h"
#include "cli/explain_words.h"

static struct text_buffer said;

static void expect(const char *text)
{
    ck_assert_msg(said.length == strlen(text) && memcmp(said.at, text, said.length) == 0,
                  "%.*s, expected %s", (int)said.length, said.at, text);
    said.length = 0;
}

static void expect_ratio(int64_t numerator, int64_t denominator, const char *text)
{
    words_ratio(&said, (struct merit_ratio){numerator, denominator});
    expect(text);
}

START_TEST(fractions)
{
    expect_ratio(12, 1, "12");
    expect_ratio(-13, 4, "-3.25");
    expect_ratio(-1, 4, "-0.25");
    expect_ratio(18, 7, "18/7 (2.57)");
    expect_ratio(0, 7, "0");
    words_hundredths(&said, -1250);
    expect("-12.50");
    words_day(&said, 19500);
    expect("2023-05-23");
    text_buffer_fini(&said);
}
END_TEST

START_TEST(comparisons)
{
    struct merit_check check = {
        .made = true,
        .compare = MERIT_AT_LEAST,
        .left_figure = MERIT_FIGURE_ACTIVE_USERS,
        .right_figure = MERIT_FIGURE_PAID_UNITS,
        .left = 381,
        .right = 1000,
        .left_factor = 100,
        .right_factor = 40,
    };
    words_check(&said, &check);
    expect("38.1 % of at least 40 % (381 of 1000)");
    check.right = 0;
    words_check(&said, &check);
    expect("no paid units to be used");
    check = (struct merit_check){.made = true,
                                 .compare = MERIT_ABOVE,
                                 .left_figure = MERIT_FIGURE_PAID_UNITS,
                                 .right_figure = MERIT_NONE,
                                 .left = 280,
                                 .left_factor = 1,
                                 .constant = 300};
    words_check(&said, &check);
    expect("280 paid units of more than 300");
    check.left_figure = MERIT_FIGURE_REVENUE;
    check.constant = 50050;
    words_check(&said, &check);
    expect("$2.80 of more than $500.50");
    text_buffer_fini(&said);
}
END_TEST

START_TEST(reasons)
{
    struct merit_why why = {
        MERIT_REASON_ASSOCIATION_ENDED, {"rules.yaml", 7}, merit_text_of("a1"), 19500};
    words_why(&said, &why);
    expect("ASSOCIATION_ENDED: the association has ended, a1, 2023-05-23 (line 7)");
    why = (struct merit_why){.reason = MERIT_REASON_COUNTED, .day = MERIT_NO_DAY};
    words_why(&said, &why);
    expect("COUNTED: counts");
    text_buffer_fini(&said);
}
END_TEST

START_TEST(an_id_is_never_more_than_a_part_of_a_line)
{
    words_text(&said, merit_text_of("t\n\x1b[31m\x7f caf\xc3\xa9"));
    expect("t\\x0a\\x1b[31m\\x7f caf\xc3\xa9");
    text_buffer_fini(&said);
}
END_TEST

CHECK_MAIN_TESTS(
    "explain_words", fractions, comparisons, reasons, an_id_is_never_more_than_a_part_of_a_line)
