/* Rules whose numbers could outgrow the widths of the core are refused. */
#include "check_main.h"
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

#define TENANTS(name, points, target)                                                              \
    "  " name ":\n    points: " points " [S]\n    count: tenants\n    products: all\n"             \
    "    associated: PAL [S]\n    when: today [S]\n    target: " target " [S]\n"

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
    compiles(HEAD RATES("10,000") "metrics:\n" GROWTH("a", "100"), "a sum may grow");
}
END_TEST

START_TEST(test_bounds_comparisons)
{
    compiles(HEAD RATES("100,000") "metrics:\n"
                                   "  a:\n    points: 100 [S]\n    count: tenant_products\n"
                                   "    where: value > 5 [S]\n    when: end of M [S]\n"
                                   "    target: 5 [S]\n",
             "a comparison may grow");
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
    struct rules *rules = rules_of("tests/rules/drafts");
    ck_assert_uint_eq(rules->program->designation_count, 6);
    rules_free(rules);
}
END_TEST

CHECK_MAIN_TESTS("bounds",
                 test_bounds_sums,
                 test_bounds_comparisons,
                 test_bounds_totals,
                 test_bounds_accept_all_six)
