/* Keys that may stand in a block, and words among which one is chosen. */
#include "check_main.h"
#include "rules/fields.h"
#include "rules_sample.h"

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

START_TEST(test_fields_choice)
{
    struct sample sample;
    sample_open(&sample, "a: tenants [S]\nb: tenant [S]\n");
    struct rules_value value = sample_value(&sample, "a");
    ck_assert_int_eq(fields_choice(&value, "people tenants"), 1);
    value = sample_value(&sample, "b");
    ck_assert_int_eq(fields_choice(&value, "people tenants"), -1);
    ck_assert(sample_says(&sample, "2:4: error: unknown word 'tenant', expected one of: people, "
                                   "tenants\nb: tenant [S]\n   ^\nhelp: did you mean 'tenants'?"));
    value.node = NULL;
    ck_assert_int_eq(fields_choice(&value, "people"), -1);
    sample_close(&sample);
}
END_TEST

CHECK_MAIN_TESTS("fields", test_fields_check, test_fields_need, test_fields_choice)
