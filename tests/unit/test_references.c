/* Lists, and names that refer to definitions. */
#include "check_main.h"
#include "rules/references.h"
#include "rules_sample.h"

START_TEST(test_references_items)
{
    struct sample sample;
    sample_open(&sample,
                "a:\n  - one [S]\n  - two until 2024-01-01 [S]\n  - two from 2024-01-01 [S]\n"
                "  - one [S]\n  - Three [S]\nb: []\nc: one\n");
    struct rules_version version = {.file = &sample.file, .effective = MERIT_DAY_FIRST};
    struct rules_items items =
        references_items(&version, yaml_child(sample.root, "a"), VALUE_NAME_ID);
    ck_assert_uint_eq(items.count, 4);
    ck_assert(text_is(items.items[1].text, "two"));
    ck_assert(sample_says(&sample, "5:5: error: 'one' is listed twice, first in line 2"));
    ck_assert(sample_says(&sample, "6:5: error: 'Three' is no such name"));
    (void)references_items(&version, yaml_child(sample.root, "b"), VALUE_NAME_ID);
    ck_assert(sample_says(&sample, "the list is empty"));
    (void)references_items(&version, yaml_child(sample.root, "c"), VALUE_NAME_ID);
    ck_assert(sample_says(&sample, "expected a list"));
    ck_assert_uint_eq(references_items(&version, NULL, VALUE_NAME_ID).count, 0);
    ck_assert_uint_eq(sample.errors.count, 4);
    sample_close(&sample);
}
END_TEST

START_TEST(test_references_types)
{
    struct sample sample;
    sample_open(&sample, "a: CPOR, CSP [S]\nb: CPR [S]\nc: CSP, CSP_TIER1 [S]\nd: CPOR PAL [S]\n");
    struct rules_version version = {.file = &sample.file, .types_count = 1};
    uint8_t csp = 1U << MERIT_TYPE_CSP_TIER1 | 1U << MERIT_TYPE_CSP_TIER2;
    version.types[0] = (struct rules_types){merit_text_of("CSP"), csp};
    ck_assert_uint_eq(references_types(&version, yaml_child(sample.root, "a")),
                      csp | 1U << MERIT_TYPE_CPOR);
    ck_assert_uint_eq(references_types(&version, yaml_child(sample.root, "b")), 0);
    ck_assert(sample_says(&sample, "help: did you mean 'CPOR'?"));
    (void)references_types(&version, yaml_child(sample.root, "c"));
    ck_assert(sample_says(&sample, "3:9: error: 'CSP_TIER1' is named twice"));
    ck_assert_uint_eq(references_types(&version, yaml_child(sample.root, "d")), 0);
    ck_assert_uint_eq(references_types(&version, NULL), 0);
    ck_assert_uint_eq(sample.errors.count, 3);
    sample_close(&sample);
}
END_TEST

START_TEST(test_references_definitions)
{
    struct sample sample;
    sample_open(&sample, "a: eligible\nb: eligibel\n");
    struct rules_version version = {.file = &sample.file, .products_count = 1, .tenants_count = 1};
    version.products[0].name = merit_text_of("eligible");
    version.tenants[0].name = merit_text_of("eligible");
    const struct yaml_node *good = yaml_child(sample.root, "a");
    const struct yaml_node *wrong = yaml_child(sample.root, "b");
    ck_assert_ptr_eq(references_products(&version, good), &version.products[0]);
    ck_assert_ptr_eq(references_tenants(&version, good), &version.tenants[0]);
    ck_assert_ptr_null(references_products(&version, wrong));
    ck_assert_ptr_null(references_tenants(&version, wrong));
    ck_assert(sample_says(&sample, "help: did you mean 'eligible'?"));
    ck_assert_uint_eq(sample.errors.count, 2);
    ck_assert_ptr_null(references_products(&version, NULL));
    ck_assert_ptr_null(references_tenants(&version, NULL));
    sample_close(&sample);
}
END_TEST

CHECK_MAIN_TESTS("references",
                 test_references_items,
                 test_references_types,
                 test_references_definitions)
