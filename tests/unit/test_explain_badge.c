/* Tests of why the badge is held or not: which designations it asks for, and which ends it. */
#include "badge_fixture.h"
#include "check_main.h"

static struct scoring_world world;
static struct arena arena;
static struct merit_badge_explained badge;

static void end(void)
{
    arena_fini(&arena);
    world_end(&world);
}

START_TEST(held_while_all_are)
{
    badge_begin(&world, MERIT_NO_DAY);
    badge_of(&world, "p1", &arena, &badge);
    ck_assert(badge.known);
    ck_assert_str_eq(badge.id, "all");
    ck_assert_int_eq(badge.status, MERIT_STATUS_ATTAINED);
    ck_assert_int_eq(badge.attained_day, BADGE_TODAY);
    ck_assert_int_eq(badge.why.reason, MERIT_REASON_EVERY_DESIGNATION_HELD);
    ck_assert_uint_eq(badge.part_count, FIXTURE_DESIGNATIONS);
    ck_assert_uint_eq(badge.held_count, FIXTURE_DESIGNATIONS);
    ck_assert_int_eq(badge.parts[FIXTURE_PEOPLE].attained_day, BADGE_TODAY);
    ck_assert_int_eq(badge.parts[FIXTURE_PEOPLE].anniversary_day, on(2024, 5, 23));
    ck_assert_int_eq(badge.version_day, on(2022, 10, 3));
    ck_assert_uint_eq(badge.program_hash, world.fixture.program.hash);
    end();
}
END_TEST

/* The products' revenue is of April: from June on they are at risk, and never qualify in the window
 * that ends with May. */
START_TEST(the_first_to_lapse_ends_it)
{
    badge_begin(&world, on(2023, 7, 1));
    badge_of(&world, "p1", &arena, &badge);
    ck_assert_int_eq(badge.outlook_day, BADGE_TODAY + MERIT_EXPLAIN_DAYS_MAX);
    ck_assert_int_eq(badge.end_day, on(2024, 6, 1));
    ck_assert_str_eq(badge.ended_by, "people");
    static const struct {
        int32_t year;
        int32_t month;
        int32_t day;
        const char *designation;
        enum merit_transition transition;
        enum merit_cause cause;
    } want[] = {
        {2023, 6, 1, "products", MERIT_AT_RISK, MERIT_CAUSE_RULES},
        {2023, 7, 1, "people", MERIT_AT_RISK, MERIT_CAUSE_TIME},
        {2024, 5, 23, "users", MERIT_RENEWED, MERIT_CAUSE_TIME},
        {2024, 6, 1, "people", MERIT_LAPSED, MERIT_CAUSE_TIME},
        {2024, 6, 1, "all", MERIT_LAPSED, MERIT_CAUSE_TIME},
        {2024, 6, 1, "products", MERIT_LAPSED, MERIT_CAUSE_TIME},
    };
    ck_assert_uint_eq(badge.ahead_count, sizeof want / sizeof want[0]);
    for (uint32_t i = 0; i < badge.ahead_count; i++) {
        ck_assert_int_eq(badge.ahead[i].day, on(want[i].year, want[i].month, want[i].day));
        ck_assert_str_eq(badge.ahead[i].designation, want[i].designation);
        ck_assert_int_eq(badge.ahead[i].transition, want[i].transition);
        ck_assert_int_eq(badge.ahead[i].cause, want[i].cause);
    }
    /* The task itself is where it was, and at risk is held. */
    ck_assert_int_eq(world.scoring.day, BADGE_TODAY);
    world_day(&world, on(2023, 7, 2));
    badge_of(&world, "p1", &arena, &badge);
    ck_assert_int_eq(badge.parts[FIXTURE_PEOPLE].status, MERIT_STATUS_AT_RISK);
    ck_assert_uint_eq(badge.held_count, FIXTURE_DESIGNATIONS);
    ck_assert_int_eq(badge.status, MERIT_STATUS_ATTAINED);
    ck_assert_int_eq(badge.end_day, on(2024, 6, 1));
    end();
}
END_TEST

START_TEST(what_is_missing_is_said)
{
    world_begin(&world, 1);
    world_day(&world, BADGE_TODAY);
    badge_people(&world, MERIT_NO_DAY);
    badge_of(&world, "p1", &arena, &badge);
    ck_assert_int_eq(badge.status, MERIT_STATUS_NOT_ATTAINED);
    ck_assert_int_eq(badge.attained_day, MERIT_NO_DAY);
    ck_assert_int_eq(badge.why.reason, MERIT_REASON_DESIGNATION_MISSING);
    ck_assert_uint_eq(badge.held_count, 1);
    ck_assert_int_eq(badge.parts[FIXTURE_PEOPLE].status, MERIT_STATUS_ATTAINED);
    ck_assert_int_eq(badge.parts[FIXTURE_USERS].status, MERIT_STATUS_NOT_ATTAINED);
    ck_assert_int_eq(badge.end_day, MERIT_NO_DAY);
    ck_assert_ptr_null(badge.ended_by);
    end();
}
END_TEST

/* Designations that lapse without it do not end it. */
START_TEST(what_is_not_held_is_not_ended)
{
    world_begin(&world, 1);
    world_day(&world, BADGE_TODAY);
    badge_people(&world, on(2023, 7, 1));
    badge_of(&world, "p1", &arena, &badge);
    ck_assert_uint_eq(badge.ahead_count, 2);
    ck_assert_int_eq(badge.ahead[1].transition, MERIT_LAPSED);
    ck_assert_int_eq(badge.end_day, MERIT_NO_DAY);
    ck_assert_ptr_null(badge.ended_by);
    end();
}
END_TEST

START_TEST(someone_unknown_holds_nothing)
{
    badge_begin(&world, MERIT_NO_DAY);
    badge_of(&world, "p9", &arena, &badge);
    ck_assert(!badge.known);
    ck_assert(merit_text_equal(badge.partner_id, merit_text_of("p9")));
    ck_assert_uint_eq(badge.held_count, 0);
    ck_assert_uint_eq(badge.part_count, FIXTURE_DESIGNATIONS);
    ck_assert_int_eq(badge.outlook_day, BADGE_TODAY);
    end();
}
END_TEST

CHECK_MAIN_TESTS("explain_badge",
                 held_while_all_are,
                 the_first_to_lapse_ends_it,
                 what_is_missing_is_said,
                 what_is_not_held_is_not_ended,
                 someone_unknown_holds_nothing)
