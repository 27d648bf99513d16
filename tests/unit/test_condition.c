/* Conditions on figures. */
#include "check_main.h"
#include "rules/condition.h"
#include "rules_sample.h"

static struct rules_tests tests_of(struct sample *sample, const char *text)
{
    static const struct rules_version version = {0};
    sample_open(sample, text);
    return condition_read(&version, yaml_child(sample->root, "a"));
}

START_TEST(test_condition_amount)
{
    struct sample sample;
    struct rules_tests tests =
        tests_of(&sample, "a: paid_available_units > 10 and paid_available_units <= 300 [S]\n");
    ck_assert_uint_eq(tests.count, 2);
    ck_assert_int_eq(tests.tests[0].left->figure, MERIT_FIGURE_PAID_UNITS);
    ck_assert_int_eq(tests.tests[0].compare, MERIT_ABOVE);
    ck_assert_int_eq(tests.tests[0].amount.numerator, 10);
    ck_assert_int_eq(tests.tests[1].compare, MERIT_AT_MOST);
    ck_assert_int_eq(tests.tests[1].amount.numerator, 300);
    ck_assert_uint_eq(sample.errors.count, 0);
    sample_close(&sample);
}
END_TEST

static void contradicts(const char *text, bool expected)
{
    struct sample sample;
    struct rules_tests tests = tests_of(&sample, text);
    ck_assert_msg((tests.count == 0) == expected, "%s", text);
    ck_assert_msg(sample_says(&sample, "this can never hold") == expected, "%s", text);
    sample_close(&sample);
}

START_TEST(test_condition_contradiction)
{
    contradicts("a: paid_available_units > 300 and paid_available_units <= 300 [S]\n", true);
    contradicts("a: paid_available_units >= 300 and paid_available_units < 300 [S]\n", true);
    contradicts("a: paid_available_units < 10 and paid_available_units >= 11 [S]\n", true);
    contradicts("a: paid_available_units >= 300 and paid_available_units <= 300 [S]\n", false);
    contradicts("a: paid_available_units > 10 and active_users < 5 [S]\n", false);
    contradicts("a: paid_available_units > 10 and paid_available_units > 20 [S]\n", false);
    contradicts("a: active_users > 10 and active_users < paid_available_units [S]\n", false);
}
END_TEST

START_TEST(test_condition_percent)
{
    struct sample sample;
    struct rules_tests tests =
        tests_of(&sample, "a: active_users >= 40 % of paid_available_units [S]\n");
    ck_assert_uint_eq(tests.count, 1);
    ck_assert_int_eq(tests.tests[0].percent, 40);
    ck_assert_int_eq(tests.tests[0].right->figure, MERIT_FIGURE_PAID_UNITS);
    sample_close(&sample);
    tests = tests_of(&sample, "a: active_users < paid_available_units [S]\n");
    ck_assert_int_eq(tests.tests[0].percent, 100);
    ck_assert_int_eq(tests.tests[0].compare, MERIT_BELOW);
    sample_close(&sample);
}
END_TEST

START_TEST(test_condition_money)
{
    struct sample sample;
    struct rules_tests tests = tests_of(&sample, "a: revenue >= $1,500 [S]\n");
    ck_assert_int_eq(tests.tests[0].compare, MERIT_AT_LEAST);
    ck_assert_int_eq(tests.tests[0].amount.numerator, 1500);
    sample_close(&sample);
}
END_TEST

static void refused(const char *text, const char *fault)
{
    struct sample sample;
    struct rules_tests tests = tests_of(&sample, text);
    ck_assert_ptr_null(tests.node);
    ck_assert_uint_eq(tests.count, 0);
    ck_assert_uint_eq(sample.errors.count, 1);
    ck_assert_msg(sample_says(&sample, fault), "%.*s", (int)sample.errors.text.length,
                  (const char *)sample.errors.text.bytes);
    sample_close(&sample);
}

START_TEST(test_condition_refused)
{
    refused("a: revenue >= 1,500 [S]\n", "1:15: error: revenue is money");
    refused("a: active_users >= $5 [S]\n", "1:20: error: this figure is no money");
    refused("a: activ_users >= 5 [S]\n", "did you mean 'active_users'?");
    refused("a: active_users = 5 [S]\n", "expected one of > >= < <=");
    refused("a: active_users > [S]\n", "expected a number at the end");
    refused("a: active_users > 5 and [S]\n", "expected a figure such as active_users at the end");
    refused("a: active_users >= 40 % paid_available_units [S]\n", "expected 'of'");
    refused("a: active_users > 5000000000000 [S]\n", "out of range");
    refused(
        "a: active_users > 1 and active_users > 2 and active_users > 3 and active_users > 4 and "
        "active_users > 5 [S]\n",
        "no more than four comparisons");
}
END_TEST

START_TEST(test_condition_total)
{
    static const struct rules_version version = {0};
    struct sample sample;
    sample_open(&sample, "a: revenue > $5 [S]\nb: active_users > paid_available_units [S]\n");
    ck_assert_uint_eq(condition_read_total(&version, yaml_child(sample.root, "a")).count, 1);
    ck_assert_uint_eq(condition_read_total(&version, yaml_child(sample.root, "b")).count, 0);
    ck_assert(sample_says(&sample, "a total is compared once, with an amount"));
    sample_close(&sample);
}
END_TEST

CHECK_MAIN_TESTS("condition",
                 test_condition_amount,
                 test_condition_contradiction,
                 test_condition_percent,
                 test_condition_money,
                 test_condition_refused,
                 test_condition_total)
