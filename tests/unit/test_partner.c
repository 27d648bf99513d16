/* Tests of one partner's evaluation: what is said, in which order, and why (contract, "Output
 * events"). */
#include "check_main.h"
#include "core/partner.h"
#include "outputs_said.h"
#include "program_fixture.h"

/* One partner under the small program, users in thousandths. */
struct world {
    struct program_fixture fixture;
    struct partner_settings settings;
    struct standing standings[FIXTURE_DESIGNATIONS + 1];
    struct arena arena;
    struct output_list outputs;
};
static struct world world;

static void begin(void)
{
    program_fixture_build(&world.fixture);
    world.fixture.paths[0].metrics[0].options[0].measure.unit = 1000;
    merit_program_finish(&world.fixture.program);
    world.settings = (struct partner_settings){1, 1, {70}};
    for (int i = 0; i <= FIXTURE_DESIGNATIONS; i++) {
        world.standings[i] = standing_new();
    }
    world.outputs.arena = &world.arena;
}

static const char *said(void)
{
    return outputs_said(&world.outputs, false);
}

/* Evaluates all three with so many thousandths of a user, people and products; a number below 0:
 * not touched. */
static void evaluate(int32_t day, bool at_start, int64_t users, int64_t people, int64_t products)
{
    const merit_int128 users_sums[FIXTURE_USERS_SLOTS] = {users};
    const merit_int128 people_sums[] = {people};
    const merit_int128 products_sums[] = {products};
    struct partner_sums sums = {{users < 0 ? NULL : users_sums, people < 0 ? NULL : people_sums,
                                 products < 0 ? NULL : products_sums}};
    struct partner_moment moment = {
        .program = &world.fixture.program,
        .settings = &world.settings,
        .partner_id = merit_text_of("p1"),
        .day = day,
        .at_start = at_start,
        .event_id = merit_text_of(at_start ? NULL : "e1"),
        .occurred_at = at_start ? at_second(day, 0) : at_second(day, 3600),
    };
    world.outputs.count = 0;
    partner_evaluate(&moment, &sums, world.standings, &world.outputs);
}

static void by_event(int32_t day, int64_t users, int64_t people, int64_t products)
{
    evaluate(day, false, users, people, products);
}

static void at_start(int32_t day, int64_t users, int64_t people, int64_t products)
{
    evaluate(day, true, users, people, products);
}

static const struct merit_output *output_of(uint32_t index)
{
    ck_assert_uint_lt(index, world.outputs.count);
    return world.outputs.items[index];
}

/* ---- scores ------------------------------------------------------------------------------ */

START_TEST(nothing_is_said_of_nothing)
{
    begin();
    by_event(on(2023, 1, 10), 0, 0, 0);
    ck_assert_str_eq(said(), "");
    at_start(on(2023, 1, 11), 0, 0, 0);
    ck_assert_str_eq(said(), "");
}
END_TEST

START_TEST(a_score_change_follows_on_the_last_one)
{
    begin();
    by_event(on(2023, 1, 10), 12340, -1, -1);
    const struct merit_output *output = output_of(0);
    ck_assert_int_eq(output->kind, MERIT_OUTPUT_SCORE_CHANGED);
    ck_assert(text_is(output->partner_id, "p1"));
    ck_assert_str_eq(output->designation, "users");
    ck_assert_int_eq(output->effective_day, on(2023, 1, 10));
    ck_assert_int_eq(output->version_day, on(2022, 10, 3));
    ck_assert_uint_eq(output->program_hash, world.fixture.program.hash);
    ck_assert_int_eq(output->score_changed.sequence, 1);
    ck_assert_int_eq(output->score_changed.previous_hundredths, 0);
    ck_assert_int_eq(output->score_changed.score.hundredths, 1234);
    ck_assert_uint_eq(output->score_changed.score.metric_count, 1);
    by_event(on(2023, 1, 10), 12340, -1, -1);
    ck_assert_str_eq(said(), "");
    by_event(on(2023, 1, 10), 80000, -1, -1);
    ck_assert_int_eq(output_of(0)->score_changed.sequence, 2);
    ck_assert_int_eq(output_of(0)->score_changed.previous_hundredths, 1234);
    ck_assert(!output_of(0)->score_changed.previously_qualified);
    ck_assert(output_of(0)->score_changed.score.qualified);
    by_event(on(2023, 1, 10), 0, -1, -1);
    ck_assert_int_eq(output_of(0)->score_changed.sequence, 3);
    ck_assert_int_eq(output_of(0)->score_changed.previous_hundredths, 8000);
    ck_assert(output_of(0)->score_changed.previously_qualified);
}
END_TEST

