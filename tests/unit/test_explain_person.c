/* Tests of why a person counts or does not. */
#include "check_main.h"
#include "explain_fixture.h"

static struct explain_fixture fixture;

START_TEST(each_reason)
{
    explain_begin(&fixture);
    explain_certificate(&fixture, "a", "MS-900", "2022-01-01", "");
    explain_certificate(&fixture, "b", "MS-900", "2021-01-01", ",\"expires_on\":\"2023-02-01\"");
    explain_certificate(&fixture, "c", "MD-100", "2022-01-01", "");
    explain_certificate(&fixture, "d", "AZ-500", "2022-01-01", "");
    explain_certificate(&fixture, "e", "MS-900", "2022-01-01", ",\"unlinked_on\":\"2023-03-01\"");
    explain_certificate(&fixture, "f", "MS-900", "2023-08-01", "");
    explain_certificate(&fixture, "g", "MD-100", "2022-01-01", "");
    explain_certificate(&fixture, "g", "MD-101", "2022-01-01", "");
    const struct merit_path_explained *path = explain_on(&fixture, explain_day_of(2023, 6, 30));
    const struct merit_option_explained *option = explain_option_of(path, PEOPLE, 0);
    static const char *const expected[][2] = {
        {"a", "CERTIFICATION_HELD line 36"},       {"b", "CERTIFICATION_EXPIRED line 36"},
        {"c", "CERTIFICATION_INCOMPLETE line 36"}, {"d", "CERTIFICATION_NOT_COUNTED line 36"},
        {"e", "CERTIFICATION_UNLINKED line 36"},   {"f", "CERTIFICATION_NOT_YET line 36"},
        {"g", "CERTIFICATION_HELD line 36"},
    };
    for (size_t i = 0; i < sizeof expected / sizeof expected[0]; i++) {
        const struct merit_contribution *row = explain_row_of(option, expected[i][0], NULL);
        ck_assert_str_eq(explain_said(&row->why), expected[i][1]);
    }
    ck_assert_int_eq((int64_t)option->sum, 2);
    const struct merit_contribution *row = explain_row_of(option, "b", NULL);
    ck_assert_int_eq(row->why.day, explain_day_of(2023, 2, 1));
    ck_assert(merit_text_equal(row->why.about, merit_text_of("MS-900")));
    /* Who meets the gate. */
    ck_assert_uint_eq(explain_row_of(option, "d", NULL)->gates, 1);
    ck_assert_uint_eq(explain_row_of(option, "a", NULL)->gates, 0);
    explain_end(&fixture);
}
END_TEST

CHECK_MAIN_TESTS("explain_person", each_reason)
