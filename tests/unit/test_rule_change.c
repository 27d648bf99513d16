/* Tests of a change of the rule program: whom it evaluates, when, and what that says. */
#include "check_main.h"
#include "scoring_fixture.h"
#include "task/rule_change.h"
#include "task/scoring_records.h"
#include "task/today.h"

#include <stdio.h>

enum { MANY = 400 };

static struct scoring_world world;
static struct program_fixture second;
static int32_t today;

/* p1 qualifies in users, p2 has half of it. */
static void begin(void)
{
    today = on(2023, 5, 10);
    world_begin(&world, 1);
    world_day(&world, today);
    world_link(&world, "p1", "t1", today);
    world_users(&world, "p1", "t1", 80, today);
    world_link(&world, "p2", "t1", today);
    world_users(&world, "p2", "t1", 40, today);
    scoring_clear_outputs(&world.scoring);
}

/* The second program: as the first, but for what `change` does. */
static const struct merit_program *make(int64_t revision,
                                        void (*change)(struct program_fixture *fixture))
{
    program_fixture_build(&second);
    second.program.revision = revision;
    change(&second);
    merit_program_finish(&second.program);
    return &second.program;
}

static void double_target(struct program_fixture *fixture)
{
    fixture->paths[0].metrics[0].options[0].target_numerator = 200;
}

static void count_twice(struct program_fixture *fixture)
{
    fixture->users_terms[0].factor = 2;
}

static void run_change(void)
{
    while (world.scoring.change.behind > 0) {
        rule_change_step(&world.scoring);
    }
}

/* From the logged records alone, under whichever program is in force. */
static void reopen_from_log(const struct merit_program *program)
{
    struct table logged;
    table_init(&logged);
    scoring_save(&world.scoring);
    size_t cursor = 0;
    struct bytes key;
    struct bytes value;
    while (table_walk(&world.state, &cursor, &key, &value)) {
        if (key_logged[key.at[0]]) {
            table_put(&logged, key, value);
        }
    }
    scoring_fini(&world.scoring);
    table_fini(&world.state);
    world.state = logged;
    struct scoring_config config = {program, &world.settings, 0, 1};
    ck_assert(scoring_open(&world.scoring, &world.state, &config));
    world.scoring.certification_day = MERIT_NEVER;
}

/* ---- what it says ------------------------------------------------------------------------ */

START_TEST(each_partner_is_evaluated_and_the_rules_are_the_cause)
{
    begin();
    rule_change_begin(&world.scoring, make(2, double_target));
    ck_assert_uint_eq(world.scoring.change.behind, 2);
    run_change();
    const struct merit_output *first = world.scoring.outputs.items[0];
    ck_assert_uint_eq(first->program_hash, second.program.hash);
    ck_assert_int_eq(first->occurred_at, today * MERIT_MICROS_PER_DAY);
    ck_assert_int_eq(first->score_changed.sequence, 2);
    ck_assert_int_eq(first->score_changed.previous_hundredths, 8000);
    ck_assert_str_eq(world_said(&world, true),
                     "p1:users=4000 2023-5-10 RULES ; p1:users at risk #2 2023-5-10 RULES ; "
                     "p2:users=2000 2023-5-10 RULES ; ");
    world_end(&world);
}
END_TEST

START_TEST(sums_are_those_of_the_new_program)
{
    begin();
    rule_change_begin(&world.scoring, make(2, count_twice));
    run_change();
    ck_assert_int_eq(world_points(&world, "p1", FIXTURE_USERS), 10000);
    ck_assert_int_eq(world_points(&world, "p2", FIXTURE_USERS), 8000);
    /* They go on under it, where they stand and anew. */
    world_users(&world, "p2", "t1", 41, today);
    ck_assert_int_eq(world_points(&world, "p2", FIXTURE_USERS), 8200);
    world_day(&world, today + 1);
    world_link(&world, "p2", "t2", today + 1);
    world_users(&world, "p2", "t2", 3, today + 1);
    ck_assert_int_eq(world_points(&world, "p2", FIXTURE_USERS), 8800);
    reopen_from_log(&second.program);
    ck_assert_int_eq(world_points(&world, "p2", FIXTURE_USERS), 8800);
    world_end(&world);
}
END_TEST

static void stay(struct program_fixture *fixture)
{
    (void)fixture;
}

START_TEST(the_same_rules_of_a_higher_revision_change_nobody)
{
    begin();
    rule_change_begin(&world.scoring, make(2, stay));
    ck_assert_uint_eq(world.scoring.change.behind, 0);
    ck_assert(!rule_change_turn(&world.scoring));
    ck_assert_int_eq(world_points(&world, "p1", FIXTURE_USERS), 8000);
    world_end(&world);
}
END_TEST

/* The window of an anniversary may be over by the new rules. */
static void shorten_windows(struct program_fixture *fixture)
{
    fixture->program.standing.windows[0] = (struct merit_window){INT32_MIN, false, 0, 1};
}