START_TEST(a_change_below_a_hundredth_is_not_said)
{
    begin();
    by_event(on(2023, 1, 10), 10004, -1, -1);
    ck_assert_str_eq(said(), "users=1000 ");
    by_event(on(2023, 1, 10), 10001, -1, -1);
    ck_assert_str_eq(said(), "");
    by_event(on(2023, 1, 10), 10005, -1, -1);
    ck_assert_str_eq(said(), "users=1001 ");
}
END_TEST

START_TEST(small_changes_are_said_when_they_have_added_up)
{
    begin();
    world.settings.min_hundredths = 100;
    by_event(on(2023, 1, 10), 990, -1, -1);
    ck_assert_str_eq(said(), "");
    by_event(on(2023, 1, 10), 1000, -1, -1);
    ck_assert_str_eq(said(), "users=100 ");
    by_event(on(2023, 1, 10), 1990, -1, -1);
    ck_assert_str_eq(said(), "");
    by_event(on(2023, 1, 10), 2000, -1, -1);
    ck_assert_str_eq(said(), "users=200 ");
    ck_assert_int_eq(output_of(0)->score_changed.previous_hundredths, 100);
    by_event(on(2023, 1, 10), 1000, -1, -1);
    ck_assert_str_eq(said(), "users=100 ");
    ck_assert_int_eq(world.standings[0].sent_hundredths, 100);
}
END_TEST

/* 69.996 is shown as 70.00: reaching 70 is said though the shown points stay. */
START_TEST(a_threshold_is_crossed_before_rounding)
{
    begin();
    world.settings.min_hundredths = 100;
    by_event(on(2023, 1, 10), 69996, -1, -1);
    ck_assert_str_eq(said(), "users=7000 ");
    ck_assert_uint_eq(output_of(0)->score_changed.crossing_count, 0);
    by_event(on(2023, 1, 10), 70000, -1, -1);
    ck_assert_str_eq(said(), "users=7000 users attained #1 ");
    ck_assert_uint_eq(output_of(0)->score_changed.crossing_count, 1);
    ck_assert_int_eq(output_of(0)->score_changed.crossings[0].threshold, 70);
    ck_assert(output_of(0)->score_changed.crossings[0].up);
    by_event(on(2023, 1, 10), 69999, -1, -1);
    ck_assert_str_eq(said(), "users=7000 users at risk #2 ");
    ck_assert_uint_eq(output_of(0)->score_changed.crossing_count, 1);
    ck_assert(!output_of(0)->score_changed.crossings[0].up);
}
END_TEST

START_TEST(every_threshold_passed_is_named)
{
    begin();
    world.settings = (struct partner_settings){1000, 4, {10, 30, 70, 90}};
    by_event(on(2023, 1, 10), 30000, -1, -1);
    const struct merit_score_changed *changed = &output_of(0)->score_changed;
    ck_assert_uint_eq(changed->crossing_count, 2);
    ck_assert_int_eq(changed->crossings[0].threshold, 10);
    ck_assert_int_eq(changed->crossings[1].threshold, 30);
    by_event(on(2023, 1, 10), 29999, -1, -1);
    ck_assert_str_eq(said(), "users=3000 ");
    changed = &output_of(0)->score_changed;
    ck_assert_uint_eq(changed->crossing_count, 1);
    ck_assert(!changed->crossings[0].up && changed->crossings[0].threshold == 30);
    by_event(on(2023, 1, 10), 20010, -1, -1);
    ck_assert_msg(world.outputs.count == 0, "9.99 points less than those sent");
    by_event(on(2023, 1, 10), 90000, -1, -1);
    ck_assert_uint_eq(output_of(0)->score_changed.crossing_count, 3);
}
END_TEST

