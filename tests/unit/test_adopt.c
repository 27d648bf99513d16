/* Tests of standings that become state before the first day, without events. */
#include "check_main.h"
#include "scoring_fixture.h"
#include "task/adopt.h"
#include "task/news.h"

static struct scoring_world world;

static struct merit_standing standing_of(const char *partner_id, const char *designation)
{
    return (struct merit_standing){merit_text_of(partner_id), merit_text_of(designation),
                                   on(2022, 10, 3), on(2024, 8, 15), on(2024, 3, 1)};
}

static bool adopt(const struct merit_standing *standings, uint32_t count)
{
    fact_list_clear(&world.facts);
    adopt_message(&world.facts, standings, count);
    return scoring_receive(&world.scoring, fact_list_message(&world.facts, 0));
}

static void adopt_one(struct merit_standing standing)
{
    ck_assert(adopt(&standing, 1));
}

static struct merit_designation_score score_of(const char *partner_id, uint8_t designation)
{
    struct merit_output output;
    scoring_score(&world.scoring, merit_text_of(partner_id), designation, &output);
    return output.score;
}

static const char *said_until(int32_t day)
{
    world_day(&world, day);
    return world_said(&world, true);
}

/* ---- what the rules must know ------------------------------------------------------------ */

static void is_refused(struct merit_standing standing, const char *field, const char *reason)
{
    uint8_t designation = 9;
    struct merit_fault fault = adopt_check(&world.fixture.program, &standing, &designation);
    ck_assert_int_eq(fault.bad, MERIT_BAD_STANDING);
    ck_assert_str_eq(fault.field, field);
    ck_assert_msg(strstr(fault.reason, reason) != NULL, "%s", fault.reason);
    ck_assert_int_eq(designation, 9);
    size_t records = world.state.count;
    ck_assert(!adopt(&standing, 1));
    ck_assert_uint_eq(world.state.count, records);
}

START_TEST(the_rules_must_know_the_designation_and_the_day)
{
    world_begin(&world, 1);
    uint8_t designation = 9;
    struct merit_standing standing = standing_of("p1", "people");
    ck_assert_int_eq(adopt_check(&world.fixture.program, &standing, &designation).bad,
                     MERIT_BAD_NONE);
    ck_assert_int_eq(designation, FIXTURE_PEOPLE);
    is_refused(standing_of("p1", "animals"), "designation", "none that the rules know");
    is_refused(standing_of("p1", "all"), "designation", "leave this line out");
    standing.attained_day = on(2022, 10, 2);
    is_refused(standing, "attained_on", "before the first day");
    world_end(&world);
}
END_TEST

START_TEST(one_that_is_refused_refuses_all_of_its_message)
{
    world_begin(&world, 1);
    const struct merit_standing standings[] = {standing_of("p1", "people"),
                                               standing_of("p1", "animals")};
    ck_assert(!adopt(standings, 2));
    ck_assert(!adopt_is_held(&world.scoring, merit_text_of("p1"), FIXTURE_PEOPLE));
    ck_assert_uint_eq(world.scoring.partner_count, 0);
    world_end(&world);
}
END_TEST

/* ---- state ------------------------------------------------------------------------------- */

START_TEST(it_is_state_without_events)
{
    world_begin(&world, 1);
    adopt_one(standing_of("p1", "people"));
    ck_assert(adopt_is_held(&world.scoring, merit_text_of("p1"), FIXTURE_PEOPLE));
    ck_assert(!adopt_is_held(&world.scoring, merit_text_of("p1"), FIXTURE_USERS));
    ck_assert(!adopt_is_held(&world.scoring, merit_text_of("p2"), FIXTURE_PEOPLE));
    ck_assert_str_eq(said_until(on(2024, 5, 1)), "");
    struct merit_designation_score score = score_of("p1", FIXTURE_PEOPLE);
    ck_assert_int_eq(score.status, MERIT_STATUS_ATTAINED);
    ck_assert_int_eq(score.attained_day, on(2022, 10, 3));
    ck_assert_int_eq(score.anniversary_day, on(2024, 8, 15));
    ck_assert_int_eq(score.sequence, 0);
    ck_assert_int_eq(score_of("p1", FIXTURE_USERS).status, MERIT_STATUS_NOT_ATTAINED);
    world_end(&world);
}
END_TEST

