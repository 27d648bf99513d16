/* Tests of the copy of one partner: it scores the same, goes on alone, and leaves the task as it
 * is.
 */
#include "check_main.h"
#include "scoring_fixture.h"
#include "task/partner_copy.h"

enum { TODAY = 19500 };

static struct scoring_world world;

static int64_t points(struct partner_copy *copy, const char *partner, uint8_t designation)
{
    struct merit_output output;
    scoring_score(&copy->scoring, merit_text_of(partner), designation, &output);
    return output.score.score.hundredths;
}

static void begin(void)
{
    world_begin(&world, 1);
    world_day(&world, TODAY);
    world_link(&world, "p1", "t1", TODAY);
    world_users(&world, "p1", "t1", 11, TODAY);
    world_link(&world, "p2", "t1", TODAY);
    world_link(&world, "p2", "t2", TODAY);
    world_users(&world, "p2", "t1", 20, TODAY);
    world_users(&world, "p2", "t2", 22, TODAY);
    world_run(&world);
}

START_TEST(the_copy_scores_the_same)
{
    begin();
    size_t records = world.state.count;
    struct partner_copy copy;
    partner_copy_open(&copy, &world.scoring, merit_text_of("p2"));
    ck_assert(copy.known);
    ck_assert_int_eq(copy.scoring.day, TODAY);
    ck_assert_int_eq(points(&copy, "p2", FIXTURE_USERS), 4200);
    ck_assert_int_eq(points(&copy, "p1", FIXTURE_USERS), 0);
    partner_copy_next_day(&copy);
    partner_copy_next_day(&copy);
    ck_assert_int_eq(copy.scoring.day, TODAY + 2);
    ck_assert_int_eq(points(&copy, "p2", FIXTURE_USERS), 4200);
    partner_copy_fini(&copy);
    ck_assert_int_eq(world.scoring.day, TODAY);
    ck_assert_uint_eq(world.state.count, records);
    ck_assert_int_eq(world_points(&world, "p2", FIXTURE_USERS), 4200);
    world_end(&world);
}
END_TEST

/* As of a later day, with the associations of an earlier copy: both derive anew. */
START_TEST(as_of_another_day)
{
    begin();
    struct partner_copy then;
    partner_copy_open(&then, &world.scoring, merit_text_of("p1"));
    world_link(&world, "p1", "t2", TODAY);
    world_users(&world, "p1", "t2", 5, TODAY);
    world_group(&world, "p1", "t1", TODAY, "eu");
    world_add_usage(&world, "m365/teams", TODAY + 3, 30, MERIT_NO_FIGURE);
    ck_assert(world_send(&world));
    world_run(&world);
    struct partner_copy copy;
    struct partner_view later = {world.scoring.config.program, TODAY + 3, NULL};
    partner_copy_open_as(&copy, &world.scoring, merit_text_of("p1"), &later);
    ck_assert_int_eq(copy.scoring.day, TODAY + 3);
    ck_assert_int_eq(points(&copy, "p1", FIXTURE_USERS), 3500);
    partner_copy_fini(&copy);
    later.links = &then;
    partner_copy_open_as(&copy, &world.scoring, merit_text_of("p1"), &later);
    ck_assert_int_eq(points(&copy, "p1", FIXTURE_USERS), 3000);
    partner_copy_fini(&copy);
    partner_copy_fini(&then);
    ck_assert_int_eq(world_points(&world, "p1", FIXTURE_USERS), 1600);
    world_end(&world);
}
END_TEST

START_TEST(of_someone_unknown_it_is_empty)
{
    begin();
    struct partner_copy copy;
    partner_copy_open(&copy, &world.scoring, merit_text_of("p9"));
    ck_assert(!copy.known);
    partner_copy_next_day(&copy);
    ck_assert_int_eq(points(&copy, "p9", FIXTURE_USERS), 0);
    partner_copy_fini(&copy);
    world_end(&world);
}
END_TEST

CHECK_MAIN_TESTS("partner_copy",
                 the_copy_scores_the_same,
                 as_of_another_day,
                 of_someone_unknown_it_is_empty)
