/* Tests of one partner's evaluation in scoring: its sums, its outputs, its next day. */
#include "check_main.h"
#include "scoring_fixture.h"
#include "task/evaluate.h"
#include "task/sums.h"

enum { TODAY = 19500 }; /* 2023-05-23 */

static struct scoring_world world;

/* A partner p1 with these sums, which nothing has evaluated yet. */
static uint32_t begin(int64_t users, int64_t people)
{
    world_begin(&world, 1);
    world_day(&world, TODAY);
    uint32_t partner = scoring_make_partner(&world.scoring, merit_text_of("p1"));
    struct sums_of of = scoring_sums_of(&world.scoring, partner, FIXTURE_USERS, 0);
    const int64_t users_slots[FIXTURE_USERS_SLOTS] = {users};
    sums_add(&of, users_slots, 1);
    of = scoring_sums_of(&world.scoring, partner, FIXTURE_PEOPLE, 0);
    const int64_t people_slots[] = {people};
    sums_add(&of, people_slots, 1);
    return partner;
}

static void evaluate(uint32_t partner, uint32_t designations, bool at_start)
{
    struct evaluation evaluation = {.partner = partner,
                                    .designations = designations,
                                    .at_start = at_start,
                                    .event_id = merit_text_of(at_start ? NULL : "e1"),
                                    .occurred_at = at_second(TODAY, 5)};
    evaluate_partner(&world.scoring, &evaluation);
}

START_TEST(only_what_the_event_touched_is_evaluated)
{
    uint32_t partner = begin(20, 3);
    evaluate(partner, 1U << FIXTURE_PEOPLE, false);
    ck_assert_str_eq(world_said(&world, true), "p1:people=3000 2023-5-23 EVENT e1; ");
    evaluate(partner, 1U << FIXTURE_PEOPLE | 1U << FIXTURE_USERS, false);
    ck_assert_str_eq(world_said(&world, true), "p1:users=2000 2023-5-23 EVENT e1; ");
    world_end(&world);
}
END_TEST

START_TEST(a_days_start_evaluates_all)
{
    uint32_t partner = begin(20, 3);
    evaluate(partner, 0, true);
    const struct merit_output *output = world.scoring.outputs.items[0];
    ck_assert_int_eq(output->occurred_at, at_second(TODAY, 0));
    ck_assert_str_eq(world_said(&world, true),
                     "p1:users=2000 2023-5-23 TIME ; p1:people=3000 2023-5-23 TIME ; ");
    world_end(&world);
}
END_TEST

START_TEST(the_standing_is_kept)
{
    uint32_t partner = begin(70, 0);
    evaluate(partner, 1U << FIXTURE_USERS, false);
    struct account account;
    scoring_get_account(&world.scoring, partner, &account);
    ck_assert_int_eq(account.standings[FIXTURE_USERS].status, MERIT_STATUS_ATTAINED);
    ck_assert_int_eq(account.standings[FIXTURE_USERS].score_sequence, 1);
    /* A rule begins before the standing changes by itself. */
    ck_assert_int_eq(account.due_day, on(2023, 6, 1));
    ck_assert_uint_eq(world.scoring.due.count, 1);
    world_day(&world, on(2023, 6, 2));
    scoring_get_account(&world.scoring, partner, &account);
    ck_assert_int_eq(account.due_day, on(2024, 5, 23));
    ck_assert_int_eq(heap_least(&world.scoring.due).major, on(2024, 5, 23));
    world_said(&world, false);
    evaluate(partner, 1U << FIXTURE_USERS, false);
    ck_assert_str_eq(world_said(&world, false), "");
    ck_assert_uint_eq(world.scoring.due.count, 1);
    world_end(&world);
}
END_TEST

START_TEST(outputs_outlive_what_their_texts_came_from)
{
    uint32_t partner = begin(20, 0);
    char event_id[] = "e-to-be-gone";
    struct evaluation evaluation = {.partner = partner,
                                    .designations = 1,
                                    .event_id = merit_text_of(event_id),
                                    .occurred_at = at_second(TODAY, 5)};
    evaluate_partner(&world.scoring, &evaluation);
    memset(event_id, 'x', sizeof event_id - 1);
    for (int i = 0; i < 2000; i++) {
        char partner_id[16];
        (void)snprintf(partner_id, sizeof partner_id, "other-%d", i);
        scoring_make_partner(&world.scoring, merit_text_of(partner_id));
    }
    ck_assert_str_eq(world_said(&world, true), "p1:users=2000 2023-5-23 EVENT e-to-be-gone; ");
    world_end(&world);
}
END_TEST

CHECK_MAIN_TESTS("evaluate",
                 only_what_the_event_touched_is_evaluated,
                 a_days_start_evaluates_all,
                 the_standing_is_kept,
                 outputs_outlive_what_their_texts_came_from)
