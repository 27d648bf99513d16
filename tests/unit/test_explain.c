/* Tests of the explanation of a partner, and of the names of reasons. */
#include "check_main.h"
#include "explain_fixture.h"

static struct explain_fixture fixture;

static void history(void)
{
    explain_begin(&fixture);
    explain_claim(&fixture, "t1", "CPOR", "2022-12-01", "");
    explain_claim(&fixture, "t1", "PAL", "2022-12-01", "");
    explain_claim(&fixture, "t2", "PAL", "2022-12-01", "");
    explain_usage(&fixture, "t1", "m365/teams", "2022-12-20",
                  "\"paid_available_units\":500,\"monthly_active_users\":100");
    explain_usage(&fixture, "t1", "azure/sql", "2023-03-20", "\"consumed_revenue\":5000");
    explain_usage(&fixture, "t2", "azure/sql", "2023-03-20", "\"consumed_revenue\":700");
    explain_usage(&fixture, "t2", "azure/vpn", "2023-04-20", "\"consumed_revenue\":1");
    explain_certificate(&fixture, "a", "MS-900", "2022-01-01", "");
}

START_TEST(every_reason_has_its_code)
{
    ck_assert_str_eq(merit_reason_code(MERIT_REASON_COUNTED), "COUNTED");
    ck_assert_str_eq(merit_reason_code(MERIT_REASON_WINDOW_ENDS), "WINDOW_ENDS");
    ck_assert_str_eq(merit_reason_code(MERIT_REASON_COUNT), "");
    for (int reason = 0; reason < MERIT_REASON_COUNT; reason++) {
        ck_assert(merit_reason_text((enum merit_reason)reason)[0] != '\0');
        for (int other = 0; other < reason; other++) {
            ck_assert_str_ne(merit_reason_code((enum merit_reason)reason),
                             merit_reason_code((enum merit_reason)other));
        }
    }
}
END_TEST

START_TEST(products_are_listed_once)
{
    history();
    const struct merit_option_explained *option =
        explain_option_of(explain_on(&fixture, explain_day_of(2023, 6, 30)), BREADTH, 0);
    ck_assert_int_eq((int64_t)option->sum, 2);
    ck_assert_uint_eq(option->product_count, 2);
    for (uint32_t i = 0; i < 2; i++) {
        bool sql = merit_text_equal(option->products[i].product, merit_text_of("azure/sql"));
        ck_assert_int_eq((int64_t)option->products[i].amount, sql ? 5700 : 1);
        ck_assert(option->products[i].counts);
    }
    ck_assert_uint_eq(option->row_count, 3);
    explain_end(&fixture);
}
END_TEST

START_TEST(who_is_explained)
{
    history();
    (void)explain_on(&fixture, explain_day_of(2023, 6, 30));
    const struct merit_explanation *explanation = &fixture.explanation;
    ck_assert(explanation->known);
    ck_assert_uint_eq(explanation->tenant_count, 2);
    ck_assert_uint_eq(explanation->person_count, 1);
    ck_assert_int_eq(explanation->version_day, explain_day_of(2022, 10, 3));
    ck_assert_int_eq(explanation->status, MERIT_STATUS_NOT_ATTAINED);
    explain_end(&fixture);
}
END_TEST

START_TEST(someone_unknown_has_nothing)
{
    history();
    ensemble_finish(&fixture.ensemble, explain_day_of(2023, 6, 30));
    explain_run(&fixture);
    partner_copy_open(&fixture.copy, &fixture.ensemble.tasks[0].scoring, merit_text_of("p9"));
    explain_partner(&fixture.copy, merit_text_of("p9"), 0, &fixture.arena, &fixture.explanation);
    explain_outlook(&fixture.copy, &fixture.explanation);
    ck_assert(!fixture.explanation.known);
    ck_assert_int_eq(fixture.explanation.paths[0].score.hundredths, 0);
    ck_assert_uint_eq(explain_option_of(fixture.explanation.paths, ADDS, 0)->row_count, 0);
    explain_end(&fixture);
}
END_TEST

START_TEST(conditions_make_an_actual_zero)
{
    uint32_t zeroing = 0;
    for (int reason = 0; reason < MERIT_REASON_COUNT; reason++) {
        struct merit_option_explained option = {.why = {.reason = (enum merit_reason)reason}};
        zeroing += merit_option_is_zeroed(&option);
    }
    ck_assert_uint_eq(zeroing, 4);
    struct merit_option_explained option = {.why = {.reason = MERIT_REASON_GATE_NOT_MET}};
    ck_assert(merit_option_is_zeroed(&option));
    option.why.reason = MERIT_REASON_AMOUNT_TOO_SMALL;
    ck_assert(merit_option_is_zeroed(&option));
    option.why.reason = MERIT_REASON_OTHER_OPTION_WON;
    ck_assert(!merit_option_is_zeroed(&option));
}
END_TEST

CHECK_MAIN_TESTS("explain",
                 every_reason_has_its_code,
                 conditions_make_an_actual_zero,
                 products_are_listed_once,
                 who_is_explained,
                 someone_unknown_has_nothing)
