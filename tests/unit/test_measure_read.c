/* What metrics count, as read. */
#include "check_main.h"
#include "rules/measure_read.h"
#include "rules_sample.h"

#define POPULATION "    products: all\n    associated: CPOR [S]\n"

static const struct rules_option *first(const struct rules_version *version)
{
    return &version->paths[0].metrics[0].options[0];
}

START_TEST(test_measure_sum)
{
    struct sample sample;
    const struct rules_version *version = sample_version(
        &sample, SAMPLE_METRIC("    sum: revenue\n" POPULATION
                               "    compare: 12 months to M with 12 months to M-12 [S]\n"
                               "    target: $25,000 [S]\n"));
    ck_assert_uint_eq(sample.errors.count, 0);
    const struct rules_measure *measure = &first(version)->measure;
    ck_assert_int_eq(measure->kind, RULES_SUM);
    ck_assert_int_eq(measure->figure->figure, MERIT_FIGURE_REVENUE);
    ck_assert_uint_eq(measure->types, 1U << MERIT_TYPE_CPOR);
    ck_assert_ptr_eq(measure->products, &version->products[0]);
    ck_assert_uint_eq(measure->now.moments[0].months, 12);
    ck_assert_uint_eq(measure->base.moments[0].months_back, 12);
    ck_assert_int_eq(first(version)->target.numerator, 25000);
    ck_assert(merit_text_is_null(first(version)->name));
    sample_close(&sample);
}
END_TEST

START_TEST(test_measure_growth)
{
    struct sample sample;
    const struct rules_version *version =
        sample_version(&sample, SAMPLE_METRIC("    growth: active_users\n" POPULATION
                                              "    compare: end of M with end of M-12 [S]\n"
                                              "    least_before: 50,000 [S]\n"
                                              "    least_now: 5 [S]\n"
                                              "    target: 45 % [S]\n"));
    ck_assert_uint_eq(sample.errors.count, 0);
    const struct rules_measure *measure = &first(version)->measure;
    ck_assert_int_eq(measure->kind, RULES_GROWTH);
    ck_assert_int_eq(measure->least_before.numerator, 50000);
    ck_assert_int_eq(measure->least_now.numerator, 5);
    ck_assert_int_eq(first(version)->target.numerator, 45);
    sample_close(&sample);
}
END_TEST

START_TEST(test_measure_shared_keys)
{
    struct sample sample;
    const struct rules_version *version =
        sample_version(&sample, SAMPLE_METRIC("    count: tenants\n"
                                              "    products: all\n"
                                              "    compare: today with 12 months before [S]\n"
                                              "    options:\n"
                                              "      CPOR:\n"
                                              "        associated: CPOR [S]\n"
                                              "        target: 5 [S]\n"
                                              "      DPOR:\n"
                                              "        associated: DPOR, CPOR [S]\n"
                                              "        target: 2.5 [S]\n"));
    ck_assert_uint_eq(sample.errors.count, 0);
    const struct rules_metric *metric = &version->paths[0].metrics[0];
    ck_assert(!metric->parts);
    ck_assert_uint_eq(metric->option_count, 2);
    ck_assert(text_is(metric->options[1].name, "DPOR"));
    ck_assert_uint_eq(metric->options[1].measure.types,
                      1U << MERIT_TYPE_CPOR | 1U << MERIT_TYPE_DPOR);
    ck_assert_uint_eq(metric->options[1].measure.now.count, 1);
    ck_assert_int_eq(metric->options[1].target.numerator, 5);
    ck_assert_int_eq(metric->options[1].target.denominator, 2);
    sample_close(&sample);
}
END_TEST

static void refused(const char *text, const char *fault)
{
    struct sample sample;
    (void)sample_version(&sample, text);
    ck_assert_msg(sample_says(&sample, fault), "expected: %s\n%.*s", fault,
                  (int)sample.errors.text.length, (const char *)sample.errors.text.bytes);
    sample_close(&sample);
}

#define DAYS "    compare: today with 12 months before [S]\n"

START_TEST(test_measure_refused_keys)
{
    refused(SAMPLE_METRIC("    target: 5 [S]\n"), "expected one of 'count', 'sum' and 'growth'");
    refused(SAMPLE_METRIC("    count: tenants\n    sum: revenue\n"), "and only one");
    refused(SAMPLE_METRIC("    count: cars\n"), "unknown word 'cars'");
    refused(SAMPLE_METRIC("    sum: money\n"), "unknown figure 'money'");
    refused(SAMPLE_METRIC("    count: people\n    where: active_users > 5 [S]\n"),
            "'where' does not go with 'count: people'");
    refused(SAMPLE_METRIC("    sum: active_users\n    least_now: 5 [S]\n"),
            "'least_now' does not go with 'sum'");
    refused(SAMPLE_METRIC("    count: tenant_products\n" POPULATION DAYS),
            "key 'where' is missing");
    refused(SAMPLE_METRIC("    count: products\n" POPULATION "    when: today [S]\n"),
            "expected 'where' (some tenant has it) or 'total'");
    refused(SAMPLE_METRIC("    count: products\n" POPULATION
                          "    when: M [S]\n    total: revenue > $5 [S]\n"),
            "products count by a total above 0");
    refused(SAMPLE_METRIC("    count: tenants\n" POPULATION), "key 'compare' is missing");
    refused(SAMPLE_METRIC("    count: tenants\n" POPULATION DAYS "    when: today [S]\n"),
            "expected either 'when' or 'compare'");
    refused(SAMPLE_METRIC("    count: tenants\n" DAYS), "key 'associated' is missing");
}
END_TEST

START_TEST(test_measure_refused_values)
{
    refused(SAMPLE_METRIC("    sum: active_users\n" POPULATION DAYS "    target: $5 [S]\n"),
            "this is no money");
    refused(SAMPLE_METRIC("    sum: revenue\n" POPULATION
                          "    compare: M with M-1 [S]\n    target: 5 [S]\n"),
            "this is money");
    refused(SAMPLE_METRIC("    growth: active_users\n" POPULATION DAYS "    target: 5 [S]\n"),
            "expected '%' at the end");
    refused(SAMPLE_METRIC("    sum: active_users\n" POPULATION DAYS "    target: 0 [S]\n"),
            "a target must be above 0");
    refused(
        SAMPLE_METRIC("    sum: active_users\n" POPULATION DAYS "    target: 3,000,000,000 [S]\n"),
        "out of range");
    refused(SAMPLE_METRIC("    sum: active_users\n" POPULATION
                          "    compare: today and 12 months before with today [S]\n"),
            "a sum is taken at one moment");
    refused(SAMPLE_METRIC("    count: tenant_products\n    where: revenue > $5 [S]\n" POPULATION
                          "    compare: M or M-1 with M-12 [S]\n"),
            "'or' between moments goes with 'count: tenants' only");
    refused(SAMPLE_METRIC("    count: tenants\n" POPULATION
                          "    compare: today with claim within 12 months [S]\n"),
            "'claim' is an earlier end");
}
END_TEST

CHECK_MAIN_TESTS("measure_read",
                 test_measure_sum,
                 test_measure_growth,
                 test_measure_shared_keys,
                 test_measure_refused_keys,
                 test_measure_refused_values)
