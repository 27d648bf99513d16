/* Sums, growths, parts and rates, compiled. */
#include "check_main.h"
#include "rules_program.h"

START_TEST(test_measure_growth_since_claim)
{
    struct rules *rules = rules_of("config/rules");
    const struct merit_span *span = span_of(rules, "modern_work", "2023-01-01");
    const struct merit_metric *metric = metric_of(path_of(span, "smb"), "usage_growth");
    const struct merit_measure *measure = &metric->options[1].measure;
    ck_assert_uint_eq(measure->kind, MERIT_MEASURE_SUM);
    ck_assert_int_eq(measure->unit, 1);
    const struct merit_term *term = first_term(span, measure->slot);
    ck_assert_uint_eq(term->kind, MERIT_TERM_SUM);
    ck_assert_int_eq(term->factor, 1);
    const struct merit_quantity *now = &span->quantities[term->now];
    const struct merit_quantity *base = &span->quantities[term->base];
    ck_assert_uint_eq(now->moment, MERIT_MOMENT_DAY);
    ck_assert_uint_eq(now->types, TYPE(CSP_TIER1) | TYPE(CSP_TIER2));
    ck_assert_uint_eq(base->moment, MERIT_MOMENT_CLAIM_SERIES);
    ck_assert_uint_eq(base->months_back, 12);
    ck_assert_uint_eq(base->types, now->types);
    rules_free(rules);
}
END_TEST

/* The part of a WEIGHTED slot that counts a product; MERIT_NONE where none does. */
static uint8_t part_with(const struct rules *rules,
                         const struct merit_span *span,
                         uint8_t whole,
                         const char *product)
{
    uint8_t found = MERIT_NONE;
    for (uint64_t parts = span->slots[whole].parts; parts != 0; parts &= parts - 1) {
        uint8_t part = (uint8_t)__builtin_ctzll(parts);
        for (uint64_t terms = span->slots[part].terms; terms != 0; terms &= terms - 1) {
            const struct merit_term *term = &span->terms[__builtin_ctzll(terms)];
            ck_assert_int_eq(term->factor, 1);
            if (has_product(rules, &term->products, product)) {
                ck_assert_msg(found == MERIT_NONE, "%s counts twice", product);
                found = part;
            }
        }
    }
    return found;
}

/* Rates of 1,000 to 1/5 become whole numbers: fifths (rules §4). */
START_TEST(test_measure_rates)
{
    struct rules *rules = rules_of("config/rules");
    const struct merit_span *span = span_of(rules, "business_applications", "2023-03-26");
    const struct merit_measure *measure =
        &metric_of(path_of(span, "smb"), "usage_growth")->options[0].measure;
    ck_assert_uint_eq(measure->kind, MERIT_MEASURE_PERCENT);
    ck_assert_int_eq(measure->least_base, 250000);
    ck_assert_uint_eq(span->slots[measure->slot].kind, MERIT_SLOT_WEIGHTED);
    static const struct {
        const char *product;
        int64_t weight;
        uint8_t types;
    } rates[] = {
        {"d365/business_central", 5000,
         TYPE(CPOR) | TYPE(DPOR) | TYPE(CSP_TIER1) | TYPE(CSP_TIER2)},
        {"d365/customer_insights", 1, TYPE(PAL)},
        {"d365/customer_engagement", 200,
         TYPE(CPOR) | TYPE(DPOR) | TYPE(CSP_TIER1) | TYPE(CSP_TIER2)},
    };
    for (size_t i = 0; i < sizeof rates / sizeof rates[0]; i++) {
        uint8_t part = part_with(rules, span, measure->slot, rates[i].product);
        ck_assert_uint_ne(part, MERIT_NONE);
        ck_assert_uint_eq(span->slots[part].kind, MERIT_SLOT_SUM);
        ck_assert_int_eq(span->slots[part].weight, rates[i].weight);
        const struct merit_quantity *now = &span->quantities[first_term(span, part)->now];
        ck_assert_uint_eq(now->types, rates[i].types);
        ck_assert_uint_eq(now->moment, MERIT_MOMENT_MONTH_END);
        ck_assert_uint_eq(now->months_back, 0);
    }
    ck_assert_uint_eq(part_with(rules, span, measure->slot, "d365/field_service"), MERIT_NONE);
    uint8_t base = part_with(rules, span, measure->base, "d365/business_central");
    ck_assert_uint_ne(base, MERIT_NONE);
    ck_assert_uint_eq(span->quantities[first_term(span, base)->now].months_back, 12);
    rules_free(rules);
}
END_TEST

