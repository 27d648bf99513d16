/* Modern Work as compiled, held against the rules page: targets, options, products, both versions.
 */
#include "check_main.h"
#include "rules_program.h"

struct expected_option {
    const char *path;
    const char *metric;
    int32_t points;
    const char *name; /* NULL: none */
    int64_t target;
};

/* Rules §2 and §3. */
static const struct expected_option expected[] = {
    {"enterprise", "net_customer_adds", 20, NULL, 5},
    {"enterprise", "intermediate_certifications", 10, NULL, 4},
    {"enterprise", "advanced_certifications", 15, NULL, 2},
    {"enterprise", "usage_growth", 30, "CPOR", 1000},
    {"enterprise", "usage_growth", 30, "DPOR", 4000},
    {"enterprise", "deployments", 25, "CPOR", 5},
    {"enterprise", "deployments", 25, "DPOR", 10},
    {"smb", "net_customer_adds", 20, NULL, 10},
    {"smb", "intermediate_certifications", 10, NULL, 2},
    {"smb", "advanced_certifications", 15, NULL, 1},
    {"smb", "usage_growth", 30, "CPOR", 500},
    {"smb", "usage_growth", 30, "CSP", 2000},
    {"smb", "deployments", 25, "CPOR", 5},
    {"smb", "deployments", 25, "CSP", 10},
};

static void check_targets(const struct merit_span *span)
{
    size_t at = 0;
    for (uint8_t p = 0; p < span->path_count; p++) {
        const struct merit_path *path = &span->paths[p];
        for (uint8_t m = 0; m < path->metric_count; m++) {
            const struct merit_metric *metric = &path->metrics[m];
            ck_assert(!metric->parts);
            for (uint8_t o = 0; o < metric->option_count; o++) {
                const struct merit_option *option = &metric->options[o];
                ck_assert_uint_lt(at, sizeof expected / sizeof expected[0]);
                ck_assert_str_eq(path->id, expected[at].path);
                ck_assert_str_eq(metric->id, expected[at].metric);
                ck_assert_int_eq(metric->max_points, expected[at].points);
                ck_assert_int_eq(option->target_numerator, expected[at].target);
                ck_assert_int_eq(option->target_denominator, 1);
                ck_assert_pstr_eq(option->name, expected[at].name);
                at++;
            }
        }
    }
    ck_assert_uint_eq(at, sizeof expected / sizeof expected[0]);
}

START_TEST(test_compile_targets)
{
    struct rules *rules = rules_of("config/rules");
    static const char *const days[] = {"2000-01-01", "2022-10-03", "2023-06-12", "2030-01-01"};
    for (size_t i = 0; i < sizeof days / sizeof days[0]; i++) {
        const struct merit_span *span = span_of(rules, "modern_work", days[i]);
        ck_assert_int_eq(span->qualifying_points, 70);
        ck_assert_int_eq(span->month_closes_after_days, 0);
        ck_assert_uint_eq(span->choice, MERIT_CHOICE_BEST);
        ck_assert(!span->uses_months);
        check_targets(span);
    }
    rules_free(rules);
}
END_TEST

START_TEST(test_compile_versions)
{
    struct rules *rules = rules_of("config/rules");
    const struct merit_designation *designation = designation_of(rules, "modern_work");
    ck_assert_str_eq(designation->title, "Modern Work");
    ck_assert_uint_eq(designation->span_count, 2);
    ck_assert_int_eq(designation->spans[0].from_day, INT32_MIN);
    ck_assert_int_eq(designation->spans[0].version_day, day_of("2022-10-03"));
    ck_assert_int_eq(designation->spans[1].from_day, day_of("2023-06-12"));
    ck_assert_int_eq(designation->spans[1].version_day, day_of("2023-06-12"));
    ck_assert_uint_eq(designation->specialization_count, 6);
    ck_assert_str_eq(designation->specializations[5], "modernize_endpoints");
    rules_free(rules);
}
END_TEST

START_TEST(test_compile_products)
{
    struct rules *rules = rules_of("tests/rules/modern_work_only");
    static const char *const always[] = {
        "m365/intune",      "m365/exchange_online",   "m365/apps",
        "m365/teams",       "m365/sharepoint_online", "m365/teams_meetings",
        "m365/teams_phone", "m365/teams_platform",    "m365/yammer"};
    static const char *const later[] = {"m365/viva_insights", "m365/viva_topics",
                                        "m365/viva_learning", "m365/viva_connections"};
    const struct merit_span *first = span_of(rules, "modern_work", "2023-06-11");
    const struct merit_span *second = span_of(rules, "modern_work", "2023-06-12");
    for (size_t i = 0; i < sizeof always / sizeof always[0]; i++) {
        ck_assert(has_product(rules, &first->products, always[i]));
        ck_assert(has_product(rules, &second->products, always[i]));
    }
    for (size_t i = 0; i < sizeof later / sizeof later[0]; i++) {
        ck_assert(!has_product(rules, &first->products, later[i]));
        ck_assert(has_product(rules, &second->products, later[i]));
    }
    ck_assert_uint_eq(rules->program->product_count, 13);
    rules_free(rules);
}
END_TEST

/* The option named DPOR counts CPOR as well until 2023-06-12. */
START_TEST(test_compile_dpor)
{
    struct rules *rules = rules_of("config/rules");
    static const struct {
        const char *day;
        uint8_t types;
    } cases[] = {{"2023-06-11", TYPE(DPOR) | TYPE(CPOR)}, {"2023-06-12", TYPE(DPOR)}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const struct merit_span *span = span_of(rules, "modern_work", cases[i].day);
        const struct merit_metric *metric = metric_of(path_of(span, "enterprise"), "usage_growth");
        const struct merit_term *term = first_term(span, metric->options[1].measure.slot);
        ck_assert_str_eq(metric->options[1].name, "DPOR");
        ck_assert_uint_eq(span->quantities[term->now].types, cases[i].types);
        ck_assert_uint_eq(span->quantities[term->base].types, cases[i].types);
    }
    rules_free(rules);
}
END_TEST

START_TEST(test_compile_choice_by_products)
{
    struct rules *rules = rules_of("config/rules");
    const struct merit_span *span = span_of(rules, "business_applications", "2022-10-03");
    ck_assert_uint_eq(span->choice, MERIT_CHOICE_PRODUCTS);
    ck_assert_int_eq(span->choice_at_least, 5);
    ck_assert_uint_eq(span->slots[span->choice_slot].kind, MERIT_SLOT_BY_PRODUCT);
    ck_assert_str_eq(span->paths[0].id, "enterprise");
    ck_assert_str_eq(span->paths[1].id, "smb");
    ck_assert(span->uses_months);
    rules_free(rules);
}
END_TEST

CHECK_MAIN_TESTS("compile",
                 test_compile_targets,
                 test_compile_versions,
                 test_compile_products,
                 test_compile_dpor,
                 test_compile_choice_by_products)
