/* Words, numbers and amounts of one-line phrases. */
#include "check_main.h"
#include "rules/phrase.h"
#include "rules_sample.h"

#include <stdio.h>

START_TEST(test_phrase_tokens)
{
    struct sample sample;
    sample_open(&sample, "a: active_users >= 40 % of m365/x [S]\n");
    struct rules_value value = sample_value(&sample, "a");
    struct phrase phrase = phrase_of(&value);
    ck_assert(text_is(phrase_word(&phrase, "a word"), "active_users"));
    ck_assert(!phrase_accept(&phrase, ">"));
    ck_assert(phrase_accept(&phrase, ">="));
    ck_assert_int_eq(phrase_whole(&phrase, 100), 40);
    phrase_expect(&phrase, "%");
    phrase_expect(&phrase, "of");
    ck_assert(text_is(phrase_word(&phrase, "a word"), "m365/x"));
    ck_assert(phrase_end(&phrase));
    ck_assert_uint_eq(sample.errors.count, 0);
    sample_close(&sample);
}
END_TEST

static struct rules_amount amount_of(const char *text)
{
    char line[64];
    int length = snprintf(line, sizeof line, "a: %s [S]\n", text);
    ck_assert(length > 0 && (size_t)length < sizeof line);
    struct sample sample;
    sample_open(&sample, line);
    struct rules_value value = sample_value(&sample, "a");
    struct phrase phrase = phrase_of(&value);
    struct rules_amount amount = phrase_amount(&phrase);
    if (!phrase_end(&phrase)) {
        amount.denominator = 0;
    }
    ck_assert_uint_eq(sample.errors.count, amount.denominator == 0);
    sample_close(&sample);
    return amount;
}

static void amount_is(const char *text, int64_t numerator, int64_t denominator, bool dollars)
{
    struct rules_amount amount = amount_of(text);
    ck_assert_int_eq(amount.numerator, numerator);
    ck_assert_int_eq(amount.denominator, denominator);
    ck_assert_int_eq(amount.dollars, dollars);
}

START_TEST(test_phrase_amounts)
{
    amount_is("0", 0, 1, false);
    amount_is("1,000", 1000, 1, false);
    amount_is("1,234,567", 1234567, 1, false);
    amount_is("2.50", 5, 2, false);
    amount_is("1/5", 1, 5, false);
    amount_is("4/2", 2, 1, false);
    amount_is("$1,500", 1500, 1, true);
    amount_is("$0.25", 1, 4, true);
    amount_is("999999999999999", INT64_C(999999999999999), 1, false);
}
END_TEST

START_TEST(test_phrase_wrong_amounts)
{
    static const char *const wrong[] = {"five", "1.2.3", "1/0", "1,00", "1,0000",
                                        "-1",   "5 5",   "$",   "1/",   "1234567890123456"};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        ck_assert_int_eq(amount_of(wrong[i]).denominator, 0);
    }
}
END_TEST

START_TEST(test_phrase_says_the_first_fault_only)
{
    struct sample sample;
    sample_open(&sample, "a: 5 apples and more [S]\n");
    struct rules_value value = sample_value(&sample, "a");
    struct phrase phrase = phrase_of(&value);
    ck_assert_int_eq(phrase_whole(&phrase, 4), 0);
    ck_assert(phrase.failed);
    phrase_expect(&phrase, "pears");
    ck_assert_uint_eq(phrase_word(&phrase, "a word").length, 0);
    ck_assert(!phrase_end(&phrase));
    ck_assert_uint_eq(sample.errors.count, 1);
    ck_assert(sample_says(&sample, "1:4: error: '5' is out of range, expected a whole number of at "
                                   "most 4"));
    sample_close(&sample);
}
END_TEST

START_TEST(test_phrase_expect)
{
    struct sample sample;
    sample_open(&sample, "a: 5 apples [S]\n");
    struct rules_value value = sample_value(&sample, "a");
    struct phrase phrase = phrase_of(&value);
    (void)phrase_whole(&phrase, 5);
    phrase_expect(&phrase, "pears");
    ck_assert(sample_says(&sample, "1:6: error: expected 'pears' instead of 'apples'"));
    sample_close(&sample);
}
END_TEST

CHECK_MAIN_TESTS("phrase",
                 test_phrase_tokens,
                 test_phrase_amounts,
                 test_phrase_wrong_amounts,
                 test_phrase_says_the_first_fault_only,
                 test_phrase_expect)