START_TEST(the_badge_is_held_by_whoever_holds_all)
{
    world_begin(&world, 1);
    struct merit_standing standings[] = {standing_of("p1", "users"), standing_of("p1", "people"),
                                         standing_of("p1", "products")};
    standings[1].attained_day = on(2022, 11, 9);
    ck_assert(adopt(standings, 3));
    adopt_one(standing_of("p2", "users"));
    adopt_one(standing_of("p2", "people"));
    ck_assert_str_eq(said_until(on(2024, 5, 1)), "");
    ck_assert_int_eq(score_of("p1", FIXTURE_DESIGNATIONS).status, MERIT_STATUS_ATTAINED);
    ck_assert_int_eq(score_of("p1", FIXTURE_DESIGNATIONS).attained_day, on(2022, 11, 9));
    ck_assert_int_eq(score_of("p2", FIXTURE_DESIGNATIONS).status, MERIT_STATUS_NOT_ATTAINED);
    world_end(&world);
}
END_TEST

/* All scores of whoever was adopted, and no others, once there is a day to tell them of. */
START_TEST(scores_are_told_on_the_first_day)
{
    world_begin(&world, 1);
    adopt_one(standing_of("p1", "people"));
    struct merit_output output;
    ck_assert_msg(!news_next(&world.scoring, &output), "there is no day yet");
    world_reopen(&world);
    world_day(&world, on(2024, 5, 1));
    int told = 0;
    while (news_next(&world.scoring, &output)) {
        ck_assert_int_eq(output.effective_day, on(2024, 5, 1));
        told++;
    }
    ck_assert_int_eq(told, FIXTURE_DESIGNATIONS + 1);
    world_end(&world);
}
END_TEST

/* ---- time -------------------------------------------------------------------------------- */

START_TEST(its_anniversary_is_waited_for)
{
    world_begin(&world, 1);
    adopt_one(standing_of("p1", "people"));
    world_reopen(&world);
    ck_assert_str_eq(said_until(on(2024, 8, 14)), "");
    ck_assert_str_eq(said_until(on(2024, 8, 15)), "p1:people at risk #1 2024-8-15 TIME ; "
                                                  "p1:people renewed #2 2024-8-15 TIME ; ");
    world_end(&world);
}
END_TEST

START_TEST(what_passed_before_the_first_day_is_due_on_it)
{
    world_begin(&world, 1);
    adopt_one(standing_of("p1", "people"));
    struct merit_standing late = standing_of("p2", "people");
    late.anniversary_day = on(2024, 7, 31);
    adopt_one(late);
    ck_assert_str_eq(said_until(on(2024, 8, 20)),
                     "p1:people at risk #1 2024-8-20 TIME ; p1:people renewed #2 2024-8-20 TIME ; "
                     "p2:people lapsed #1 2024-8-20 TIME ; ");
    world_end(&world);
}
END_TEST

/* As where time.start sets the first day before facts are read. */
START_TEST(after_the_first_day_it_is_due_at_once)
{
    world_begin(&world, 1);
    scoring_start(&world.scoring, on(2024, 9, 1));
    adopt_one(standing_of("p1", "people"));
    world_reopen(&world);
    world_run(&world);
    ck_assert_str_eq(world_said(&world, true), "p1:people lapsed #1 2024-9-1 TIME ; ");
    world_end(&world);
}
END_TEST

/* ---- events ------------------------------------------------------------------------------ */

START_TEST(the_first_points_judge_it)
{
    world_begin(&world, 1);
    adopt_one(standing_of("p1", "users"));
    adopt_one(standing_of("p1", "people"));
    world_day(&world, on(2024, 5, 1));
    world_link(&world, "p1", "t1", on(2024, 5, 1));
    ck_assert_str_eq(world_said(&world, false), "");
    world_users(&world, "p1", "t1", 40, on(2024, 5, 1));
    ck_assert_str_eq(world_said(&world, false), "users=4000 users at risk #1 ");
    world_users(&world, "p1", "t1", 80, on(2024, 5, 1));
    ck_assert_str_eq(world_said(&world, false), "users=8000 users recovered #2 ");
    ck_assert_int_eq(score_of("p1", FIXTURE_PEOPLE).status, MERIT_STATUS_ATTAINED);
    ck_assert_int_eq(score_of("p1", FIXTURE_USERS).attained_day, on(2022, 10, 3));
    world_end(&world);
}
END_TEST

CHECK_MAIN_TESTS("adopt",
                 the_rules_must_know_the_designation_and_the_day,
                 one_that_is_refused_refuses_all_of_its_message,
                 it_is_state_without_events,
                 the_badge_is_held_by_whoever_holds_all,
                 scores_are_told_on_the_first_day,
                 its_anniversary_is_waited_for,
                 what_passed_before_the_first_day_is_due_on_it,
                 after_the_first_day_it_is_due_at_once,
                 the_first_points_judge_it)
