/* Keys that may stand in a block, and words among which one is chosen. */
#include "check_main.h"
#include "rules_sample.h"
#include "yaml/fields.h"

START_TEST(test_fields_check)
{
    struct sample sample;
    sample_open(&sample, "target: 1\ncuont: 2\nzebra: 3\nvalue: 4\n");
    ck_assert(fields_check(sample.root, "target count value"));
    ck_assert(sample_says(&sample,
                          "2:1: error: unknown key 'cuont', expected one of: target, count, "
                          "value\ncuont: 2\n^\nhelp: did you mean 'count'?\n"));
    ck_assert(sample_says(&sample, "3:1: error: unknown key 'zebra'"));
    ck_assert_uint_eq(sample.errors.count, 2);
    ck_assert(!fields_check(yaml_child(sample.root, "value"), "a"));
    ck_assert(sample_says(&sample, "4:8: error: expected a block of keys here"));
    sample_close(&sample);
}
END_TEST

START_TEST(test_fields_need)
{
    struct sample sample;
    sample_open(&sample, "block:\n  a: 1\n");
    const struct yaml_node *block = yaml_child(sample.root, "block");
    ck_assert_ptr_nonnull(fields_need(block, "a"));
    ck_assert_ptr_null(fields_need(block, "b"));
    ck_assert(sample_says(&sample, "1:1: error: key 'b' is missing here"));
    ck_assert_ptr_null(fields_need(NULL, "b"));
    ck_assert_uint_eq(sample.errors.count, 1);
    sample_close(&sample);
}
END_TEST

START_TEST(test_fields_words)
{
    struct arena arena = {0};
    ck_assert_int_eq(fields_index(merit_text_of("tenants"), "people tenants"), 1);
    ck_assert_int_eq(fields_index(merit_text_of("tenant"), "people tenants"), -1);
    ck_assert_str_eq(fields_nearest(&arena, merit_text_of("tenant"), "people tenants"),
                     "did you mean 'tenants'?");
    ck_assert_ptr_null(fields_nearest(&arena, merit_text_of("zebra"), "people tenants"));
    ck_assert_str_eq(fields_listed(&arena, "a b c"), "a, b, c");
    arena_fini(&arena);
}
END_TEST

CHECK_MAIN_TESTS("fields", test_fields_check, test_fields_need, test_fields_words)
