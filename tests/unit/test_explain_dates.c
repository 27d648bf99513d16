/* Tests of the days ahead: the earliest, each kind of a day once. */
#include "check_main.h"
#include "explain_fixture.h"

static struct explain_fixture fixture;

START_TEST(what_comes_is_listed)
{
    explain_begin(&fixture);
    explain_claim(&fixture, "t1", "CPOR", "2022-12-01", ",\"end_date\":\"2024-01-31\"");
    explain_usage(&fixture, "t1", "m365/teams", "2022-12-20", "\"paid_available_units\":500");
    explain_usage(&fixture, "t1", "m365/apps", "2022-12-20", "\"paid_available_units\":500");
    explain_certificate(&fixture, "a", "MS-900", "2022-01-01", ",\"expires_on\":\"2023-07-15\"");
    explain_certificate(&fixture, "b", "SC-999", "2022-01-01", ",\"expires_on\":\"2023-07-15\"");
    (void)explain_on(&fixture, explain_day_of(2023, 6, 30));
    char said[512] = "";
    for (uint32_t i = 0; i < fixture.explanation.date_count; i++) {
        const struct merit_date_ahead *date = &fixture.explanation.dates[i];
        struct merit_date of = merit_date_of_day(date->day);
        size_t length = strlen(said);
        snprintf(said + length, sizeof said - length, "%d-%d-%d %s %u; ", of.year, of.month, of.day,
                 merit_reason_code(date->reason), date->count);
    }
    ck_assert_str_eq(said, "2023-7-1 MONTH_CLOSES 1; 2023-7-15 CERTIFICATION_EXPIRES 1; "
                           "2023-12-1 CLAIM_AT_FAR_EDGE 1; 2023-12-20 REPORT_AT_FAR_EDGE 2; "
                           "2024-1-31 ASSOCIATION_ENDS 1; ");
    ck_assert(merit_text_equal(fixture.explanation.dates[1].about, merit_text_of("MS-900")));
    explain_end(&fixture);
}
END_TEST

START_TEST(the_earliest_stay)
{
    explain_begin(&fixture);
    for (int day = 28; day > 0; day--) {
        char person[16];
        char expires[48];
        snprintf(person, sizeof person, "p%d", day);
        snprintf(expires, sizeof expires, ",\"expires_on\":\"2024-02-%02d\"", day);
        explain_certificate(&fixture, person, "MS-900", "2022-01-01", expires);
    }
    (void)explain_on(&fixture, explain_day_of(2023, 6, 30));
    const struct merit_explanation *explanation = &fixture.explanation;
    ck_assert_uint_eq(explanation->date_count, MERIT_EXPLAIN_DATES_MAX);
    for (uint32_t i = 1; i < explanation->date_count; i++) {
        ck_assert_int_le(explanation->dates[i - 1].day, explanation->dates[i].day);
    }
    ck_assert_int_eq(explanation->dates[1].day, explain_day_of(2024, 2, 1));
    explain_end(&fixture);
}
END_TEST

CHECK_MAIN_TESTS("explain_dates", what_comes_is_listed, the_earliest_stay)
