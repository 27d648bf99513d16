/* Tests of a task: what is next, and what its inputs let its clocks do. */
#include "check_main.h"
#include "task_fixture.h"

enum { TODAY = 19500 /* 2023-05-23 */ };

static struct task_world world;

static int32_t tenants_day(void)
{
    return world.task.attribution.day;
}

static int32_t partners_day(void)
{
    return world.task.scoring.day;
}

/* ---- the tenants' clock ------------------------------------------------------------------ */

START_TEST(what_is_not_known_is_waited_for)
{
    task_world_begin(&world, 1, MERIT_NO_DAY);
    world.view.wall_day = TODAY;
    ck_assert_str_eq(next_is(&world), "wait");
    see_day(&world, TASK_ASSOCIATIONS, TODAY);
    ck_assert_str_eq(next_is(&world), "wait");
    see_nothing(&world, TASK_ASSOCIATIONS);
    see_day(&world, TASK_USAGE, TODAY);
    ck_assert_str_eq(next_is(&world), "wait");
    see_idle(&world, TASK_USAGE);
    ck_assert_str_eq(next_is(&world), "wait");
    ck_assert_int_eq(tenants_day(), MERIT_NO_DAY);
    ck_assert(!world.task.touched);
    task_world_end(&world);
}
END_TEST

START_TEST(the_clock_goes_to_the_earlier_record)
{
    task_world_begin(&world, 1, MERIT_NO_DAY);
    see_day(&world, TASK_ASSOCIATIONS, TODAY + 2);
    see_day(&world, TASK_USAGE, TODAY);
    ck_assert_str_eq(next_is(&world), "worked");
    ck_assert_int_eq(tenants_day(), TODAY);
    ck_assert_uint_eq(world.task.facts.count, 1);
    ck_assert_str_eq(next_is(&world), "usage");
    task_world_end(&world);
}
END_TEST

START_TEST(an_idle_input_does_not_hold_the_other)
{
    task_world_begin(&world, 1, MERIT_NO_DAY);
    see_day(&world, TASK_ASSOCIATIONS, TODAY);
    see_idle(&world, TASK_USAGE);
    world.view.wall_day = TODAY + 100;
    ck_assert_str_eq(next_is(&world), "worked");
    ck_assert_int_eq(tenants_day(), TODAY);
    ck_assert_str_eq(next_is(&world), "associations");
    task_world_end(&world);
}
END_TEST

START_TEST(both_idle_follow_the_wall_clock)
{
    task_world_begin(&world, 1, MERIT_NO_DAY);
    run_to_day(&world, TODAY);
    world.view.wall_day = TODAY + 3;
    see_nothing(&world, TASK_ASSOCIATIONS);
    run_task(&world);
    ck_assert_int_eq(tenants_day(), TODAY);
    see_idle(&world, TASK_ASSOCIATIONS);
    run_task(&world);
    ck_assert_int_eq(tenants_day(), TODAY + 3);
    ck_assert_int_eq(partners_day(), TODAY + 3);
    /* A clock that is set back changes nothing. */
    world.view.wall_day = TODAY;
    ck_assert_str_eq(next_is(&world), "wait");
    ck_assert_int_eq(tenants_day(), TODAY + 3);
    task_world_end(&world);
}
END_TEST

START_TEST(a_late_record_is_applied_at_once)
{
    task_world_begin(&world, 1, MERIT_NO_DAY);
    run_to_day(&world, TODAY);
    see_day(&world, TASK_USAGE, TODAY - 9);
    see_nothing(&world, TASK_ASSOCIATIONS);
    ck_assert_str_eq(next_is(&world), "usage");
    ck_assert_int_eq(tenants_day(), TODAY);
    task_world_end(&world);
}
END_TEST