START_TEST(what_has_lapsed_by_the_new_windows_lapses_at_once)
{
    begin();
    world_day(&world, on(2023, 5, 11));
    world_users(&world, "p1", "t1", 10, on(2023, 5, 11));
    world_day(&world, on(2024, 5, 20)); /* at risk, ten days after its anniversary */
    scoring_clear_outputs(&world.scoring);
    rule_change_begin(&world.scoring, make(2, shorten_windows));
    run_change();
    ck_assert_str_eq(world_said(&world, true), "p1:users lapsed #3 2024-5-20 TIME ; ");
    world_day(&world, on(2024, 7, 1));
    ck_assert_str_eq(world_said(&world, true), "");
    world_end(&world);
}
END_TEST

/* ---- designations that go and come ------------------------------------------------------- */

static void leave_out_users(struct program_fixture *fixture)
{
    fixture->program.designations = fixture->designations + 1;
    fixture->program.designation_count = FIXTURE_DESIGNATIONS - 1;
    fixture->program.standing.all_of_count = 2;
    fixture->program.standing.all_of[0] = 0;
    fixture->program.standing.all_of[1] = 1;
}

START_TEST(a_designation_that_comes_back_goes_on_where_it_ended)
{
    for (int restart = 0; restart < 2; restart++) {
        begin();
        const struct merit_program *without = make(2, leave_out_users);
        if (restart) {
            reopen_from_log(without);
        } else {
            rule_change_begin(&world.scoring, without);
        }
        run_change();
        ck_assert_str_eq(world_said(&world, true), "");
        world_users(&world, "p1", "t1", 90, today);
        ck_assert_str_eq(world_said(&world, true), "");
        world.fixture.program.revision = 3;
        if (restart) {
            reopen_from_log(&world.fixture.program);
        } else {
            rule_change_begin(&world.scoring, &world.fixture.program);
        }
        run_change();
        ck_assert_uint_eq(world.scoring.outputs.count, 1);
        ck_assert_int_eq(world.scoring.outputs.items[0]->score_changed.sequence, 2);
        ck_assert_str_eq(world_said(&world, true), "p1:users=9000 2023-5-10 RULES ; ");
        world_end(&world);
    }
}
END_TEST

static void turn_round(struct program_fixture *fixture)
{
    struct merit_designation first = fixture->designations[0];
    fixture->designations[0] = fixture->designations[2];
    fixture->designations[2] = first;
}

START_TEST(the_order_of_designations_may_change)
{
    begin();
    rule_change_begin(&world.scoring, make(2, turn_round));
    run_change();
    ck_assert_str_eq(world_said(&world, true), "");
    ck_assert_int_eq(world_points(&world, "p1", FIXTURE_PRODUCTS), 8000);
    world_users(&world, "p1", "t1", 30, today);
    ck_assert_str_eq(world_said(&world, false), "users=3000 users at risk #2 ");
    world_end(&world);
}
END_TEST

/* ---- when -------------------------------------------------------------------------------- */

START_TEST(a_partner_is_brought_before_an_event_of_its_own)
{
    begin();
    rule_change_begin(&world.scoring, make(2, double_target));
    world_users(&world, "p2", "t1", 60, today);
    ck_assert_str_eq(world_said(&world, true),
                     "p2:users=2000 2023-5-10 RULES ; p2:users=3000 2023-5-10 EVENT eu; ");
    struct merit_event event = event_certification("p1", "n1", "AZ-104", today);
    scoring_certify(&world.scoring, &event);
    ck_assert_str_eq(world_said(&world, true),
                     "p1:users=4000 2023-5-10 RULES ; p1:users at risk #2 2023-5-10 RULES ; "
                     "p1:people=1000 2023-5-10 EVENT ec; ");
    ck_assert_uint_eq(world.scoring.change.behind, 0);
    world_end(&world);
}
END_TEST

START_TEST(all_are_brought_before_the_next_day)
{
    begin();
    rule_change_begin(&world.scoring, make(2, double_target));
    world_day(&world, today + 1);
    ck_assert_int_eq(world.scoring.day, today + 1);
    ck_assert_str_eq(world_said(&world, true),
                     "p1:users=4000 2023-5-10 RULES ; p1:users at risk #2 2023-5-10 RULES ; "
                     "p2:users=2000 2023-5-10 RULES ; ");
    world_end(&world);
}
END_TEST

START_TEST(every_other_turn_is_left_to_others)
{
    begin();
    ck_assert(!rule_change_turn(&world.scoring));
    rule_change_begin(&world.scoring, make(2, double_target));
    ck_assert(rule_change_turn(&world.scoring));
    ck_assert(!rule_change_turn(&world.scoring));
    ck_assert(rule_change_turn(&world.scoring));
    ck_assert(!rule_change_turn(&world.scoring));
    ck_assert_uint_eq(world.scoring.change.behind, 0);
    world_end(&world);
}
END_TEST

