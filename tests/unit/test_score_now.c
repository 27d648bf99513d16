/* Tests of the DesignationScore of a partner as it is now. */
#include "check_main.h"
#include "scoring_fixture.h"
#include "task/score_now.h"

enum { TODAY = 19500 }; /* 2023-05-23 */

static struct scoring_world world;

/* A partner p1 with 80 users, which qualifies. */
static void begin(void)
{
    world_begin(&world, 1);
    world_day(&world, TODAY);
    world_link(&world, "p1", "t1", TODAY);
    world_users(&world, "p1", "t1", 80, TODAY);
}

START_TEST(a_score_can_be_asked_for_at_any_time)
{
    begin();
    struct merit_output output;
    scoring_score(&world.scoring, merit_text_of("p1"), FIXTURE_USERS, &output);
    ck_assert_int_eq(output.kind, MERIT_OUTPUT_SCORE);
    ck_assert(text_is(output.partner_id, "p1"));
    ck_assert_int_eq(output.effective_day, TODAY);
    ck_assert_int_eq(output.score.status, MERIT_STATUS_ATTAINED);
    ck_assert_int_eq(output.score.score.hundredths, 8000);
    ck_assert_int_eq(output.score.sequence, 1);
    scoring_score(&world.scoring, merit_text_of("p1"), FIXTURE_DESIGNATIONS, &output);
    ck_assert_str_eq(output.designation, "all");
    ck_assert_int_eq(output.score.status, MERIT_STATUS_NOT_ATTAINED);
    world_end(&world);
}
END_TEST

START_TEST(a_partner_that_nobody_knows_has_no_points)
{
    begin();
    size_t count = world.state.count;
    for (uint8_t d = 0; d <= FIXTURE_DESIGNATIONS; d++) {
        struct merit_output output;
        scoring_score(&world.scoring, merit_text_of("stranger"), d, &output);
        ck_assert(text_is(output.partner_id, "stranger"));
        ck_assert_int_eq(output.score.score.hundredths, 0);
        ck_assert_int_eq(output.score.sequence, 0);
        ck_assert_int_eq(output.score.status, MERIT_STATUS_NOT_ATTAINED);
        ck_assert_int_eq(output.score.attained_day, MERIT_NO_DAY);
    }
    ck_assert_uint_eq(world.state.count, count);
    world_end(&world);
}
END_TEST

CHECK_MAIN_TESTS("score_now",
                 a_score_can_be_asked_for_at_any_time,
                 a_partner_that_nobody_knows_has_no_points)