START_TEST(what_the_event_did_not_touch_is_left_alone)
{
    begin();
    by_event(on(2023, 1, 10), 5000, 3, 2);
    ck_assert_str_eq(said(), "users=500 people=3000 products=2000 ");
    by_event(on(2023, 1, 10), -1, 4, -1);
    ck_assert_str_eq(said(), "people=4000 ");
}
END_TEST

/* ---- causes ------------------------------------------------------------------------------ */

START_TEST(an_event_is_the_cause_of_what_it_did)
{
    begin();
    by_event(on(2023, 6, 1), 70000, 7, 7);
    for (uint32_t i = 0; i < world.outputs.count; i++) {
        ck_assert_int_eq(output_of(i)->cause, MERIT_CAUSE_EVENT);
        ck_assert(text_is(output_of(i)->cause_event_id, "e1"));
        ck_assert_int_eq(output_of(i)->occurred_at, at_second(on(2023, 6, 1), 3600));
    }
}
END_TEST

START_TEST(at_a_days_start_it_is_time_or_a_rule_of_that_day)
{
    begin();
    at_start(on(2023, 5, 31), 70000, 1, 5);
    ck_assert_str_eq(said(), "users=7000 users attained #1 people=1000 products=5000 ");
    for (uint32_t i = 0; i < world.outputs.count; i++) {
        ck_assert_int_eq(output_of(i)->cause, MERIT_CAUSE_TIME);
        ck_assert(merit_text_is_null(output_of(i)->cause_event_id));
        ck_assert_int_eq(output_of(i)->occurred_at, at_second(on(2023, 5, 31), 0));
    }
    at_start(on(2023, 6, 1), 70000, 7, 5);
    ck_assert_str_eq(said(), "people=7000 people attained #1 products=10000 products attained #1 "
                             "all attained #1 ");
    ck_assert_int_eq(output_of(0)->cause, MERIT_CAUSE_TIME);
    ck_assert_int_eq(output_of(1)->cause, MERIT_CAUSE_TIME);
    ck_assert_int_eq(output_of(2)->cause, MERIT_CAUSE_RULES);
    ck_assert_int_eq(output_of(3)->cause, MERIT_CAUSE_RULES);
    ck_assert_msg(output_of(4)->cause == MERIT_CAUSE_RULES, "RULES if any of the three has it");
    ck_assert_int_eq(output_of(2)->version_day, on(2023, 6, 1));
    ck_assert_int_eq(output_of(0)->version_day, on(2022, 10, 3));
    ck_assert_int_eq(output_of(4)->version_day, on(2023, 6, 1));
}
END_TEST

START_TEST(the_badge_for_all_is_by_time_where_no_rule_begins)
{
    begin();
    by_event(on(2023, 7, 1), 70000, 7, 3);
    at_start(on(2023, 7, 2), 70000, 7, 4);
    ck_assert_str_eq(said(), "products=8000 products attained #1 all attained #1 ");
    ck_assert_int_eq(output_of(2)->cause, MERIT_CAUSE_TIME);
}
END_TEST

START_TEST(on_the_first_day_of_all_it_is_the_rules)
{
    begin();
    by_event(on(2022, 10, 2), 80000, -1, -1);
    ck_assert_str_eq(said(), "users=8000 ");
    at_start(on(2022, 10, 3), 80000, 0, 0);
    ck_assert_str_eq(said(), "users attained #1 ");
    ck_assert_int_eq(output_of(0)->cause, MERIT_CAUSE_RULES);
}
END_TEST

/* ---- designations ------------------------------------------------------------------------ */

static const struct merit_designation_event *event_of(uint32_t index)
{
    ck_assert_int_eq(output_of(index)->kind, MERIT_OUTPUT_DESIGNATION);
    return &output_of(index)->designation_event;
}

