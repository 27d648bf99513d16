/* Tests of what follows from a transaction that failed. */
#include "check_main.h"
#include "task/attempts.h"

START_TEST(a_commit_goes_on)
{
    struct attempts attempts;
    attempts_init(&attempts);
    ck_assert_uint_eq(attempts.records, ATTEMPTS_RECORDS_MAX);
    ck_assert_int_eq(attempts_took(&attempts, ATTEMPT_COMMITTED), ATTEMPTS_GO_ON);
    ck_assert_uint_eq(attempts.records, ATTEMPTS_RECORDS_MAX);
}
END_TEST

START_TEST(each_outcome_has_its_answer)
{
    struct attempts attempts;
    attempts_init(&attempts);
    ck_assert_int_eq(attempts_took(&attempts, ATTEMPT_ABORTED), ATTEMPTS_REOPEN);
    ck_assert_int_eq(attempts_took(&attempts, ATTEMPT_INDEFINITE), ATTEMPTS_NEW_PRODUCER);
    ck_assert_int_eq(attempts_took(&attempts, ATTEMPT_FENCED), ATTEMPTS_LEAVE);
    ck_assert_int_eq(attempts_took(&attempts, ATTEMPT_FATAL), ATTEMPTS_STOP);
}
END_TEST

START_TEST(three_failures_halve_the_batch)
{
    struct attempts attempts;
    attempts_init(&attempts);
    for (int i = 1; i < ATTEMPTS_SAME; i++) {
        (void)attempts_took(&attempts, i % 2 == 0 ? ATTEMPT_ABORTED : ATTEMPT_INDEFINITE);
        ck_assert_uint_eq(attempts.records, ATTEMPTS_RECORDS_MAX);
    }
    ck_assert_int_eq(attempts_took(&attempts, ATTEMPT_ABORTED), ATTEMPTS_REOPEN);
    ck_assert_uint_eq(attempts.records, ATTEMPTS_RECORDS_MAX / 2);
    /* Three more, not one. */
    (void)attempts_took(&attempts, ATTEMPT_ABORTED);
    (void)attempts_took(&attempts, ATTEMPT_ABORTED);
    ck_assert_uint_eq(attempts.records, ATTEMPTS_RECORDS_MAX / 2);
    (void)attempts_took(&attempts, ATTEMPT_ABORTED);
    ck_assert_uint_eq(attempts.records, ATTEMPTS_RECORDS_MAX / 4);
}
END_TEST

START_TEST(a_commit_between_begins_the_count_anew)
{
    struct attempts attempts;
    attempts_init(&attempts);
    for (int i = 0; i < 10; i++) {
        for (int k = 1; k < ATTEMPTS_SAME; k++) {
            (void)attempts_took(&attempts, ATTEMPT_ABORTED);
        }
        (void)attempts_took(&attempts, ATTEMPT_COMMITTED);
    }
    ck_assert_uint_eq(attempts.records, ATTEMPTS_RECORDS_MAX);
}
END_TEST

START_TEST(the_batch_grows_again)
{
    struct attempts attempts;
    attempts_init(&attempts);
    for (int i = 0; i < 2 * ATTEMPTS_SAME; i++) {
        (void)attempts_took(&attempts, ATTEMPT_ABORTED);
    }
    ck_assert_uint_eq(attempts.records, ATTEMPTS_RECORDS_MAX / 4);
    for (int i = 0; i < 3; i++) {
        ck_assert_int_eq(attempts_took(&attempts, ATTEMPT_COMMITTED), ATTEMPTS_GO_ON);
    }
    ck_assert_uint_eq(attempts.records, ATTEMPTS_RECORDS_MAX);
}
END_TEST

/* One record among so many cannot be committed: it is reached alone, wherever it lies, and all
 * before it are committed. */
static void find_poison(uint32_t poison)
{
    struct attempts attempts;
    attempts_init(&attempts);
    uint32_t done = 0;
    enum attempts_next next = ATTEMPTS_GO_ON;
    for (int tries = 0; next != ATTEMPTS_STOP; tries++) {
        ck_assert_int_lt(tries, 2000);
        bool fails = poison < done + attempts.records;
        uint32_t records = attempts.records;
        next = attempts_took(&attempts, fails ? ATTEMPT_ABORTED : ATTEMPT_COMMITTED);
        done += fails ? 0 : records;
        ck_assert_uint_ge(attempts.records, 1);
    }
    ck_assert_uint_eq(done, poison);
    ck_assert_uint_eq(attempts.records, 1);
}

START_TEST(a_record_that_cannot_be_committed_is_found)
{
    static const uint32_t places[] = {0, 1, 2, 3, 1000, ATTEMPTS_RECORDS_MAX, 40001};
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        find_poison(places[i]);
    }
}
END_TEST

CHECK_MAIN_TESTS("attempts",
                 a_commit_goes_on,
                 each_outcome_has_its_answer,
                 three_failures_halve_the_batch,
                 a_commit_between_begins_the_count_anew,
                 the_batch_grows_again,
                 a_record_that_cannot_be_committed_is_found)
