/* Tests of how a state that was reached is judged, and judged again once other rules are there. */
#include "check_main.h"
#include "recovery_fixture.h"

static struct log_world log_;
static uint32_t hash;
static int64_t revision;

/* The state of the last commit is reached by rules of a revision so much lower. */
static void begin(int64_t lower)
{
    log_begin(&log_);
    log_commits(&log_, LOG_COMMITS);
    log_start(&log_, LOG_COMMITS, 3);
    hash = log_.start.program_hash;
    revision = log_.start.revision;
    log_.start.program_hash += lower > 0;
    log_.start.revision -= lower;
}

START_TEST(it_says_which_rules_a_state_of_a_higher_revision_needs)
{
    begin(2);
    assert_stops(&log_, RECOVERY_RULES, "rules of a higher revision");
    ck_assert_int_eq(log_.recovery.revision, revision);
    ck_assert_uint_eq(log_.recovery.program_hash, hash);
    log_end(&log_);
}
END_TEST

START_TEST(with_those_rules_or_later_ones_it_is_opened)
{
    for (int64_t later = 0; later < 2; later++) {
        begin(2);
        ck_assert_int_eq(log_recover(&log_), RECOVERY_RULES);
        ck_assert_int_eq(recovery_judge(&log_.recovery, hash + (uint32_t)later, revision + later),
                         RECOVERY_DONE);
        ck_assert_ptr_null(log_.recovery.why);
        ck_assert_uint_eq(log_.recovery.target, LOG_COMMITS);
        ck_assert(holds_logged(&log_.states[LOG_COMMITS], &log_.table));
        log_end(&log_);
    }
}
END_TEST

/* Never by rules that are lower than those of the last commit. */
START_TEST(with_others_it_is_not)
{
    begin(2);
    ck_assert_int_eq(log_recover(&log_), RECOVERY_RULES);
    ck_assert_int_eq(recovery_judge(&log_.recovery, hash, revision - 1), RECOVERY_RULES);
    ck_assert_int_eq(recovery_judge(&log_.recovery, hash + 1, revision), RECOVERY_REFUSE);
    ck_assert_ptr_nonnull(strstr(log_.recovery.why, "other rules of the same revision"));
    log_end(&log_);
}
END_TEST

/* Rules are no reason to open what is not the group's. */
START_TEST(all_else_is_judged_again_too)
{
    begin(1);
    log_.start.positions[0]++;
    ck_assert_int_eq(log_recover(&log_), RECOVERY_RULES);
    ck_assert_int_eq(recovery_judge(&log_.recovery, hash, revision), RECOVERY_STOP);
    ck_assert_ptr_nonnull(strstr(log_.recovery.why, "changed by something else"));
    log_end(&log_);
}
END_TEST

CHECK_MAIN_TESTS("recovery_judge",
                 it_says_which_rules_a_state_of_a_higher_revision_needs,
                 with_those_rules_or_later_ones_it_is_opened,
                 with_others_it_is_not,
                 all_else_is_judged_again_too)