START_TEST(a_designation_event_says_where_it_stands)
{
    begin();
    by_event(on(2023, 1, 10), 1000, -1, -1);
    by_event(on(2023, 1, 11), 75500, -1, -1);
    const struct merit_designation_event *event = event_of(1);
    ck_assert_int_eq(event->sequence, 1);
    ck_assert_int_eq(event->score_sequence, 2);
    ck_assert_int_eq(event->transition, MERIT_ATTAINED);
    ck_assert_int_eq(event->hundredths, 7550);
    ck_assert_int_eq(event->anniversary_day, on(2024, 1, 11));
    by_event(on(2023, 1, 12), 50000, -1, -1);
    event = event_of(1);
    ck_assert_int_eq(event->sequence, 2);
    ck_assert_int_eq(event->score_sequence, 3);
    ck_assert_int_eq(event->transition, MERIT_AT_RISK);
    ck_assert_int_eq(event->anniversary_day, on(2024, 1, 11));
    ck_assert_uint_eq(event->specialization_count, 0);
    by_event(on(2023, 1, 12), 75500, -1, -1);
    ck_assert_int_eq(event_of(1)->transition, MERIT_RECOVERED);
    ck_assert_uint_eq(event_of(1)->specialization_count, 0);
}
END_TEST

START_TEST(an_anniversary_is_shared_with_those_held)
{
    begin();
    by_event(on(2023, 1, 10), 70000, -1, -1);
    by_event(on(2023, 3, 1), 0, -1, -1);
    by_event(on(2023, 5, 5), -1, 7, -1);
    ck_assert_int_eq(event_of(1)->anniversary_day, on(2024, 1, 10));
    by_event(on(2023, 5, 6), -1, -1, 7);
    ck_assert_int_eq(event_of(1)->anniversary_day, on(2024, 1, 10));
}
END_TEST

/* Whichever of the others is looked at first. */
START_TEST(the_latest_anniversary_is_shared)
{
    const int32_t days[] = {on(2024, 6, 1), on(2024, 1, 10)};
    for (int i = 0; i < 2; i++) {
        begin();
        by_event(on(2023, 1, 10), 70000, 7, -1);
        world.standings[FIXTURE_USERS].anniversary_day = days[i];
        world.standings[FIXTURE_PEOPLE].anniversary_day = days[1 - i];
        by_event(on(2023, 5, 6), -1, -1, 7);
        ck_assert_int_eq(event_of(1)->anniversary_day, on(2024, 6, 1));
    }
}
END_TEST

START_TEST(a_badge_may_ask_for_one)
{
    begin();
    world.fixture.program.standing.all_of_count = 1;
    world.fixture.program.standing.all_of[0] = FIXTURE_PEOPLE;
    by_event(on(2023, 1, 10), 70000, -1, -1);
    ck_assert_str_eq(said(), "users=7000 users attained #1 ");
    by_event(on(2023, 1, 11), -1, 7, -1);
    ck_assert_str_eq(said(), "people=7000 people attained #1 all attained #1 ");
}
END_TEST

START_TEST(the_badge_for_all_has_no_anniversary_and_no_points)
{
    begin();
    by_event(on(2023, 7, 1), 70000, 7, 4);
    ck_assert_str_eq(said(), "users=7000 users attained #1 people=7000 people attained #1 "
                             "products=8000 products attained #1 all attained #1 ");
    const struct merit_designation_event *event = event_of(6);
    ck_assert_int_eq(event->anniversary_day, MERIT_NO_DAY);
    ck_assert_int_eq(event->hundredths, 0);
    ck_assert_int_eq(event->score_sequence, 0);
    ck_assert_uint_eq(event->specialization_count, 0);
    by_event(on(2023, 7, 2), 0, 7, 4);
    ck_assert_str_eq(said(), "users=0 users at risk #2 ");
    ck_assert_int_eq(world.standings[FIXTURE_DESIGNATIONS].status, MERIT_STATUS_ATTAINED);
    ck_assert_int_eq(world.standings[FIXTURE_DESIGNATIONS].attained_day, on(2023, 7, 1));
}
END_TEST