START_TEST(test_measure_rate_in_a_test)
{
    struct rules *rules = rules_of("config/rules");
    const struct merit_span *span = span_of(rules, "business_applications", "2023-03-27");
    const struct merit_slot *slot =
        &span->slots
             [metric_of(path_of(span, "enterprise"), "deployments")->options[0].measure.slot];
    int found = 0;
    for (uint8_t t = 0; t < span->term_count; t++) {
        const struct merit_term *term = &span->terms[t];
        if ((slot->terms >> t & 1U) != 0 &&
            has_product(rules, &term->products, "d365/customer_insights")) {
            const struct merit_comparison *comparison = &span->comparisons[term->now];
            ck_assert_int_eq(comparison->left_factor, 1);
            ck_assert_int_eq(comparison->constant, 50000); /* 10,000 at 1/5 */
            ck_assert_uint_eq(comparison->compare, MERIT_AT_LEAST);
            found++;
        }
    }
    ck_assert_int_eq(found, 1);
    rules_free(rules);
}
END_TEST

START_TEST(test_measure_parts)
{
    struct rules *rules = rules_of("config/rules");
    const struct merit_span *span = span_of(rules, "security", "2023-01-01");
    const struct merit_metric *metric = metric_of(path_of(span, NULL), "usage_growth");
    ck_assert(metric->parts);
    ck_assert_uint_eq(metric->option_count, 2);
    const struct merit_option *azure = &metric->options[0];
    ck_assert_str_eq(azure->name, "azure");
    ck_assert_int_eq(azure->measure.unit, 100);
    ck_assert_int_eq(azure->target_numerator, 25000);
    const struct merit_term *term = first_term(span, azure->measure.slot);
    ck_assert_uint_eq(span->quantities[term->now].months, 12);
    ck_assert_uint_eq(span->quantities[term->base].months_back, 12);
    ck_assert_str_eq(metric->options[1].name, "m365");
    ck_assert_int_eq(metric->options[1].target_numerator, 2500);
    rules_free(rules);
}
END_TEST

START_TEST(test_measure_distinct_products)
{
    struct rules *rules = rules_of("config/rules");
    const struct merit_span *span = span_of(rules, "infrastructure_azure", "2023-01-01");
    const struct merit_measure *measure =
        &metric_of(path_of(span, NULL), "deployments")->options[0].measure;
    ck_assert_uint_eq(measure->kind, MERIT_MEASURE_PRODUCTS);
    ck_assert_uint_eq(span->slots[measure->slot].kind, MERIT_SLOT_BY_PRODUCT);
    const struct merit_term *term = first_term(span, measure->slot);
    ck_assert(has_product(rules, &term->products, "azure/anything"));
    ck_assert(has_product(rules, &term->products, "azure/firewall"));
    ck_assert(!has_product(rules, &term->products, "azure/virtual_machines"));
    ck_assert(!has_product(rules, &term->products, "azure/virtual_machine_licenses"));
    measure = &metric_of(path_of(span, NULL), "usage_growth")->options[0].measure;
    ck_assert_int_eq(measure->least_now, 100000);
    ck_assert_int_eq(measure->least_base, 0);
    term = first_term(span, measure->slot);
    ck_assert(has_product(rules, &term->products, "azure/virtual_machines"));
    rules_free(rules);
}
END_TEST

CHECK_MAIN_TESTS("measure_compile",
                 test_measure_growth_since_claim,
                 test_measure_rates,
                 test_measure_rate_in_a_test,
                 test_measure_parts,
                 test_measure_distinct_products)
