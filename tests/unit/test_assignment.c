/* Tests of what a worker does when the group changes which tasks are its own. */
#include "check_main.h"
#include "task/assignment.h"

START_TEST(what_is_new_is_opened)
{
    struct assignment_answer answer = assignment_answer(ASSIGNMENT_GIVEN);
    ck_assert(answer.open && !answer.commit && !answer.abort && !answer.close);
    answer = assignment_answer(ASSIGNMENT_SAME);
    ck_assert(!answer.open && !answer.commit && !answer.abort && !answer.close);
}
END_TEST

START_TEST(what_is_still_ours_is_committed)
{
    struct assignment_answer answer = assignment_answer(ASSIGNMENT_REVOKED);
    ck_assert(answer.commit && answer.park);
    ck_assert(!answer.close && !answer.abort && !answer.rejoin && !answer.leave && !answer.open);
}
END_TEST

START_TEST(what_is_no_longer_ours_is_aborted)
{
    struct assignment_answer answer = assignment_answer(ASSIGNMENT_LOST);
    ck_assert(answer.abort && answer.close);
    ck_assert(!answer.park && !answer.commit && !answer.rejoin && !answer.leave && !answer.open);
    answer = assignment_answer(ASSIGNMENT_TOO_LATE);
    ck_assert(answer.abort && answer.close && answer.rejoin);
    ck_assert(!answer.commit && !answer.leave && !answer.open);
    answer = assignment_answer(ASSIGNMENT_DOUBTFUL);
    ck_assert(answer.abort && answer.close && answer.rejoin);
    ck_assert(!answer.commit && !answer.park && !answer.leave && !answer.open);
}
END_TEST

START_TEST(who_is_replaced_leaves)
{
    struct assignment_answer answer = assignment_answer(ASSIGNMENT_REPLACED);
    ck_assert(answer.leave && !answer.commit && !answer.open);
}
END_TEST

CHECK_MAIN_TESTS("assignment",
                 what_is_new_is_opened,
                 what_is_still_ours_is_committed,
                 what_is_no_longer_ours_is_aborted,
                 who_is_replaced_leaves)
