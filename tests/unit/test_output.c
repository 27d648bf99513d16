/* Tests of the names of causes, transitions and states (contract, "Output events"). */
#include "check_main.h"
#include "merit/output.h"

START_TEST(causes_have_their_names)
{
    ck_assert_str_eq(merit_cause_names[MERIT_CAUSE_EVENT], "EVENT");
    ck_assert_str_eq(merit_cause_names[MERIT_CAUSE_TIME], "TIME");
    ck_assert_str_eq(merit_cause_names[MERIT_CAUSE_RULES], "RULES");
    ck_assert_ptr_null(merit_cause_names[3]);
}
END_TEST

START_TEST(transitions_have_their_names)
{
    ck_assert_str_eq(merit_transition_names[MERIT_ATTAINED], "ATTAINED");
    ck_assert_str_eq(merit_transition_names[MERIT_AT_RISK], "AT_RISK");
    ck_assert_str_eq(merit_transition_names[MERIT_RECOVERED], "RECOVERED");
    ck_assert_str_eq(merit_transition_names[MERIT_RENEWED], "RENEWED");
    ck_assert_str_eq(merit_transition_names[MERIT_LAPSED], "LAPSED");
    ck_assert_ptr_null(merit_transition_names[5]);
}
END_TEST

START_TEST(states_have_their_names)
{
    ck_assert_str_eq(merit_status_names[MERIT_STATUS_NOT_ATTAINED], "NOT_ATTAINED");
    ck_assert_str_eq(merit_status_names[MERIT_STATUS_ATTAINED], "ATTAINED");
    ck_assert_str_eq(merit_status_names[MERIT_STATUS_AT_RISK], "AT_RISK");
    ck_assert_ptr_null(merit_status_names[3]);
}
END_TEST

START_TEST(events_of_days_before_are_withheld_and_scores_never)
{
    struct merit_output output = {.kind = MERIT_OUTPUT_SCORE_CHANGED, .effective_day = 100};
    ck_assert(merit_output_is_withheld(&output, 101));
    ck_assert(!merit_output_is_withheld(&output, 100));
    ck_assert(!merit_output_is_withheld(&output, MERIT_NO_DAY));
    output.kind = MERIT_OUTPUT_DESIGNATION;
    ck_assert(merit_output_is_withheld(&output, 101));
    ck_assert(!merit_output_is_withheld(&output, 100));
    output.kind = MERIT_OUTPUT_SCORE;
    ck_assert(!merit_output_is_withheld(&output, 101));
}
END_TEST

CHECK_MAIN_TESTS("output",
                 causes_have_their_names,
                 transitions_have_their_names,
                 states_have_their_names,
                 events_of_days_before_are_withheld_and_scores_never)
