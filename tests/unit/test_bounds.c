/* Rules whose numbers could outgrow the widths of the core are refused. */
#include "check_main.h"
#include "core/cell.h"
#include "core/metric.h"
#include "core/vector.h"
#include "event_fixture.h"
#include "rules/bounds.h"
#include "rules_program.h"

#define HEAD                                                                                       \
    "designation: sample\ntitle: Sample\neffective: 2022-10-03 [S]\n"                              \
    "qualifies: 70 of 100 points [S]\nmonth_closes_after_days: 0 [S]\n"                            \
    "products:\n  all:\n    include:\n      - d365/* [S]\n"

#define RATES(rate)                                                                                \
    "figures:\n  value:\n    of: active_users\n    products: all\n    groups:\n      one:\n"       \
    "        associated: PAL [S]\n        rates:\n          d365/a: " rate " [S]\n"                \
    "          d365/b: 1/5 [S]\n"

#define GROWTH(name, points)                                                                       \
    "  " name ":\n    points: " points " [S]\n    growth: value\n    target: 20 % [S]\n"           \
    "    compare: end of M with end of M-12 [S]\n"

#define PAIRS                                                                                      \
    "  a:\n    points: 100 [S]\n    count: tenant_products\n    where: value > 5 [S]\n"            \
    "    when: end of M [S]\n    target: 5 [S]\n"

#define TENANTS(name, points, target)                                                              \
    "  " name ":\n    points: " points " [S]\n    count: tenants\n    products: all\n"             \
    "    associated: PAL [S]\n    when: today [S]\n    target: " target " [S]\n"

#define TOTAL(amount)                                                                              \
    "  a:\n    points: 100 [S]\n    count: tenants\n    products: all\n"                           \
    "    associated: PAL [S]\n    total: active_users > " amount " [S]\n"                          \
    "    when: end of M [S]\n    target: 5 [S]\n"

static void compiles(const char *text, const char *fault)
{
    struct yaml_errors errors;
    yaml_errors_init(&errors);
    struct rules *rules = rules_load_bytes("sample.yaml", merit_text_of(text), &errors);
    if (fault == NULL) {
        ck_assert_msg(rules != NULL, "%.*s", (int)errors.text.length,
                      (const char *)errors.text.bytes);
    } else {
        ck_assert_ptr_null(rules);
        buffer_u8(&errors.text, 0);
        ck_assert_ptr_nonnull(strstr((const char *)errors.text.bytes, fault));
    }
    rules_free(rules);
    yaml_errors_fini(&errors);
}

START_TEST(test_bounds_sums)
{
    compiles(HEAD RATES("1,000") "metrics:\n" GROWTH("a", "100"), NULL);
    compiles(HEAD RATES("1,000,000") "metrics:\n" GROWTH("a", "100"), NULL);
}
END_TEST

START_TEST(test_bounds_totals_of_a_tenant)
{
    compiles(HEAD "metrics:\n" TOTAL("1/100"), NULL);
    compiles(HEAD "metrics:\n" TOTAL("1/10,000"), "a total may grow");
}
END_TEST

START_TEST(test_bounds_comparisons)
{
    compiles(HEAD RATES("2,000") "metrics:\n" PAIRS, NULL);
    compiles(HEAD RATES("3,000") "metrics:\n" PAIRS, "a comparison may grow");
}
END_TEST

START_TEST(test_bounds_totals)
{
    compiles(HEAD RATES("1") "metrics:\n" GROWTH("a", "50") GROWTH("b", "50"),
             "the total may grow");
    compiles(HEAD "metrics:\n" TENANTS("a", "25", "999,999,937") TENANTS("b", "25", "999,999,929")
                 TENANTS("c", "25", "7") TENANTS("d", "25", "11"),
             NULL);
    compiles(HEAD "metrics:\n" TENANTS("a", "25", "999,999,937") TENANTS("b", "25", "999,999,929")
                 TENANTS("c", "25", "999,999,893") TENANTS("d", "25", "999,999,883"),
             "the total may grow");
}
END_TEST

START_TEST(test_bounds_accept_all_six)
{
    struct rules *rules = rules_of("config/rules");
    ck_assert_uint_eq(rules->program->designation_count, 6);
    rules_free(rules);
}
END_TEST

/* ---- a customer at the limits of input --------------------------------------------------- */

enum { SERIES = MERIT_TENANT_SERIES_MAX };

/* Every series of a customer, whose every figure was 0.4 of the largest there is a year ago and is
 * the largest one now. All have one ledger. */
struct full_customer {
    struct buffer ledger;
    struct buffer stored_links;
    struct link_list links;
    struct moments moments;
    struct cell_series series[SERIES];
};

static void fill_customer(struct full_customer *customer, int32_t day)
{
    moments_init(&customer->moments, day, 0);
    for (int32_t k = 24; k >= 0; k--) {
        int32_t as_of = k == 0 ? day : merit_month_last_day(customer->moments.month - k + 1);
        int64_t figure = k > 12 ? MERIT_FIGURE_MAX / 10 * 4 : MERIT_FIGURE_MAX;
        struct ledger_report report = {as_of, {figure, figure, figure}, 0};
        uint32_t figures;
        ledger_put(&customer->ledger, false, &report, on(2015, 1, 1), &figures);
    }
    for (int type = 0; type < MERIT_TYPE_COUNT; type++) {
        char id[] = {(char)('a' + type), 0};
        struct merit_event event = event_association(id, "p1", "t1", 0);
        event.association.type = (enum merit_association_type)type;
        event.association.start_day = on(2020, 1, 1);
        put_association(&customer->stored_links, &event.association);
    }
    ck_assert(link_list_read(&customer->links, buffer_view(&customer->stored_links)));
}

