/* Tests of what is done with a task that may be followed. */
#include "check_main.h"
#include "task/standby_slot.h"

static enum standby_todo todo(enum standby_slot slot, bool wanted, bool assigned, bool owned)
{
    struct standby_sight sight = {wanted, assigned, owned};
    return standby_todo(slot, &sight);
}

START_TEST(it_begins_where_it_is_wanted_and_nobody_here_has_the_task)
{
    ck_assert_int_eq(todo(STANDBY_EMPTY, true, false, false), STANDBY_BEGIN);
    ck_assert_int_eq(todo(STANDBY_EMPTY, false, false, false), STANDBY_WAIT);
    ck_assert_int_eq(todo(STANDBY_EMPTY, true, true, false), STANDBY_WAIT);
    ck_assert_int_eq(todo(STANDBY_EMPTY, true, false, true), STANDBY_WAIT);
}
END_TEST

START_TEST(it_rests_once_the_task_is_assigned_here)
{
    ck_assert_int_eq(todo(STANDBY_FOLLOWS, true, false, false), STANDBY_STEP);
    ck_assert_int_eq(todo(STANDBY_FOLLOWS, true, true, false), STANDBY_REST);
    ck_assert_int_eq(todo(STANDBY_FOLLOWS, false, true, false), STANDBY_REST);
    ck_assert_int_eq(todo(STANDBY_FOLLOWS, false, false, false), STANDBY_END);
}
END_TEST

START_TEST(what_rests_waits_while_the_task_is_assigned)
{
    ck_assert_int_eq(todo(STANDBY_RESTS, true, true, false), STANDBY_WAIT);
    ck_assert_int_eq(todo(STANDBY_RESTS, false, true, true), STANDBY_WAIT);
    ck_assert_int_eq(todo(STANDBY_RESTS, true, false, false), STANDBY_GO_ON);
    ck_assert_int_eq(todo(STANDBY_RESTS, false, false, false), STANDBY_GO_ON);
}
END_TEST

START_TEST(what_was_taken_is_forgotten)
{
    for (int bits = 0; bits < 8; bits++) {
        ck_assert_int_eq(todo(STANDBY_TAKEN, (bits & 1) != 0, (bits & 2) != 0, (bits & 4) != 0),
                         STANDBY_FORGET);
    }
}
END_TEST

CHECK_MAIN_TESTS("standby_slot",
                 it_begins_where_it_is_wanted_and_nobody_here_has_the_task,
                 it_rests_once_the_task_is_assigned_here,
                 what_rests_waits_while_the_task_is_assigned,
                 what_was_taken_is_forgotten)