START_TEST(a_step_is_bounded_and_an_event_may_come_between_two)
{
    begin();
    for (int i = 0; i < MANY; i++) {
        char tenant[16];
        snprintf(tenant, sizeof tenant, "m%d", i);
        world_link(&world, "p1", tenant, today);
    }
    scoring_clear_outputs(&world.scoring);
    rule_change_begin(&world.scoring, make(2, count_twice));
    for (int i = 0; i < 4; i++) {
        rule_change_step(&world.scoring);
        ck_assert_uint_eq(world.scoring.change.behind, 2);
    }
    world_users(&world, "p1", "m7", 5, today);
    ck_assert_uint_eq(world.scoring.change.behind, 1);
    ck_assert_int_eq(world_points(&world, "p1", FIXTURE_USERS), 10000);
    rule_change_step(&world.scoring);
    ck_assert_uint_eq(world.scoring.change.behind, 0);
    world_users(&world, "p1", "t1", 10, today);
    ck_assert_int_eq(world_points(&world, "p1", FIXTURE_USERS), 3000);
    world_end(&world);
}
END_TEST

/* Stopped in between, with all that was kept or with what is logged, it says the rest, once. */
START_TEST(stopped_in_between_it_goes_on)
{
    for (int logged = 0; logged < 2; logged++) {
        begin();
        rule_change_begin(&world.scoring, make(2, count_twice));
        rule_change_step(&world.scoring);
        ck_assert_str_eq(world_said(&world, true), "p1:users=10000 2023-5-10 RULES ; ");
        if (logged) {
            reopen_from_log(&second.program);
        } else {
            scoring_save(&world.scoring);
            scoring_fini(&world.scoring);
            struct scoring_config config = {&second.program, &world.settings, 0, 1};
            ck_assert(scoring_open(&world.scoring, &world.state, &config));
        }
        ck_assert_uint_eq(world.scoring.change.behind, 1);
        run_change();
        ck_assert_str_eq(world_said(&world, true),
                         "p2:users=8000 2023-5-10 RULES ; p2:users attained #1 2023-5-10 RULES ; ");
        world_users(&world, "p1", "t1", 20, today);
        ck_assert_int_eq(world_points(&world, "p1", FIXTURE_USERS), 4000);
        world_end(&world);
    }
}
END_TEST

/* ---- where something is half done -------------------------------------------------------- */

START_TEST(it_does_not_begin_within_a_days_start)
{
    begin();
    world_watermark(&world, 0, on(2023, 6, 1)); /* a rule day: all partners are due */
    while (world.scoring.day < on(2023, 6, 1)) {
        ck_assert(scoring_step(&world.scoring));
    }
    ck_assert(today_is_starting(&world.scoring));
    ck_assert(!rule_change_is_possible(&world.scoring));
    world_run(&world);
    ck_assert(rule_change_is_possible(&world.scoring));
    rule_change_begin(&world.scoring, make(2, double_target));
    ck_assert_msg(!rule_change_is_possible(&world.scoring), "one change at a time");
    world_end(&world);
}
END_TEST

/* Opened under other rules within a day's start, it ends it under these. */
START_TEST(a_days_start_ends_under_the_rules_it_is_opened_with)
{
    begin();
    world_watermark(&world, 0, on(2023, 6, 1));
    while (world.scoring.day < on(2023, 6, 1)) {
        ck_assert(scoring_step(&world.scoring));
    }
    reopen_from_log(make(2, double_target));
    ck_assert(!rule_change_turn(&world.scoring));
    world_run(&world);
    ck_assert_str_eq(world_said(&world, true),
                     "p1:users=4000 2023-6-1 RULES ; p1:users at risk #2 2023-6-1 RULES ; "
                     "p2:users=2000 2023-6-1 RULES ; ");
    ck_assert_uint_eq(world.scoring.change.behind, 0);
    world_end(&world);
}
END_TEST

CHECK_MAIN_TESTS("rule_change",
                 each_partner_is_evaluated_and_the_rules_are_the_cause,
                 sums_are_those_of_the_new_program,
                 the_same_rules_of_a_higher_revision_change_nobody,
                 what_has_lapsed_by_the_new_windows_lapses_at_once,
                 a_designation_that_comes_back_goes_on_where_it_ended,
                 the_order_of_designations_may_change,
                 a_partner_is_brought_before_an_event_of_its_own,
                 all_are_brought_before_the_next_day,
                 every_other_turn_is_left_to_others,
                 a_step_is_bounded_and_an_event_may_come_between_two,
                 stopped_in_between_it_goes_on,
                 it_does_not_begin_within_a_days_start,
                 a_days_start_ends_under_the_rules_it_is_opened_with)