static void assert_specializations(uint32_t index, const char *first, const char *second)
{
    const struct merit_designation_event *event = event_of(index);
    uint8_t count = (uint8_t)((first != NULL) + (second != NULL));
    ck_assert_uint_eq(event->specialization_count, count);
    if (first != NULL) {
        ck_assert_str_eq(event->specializations[0], first);
    }
    if (second != NULL) {
        ck_assert_str_eq(event->specializations[1], second);
    }
}

START_TEST(specializations_open_with_the_first_that_has_them)
{
    begin();
    by_event(on(2023, 1, 10), -1, 7, -1);
    assert_specializations(1, "shared", NULL);
    by_event(on(2023, 1, 11), 70000, -1, -1);
    assert_specializations(1, "teams_calling", NULL);
    by_event(on(2023, 1, 12), -1, -1, 7);
    assert_specializations(1, "azure_networking", NULL);
}
END_TEST

/* All three end their window on 2024-01-31. */
static void begin_with_all_three(void)
{
    begin();
    by_event(on(2023, 1, 10), 70000, 7, 7);
    by_event(on(2023, 2, 1), 0, 0, 0);
}

START_TEST(lapses_come_first_and_the_badge_right_after_the_first)
{
    begin_with_all_three();
    at_start(on(2024, 1, 31), 0, 0, 0);
    ck_assert_str_eq(said(), "");
    at_start(on(2024, 2, 1), 0, 7, 1);
    ck_assert_str_eq(said(), "users lapsed #3 all lapsed #2 people lapsed #3 products lapsed #3 "
                             "people=7000 people attained #4 products=2000 ");
    for (uint32_t i = 0; i < 4; i++) {
        ck_assert_int_eq(output_of(i)->cause, MERIT_CAUSE_TIME);
        ck_assert_int_eq(event_of(i)->anniversary_day, MERIT_NO_DAY);
        ck_assert_int_eq(event_of(i)->hundredths, 0);
    }
    ck_assert_int_eq(world.standings[FIXTURE_DESIGNATIONS].attained_day, MERIT_NO_DAY);
}
END_TEST

START_TEST(specializations_close_with_the_last_that_has_them)
{
    begin_with_all_three();
    at_start(on(2024, 2, 1), 0, 0, 0);
    assert_specializations(0, "teams_calling", NULL);
    assert_specializations(1, NULL, NULL);
    assert_specializations(2, NULL, NULL);
    assert_specializations(3, "azure_networking", "shared");
}
END_TEST

START_TEST(a_lapse_is_always_by_time)
{
    begin();
    world.fixture.spans[3].from_day = on(2024, 2, 1);
    by_event(on(2023, 1, 10), 0, 0, 7);
    by_event(on(2023, 2, 1), 0, 0, 0);
    at_start(on(2024, 2, 1), 0, 0, 1);
    ck_assert_str_eq(said(), "products lapsed #3 products=2000 ");
    ck_assert_int_eq(output_of(0)->cause, MERIT_CAUSE_TIME);
    ck_assert_int_eq(output_of(1)->cause, MERIT_CAUSE_RULES);
}
END_TEST

START_TEST(nothing_lapses_in_the_middle_of_a_day)
{
    begin_with_all_three();
    by_event(on(2024, 2, 1), 0, 0, 0);
    ck_assert_str_eq(said(), "");
}
END_TEST

START_TEST(a_renewal_comes_after_its_recovery)
{
    begin_with_all_three();
    by_event(on(2024, 1, 20), 71000, -1, -1);
    ck_assert_str_eq(said(), "users=7100 users recovered #3 users renewed #4 ");
    ck_assert_int_eq(event_of(1)->anniversary_day, on(2024, 1, 10));
    ck_assert_int_eq(event_of(2)->anniversary_day, on(2025, 1, 10));
    ck_assert_uint_eq(event_of(2)->specialization_count, 0);
}
END_TEST

START_TEST(without_a_badge_for_all_there_is_none)
{
    begin();
    world.fixture.program.standing.all_of_count = 0;
    world.fixture.program.standing.all_id = NULL;
    by_event(on(2023, 1, 10), 70000, 7, 7);
    ck_assert_str_eq(said(), "users=7000 users attained #1 people=7000 people attained #1 "
                             "products=7000 products attained #1 ");
}
END_TEST

