/* What changed in the rules between two days, held against the live rules. */
#include "check_main.h"
#include "rules/differences.h"
#include "rules_program.h"

static struct rules *live;
static struct buffer out;

static const char *differences(const char *designation, const char *first, const char *second)
{
    buffer_clear(&out);
    uint32_t count = rules_differences(live, designation, day_of(first), day_of(second), &out);
    uint32_t lines = 0;
    for (size_t i = 0; i < out.length; i++) {
        lines += out.bytes[i] == '\n';
    }
    ck_assert_uint_eq(count, lines);
    buffer_u8(&out, 0);
    return (const char *)out.bytes;
}

START_TEST(test_differences_of_versions)
{
    live = rules_of("config/rules");
    ck_assert_str_eq(
        differences("security", "2023-11-30", "2023-12-01"),
        "security: version 2022-10-03 -> 2023-12-01\n"
        "security intermediate_certifications gates azure_security: people 1 -> 2 [K]\n"
        "security intermediate_certifications gates security_operations: people 1 -> 2 [K]\n"
        "security intermediate_certifications: any_of removed SC-200 [K]\n");
    ck_assert_ptr_nonnull(
        strstr(differences("security", "2023-12-01", "2023-11-30"), "any_of added SC-200 [K]\n"));
    ck_assert_ptr_nonnull(
        strstr(differences("business_applications", "2023-03-26", "2023-03-27"),
               "business_applications enterprise deployments: target 5: source [A] -> [K]\n"));
    rules_free(live);
    buffer_fini(&out);
}
END_TEST

START_TEST(test_differences_by_dates)
{
    live = rules_of("config/rules");
    ck_assert_str_eq(differences("infrastructure_azure", "2024-07-31", "2024-08-01"),
                     "infrastructure_azure intermediate_certifications: any_of removed AZ-600 [K] "
                     "(until 2024-08-01)\n");
    ck_assert_str_eq(differences("infrastructure_azure", "2024-08-01", "2024-08-02"), "");
    ck_assert_str_eq(differences("no_such", "2024-08-01", "2024-08-02"), "");
    ck_assert_int_eq(rules_origin_on(live, "security", day_of("2001-01-01"))->effective,
                     day_of("2022-10-03"));
    ck_assert_ptr_null(rules_origin_on(live, "no_such", day_of("2023-01-01")));
    rules_free(live);
    buffer_fini(&out);
}
END_TEST

START_TEST(test_differences_of_program)
{
    live = rules_of("config/rules");
    ck_assert_uint_eq(
        rules_program_differences(live, day_of("2022-10-02"), day_of("2022-10-03"), &out), 1);
    ck_assert_uint_eq(
        rules_program_differences(live, day_of("2022-10-03"), day_of("2023-09-18"), &out), 0);
    ck_assert_uint_eq(
        rules_program_differences(live, day_of("2023-09-19"), day_of("2023-09-18"), &out), 1);
    rules_free(live);
    buffer_fini(&out);
}
END_TEST

CHECK_MAIN_TESTS("differences",
                 test_differences_of_versions,
                 test_differences_by_dates,
                 test_differences_of_program)
