/* A version file as a whole. */
#include "check_main.h"
#include "rules_sample.h"

#define PEOPLE "    count: people\n    target: 2 [S]\n    any_of:\n      - MS-900 [S]\n"

START_TEST(test_version_heading)
{
    struct sample sample;
    const struct rules_version *version =
        sample_version(&sample, SAMPLE_METRIC("    count: tenants\n    products: all\n"
                                              "    associated: CPOR [S]\n    when: today [S]\n"
                                              "    target: 1 [S]\n") "specializations:\n"
                                                                     "  - one [S]\n"
                                                                     "  - two [K]\n");
    ck_assert_uint_eq(sample.errors.count, 0);
    ck_assert(text_is(version->designation, "sample"));
    ck_assert(text_is(version->title, "Sample"));
    ck_assert_int_eq(version->effective, value_parse_day(merit_text_of("2022-10-03")));
    ck_assert_int_eq(version->qualifying_points, 70);
    ck_assert_int_eq(version->all_points, 100);
    ck_assert_int_eq(version->month_closes_after_days, 0);
    ck_assert_uint_eq(version->specializations.count, 2);
    sample_close(&sample);
}
END_TEST

START_TEST(test_version_says_all_at_once)
{
    struct sample sample;
    (void)sample_version(&sample, "designation: Sample\n"
                                  "effective: 2022-10-33 [S]\n"
                                  "qualifies: 0 of 100 points [S]\n"
                                  "month_closes_after_days: 90 [S]\n"
                                  "specialisations:\n  - one [S]\n"
                                  "metrics:\n  first:\n    points: 100 [S]\n" PEOPLE);
    ck_assert(sample_says(&sample, "'Sample' is no such name"));
    ck_assert(sample_says(&sample, "key 'title' is missing"));
    ck_assert(sample_says(&sample, "'2022-10-33' is no day"));
    ck_assert(sample_says(&sample, "expected points to qualify of 1 to 100"));
    ck_assert(sample_says(&sample, "'90' is out of range"));
    ck_assert(sample_says(&sample, "did you mean 'specializations'?"));
    ck_assert_uint_eq(sample.errors.count, 6);
    sample_close(&sample);
}
END_TEST

START_TEST(test_version_specializations)
{
    struct sample sample;
    (void)sample_version(&sample, SAMPLE_METRIC(PEOPLE) "specializations:\n"
                                                        "  - one until 2024-01-01 [S]\n");
    ck_assert(sample_says(&sample, "a specialization has no dates of its own"));
    sample_close(&sample);
}
END_TEST

CHECK_MAIN_TESTS("version_read",
                 test_version_heading,
                 test_version_says_all_at_once,
                 test_version_specializations)