static void free_customer(struct full_customer *customer)
{
    buffer_fini(&customer->ledger);
    buffer_fini(&customer->stored_links);
    link_list_fini(&customer->links);
}

/* Adds the terms of a product that has `count` of the series. */
static void add_product(struct full_customer *customer,
                        const struct rules *rules,
                        const struct merit_span *span,
                        const char *product,
                        uint32_t count,
                        struct vector_totals *totals)
{
    for (uint32_t i = 0; i < count; i++) {
        customer->series[i] = (struct cell_series){.product = merit_text_of(product)};
        ck_assert(ledger_open(&customer->series[i].ledger, buffer_view(&customer->ledger)));
    }
    cell_select(&customer->links, merit_text_of(product));
    cell_prepare(customer->series, count, &customer->links, customer->moments.day);
    struct cell_input input = {
        span,
        &customer->moments,
        &customer->links,
        customer->series,
        count,
        merit_program_product(rules->program, merit_text_of(product)),
    };
    int64_t terms[MERIT_TERMS_MAX];
    cell_evaluate(&input, terms);
    vector_add(span, terms, 1, totals);
}

/* The sums of a partner whose only customer it is. */
static void sums_of(const struct merit_span *span,
                    const struct vector_totals *totals,
                    merit_int128 *sums)
{
    int64_t slots[MERIT_SLOTS_MAX];
    vector_of_customer(span, totals, vector_flags(span, totals, UINT64_MAX), slots);
    for (uint8_t s = 0; s < span->slot_count; s++) {
        sums[s] = slots[s];
    }
}

static void grows_by_half_more_than_it_was(const struct rules *rules,
                                           const char *first,
                                           const char *second,
                                           uint32_t count)
{
    struct full_customer *customer = memory_allocate(sizeof *customer);
    memset(customer, 0, sizeof *customer);
    fill_customer(customer, on(2023, 3, 15));
    const struct merit_span *span = span_of(rules, "business_applications", "2023-03-15");
    struct vector_totals totals = {{0}, {0}};
    add_product(customer, rules, span, first, count, &totals);
    add_product(customer, rules, span, second, count, &totals);
    merit_int128 sums[MERIT_SLOTS_MAX];
    sums_of(span, &totals, sums);
    struct metric_summary summary;
    struct merit_score score;
    metric_summarize(span, sums, &summary);
    metric_score(span, sums, &summary, &score);
    for (uint8_t m = 0; m < score.metric_count; m++) {
        struct merit_ratio expected = {150, 1};
        if (strcmp(score.metrics[m].metric, "usage_growth") == 0) {
            ck_assert_int_eq(merit_ratio_compare(score.metrics[m].actual, expected), 0);
        }
    }
    free_customer(customer);
    memory_free(customer);
}

/* Rates of 1,000 stand beside one of 1/5. */
START_TEST(test_bounds_hold_at_the_limits_of_input)
{
    struct rules *rules = rules_of("config/rules");
    grows_by_half_more_than_it_was(rules, "d365/core_hr", "d365/guides", 1);
    grows_by_half_more_than_it_was(rules, "d365/core_hr", "d365/guides", 1500);
    grows_by_half_more_than_it_was(rules, "d365/core_hr", "d365/guides", SERIES / 2);
    grows_by_half_more_than_it_was(rules, "d365/core_hr", "d365/customer_insights", SERIES / 2);
    rules_free(rules);
}
END_TEST

/* Every term of every designation, of all products together more than input allows. */
START_TEST(test_bounds_leave_no_term_to_overflow)
{
    struct rules *rules = rules_of("config/rules");
    struct full_customer *customer = memory_allocate(sizeof *customer);
    memset(customer, 0, sizeof *customer);
    fill_customer(customer, on(2023, 12, 15));
    for (uint8_t d = 0; d < rules->program->designation_count; d++) {
        const struct merit_designation *designation = &rules->program->designations[d];
        for (uint8_t k = 0; k < designation->span_count; k++) {
            struct vector_totals totals = {{0}, {0}};
            add_product(customer, rules, &designation->spans[k], "m365/intune", SERIES, &totals);
            add_product(customer, rules, &designation->spans[k], "azure/firewall", SERIES, &totals);
            add_product(customer, rules, &designation->spans[k], "d365/guides", SERIES, &totals);
            merit_int128 sums[MERIT_SLOTS_MAX];
            sums_of(&designation->spans[k], &totals, sums);
            for (uint8_t s = 0; s < designation->spans[k].slot_count; s++) {
                ck_assert(sums[s] >= 0);
            }
        }
    }
    free_customer(customer);
    memory_free(customer);
    rules_free(rules);
}
END_TEST

CHECK_MAIN_TESTS("bounds",
                 test_bounds_sums,
                 test_bounds_totals_of_a_tenant,
                 test_bounds_comparisons,
                 test_bounds_totals,
                 test_bounds_accept_all_six,
                 test_bounds_hold_at_the_limits_of_input,
                 test_bounds_leave_no_term_to_overflow)
