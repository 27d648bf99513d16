/* Tables of names, and the entries that products and codes of rules stand for. */
#include "check_main.h"
#include "rules/names.h"
#include "rules_sample.h"

static const char products[] = "designation: sample\ntitle: S\neffective: 2022-10-03 [S]\n"
                               "qualifies: 70 of 100 points [S]\nmonth_closes_after_days: 0 [S]\n"
                               "products:\n"
                               "  azure:\n"
                               "    include:\n"
                               "      - azure/* [S]\n"
                               "      - m365/teams until 2024-01-01 [S]\n"
                               "    exclude:\n"
                               "      - azure/vm [S]\n"
                               "    exclude_offers:\n"
                               "      - trial [S]\n"
                               "      - internal from 2023-01-01 [S]\n"
                               "metrics:\n"
                               "  first:\n"
                               "    points: 100 [S]\n"
                               "    count: people\n"
                               "    target: 1 [S]\n"
                               "    any_of:\n"
                               "      - B-2 with  A-1 [S]\n"
                               "      - C-3 [S]\n";

static bool set_is(const struct rules_names *names,
                   const struct merit_product_set *set,
                   const char *name,
                   bool expected)
{
    uint32_t entry = names_find(&names->products, merit_text_of(name));
    return entry < names->products.count && merit_product_set_has(set, entry) == expected;
}

START_TEST(test_names_tables)
{
    struct sample sample;
    const struct rules_version *version = sample_version(&sample, products);
    struct rules_names names;
    names_init(&names, &sample.arena);
    names_collect(&names, version);
    names_collect(&names, version);
    ck_assert_uint_eq(names.products.count, 3);
    ck_assert(text_is(names.products.names[0], "azure/"));
    ck_assert(text_is(names.products.names[1], "azure/vm"));
    ck_assert(text_is(names.products.names[2], "m365/teams"));
    ck_assert_uint_eq(names.offers.count, 2);
    ck_assert(text_is(names.offers.names[0], "internal"));
    ck_assert_uint_eq(names.codes.count, 3);
    ck_assert(text_is(names.codes.names[0], "A-1"));
    ck_assert(!names.products.overflow);
    sample_close(&sample);
}
END_TEST

START_TEST(test_names_sets_by_day)
{
    struct sample sample;
    const struct rules_version *version = sample_version(&sample, products);
    struct rules_names names;
    names_init(&names, &sample.arena);
    names_collect(&names, version);
    int32_t early = value_parse_day(merit_text_of("2022-12-31"));
    int32_t late = value_parse_day(merit_text_of("2024-01-01"));
    struct merit_product_set set = names_products(&names, &version->products[0], early);
    ck_assert(set_is(&names, &set, "azure/", true));
    ck_assert(set_is(&names, &set, "azure/vm", false));
    ck_assert(set_is(&names, &set, "m365/teams", true));
    set = names_products(&names, &version->products[0], late);
    ck_assert(set_is(&names, &set, "m365/teams", false));
    ck_assert_uint_eq(names_offers(&names, &version->products[0], early), 2U);
    ck_assert_uint_eq(names_offers(&names, &version->products[0], late), 3U);
    sample_close(&sample);
}
END_TEST

START_TEST(test_names_family)
{
    struct sample sample;
    const struct rules_version *version = sample_version(&sample, products);
    struct rules_names names;
    names_init(&names, &sample.arena);
    names_collect(&names, version);
    struct merit_product_set family = {{0}};
    names_add_products(&names, merit_text_of("azure/*"), &family);
    ck_assert(set_is(&names, &family, "azure/", true));
    ck_assert(set_is(&names, &family, "azure/vm", true));
    struct merit_product_set one = {{0}};
    names_add_products(&names, merit_text_of("azure/vm"), &one);
    ck_assert(set_is(&names, &one, "azure/", false));
    ck_assert(set_is(&names, &one, "azure/vm", true));
    sample_close(&sample);
}
END_TEST

START_TEST(test_names_codes)
{
    struct sample sample;
    const struct rules_version *version = sample_version(&sample, products);
    struct rules_names names;
    names_init(&names, &sample.arena);
    names_collect(&names, version);
    struct merit_code_set set = {{0}};
    names_add_codes(&names, merit_text_of("B-2 with  A-1"), &set);
    ck_assert_uint_eq(set.words[0], 3U);
    sample_close(&sample);
}
END_TEST

CHECK_MAIN_TESTS(
    "names", test_names_tables, test_names_sets_by_day, test_names_family, test_names_codes)
