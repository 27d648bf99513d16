/* Tests of what time alone will do: the same that replay says when those days come. */
#include "check_main.h"
#include "explain_fixture.h"

static struct explain_fixture fixture;

START_TEST(what_will_be_said_is_foretold)
{
    explain_begin(&fixture);
    explain_certificate(&fixture, "a", "MS-900", "2022-01-01", ",\"expires_on\":\"2023-08-15\"");
    explain_certificate(&fixture, "b", "AZ-500", "2022-01-01", ",\"expires_on\":\"2023-09-15\"");
    explain_certificate(&fixture, "c", "MS-900", "2022-01-01", "");
    (void)explain_on(&fixture, explain_day_of(2023, 6, 30));
    struct merit_explanation *explanation = &fixture.explanation;
    explain_outlook(&fixture.copy, explanation);
    ck_assert_uint_eq(explanation->outlook_count, 2);
    ck_assert_int_eq(explanation->outlook[0].day, explain_day_of(2023, 8, 15));
    ck_assert_int_eq(explanation->outlook[0].previous_hundredths, 2000);
    ck_assert_int_eq(explanation->outlook[0].hundredths, 1000);
    ck_assert_int_eq(explanation->outlook[0].cause, MERIT_CAUSE_TIME);
    ck_assert_int_eq(explanation->outlook[1].day, explain_day_of(2023, 9, 15));
    ck_assert_int_eq(explanation->outlook[1].hundredths, 0);
    ck_assert_int_eq(explanation->outlook_day,
                     explain_day_of(2023, 6, 30) + MERIT_EXPLAIN_DAYS_MAX);
    /* The task itself is where it was. */
    ck_assert_int_eq(fixture.ensemble.tasks[0].scoring.day, explain_day_of(2023, 6, 30));
    explain_end(&fixture);
}
END_TEST

CHECK_MAIN_TESTS("explain_outlook", what_will_be_said_is_foretold)
