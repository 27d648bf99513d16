/* Definitions of a version: products, types, figures with rates, tenants. */
#include "check_main.h"
#include "rules/definitions.h"
#include "rules_sample.h"

static struct rules_version *read(struct sample *sample, const char *text)
{
    sample_open(sample, text);
    struct rules_version *version = arena_allocate(&sample->arena, sizeof *version);
    version->root = sample->root;
    version->file = &sample->file;
    version->effective = MERIT_DAY_FIRST;
    definitions_read(version);
    return version;
}

static const char figures[] = "products:\n"
                              "  all:\n"
                              "    include:\n"
                              "      - d365/* [S]\n"
                              "    exclude:\n"
                              "      - d365/guides [S]\n"
                              "types:\n"
                              "  CSP: CSP_TIER1, CSP_TIER2 [S]\n"
                              "figures:\n"
                              "  value:\n"
                              "    of: active_users\n"
                              "    products: all\n"
                              "    groups:\n"
                              "      first:\n"
                              "        associated: CSP [S]\n"
                              "        rates:\n"
                              "          d365/retail: 1/5 [S]\n"
                              "          d365/finance: 1.25 [S]\n"
                              "      second:\n"
                              "        associated: PAL [S]\n"
                              "        rates:\n"
                              "          d365/bi: 200 [S]\n"
                              "tenants:\n"
                              "  large:\n"
                              "    products: all\n"
                              "    any_product: paid_available_units > 5 [S]\n";

START_TEST(test_definitions_good)
{
    struct sample sample;
    const struct rules_version *version = read(&sample, figures);
    ck_assert_uint_eq(sample.errors.count, 0);
    ck_assert_uint_eq(version->products[0].include.count, 1);
    ck_assert_uint_eq(version->products[0].exclude.count, 1);
    ck_assert_uint_eq(version->tenants[0].any_product.count, 1);
    const struct rules_figure *figure = &version->figures[0];
    ck_assert(figure->weighted);
    ck_assert_uint_eq(figure->rate_count, 3);
    ck_assert_int_eq(figure->scale, 20); /* of 1/5 and 5/4 */
    ck_assert_int_eq(figure->rates[1].numerator, 5);
    ck_assert_int_eq(figure->rates[1].denominator, 4);
    ck_assert_uint_eq(figure->rates[0].types,
                      1U << MERIT_TYPE_CSP_TIER1 | 1U << MERIT_TYPE_CSP_TIER2);
    ck_assert_uint_eq(figure->rates[2].types, 1U << MERIT_TYPE_PAL);
    sample_close(&sample);
}
END_TEST

START_TEST(test_definitions_used)
{
    struct sample sample;
    const struct rules_version *version = read(&sample, figures);
    definitions_check_used(version);
    ck_assert(!sample_says(&sample, "'all' is defined"));
    ck_assert(!sample_says(&sample, "'CSP' is defined"));
    ck_assert(
        sample_says(&sample, "10:3: error: 'value' is defined here but nothing refers to it"));
    ck_assert(sample_says(&sample, "24:3: error: 'large' is defined here"));
    sample_close(&sample);
}
END_TEST

static void refused(const char *text, const char *fault)
{
    struct sample sample;
    (void)read(&sample, text);
    ck_assert_msg(sample_says(&sample, fault), "%.*s", (int)sample.errors.text.length,
                  (const char *)sample.errors.text.bytes);
    sample_close(&sample);
}

START_TEST(test_definitions_refused)
{
    refused("products:\n  All:\n    include:\n      - a/b [S]\n", "'All' is no such name");
    refused("products:\n  all:\n    exclude:\n      - a/b [S]\n", "key 'include' is missing");
    refused("products:\n  all:\n    include:\n      - a/c [S]\n    exclude:\n      - a/b [S]\n",
            "belongs to no family");
    refused("products:\n  all:\n    includes:\n      - a/b [S]\n", "did you mean 'include'?");
    refused("types:\n  csp: CPOR [S]\n", "'csp' is no such name");
    refused("tenants:\n  large:\n    products: none\n", "expected 'any_product' or 'total'");
    refused("figures:\n  v:\n    of: revenue\n    products: x\n    groups:\n      a: 1\n",
            "rates apply to active_users or paid_available_units only");
    refused("figures:\n  v:\n    of: active_users\n    products: x\n    groups:\n      a:\n"
            "        associated: PAL [S]\n        rates:\n          a/b: 0 [S]\n",
            "a rate must be a number above 0");
    refused("figures:\n  v:\n    of: active_users\n    products: x\n    groups:\n      a:\n"
            "        associated: PAL [S]\n        rates:\n          a/b: 1/999983 [S]\n"
            "          a/c: 1/999979 [S]\n",
            "no common denominator");
    refused("figures:\n  v:\n    of: active_users\n    products: x\n    groups:\n      a:\n"
            "        associated: PAL [S]\n        rates:\n          a/b: 1 [S]\n      b:\n"
            "        associated: PAL [S]\n        rates:\n          a/b: 2 [S]\n",
            "'a/b' has a rate already, in line 9");
}
END_TEST

CHECK_MAIN_TESTS("definitions",
                 test_definitions_good,
                 test_definitions_used,
                 test_definitions_refused)
