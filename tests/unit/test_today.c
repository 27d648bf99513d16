/* Tests of the partners' clock's day: its rules, and whether its start is under way. */
#include "check_main.h"
#include "scoring_fixture.h"
#include "task/day_start.h"
#include "task/today.h"

static struct scoring_world world;

START_TEST(the_rules_of_the_day_are_those_in_force)
{
    world_begin(&world, 1);
    world_day(&world, on(2023, 5, 31));
    ck_assert_uint_eq(world.scoring.today.spans[FIXTURE_PRODUCTS], 0);
    ck_assert_int_eq(world.scoring.today.next_rule_day, on(2023, 6, 1));
    world_day(&world, on(2023, 6, 1));
    ck_assert_uint_eq(world.scoring.today.spans[FIXTURE_PRODUCTS], 1);
    ck_assert_int_eq(world.scoring.today.next_rule_day, MERIT_NEVER);
    ck_assert_int_eq(world.scoring.today.moments[FIXTURE_USERS].day, on(2023, 6, 1));
    ck_assert_int_eq(world.scoring.today.moments[FIXTURE_USERS].month_end[0], on(2023, 5, 31));
    world_end(&world);
}
END_TEST

START_TEST(a_day_is_starting_until_all_that_is_due_was_looked_at)
{
    world_begin(&world, 1);
    ck_assert(!today_is_starting(&world.scoring));
    world_day(&world, on(2023, 5, 8));
    struct merit_event event = event_certification("p1", "n1", "AZ-104", on(2023, 5, 8));
    event.certification.linked_day = on(2023, 5, 9);
    scoring_certify(&world.scoring, &event);
    ck_assert_msg(!today_is_starting(&world.scoring), "it is due tomorrow");
    world_watermark(&world, 0, on(2023, 5, 9));
    ck_assert(day_start_begin(&world.scoring));
    int pieces = 0;
    for (; today_is_starting(&world.scoring); pieces++) {
        day_start_piece(&world.scoring);
    }
    ck_assert_msg(pieces >= 2, "the person and the partner: %d", pieces);
    world_end(&world);
}
END_TEST

CHECK_MAIN_TESTS("today",
                 the_rules_of_the_day_are_those_in_force,
                 a_day_is_starting_until_all_that_is_due_was_looked_at)
