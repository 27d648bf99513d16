/* Tests of when an input is idle. */
#include "check_main.h"
#include "task/idle.h"

START_TEST(it_has_to_be_at_its_end_for_that_long)
{
    struct idle idle = {0};
    ck_assert(!idle_is(&idle, 1000, 0));
    idle_looked(&idle, false, true, 100);
    ck_assert(!idle_is(&idle, 149, 50));
    ck_assert(idle_is(&idle, 150, 50));
    idle_looked(&idle, false, true, 160); /* as before: it counts from the first time */
    ck_assert(idle_is(&idle, 160, 50));
}
END_TEST

START_TEST(anything_new_begins_it_anew)
{
    struct idle idle = {0};
    idle_looked(&idle, false, true, 100);
    idle_looked(&idle, true, true, 200); /* the last records there are */
    ck_assert(!idle_is(&idle, 500, 0));
    idle_looked(&idle, false, true, 300);
    ck_assert(!idle_is(&idle, 349, 50));
    ck_assert(idle_is(&idle, 350, 50));
}
END_TEST

START_TEST(what_is_not_known_to_be_its_end_is_none)
{
    struct idle idle = {0};
    idle_looked(&idle, false, true, 100);
    idle_looked(&idle, false, false, 200); /* a transaction is open there, say */
    ck_assert(!idle_is(&idle, 1000, 0));
}
END_TEST

CHECK_MAIN_TESTS("idle",
                 it_has_to_be_at_its_end_for_that_long,
                 anything_new_begins_it_anew,
                 what_is_not_known_to_be_its_end_is_none)