START_TEST(the_next_day_is_the_first_of_all_standings)
{
    begin();
    const struct merit_program *program = &world.fixture.program;
    ck_assert_int_eq(partner_next_day(program, world.standings, on(2023, 1, 1)), MERIT_NEVER);
    by_event(on(2023, 1, 10), -1, 7, -1);
    ck_assert_int_eq(partner_next_day(program, world.standings, on(2023, 1, 10)), on(2024, 1, 10));
    world.standings[2] = world.standings[1];
    world.standings[2].anniversary_day = on(2023, 12, 10);
    ck_assert_int_eq(partner_next_day(program, world.standings, on(2023, 12, 9)), on(2023, 12, 10));
    ck_assert_int_eq(partner_next_day(program, world.standings, on(2023, 12, 10)), on(2024, 1, 1));
}
END_TEST

/* ---- the score of a day ------------------------------------------------------------------ */

static struct merit_output score_of(uint8_t designation, int32_t day, int64_t sum)
{
    const merit_int128 sums[FIXTURE_USERS_SLOTS] = {sum};
    struct partner_moment moment = {.program = &world.fixture.program,
                                    .settings = &world.settings,
                                    .partner_id = merit_text_of("p1"),
                                    .day = day,
                                    .at_start = true};
    struct merit_output output;
    partner_score(&moment, designation, sums, &world.standings[designation], &output);
    return output;
}

START_TEST(a_score_has_the_standing_and_the_metrics)
{
    begin();
    by_event(on(2023, 1, 10), 70000, -1, -1);
    by_event(on(2023, 1, 11), 60000, -1, -1);
    struct merit_output output = score_of(FIXTURE_USERS, on(2023, 1, 12), 60000);
    ck_assert_int_eq(output.kind, MERIT_OUTPUT_SCORE);
    ck_assert_str_eq(output.designation, "users");
    ck_assert_int_eq(output.effective_day, on(2023, 1, 12));
    ck_assert_int_eq(output.score.sequence, 2);
    ck_assert_int_eq(output.score.status, MERIT_STATUS_AT_RISK);
    ck_assert_int_eq(output.score.attained_day, on(2023, 1, 10));
    ck_assert_int_eq(output.score.anniversary_day, on(2024, 1, 10));
    ck_assert_int_eq(output.score.score.hundredths, 6000);
    ck_assert(!output.score.score.qualified);
    ck_assert_str_eq(output.score.score.metrics[0].metric, "active");
    ck_assert_str_eq(output.score.score.metrics[0].basis, "CPOR");
}
END_TEST

START_TEST(a_score_is_that_of_the_rules_of_the_day)
{
    begin();
    ck_assert_int_eq(score_of(FIXTURE_PRODUCTS, on(2023, 5, 31), 3).score.score.hundredths, 3000);
    struct merit_output output = score_of(FIXTURE_PRODUCTS, on(2023, 6, 1), 3);
    ck_assert_int_eq(output.score.score.hundredths, 6000);
    ck_assert_int_eq(output.version_day, on(2023, 6, 1));
    ck_assert_int_eq(output.score.status, MERIT_STATUS_NOT_ATTAINED);
    ck_assert_int_eq(output.score.attained_day, MERIT_NO_DAY);
}
END_TEST

START_TEST(the_score_of_the_badge_has_no_metrics)
{
    begin();
    by_event(on(2023, 7, 1), 70000, 7, 4);
    struct merit_output output = score_of(FIXTURE_DESIGNATIONS, on(2023, 7, 2), 0);
    ck_assert_str_eq(output.designation, "all");
    ck_assert_int_eq(output.score.status, MERIT_STATUS_ATTAINED);
    ck_assert_int_eq(output.score.attained_day, on(2023, 7, 1));
    ck_assert_int_eq(output.score.anniversary_day, MERIT_NO_DAY);
    ck_assert_uint_eq(output.score.score.metric_count, 0);
    ck_assert_int_eq(output.score.score.hundredths, 0);
    ck_assert_ptr_null(output.score.score.path);
}
END_TEST

