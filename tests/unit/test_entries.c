/* Where values came from. */
#include "check_main.h"
#include "rules/entries.h"
#include "rules_sample.h"

START_TEST(test_entries_in_order)
{
    struct sample sample;
    sample_open(&sample,
                "a: 5 [S]\nb:\n  c:\n    - X until 2024-01-01 [K]\n    - Y [S]\nd: last\n");
    struct rules_entries entries = entries_of(sample.root);
    ck_assert_uint_eq(entries.count, 6);
    const struct rules_entry *entry = entries.entries;
    ck_assert(text_is(entry[0].key, "a"));
    ck_assert(text_is(entry[0].text, "5"));
    ck_assert_int_eq(entry[0].source, 'S');
    ck_assert_uint_eq(entry[0].line, 1);
    ck_assert_uint_eq(entry[0].depth, 0);
    ck_assert(text_is(entry[1].key, "b"));
    ck_assert(merit_text_is_null(entry[1].text));
    ck_assert(text_is(entry[2].key, "c"));
    ck_assert_uint_eq(entry[2].depth, 1);
    ck_assert(merit_text_is_null(entry[3].key));
    ck_assert(text_is(entry[3].text, "X"));
    ck_assert_int_eq(entry[3].source, 'K');
    ck_assert_int_eq(entry[3].until_day, value_parse_day(merit_text_of("2024-01-01")));
    ck_assert_uint_eq(entry[3].line, 4);
    ck_assert_uint_eq(entry[3].column, 7);
    ck_assert_uint_eq(entry[3].depth, 2);
    ck_assert(text_is(entry[5].key, "d"));
    ck_assert_uint_eq(entry[5].depth, 0);
    ck_assert_int_eq(entry[5].source, 0);
    sample_close(&sample);
}
END_TEST

START_TEST(test_entries_of_nothing)
{
    struct sample sample;
    sample_open(&sample, "{}\n");
    ck_assert_uint_eq(entries_of(sample.root).count, 0);
    sample_close(&sample);
}
END_TEST

CHECK_MAIN_TESTS("entries", test_entries_in_order, test_entries_of_nothing)
