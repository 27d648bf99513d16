/* Tests of the partners' clock, and of what happens by time alone. */
#include "check_main.h"
#include "scoring_fixture.h"
#include "task/day_start.h"
#include "task/today.h"

static struct scoring_world world;

/* ---- the clock (contract, "Time") -------------------------------------------------------- */

START_TEST(it_starts_when_every_task_has_announced_itself)
{
    world_begin(&world, 3);
    world_watermark(&world, 0, on(2023, 5, 10));
    world_watermark(&world, 2, on(2023, 5, 8));
    ck_assert(!scoring_step(&world.scoring));
    ck_assert_int_eq(world.scoring.day, MERIT_NO_DAY);
    world_watermark(&world, 1, MERIT_NO_DAY);
    ck_assert(scoring_step(&world.scoring));
    ck_assert_int_eq(world.scoring.day, on(2023, 5, 8));
    ck_assert(!scoring_step(&world.scoring));
    world_end(&world);
}
END_TEST

START_TEST(it_starts_on_the_least_day_ever_announced)
{
    world_begin(&world, 2);
    world_watermark(&world, 0, on(2023, 5, 10));
    world_watermark(&world, 0, on(2023, 5, 13));
    world_reopen(&world);
    ck_assert(!scoring_step(&world.scoring));
    world_watermark(&world, 1, on(2023, 5, 15));
    ck_assert(scoring_step(&world.scoring));
    ck_assert_int_eq(world.scoring.day, on(2023, 5, 10));
    world_run(&world);
    ck_assert_int_eq(world.scoring.day, on(2023, 5, 13));
    world_end(&world);
    world_begin(&world, 1);
    world.scoring.certification_day = on(2023, 5, 9);
    world_day(&world, on(2023, 5, 10));
    ck_assert_msg(world.scoring.day == on(2023, 5, 9), "or of the first certification");
    world_end(&world);
}
END_TEST

START_TEST(it_goes_day_by_day_as_far_as_the_least_clock)
{
    world_begin(&world, 2);
    world_watermark(&world, 0, on(2023, 5, 8));
    world_watermark(&world, 1, on(2023, 5, 8));
    world_run(&world);
    world_watermark(&world, 0, on(2023, 5, 20));
    ck_assert(!scoring_step(&world.scoring));
    world_watermark(&world, 1, on(2023, 5, 10));
    ck_assert(scoring_step(&world.scoring));
    ck_assert_int_eq(world.scoring.day, on(2023, 5, 9));
    ck_assert(scoring_step(&world.scoring));
    ck_assert_int_eq(world.scoring.day, on(2023, 5, 10));
    ck_assert(!scoring_step(&world.scoring));
    world_end(&world);
}
END_TEST

START_TEST(it_never_goes_back)
{
    world_begin(&world, 1);
    world_day(&world, on(2023, 5, 8));
    world_day(&world, on(2023, 5, 1));
    ck_assert_int_eq(world.scoring.day, on(2023, 5, 8));
    world_end(&world);
}
END_TEST

START_TEST(the_next_certification_holds_it)
{
    world_begin(&world, 1);
    world.scoring.certification_day = MERIT_NO_DAY;
    world_day(&world, on(2023, 5, 8));
    ck_assert_msg(world.scoring.day == MERIT_NO_DAY, "nothing is known of the certifications");
    world.scoring.certification_day = on(2023, 5, 5);
    world_run(&world);
    ck_assert_int_eq(world.scoring.day, on(2023, 5, 5));
    world.scoring.certification_day = on(2023, 5, 7);
    world_run(&world);
    ck_assert_int_eq(world.scoring.day, on(2023, 5, 7));
    world.scoring.certification_day = MERIT_NEVER;
    world_run(&world);
    ck_assert_int_eq(world.scoring.day, on(2023, 5, 8));
    world_end(&world);
}
END_TEST

