/* Which known word a mistyped one is taken for. */
#include "check_main.h"
#include "yaml/suggest.h"

static const char *nearest(const char *word)
{
    static const char *const known[] = {"target", "total", "count", "compare", "any_of"};
    struct merit_text words[5];
    for (size_t i = 0; i < 5; i++) {
        words[i] = merit_text_of(known[i]);
    }
    size_t found = suggest_nearest(merit_text_of(word), words, 5);
    return found == 5 ? "" : known[found];
}

START_TEST(test_suggest_near)
{
    ck_assert_str_eq(nearest("taget"), "target");
    ck_assert_str_eq(nearest("tarrget"), "target");
    ck_assert_str_eq(nearest("tagret"), "target");
    ck_assert_str_eq(nearest("conut"), "count");
    ck_assert_str_eq(nearest("anyof"), "any_of");
    ck_assert_str_eq(nearest("count"), "count");
}
END_TEST

START_TEST(test_suggest_far)
{
    ck_assert_str_eq(nearest("zebra"), "");
    ck_assert_str_eq(nearest(""), "");
    ck_assert_str_eq(nearest("a_word_that_is_longer_than_any_key_of_the_rule_files_could_ever_be_"
                             "and_then_some"),
                     "");
}
END_TEST

START_TEST(test_suggest_first_of_equals)
{
    struct merit_text words[] = {merit_text_of("bat"), merit_text_of("cat")};
    ck_assert_uint_eq(suggest_nearest(merit_text_of("hat"), words, 2), 0);
}
END_TEST

CHECK_MAIN_TESTS("suggest", test_suggest_near, test_suggest_far, test_suggest_first_of_equals)