START_TEST(no_clock_is_announced_once)
{
    task_world_begin(&world, 1, MERIT_NO_DAY);
    world.view.wall_day = TODAY;
    see_idle(&world, TASK_ASSOCIATIONS);
    ck_assert_str_eq(next_is(&world), "wait");
    see_idle(&world, TASK_USAGE);
    ck_assert_str_eq(next_is(&world), "worked");
    ck_assert_uint_eq(world.task.facts.count, 1);
    struct reader reader = reader_of(fact_list_message(&world.task.facts, 0));
    struct fact_header header;
    ck_assert(fact_read_header(&reader, &header));
    ck_assert_int_eq(header.kind, FACT_WATERMARK);
    ck_assert_int_eq(header.day, MERIT_NO_DAY);
    ck_assert_str_eq(next_is(&world), "wait");
    ck_assert_int_eq(tenants_day(), MERIT_NO_DAY);
    fact_list_clear(&world.task.facts);
    commit_task(&world);
    reopen_task(&world);
    ck_assert_str_eq(next_is(&world), "wait");
    task_world_end(&world);
}
END_TEST

START_TEST(no_clock_is_given_up_when_a_record_comes)
{
    task_world_begin(&world, 1, MERIT_NO_DAY);
    world.view.wall_day = TODAY;
    see_idle(&world, TASK_ASSOCIATIONS);
    see_idle(&world, TASK_USAGE);
    see_day(&world, TASK_CERTIFICATIONS, TODAY - 30);
    run_task(&world);
    ck_assert_int_eq(partners_day(), TODAY - 30);
    see_day(&world, TASK_USAGE, TODAY - 28);
    see_idle(&world, TASK_CERTIFICATIONS);
    world.view.wall_day = TODAY - 25;
    run_task(&world);
    ck_assert_int_eq(tenants_day(), TODAY - 28);
    /* It had gone on with the wall clock, before it took the watermark. */
    ck_assert_int_eq(partners_day(), TODAY - 25);
    see_day(&world, TASK_USAGE, TODAY - 20);
    world.view.wall_day = TODAY;
    run_task(&world);
    ck_assert_int_eq(tenants_day(), TODAY - 20);
    ck_assert_int_eq(partners_day(), TODAY - 20);
    task_world_end(&world);
}
END_TEST

/* ---- the partners' clock ----------------------------------------------------------------- */

START_TEST(certifications_hold_the_partners_clock)
{
    task_world_begin(&world, 1, MERIT_NO_DAY);
    see_day(&world, TASK_USAGE, TODAY);
    see_idle(&world, TASK_ASSOCIATIONS);
    run_task(&world);
    ck_assert_int_eq(partners_day(), MERIT_NO_DAY);
    see_day(&world, TASK_CERTIFICATIONS, TODAY - 3);
    ck_assert_str_eq(next_is(&world), "worked");
    ck_assert_int_eq(partners_day(), TODAY - 3);
    ck_assert_str_eq(next_is(&world), "certifications");
    see_nothing(&world, TASK_CERTIFICATIONS);
    ck_assert_str_eq(next_is(&world), "usage");
    ck_assert_int_eq(partners_day(), TODAY - 3);
    see_idle(&world, TASK_CERTIFICATIONS);
    run_task(&world);
    ck_assert_int_eq(partners_day(), TODAY);
    task_world_end(&world);
}
END_TEST

START_TEST(all_tasks_hold_the_partners_clock)
{
    task_world_begin(&world, 2, MERIT_NO_DAY);
    see_day(&world, TASK_USAGE, TODAY);
    see_idle(&world, TASK_ASSOCIATIONS);
    see_idle(&world, TASK_CERTIFICATIONS);
    run_task(&world);
    ck_assert_int_eq(partners_day(), MERIT_NO_DAY);
    take_watermark_of(&world, 1, TODAY + 4);
    run_task(&world);
    ck_assert_int_eq(partners_day(), TODAY);
    see_day(&world, TASK_USAGE, TODAY + 5);
    run_task(&world);
    ck_assert_int_eq(tenants_day(), TODAY + 5);
    ck_assert_int_eq(partners_day(), TODAY + 4);
    task_world_end(&world);
}
END_TEST

