/* Tests of the order of a transaction's steps. */
#include "check_main.h"
#include "task/commit.h"

enum { STEPS_MAX = 8 };

/* The steps of a transaction whose end came to `next`. */
static void assert_steps(enum attempts_next next, const enum commit_step *want)
{
    enum commit_step step = COMMIT_SHARES;
    for (int i = 0; i < STEPS_MAX; i++) {
        ck_assert_int_eq(step, want[i]);
        if (step == COMMIT_OVER) {
            return;
        }
        step = commit_next(step, next);
    }
    ck_abort_msg("it is never over");
}

START_TEST(only_what_is_committed_is_stored)
{
    static const enum commit_step want[] = {COMMIT_SHARES, COMMIT_FACTS, COMMIT_END, COMMIT_STORE,
                                            COMMIT_OVER};
    assert_steps(ATTEMPTS_GO_ON, want);
}
END_TEST

START_TEST(tasks_are_opened_again_after_a_failure)
{
    static const enum commit_step aborted[] = {COMMIT_SHARES, COMMIT_FACTS,  COMMIT_END,
                                               COMMIT_ABORT,  COMMIT_REOPEN, COMMIT_OVER};
    assert_steps(ATTEMPTS_REOPEN, aborted);
    static const enum commit_step in_doubt[] = {COMMIT_SHARES,   COMMIT_FACTS,  COMMIT_END,
                                                COMMIT_PRODUCER, COMMIT_REOPEN, COMMIT_OVER};
    assert_steps(ATTEMPTS_NEW_PRODUCER, in_doubt);
}
END_TEST

START_TEST(an_abort_that_is_not_confirmed_is_left_to_a_new_producer)
{
    ck_assert_int_eq(commit_next(COMMIT_ABORT, ATTEMPTS_NEW_PRODUCER), COMMIT_PRODUCER);
    ck_assert_int_eq(commit_next(COMMIT_ABORT, ATTEMPTS_LEAVE), COMMIT_LEAVE);
    ck_assert_int_eq(commit_next(COMMIT_PRODUCER, ATTEMPTS_NEW_PRODUCER), COMMIT_REOPEN);
}
END_TEST

START_TEST(who_is_fenced_writes_nothing)
{
    static const enum commit_step fenced[] = {COMMIT_SHARES, COMMIT_FACTS, COMMIT_END, COMMIT_LEAVE,
                                              COMMIT_OVER};
    assert_steps(ATTEMPTS_LEAVE, fenced);
    static const enum commit_step refused[] = {COMMIT_SHARES, COMMIT_FACTS, COMMIT_END, COMMIT_STOP,
                                               COMMIT_OVER};
    assert_steps(ATTEMPTS_STOP, refused);
}
END_TEST

CHECK_MAIN_TESTS("commit",
                 only_what_is_committed_is_stored,
                 tasks_are_opened_again_after_a_failure,
                 an_abort_that_is_not_confirmed_is_left_to_a_new_producer,
                 who_is_fenced_writes_nothing)