START_TEST(many_outputs_stay_in_order)
{
    begin();
    struct partner_moment moment = {.program = &world.fixture.program,
                                    .settings = &world.settings,
                                    .partner_id = merit_text_of("p1"),
                                    .day = on(2023, 1, 10),
                                    .event_id = merit_text_of("e1")};
    for (int i = 1; i <= 60; i++) {
        const merit_int128 users[FIXTURE_USERS_SLOTS] = {i * 1000};
        struct partner_sums sums = {{users}};
        partner_evaluate(&moment, &sums, world.standings, &world.outputs);
    }
    ck_assert_uint_eq(world.outputs.count, 60);
    for (uint32_t i = 0; i < 60; i++) {
        ck_assert_int_eq(output_of(i)->score_changed.sequence, i + 1);
        ck_assert_int_eq(output_of(i)->score_changed.score.hundredths, (i + 1) * 100);
    }
    output_list_fini(&world.outputs);
    ck_assert_ptr_null(world.outputs.items);
    arena_fini(&world.arena);
}
END_TEST

/* ---- adoption ---------------------------------------------------------------------------- */

START_TEST(the_badge_for_all_follows_what_was_adopted)
{
    struct program_fixture fixture;
    const struct merit_program *program = program_fixture_make(&fixture);
    struct standing standings[PARTNER_STANDINGS_MAX];
    for (uint8_t i = 0; i <= program->designation_count; i++) {
        standings[i] = standing_new();
    }
    ck_assert_int_eq(partner_adopted_day(program, standings, on(2023, 1, 1)), MERIT_NEVER);
    standing_adopt(&standings[0], on(2022, 11, 9), on(2024, 8, 15), on(2024, 3, 1));
    standing_adopt(&standings[1], on(2022, 10, 3), on(2024, 2, 1), on(2023, 3, 1));
    partner_adopt_all(program, standings);
    ck_assert(!standing_is_held(&standings[program->designation_count]));
    standing_adopt(&standings[2], on(2022, 10, 4), on(2024, 9, 1), on(2023, 3, 1));
    partner_adopt_all(program, standings);
    ck_assert(standing_is_held(&standings[program->designation_count]));
    ck_assert_int_eq(standings[program->designation_count].attained_day, on(2022, 11, 9));
    ck_assert_int_eq(partner_adopted_day(program, standings, on(2023, 1, 1)), on(2024, 2, 1));
    ck_assert_int_eq(partner_adopted_day(program, standings, on(2024, 2, 9)), on(2024, 2, 9));
}
END_TEST

CHECK_MAIN_TESTS("partner",
                 nothing_is_said_of_nothing,
                 a_score_change_follows_on_the_last_one,
                 a_change_below_a_hundredth_is_not_said,
                 small_changes_are_said_when_they_have_added_up,
                 a_threshold_is_crossed_before_rounding,
                 every_threshold_passed_is_named,
                 what_the_event_did_not_touch_is_left_alone,
                 an_event_is_the_cause_of_what_it_did,
                 at_a_days_start_it_is_time_or_a_rule_of_that_day,
                 the_badge_for_all_is_by_time_where_no_rule_begins,
                 on_the_first_day_of_all_it_is_the_rules,
                 a_designation_event_says_where_it_stands,
                 an_anniversary_is_shared_with_those_held,
                 the_latest_anniversary_is_shared,
                 a_badge_may_ask_for_one,
                 the_badge_for_all_has_no_anniversary_and_no_points,
                 specializations_open_with_the_first_that_has_them,
                 lapses_come_first_and_the_badge_right_after_the_first,
                 specializations_close_with_the_last_that_has_them,
                 a_lapse_is_always_by_time,
                 nothing_lapses_in_the_middle_of_a_day,
                 a_renewal_comes_after_its_recovery,
                 without_a_badge_for_all_there_is_none,
                 the_next_day_is_the_first_of_all_standings,
                 a_score_has_the_standing_and_the_metrics,
                 a_score_is_that_of_the_rules_of_the_day,
                 the_score_of_the_badge_has_no_metrics,
                 many_outputs_stay_in_order,
                 the_badge_for_all_follows_what_was_adopted)