START_TEST(without_any_tenants_clock_the_wall_clock_moves_it)
{
    world_begin(&world, 2);
    world_watermark(&world, 0, MERIT_NO_DAY);
    world_watermark(&world, 1, MERIT_NO_DAY);
    ck_assert_msg(!scoring_step(&world.scoring), "the wall clock's day is not known");
    world.scoring.wall_day = on(2023, 5, 8);
    world_run(&world);
    ck_assert_int_eq(world.scoring.day, on(2023, 5, 8));
    world.scoring.wall_day = on(2023, 5, 10);
    world.scoring.certification_day = on(2023, 5, 9);
    world_run(&world);
    ck_assert_int_eq(world.scoring.day, on(2023, 5, 9));
    world_watermark(&world, 1, on(2023, 5, 9));
    world.scoring.certification_day = MERIT_NEVER;
    world_run(&world);
    ck_assert_msg(world.scoring.day == on(2023, 5, 9), "now there is a tenants' clock");
    world_end(&world);
}
END_TEST

/* ---- by time alone ----------------------------------------------------------------------- */

START_TEST(an_association_starts_and_ends_on_its_days)
{
    world_begin(&world, 1);
    world_day(&world, on(2023, 5, 1));
    world_users(&world, "p1", "t1", 40, on(2023, 5, 1));
    world_group(&world, "p1", "t1", on(2023, 5, 1), "el");
    world_add_link(&world, "a1", MERIT_TYPE_CPOR, on(2023, 5, 10), on(2023, 5, 20));
    ck_assert(world_send(&world));
    ck_assert_str_eq(world_said(&world, false), "");
    world_day(&world, on(2023, 6, 1));
    ck_assert_str_eq(world_said(&world, true),
                     "p1:users=4000 2023-5-10 TIME ; p1:users=0 2023-5-20 TIME ; ");
    world_end(&world);
}
END_TEST

START_TEST(a_report_of_a_day_to_come_shows_on_its_day)
{
    world_begin(&world, 1);
    world_day(&world, on(2023, 5, 1));
    world_link(&world, "p1", "t1", on(2023, 5, 1));
    world_group(&world, "p1", "t1", on(2023, 5, 1), "eu");
    world_add_usage(&world, "m365/teams", on(2023, 5, 3), 30, MERIT_NO_FIGURE);
    world_add_usage(&world, "m365/teams", on(2023, 5, 5), 20, MERIT_NO_FIGURE);
    ck_assert(world_send(&world));
    world_day(&world, on(2023, 6, 1));
    ck_assert_str_eq(world_said(&world, true),
                     "p1:users=3000 2023-5-3 TIME ; p1:users=2000 2023-5-5 TIME ; ");
    world_end(&world);
}
END_TEST

START_TEST(a_certification_is_gained_and_lost_on_its_days)
{
    world_begin(&world, 1);
    world_day(&world, on(2023, 5, 1));
    struct merit_event event = event_certification("p1", "n1", "AZ-104", on(2023, 5, 1));
    event.certification.linked_day = on(2023, 5, 4);
    event.certification.expires_day = on(2023, 5, 9);
    scoring_certify(&world.scoring, &event);
    world_day(&world, on(2023, 6, 1));
    ck_assert_str_eq(world_said(&world, true),
                     "p1:people=1000 2023-5-4 TIME ; p1:people=0 2023-5-9 TIME ; ");
    world_end(&world);
}
END_TEST

/* Revenue of April counts in May; on 1 June it is over, and the rules change. */
START_TEST(a_month_passes_and_rules_begin)
{
    world_begin(&world, 1);
    world_day(&world, on(2023, 4, 20));
    world_group(&world, "p1", "t1", on(2023, 4, 20), "eu");
    world_add_link(&world, "a1", MERIT_TYPE_PAL, on(2023, 1, 1), MERIT_NO_DAY);
    world_add_usage(&world, "azure/vm", on(2023, 4, 20), MERIT_NO_FIGURE, 500);
    world_add_usage(&world, "azure/sql", on(2023, 4, 20), MERIT_NO_FIGURE, 500);
    world_add_usage(&world, "azure/sql", on(2023, 5, 20), MERIT_NO_FIGURE, 500);
    ck_assert(world_send(&world));
    world_day(&world, on(2023, 7, 10));
    ck_assert_str_eq(world_said(&world, true),
                     "p1:products=2000 2023-5-1 TIME ; p1:products=0 2023-7-1 TIME ; ");
    world_end(&world);
}
END_TEST

