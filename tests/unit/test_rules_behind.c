/* Tests of which partners are behind a change of the rule program. */
#include "check_main.h"
#include "scoring_fixture.h"
#include "task/rule_change.h"
#include "task/rules_behind.h"
#include "task/scoring_records.h"

static struct scoring_world world;
static struct program_fixture second;

static void begin(void)
{
    int32_t today = on(2023, 5, 10);
    world_begin(&world, 1);
    world_day(&world, today);
    world_link(&world, "p1", "t1", today);
    world_users(&world, "p1", "t1", 80, today);
    world_link(&world, "p2", "t1", today);
    world_users(&world, "p2", "t1", 40, today);
}

static void change_rules(void)
{
    program_fixture_build(&second);
    second.program.revision = world.scoring.config.program->revision + 1;
    second.paths[0].metrics[0].options[0].target_numerator = 200;
    merit_program_finish(&second.program);
    rule_change_begin(&world.scoring, &second.program);
}

START_TEST(nobody_is_behind_without_a_change)
{
    begin();
    ck_assert(!rules_are_behind(&world.scoring, 0));
    ck_assert(!rules_are_behind(&world.scoring, 1));
    world_end(&world);
}
END_TEST

START_TEST(each_is_behind_until_it_was_brought)
{
    begin();
    change_rules();
    uint32_t first = scoring_find_partner(&world.scoring, merit_text_of("p1"));
    uint32_t other = scoring_find_partner(&world.scoring, merit_text_of("p2"));
    ck_assert(rules_are_behind(&world.scoring, first));
    ck_assert(rules_are_behind(&world.scoring, other));
    rule_change_bring(&world.scoring, first);
    ck_assert(!rules_are_behind(&world.scoring, first));
    ck_assert(rules_are_behind(&world.scoring, other));
    ck_assert_ptr_nonnull(world.scoring.change.from);
    rule_change_bring(&world.scoring, other);
    ck_assert(!rules_are_behind(&world.scoring, other));
    ck_assert_ptr_null(world.scoring.change.from); /* the former program may go */
    world_end(&world);
}
END_TEST

CHECK_MAIN_TESTS("rules_behind",
                 nobody_is_behind_without_a_change,
                 each_is_behind_until_it_was_brought)