START_TEST(without_any_tenants_clock_the_wall_clock_moves_it)
{
    task_world_begin(&world, 2, MERIT_NO_DAY);
    world.view.wall_day = TODAY;
    see_idle(&world, TASK_ASSOCIATIONS);
    see_idle(&world, TASK_USAGE);
    see_day(&world, TASK_CERTIFICATIONS, TODAY - 2);
    run_task(&world);
    ck_assert_int_eq(partners_day(), MERIT_NO_DAY);
    take_watermark_of(&world, 1, MERIT_NO_DAY);
    run_task(&world);
    ck_assert_int_eq(partners_day(), TODAY - 2);
    see_idle(&world, TASK_CERTIFICATIONS);
    run_task(&world);
    ck_assert_int_eq(partners_day(), TODAY);
    task_world_end(&world);
}
END_TEST

/* One task of two: the other has not come further. */
START_TEST(attribution_goes_no_further_ahead)
{
    task_world_begin(&world, 2, MERIT_NO_DAY);
    see_day(&world, TASK_USAGE, TODAY);
    see_idle(&world, TASK_ASSOCIATIONS);
    see_idle(&world, TASK_CERTIFICATIONS);
    run_task(&world);
    see_day(&world, TASK_USAGE, TODAY + 1);
    run_task(&world);
    ck_assert_int_eq(tenants_day(), TODAY); /* before scoring's first day not at all */
    take_watermark_of(&world, 1, TODAY);
    see_day(&world, TASK_USAGE, TODAY + 100);
    run_task(&world);
    ck_assert_int_eq(tenants_day(), TODAY + 7);
    take_watermark_of(&world, 1, TODAY + 2);
    run_task(&world);
    ck_assert_int_eq(partners_day(), TODAY + 2);
    ck_assert_int_eq(tenants_day(), TODAY + 9);
    take_watermark_of(&world, 1, TODAY + 200);
    run_task(&world);
    ck_assert_int_eq(tenants_day(), TODAY + 100);
    ck_assert_int_eq(partners_day(), TODAY + 100);
    task_world_end(&world);
}
END_TEST

START_TEST(first_clocks_may_be_set)
{
    task_world_begin(&world, 1, TODAY);
    ck_assert(world.task.touched);
    ck_assert_int_eq(tenants_day(), TODAY);
    ck_assert_int_eq(partners_day(), TODAY);
    ck_assert_uint_eq(world.task.facts.count, 1);
    see_day(&world, TASK_USAGE, TODAY - 50);
    ck_assert_str_eq(next_is(&world), "usage");
    see_nothing(&world, TASK_USAGE);
    see_day(&world, TASK_CERTIFICATIONS, TODAY);
    /* What was imported comes before the task's own facts, and may not be here yet. */
    ck_assert_str_eq(next_is(&world), "wait");
    send_facts(&world);
    take_facts(&world);
    ck_assert_str_eq(next_is(&world), "certifications");
    see_nothing(&world, TASK_CERTIFICATIONS);
    run_task(&world);
    commit_task(&world);
    world.config.first_day = TODAY + 5;
    reopen_task(&world);
    ck_assert_int_eq(tenants_day(), TODAY);
    ck_assert_int_eq(partners_day(), TODAY);
    ck_assert_uint_eq(world.task.facts.count, 0);
    ck_assert(!world.task.touched);
    task_world_end(&world);
}
END_TEST

/* ---- the order of work ------------------------------------------------------------------- */