START_TEST(a_change_on_a_rule_day_is_by_the_rules)
{
    world_begin(&world, 1);
    world_day(&world, on(2023, 5, 20));
    world_group(&world, "p1", "t1", on(2023, 5, 20), "eu");
    world_add_link(&world, "a1", MERIT_TYPE_PAL, on(2023, 1, 1), MERIT_NO_DAY);
    world_add_usage(&world, "azure/vm", on(2023, 5, 20), MERIT_NO_FIGURE, 500);
    ck_assert(world_send(&world));
    world_day(&world, on(2023, 6, 1));
    ck_assert_str_eq(world_said(&world, true), "p1:products=2000 2023-6-1 RULES ; ");
    world_end(&world);
}
END_TEST

START_TEST(a_standing_changes_on_its_days)
{
    world_begin(&world, 1);
    world_day(&world, on(2023, 1, 10));
    world_link(&world, "p1", "t1", on(2023, 1, 10));
    world_users(&world, "p1", "t1", 80, on(2023, 1, 10));
    world_day(&world, on(2023, 3, 1));
    world_users(&world, "p1", "t1", 10, on(2023, 3, 1));
    world_said(&world, false);
    world_day(&world, on(2024, 3, 1));
    ck_assert_str_eq(world_said(&world, true), "p1:users lapsed #3 2024-2-1 TIME ; ");
    world_end(&world);
}
END_TEST

/* All that is due for a partner on a day comes first; then it is evaluated once. */
START_TEST(a_partner_is_evaluated_once_for_all_that_is_due)
{
    world_begin(&world, 1);
    world_day(&world, on(2023, 5, 1));
    const char *const partners[] = {"p1", "p2"};
    for (int i = 0; i < 4; i++) {
        const char person[] = {'n', (char)('0' + i), '\0'};
        struct merit_event event =
            event_certification(partners[i / 2], person, "AZ-104", on(2023, 5, 1));
        event.certification.linked_day = on(2023, 5, 9);
        scoring_certify(&world.scoring, &event);
    }
    world_day(&world, on(2023, 5, 8));
    world_watermark(&world, 0, on(2023, 5, 9));
    ck_assert(!scoring_has_work(&world.scoring));
    ck_assert(scoring_step(&world.scoring));
    ck_assert_int_eq(world.scoring.day, on(2023, 5, 9));
    int pieces = 0;
    while (scoring_has_work(&world.scoring)) {
        ck_assert(today_is_starting(&world.scoring));
        day_start_piece(&world.scoring);
        pieces++;
    }
    ck_assert_int_ge(pieces, 6);
    ck_assert_str_eq(world_said(&world, true),
                     "p1:people=2000 2023-5-9 TIME ; p2:people=2000 2023-5-9 TIME ; ");
    world_end(&world);
}
END_TEST

START_TEST(what_has_gone_since_is_not_due)
{
    world_begin(&world, 1);
    world_day(&world, on(2023, 5, 1));
    world_users(&world, "p1", "t1", 40, on(2023, 5, 1));
    world_group(&world, "p1", "t1", on(2023, 5, 1), "el");
    world_add_link(&world, "a1", MERIT_TYPE_CPOR, on(2023, 5, 10), MERIT_NO_DAY);
    ck_assert(world_send(&world));
    world_group(&world, "p1", "t1", on(2023, 5, 1), "el");
    fact_detach(&world.facts.bytes);
    ck_assert(world_send(&world));
    world_day(&world, on(2023, 6, 1));
    ck_assert_str_eq(world_said(&world, true), "");
    world_end(&world);
}
END_TEST

CHECK_MAIN_TESTS("day_start",
                 it_starts_when_every_task_has_announced_itself,
                 it_starts_on_the_least_day_ever_announced,
                 it_goes_day_by_day_as_far_as_the_least_clock,
                 it_never_goes_back,
                 the_next_certification_holds_it,
                 without_any_tenants_clock_the_wall_clock_moves_it,
                 an_association_starts_and_ends_on_its_days,
                 a_report_of_a_day_to_come_shows_on_its_day,
                 a_certification_is_gained_and_lost_on_its_days,
                 a_month_passes_and_rules_begin,
                 a_change_on_a_rule_day_is_by_the_rules,
                 a_standing_changes_on_its_days,
                 a_partner_is_evaluated_once_for_all_that_is_due,
                 what_has_gone_since_is_not_due)
