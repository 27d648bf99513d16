/* Words of a line of a case. */
#include "check_main.h"
#include "cli/case_words.h"
#include "rules_sample.h"

static void open_line(struct sample *sample, struct case_words *words, const char *text)
{
    sample_open(sample, text);
    case_words_split(words, yaml_child(sample->root, "line"));
}

START_TEST(test_words_in_order)
{
    struct sample sample;
    struct case_words words;
    open_line(&sample, &words, "line: one  two=2\n");
    ck_assert_uint_eq(words.count, 2);
    struct case_word name;
    struct case_word value;
    ck_assert(!case_word_split(case_words_next(&words), &name, &value));
    ck_assert(case_word_split(case_words_next(&words), &name, &value));
    ck_assert(merit_text_equal(name.text, merit_text_of("two")));
    ck_assert_int_eq(case_word_count(&words, &value), 2);
    ck_assert_ptr_null(case_words_next(&words));
    ck_assert(!words.failed);
    ck_assert_uint_eq(case_words_need(&words, "a third").text.length, 0);
    ck_assert(words.failed && sample_says(&sample, "expected a third here"));
    sample_close(&sample);
}
END_TEST

START_TEST(test_words_values)
{
    struct sample sample;
    struct case_words words;
    open_line(&sample, &words, "line: 2023-06-12 1,000 $999.99 up\n");
    ck_assert_int_ne(case_word_day(&words, &words.words[0]), MERIT_NO_DAY);
    ck_assert_int_eq(case_word_count(&words, &words.words[1]), 1000);
    ck_assert_int_eq(case_word_cents(&words, &words.words[2]), 99999);
    static const char *const names[] = {"down", "up", NULL};
    ck_assert_int_eq(case_word_choice(&words, &words.words[3], names), 1);
    ck_assert(!words.failed);
    sample_close(&sample);
}
END_TEST

START_TEST(test_words_refused)
{
    struct sample sample;
    struct case_words words;
    open_line(&sample, &words, "line: $5 1,000 1.5 dwon\n");
    (void)case_word_count(&words, &words.words[0]);
    (void)case_word_cents(&words, &words.words[1]);
    (void)case_word_count(&words, &words.words[2]);
    ck_assert_uint_eq(sample.errors.count, 3);
    ck_assert(sample_says(&sample, "'1,000' is no amount"));
    words.failed = false;
    static const char *const names[] = {"down", "up", NULL};
    (void)case_word_choice(&words, &words.words[3], names);
    ck_assert(sample_says(&sample, "did you mean 'down'?"));
    sample_close(&sample);
    open_line(&sample, &words,
              "line: 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25\n");
    ck_assert(words.failed);
    sample_close(&sample);
}
END_TEST

CHECK_MAIN_TESTS("case_words", test_words_in_order, test_words_values, test_words_refused)
