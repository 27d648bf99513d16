/* Values with sources and dates; names. */
#include "check_main.h"
#include "rules_sample.h"

START_TEST(test_value_source)
{
    struct sample sample;
    sample_open(&sample, "a: 5 [S]\nb: 5\nc: 5 [X]\nd:\ne: [1]\n");
    struct rules_value value = sample_value(&sample, "a");
    ck_assert(text_is(value.text, "5"));
    ck_assert_int_eq(value.source, 'S');
    ck_assert_uint_eq(sample.errors.count, 0);
    (void)sample_value(&sample, "b");
    ck_assert(sample_says(&sample, "2:5: error: the source is missing, expected one of [S] [K]"));
    (void)sample_value(&sample, "c");
    ck_assert(sample_says(&sample, "3:6: error: source [X] is not known"));
    ck_assert_ptr_null(sample_value(&sample, "d").node);
    ck_assert_ptr_null(sample_value(&sample, "e").node);
    ck_assert_ptr_null(sample_value(&sample, "missing").node);
    ck_assert_uint_eq(sample.errors.count, 4);
    struct rules_value reference = value_of(yaml_child(sample.root, "b"), VALUE_REFERENCE);
    ck_assert(text_is(reference.text, "5"));
    ck_assert_uint_eq(sample.errors.count, 4);
    sample_close(&sample);
}
END_TEST

START_TEST(test_value_dates_of_items)
{
    struct sample sample;
    sample_open(&sample, "a:\n  - X until 2024-07-01 [S]\n  - Y from 2023-01-01 until 2024-01-01 "
                         "[S]\n  - Z until then [S]\nb: X until 2024-07-01 [S]\n");
    const struct yaml_node *item = yaml_child(sample.root, "a")->first;
    int32_t effective = value_parse_day(merit_text_of("2022-10-03"));
    struct rules_value value = value_of_item(item, effective);
    int32_t until = value_parse_day(merit_text_of("2024-07-01"));
    ck_assert(text_is(value.text, "X"));
    ck_assert_int_eq(value.until_day, until);
    ck_assert(value_holds(&value, until - 1));
    ck_assert(!value_holds(&value, until));
    value = value_of_item(item->next, effective);
    ck_assert(text_is(value.text, "Y"));
    ck_assert(!value_holds(&value, effective));
    ck_assert_uint_eq(sample.errors.count, 0);
    ck_assert_ptr_null(value_of_item(item->next->next, effective).node);
    ck_assert(sample_says(&sample, "4:13: error: expected a day such as 2024-07-01 after 'until'"));
    (void)value_of_item(item, until);
    ck_assert(sample_says(&sample, "it ended before this version began"));
    ck_assert(text_is(sample_value(&sample, "b").text, "X until 2024-07-01"));
    sample_close(&sample);
}
END_TEST

START_TEST(test_value_days)
{
    ck_assert_int_eq(value_parse_day(merit_text_of("2000-01-01")), MERIT_DAY_FIRST);
    ck_assert_int_eq(value_parse_day(merit_text_of("2199-12-31")), MERIT_DAY_LAST);
    static const char *const wrong[] = {"1999-12-31", "2200-01-01", "2023-02-29", "2023-1-01",
                                        "2023-01-1x", "20230101",   "",           "2023-13-01"};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        ck_assert_int_eq(value_parse_day(merit_text_of(wrong[i])), MERIT_NO_DAY);
    }
    struct sample sample;
    sample_open(&sample, "a: soon [S]\n");
    struct rules_value value = sample_value(&sample, "a");
    ck_assert_int_eq(value_day(&value), MERIT_NO_DAY);
    ck_assert(sample_says(&sample, "1:4: error: 'soon' is no day"));
    sample_close(&sample);
}
END_TEST

START_TEST(test_value_names)
{
    ck_assert(value_name_valid(merit_text_of("modern_work"), VALUE_NAME_ID));
    ck_assert(!value_name_valid(merit_text_of("Modern"), VALUE_NAME_ID));
    ck_assert(!value_name_valid(merit_text_of("1a"), VALUE_NAME_ID));
    ck_assert(!value_name_valid(merit_text_of(""), VALUE_NAME_ID));
    ck_assert(value_name_valid(merit_text_of("CSP_TIER1"), VALUE_NAME_TYPES));
    ck_assert(value_name_valid(merit_text_of("CPOR"), VALUE_NAME_OPTION));
    ck_assert(value_name_valid(merit_text_of("azure"), VALUE_NAME_OPTION));
    ck_assert(!value_name_valid(merit_text_of("Azure"), VALUE_NAME_OPTION));
    ck_assert(value_name_valid(merit_text_of("m365/teams"), VALUE_NAME_PRODUCT));
    ck_assert(value_name_valid(merit_text_of("azure/*"), VALUE_NAME_PRODUCT));
    ck_assert(!value_name_valid(merit_text_of("azure/vm*"), VALUE_NAME_PRODUCT));
    ck_assert(!value_name_valid(merit_text_of("azure/"), VALUE_NAME_PRODUCT));
    ck_assert(!value_name_valid(merit_text_of("*/a"), VALUE_NAME_PRODUCT));
    ck_assert(value_name_valid(merit_text_of("TEAMS-ROOMS-ASSESSMENT"), VALUE_NAME_CODE));
    ck_assert(!value_name_valid(merit_text_of("ms-900"), VALUE_NAME_CODE));
}
END_TEST

START_TEST(test_value_choice)
{
    struct sample sample;
    sample_open(&sample, "a: tenants [S]\nb: tenant [S]\n");
    struct rules_value value = sample_value(&sample, "a");
    ck_assert_int_eq(value_choice(&value, "people tenants"), 1);
    value = sample_value(&sample, "b");
    ck_assert_int_eq(value_choice(&value, "people tenants"), -1);
    ck_assert(sample_says(&sample, "2:4: error: unknown word 'tenant', expected one of: people, "
                                   "tenants\nb: tenant [S]\n   ^\nhelp: did you mean 'tenants'?"));
    value.node = NULL;
    ck_assert_int_eq(value_choice(&value, "people"), -1);
    sample_close(&sample);
}
END_TEST

CHECK_MAIN_TESTS("value",
                 test_value_source,
                 test_value_dates_of_items,
                 test_value_days,
                 test_value_names,
                 test_value_choice)