START_TEST(facts_come_before_inputs_and_work_before_facts)
{
    task_world_begin(&world, 1, MERIT_NO_DAY);
    run_to_day(&world, TODAY);
    struct merit_event event = event_association("a1", "p1", "t1", TODAY);
    apply_event(&world, &event);
    see_day(&world, TASK_USAGE, TODAY + 1);
    see_nothing(&world, TASK_CERTIFICATIONS);
    ck_assert_str_eq(next_is(&world), "worked"); /* the tenants' clock */
    event = event_usage("t1", "m365/teams", 20, TODAY + 1);
    task_apply(&world.task, &event);
    send_facts(&world);
    see_day(&world, TASK_CERTIFICATIONS, TODAY);
    see_day(&world, TASK_USAGE, TODAY + 1);
    ck_assert_str_eq(next_is(&world), "facts");
    take_facts(&world);
    ck_assert_str_eq(next_is(&world), "certifications");
    see_idle(&world, TASK_CERTIFICATIONS);
    ck_assert_str_eq(next_is(&world), "worked"); /* the day begins */
    ck_assert_int_eq(partners_day(), TODAY + 1);
    world.view.has_facts = true;
    ck_assert_str_eq(next_is(&world), "worked"); /* what waited for it */
    ck_assert_str_eq(task_said(&world), "users=2000 ");
    ck_assert_str_eq(next_is(&world), "facts");
    world.view.has_facts = false;
    ck_assert_str_eq(next_is(&world), "usage");
    task_world_end(&world);
}
END_TEST

START_TEST(of_two_inputs_the_earlier_record_goes_first)
{
    task_world_begin(&world, 1, MERIT_NO_DAY);
    run_to_day(&world, TODAY);
    see_record(&world, TASK_ASSOCIATIONS, at_second(TODAY, 10));
    see_record(&world, TASK_USAGE, at_second(TODAY, 9));
    ck_assert_str_eq(next_is(&world), "usage");
    see_record(&world, TASK_USAGE, at_second(TODAY, 10));
    ck_assert_str_eq(next_is(&world), "associations");
    see_record(&world, TASK_USAGE, at_second(TODAY + 1, 0));
    ck_assert_str_eq(next_is(&world), "associations");
    /* Where one is not known, the other needs not wait: its day has come. */
    see_nothing(&world, TASK_ASSOCIATIONS);
    see_record(&world, TASK_USAGE, at_second(TODAY, 11));
    ck_assert_str_eq(next_is(&world), "usage");
    task_world_end(&world);
}
END_TEST

START_TEST(records_may_follow_without_asking)
{
    task_world_begin(&world, 1, MERIT_NO_DAY);
    run_to_day(&world, TODAY);
    see_record(&world, TASK_USAGE, at_second(TODAY, 9));
    ck_assert(task_may_go_on(&world.task, &world.view, TASK_USAGE));
    ck_assert(!task_may_go_on(&world.task, &world.view, TASK_ASSOCIATIONS));
    see_record(&world, TASK_ASSOCIATIONS, at_second(TODAY, 8));
    ck_assert(!task_may_go_on(&world.task, &world.view, TASK_USAGE));
    see_nothing(&world, TASK_ASSOCIATIONS);
    see_day(&world, TASK_USAGE, TODAY + 1);
    ck_assert(!task_may_go_on(&world.task, &world.view, TASK_USAGE));
    see_nothing(&world, TASK_USAGE);
    see_day(&world, TASK_CERTIFICATIONS, TODAY);
    ck_assert(!task_may_go_on(&world.task, &world.view, TASK_CERTIFICATIONS));
    ck_assert(!task_may_go_on(&world.task, &world.view, TASK_USAGE));
    task_world_end(&world);
}
END_TEST

/* So many series that the ledger of the tenant does not go in one message. */
START_TEST(a_long_ledger_goes_on_before_anything_else)
{
    task_world_begin(&world, 1, MERIT_NO_DAY);
    run_to_day(&world, TODAY);
    for (int i = 0; i < 3000; i++) {
        char product[64];
        (void)snprintf(product, sizeof product, "m365/of-a-rather-long-name/%d", i);
        struct merit_event event = event_usage("t1", product, 1, TODAY);
        task_apply(&world.task, &event);
    }
    struct merit_event event = event_association("a1", "p1", "t1", TODAY);
    task_apply(&world.task, &event);
    ck_assert(attribution_is_busy(&world.task.attribution));
    see_day(&world, TASK_ASSOCIATIONS, TODAY);
    world.view.has_facts = true;
    ck_assert(!task_may_go_on(&world.task, &world.view, TASK_ASSOCIATIONS));
    int pieces = 0;
    for (; attribution_is_busy(&world.task.attribution); pieces++) {
        ck_assert_str_eq(next_is(&world), "worked");
    }
    ck_assert_int_gt(pieces, 1);
    ck_assert_str_eq(next_is(&world), "facts");
    task_world_end(&world);
}
END_TEST

START_TEST(limits_are_seen_before_a_record_counts)
{
    task_world_begin(&world, 1, MERIT_NO_DAY);
    run_to_day(&world, TODAY);
    char name[16];
    struct merit_event event;
    for (int i = 0; i <= MERIT_TENANT_PARTNERS_MAX; i++) {
        (void)snprintf(name, sizeof name, "p%d", i);
        event = event_association(name, name, "t1", TODAY);
        if (i < MERIT_TENANT_PARTNERS_MAX) {
            apply_event(&world, &event);
        }
    }
    ck_assert_int_eq(task_admit(&world.task, &event).bad, MERIT_BAD_LIMIT);
    event = event_association("p1", "p1", "t1", TODAY);
    ck_assert_int_eq(task_admit(&world.task, &event).bad, MERIT_BAD_NONE);
    for (int i = 0; i <= MERIT_PERSON_CERTIFICATIONS_MAX; i++) {
        (void)snprintf(name, sizeof name, "AZ-%d", i);
        event = event_certification("p1", "n1", name, TODAY);
        if (i < MERIT_PERSON_CERTIFICATIONS_MAX) {
            apply_event(&world, &event);
        }
    }
    ck_assert_int_eq(task_admit(&world.task, &event).bad, MERIT_BAD_LIMIT);
    event = event_certification("p1", "n2", "AZ-1", TODAY);
    ck_assert_int_eq(task_admit(&world.task, &event).bad, MERIT_BAD_NONE);
    task_world_end(&world);
}
END_TEST

START_TEST(newer_rules_are_taken_where_nothing_is_half_done)
{
    task_world_begin(&world, 1, MERIT_NO_DAY);
    run_to_day(&world, TODAY);
    commit_task(&world);
    struct merit_program other = *world.config.program;
    ck_assert(!task_takes_rules(&world.task, &other));
    other.revision--;
    ck_assert(!task_takes_rules(&world.task, &other));
    other.revision += 2;
    ck_assert(task_takes_rules(&world.task, &other));
    struct merit_event event = event_association("a1", "p1", "t1", TODAY);
    apply_event(&world, &event);
    task_emit_changes(&world.task, &world.deltas); /* a part of the commit to come */
    ck_assert(!task_takes_rules(&world.task, &other));
    commit_task(&world);
    ck_assert(task_takes_rules(&world.task, &other));
    task_world_end(&world);
}
END_TEST

CHECK_MAIN_TESTS("task",
                 what_is_not_known_is_waited_for,
                 the_clock_goes_to_the_earlier_record,
                 an_idle_input_does_not_hold_the_other,
                 both_idle_follow_the_wall_clock,
                 a_late_record_is_applied_at_once,
                 no_clock_is_announced_once,
                 no_clock_is_given_up_when_a_record_comes,
                 certifications_hold_the_partners_clock,
                 all_tasks_hold_the_partners_clock,
                 without_any_tenants_clock_the_wall_clock_moves_it,
                 attribution_goes_no_further_ahead,
                 first_clocks_may_be_set,
                 facts_come_before_inputs_and_work_before_facts,
                 of_two_inputs_the_earlier_record_goes_first,
                 records_may_follow_without_asking,
                 a_long_ledger_goes_on_before_anything_else,
                 limits_are_seen_before_a_record_counts,
                 newer_rules_are_taken_where_nothing_is_half_done)
