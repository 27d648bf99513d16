/* Tests of what the daemon says of itself. */
#include "check_main.h"
#include "daemon/reporter.h"
#include "daemon_fixture.h"
#include "unit_tools.h"

static struct world world;
static struct reporter reporter;

static void open_world(void)
{
    const char *overrides[] = {"workers=2", NULL};
    world_open_quiet(&world, overrides);
    shared_open(&world.shared);
    reporter_init(&reporter, &world.shared);
}

static void close_world(void)
{
    reporter_fini(&reporter);
    shared_close(&world.shared);
    world_close_quiet(&world);
}

static uint32_t count_of(const char *text)
{
    uint32_t count = 0;
    for (const char *at = world_log(&world); (at = strstr(at, text)) != NULL; at++) {
        count++;
    }
    return count;
}

/* A task is assigned, open, and says so. */
static void open_task(uint32_t task, int64_t lag, int32_t day)
{
    struct task_report *report = &world.shared.reports[task];
    atomic_store(&report->assigned, 0);
    if (atomic_exchange(&report->worker, 0) < 0) {
        (void)atomic_fetch_add(&world.shared.opened, 1);
    }
    atomic_store(&report->lag, lag);
    atomic_store(&report->partners_day, day);
}

START_TEST(ready_and_caught_up_are_said_once)
{
    open_world();
    reporter_tick(&reporter);
    ck_assert_uint_eq(count_of("event=ready"), 0);
    for (uint32_t i = 0; i < WORLD_TASKS; i++) {
        open_task(i, 7, on(2023, 5, 1));
    }
    atomic_store(&world.shared.joined, 1);
    reporter_tick(&reporter);
    ck_assert_uint_eq(count_of("event=ready"), 0);
    atomic_store(&world.shared.joined, 2);
    reporter_tick(&reporter);
    reporter_tick(&reporter);
    ck_assert_uint_eq(count_of("event=ready tasks=4"), 1);
    ck_assert_uint_eq(count_of("caught up"), 0);
    for (uint32_t i = 0; i < WORLD_TASKS; i++) {
        open_task(i, 0, i == 3 ? MERIT_NO_DAY : on(2023, 5, 1));
    }
    reporter_tick(&reporter);
    ck_assert_uint_eq(count_of("caught up"), 0);
    open_task(3, 0, on(2023, 5, 2));
    reporter_tick(&reporter);
    reporter_tick(&reporter);
    ck_assert_uint_eq(count_of("caught up"), 1);
    open_task(1, 12, on(2023, 5, 2));
    reporter_tick(&reporter);
    ck_assert_str_eq(reporter.status, "4 of 4 tasks open, behind");
    open_task(1, 0, on(2023, 5, 2));
    reporter_tick(&reporter);
    ck_assert_uint_eq(count_of("caught up"), 2);
    ck_assert_uint_eq(count_of("event=ready"), 1);
    ck_assert_str_eq(reporter.status, "4 of 4 tasks open, caught up");
    close_world();
}
END_TEST

/* How much of what is assigned is open, and that the service manager is to wait for the rest. */
START_TEST(openings_are_told)
{
    open_world();
    struct task_report *reports = world.shared.reports;
    open_task(0, 0, on(2023, 5, 1));
    for (uint32_t i = 1; i < 3; i++) {
        atomic_store(&reports[i].assigned, 1);
    }
    reporter_tick(&reporter);
    ck_assert_str_eq(reporter.status, "1 of 4 tasks open, behind");
    atomic_store(&reports[1].opening, 0);
    reporter_tick(&reporter);
    ck_assert_str_eq(reporter.status, "opening 2 of 3 tasks, 33 %");
    atomic_store(&reports[1].opening, 500);
    reporter_tick(&reporter);
    ck_assert_str_eq(reporter.status, "opening 2 of 3 tasks, 50 %");
    ck_assert_uint_eq(reporter.opening_sum, 1500);
    atomic_store(&reports[1].opening, -1);
    open_task(1, 0, on(2023, 5, 1));
    reporter_tick(&reporter);
    ck_assert_str_eq(reporter.status, "2 of 4 tasks open, behind");
    close_world();
}
END_TEST

/* Where other processes have tasks too, each speaks of its own. */
START_TEST(tasks_of_other_processes_are_theirs)
{
    open_world();
    atomic_store(&world.shared.joined, 2);
    open_task(1, 0, on(2023, 5, 1));
    atomic_store(&world.shared.reports[2].assigned, 1);
    reporter_tick(&reporter);
    ck_assert_uint_eq(count_of("event=ready"), 0);
    ck_assert_int_ne(reporter.ownerless_ms[2], 0);
    ck_assert_int_eq(reporter.ownerless_ms[0], 0);
    ck_assert_int_eq(reporter.ownerless_ms[3], 0);
    open_task(2, 3, on(2023, 5, 1));
    reporter_tick(&reporter);
    ck_assert_uint_eq(count_of("event=ready tasks=2\n"), 1);
    ck_assert_uint_eq(count_of("caught up"), 0);
    open_task(2, 0, on(2023, 4, 30));
    reporter_tick(&reporter);
    ck_assert_uint_eq(count_of("caught up"), 1);
    ck_assert_str_eq(reporter.status, "2 of 4 tasks open, caught up");
    reporter_counters(&reporter);
    ck_assert_uint_eq(count_of("lag=0 clock=2023-04-30"), 1);
    close_world();
}
END_TEST

/* One that has none to do is ready to take over. */
START_TEST(a_process_without_tasks_is_ready)
{
    open_world();
    reporter_tick(&reporter);
    ck_assert_uint_eq(count_of("event=ready"), 0);
    atomic_store(&world.shared.joined, 2);
    reporter_tick(&reporter);
    ck_assert_uint_eq(count_of("event=ready tasks=0\n"), 1);
    close_world();
}
END_TEST

/* The last line is written when the tasks are closed: it has what they said last. */
START_TEST(at_a_stop_the_last_figures_count)
{
    open_world();
    for (uint32_t i = 0; i < WORLD_TASKS; i++) {
        open_task(i, 5, on(2023, 5, 1));
        atomic_store(&world.shared.reports[i].worker, -1);
    }
    reporter_counters(&reporter);
    ck_assert_uint_eq(count_of("lag=-1 clock=none"), 1);
    atomic_store(&world.shared.stopping, true);
    reporter_counters(&reporter);
    ck_assert_uint_eq(count_of("lag=20 clock=2023-05-01"), 1);
    atomic_store(&world.shared.reports[2].lag, -1); /* it was never open */
    reporter_counters(&reporter);
    ck_assert_uint_eq(count_of("lag=-1 clock=none"), 2);
    close_world();
}
END_TEST

START_TEST(counters_are_a_line)
{
    open_world();
    struct counters *counters = &world.shared.counters;
    atomic_store(&counters->records[TASK_USAGE], 11);
    atomic_store(&counters->facts, 12);
    atomic_store(&counters->outputs[SEND_SCORES], 13);
    atomic_store(&counters->dead_letters[MERIT_BAD_WRONG_KEY], 2);
    atomic_store(&counters->dead_letters[MERIT_BAD_LIMIT], 1);
    for (uint32_t i = 0; i < WORLD_TASKS; i++) {
        open_task(i, 10 + i, on(2023, 5, 1) - (int32_t)i);
    }
    reporter_counters(&reporter);
    const char *line = strstr(world_log(&world), "event=counters");
    ck_assert_ptr_nonnull(line);
    ck_assert_str_eq(line, "event=counters associations=0 usage=11 certifications=0 facts=12 "
                           "score_changes=0 designations=0 scores=13 change_bytes=0 commits=0 "
                           "aborts=0 lag=46 clock=2023-04-28 wrong_key=2 limit=1\n");
    close_world();
}
END_TEST

/* Every code at once still fits. */
START_TEST(all_codes_fit_a_line)
{
    open_world();
    for (int bad = 1; bad < DAEMON_BAD_CODES; bad++) {
        atomic_store(&world.shared.counters.dead_letters[bad], 1);
    }
    reporter_counters(&reporter);
    for (int bad = 1; bad < DAEMON_BAD_CODES; bad++) {
        char field[40];
        (void)snprintf(field, sizeof field, " %s=1", merit_bad_code((enum merit_bad)bad));
        ck_assert_msg(strstr(world_log(&world), field) != NULL, "%s", field);
    }
    ck_assert_uint_eq(count_of("lag=-1 clock=none"), 1);
    close_world();
}
END_TEST

START_TEST(counters_come_each_minute)
{
    open_world();
    reporter_tick(&reporter);
    ck_assert_uint_eq(count_of("event=counters"), 0);
    reporter.counters_ms -= 60000;
    reporter_tick(&reporter);
    reporter_tick(&reporter);
    ck_assert_uint_eq(count_of("event=counters"), 1);
    close_world();
}
END_TEST

START_TEST(a_task_without_an_owner_is_named_after_a_minute)
{
    open_world();
    open_task(0, 0, MERIT_NO_DAY);
    open_task(1, 0, MERIT_NO_DAY);
    open_task(3, 0, MERIT_NO_DAY);
    reporter_tick(&reporter);
    ck_assert_int_ne(reporter.ownerless_ms[2], 0);
    reporter.ownerless_ms[2] -= 59000;
    reporter_tick(&reporter);
    ck_assert_uint_eq(count_of("without an owner"), 0);
    reporter.ownerless_ms[2] -= 1000;
    reporter_tick(&reporter);
    ck_assert_uint_eq(
        count_of(
            "event=\"a task without an owner holds the clock of all\" task=2 last_owner=none\n"),
        1);
    reporter_tick(&reporter);
    ck_assert_uint_eq(count_of("without an owner"), 1);
    open_task(2, 0, MERIT_NO_DAY);
    reporter_tick(&reporter);
    ck_assert_int_eq(reporter.ownerless_ms[2], 0);
    close_world();
}
END_TEST

/* Whatever its writer's clock shows. */
static void hear(struct hearing *hearing, uint32_t task, const char *instance, int64_t now_ms)
{
    struct owners_record record = {.state = OWNERS_OPEN,
                                   .kind = strcmp(instance, "own") == 0 ? OWNERS_INSTANCE
                                                                        : OWNERS_OWNER,
                                   .task = task,
                                   .instance = merit_text_of(instance),
                                   .written_ms = 5000 - 1000 * (int64_t)task};
    struct buffer bytes = {0};
    owners_write(&bytes, &record);
    ck_assert(hearing_take(hearing, buffer_view(&bytes), now_ms));
    buffer_fini(&bytes);
}

/* Also one that another instance had: it is silent, so nobody has it. */
START_TEST(a_task_of_a_dead_instance_is_named)
{
    enum { NOW_MS = 1000000, MINUTE_MS = 60000 };
    open_world();
    atomic_store(&world.shared.joined, 2);
    struct hearing hearing;
    hearing_init(&hearing, merit_text_of("own"), 0);
    open_task(0, 0, on(2023, 5, 1));
    hear(&hearing, 1, "alive", NOW_MS);
    hear(&hearing, 2, "dead", NOW_MS - MINUTE_MS);
    hear(&hearing, 3, "dying", NOW_MS - MINUTE_MS / 2);
    reporter_look_at_owners(&reporter, NULL, NOW_MS); /* nothing is known of others yet */
    ck_assert_uint_eq(count_of("without an owner"), 0);
    reporter_look_at_owners(&reporter, &hearing, NOW_MS); /* nor whether others could be heard */
    ck_assert_uint_eq(count_of("without an owner"), 0);
    for (int64_t ms = MINUTE_MS; ms >= 0; ms -= OWNERS_WRITE_MS) {
        hear(&hearing, 0, "own", NOW_MS - ms);
    }
    reporter_look_at_owners(&reporter, &hearing, NOW_MS);
    ck_assert_uint_eq(count_of("without an owner"), 1);
    ck_assert_uint_eq(
        count_of(
            "event=\"a task without an owner holds the clock of all\" task=2 last_owner=dead\n"),
        1);
    reporter_look_at_owners(&reporter, &hearing, NOW_MS + 1); /* not at every look */
    ck_assert_uint_eq(count_of("without an owner"), 1);
    reporter.ownerless_ms[2] -= MINUTE_MS;
    reporter.ownerless_ms[3] -= MINUTE_MS / 2;
    reporter_look_at_owners(&reporter, &hearing, NOW_MS + 2);
    ck_assert_uint_eq(count_of("task=2 last_owner=dead\n"), 2);
    ck_assert_uint_eq(count_of("task=3 last_owner=dying\n"), 1);
    hear(&hearing, 2, "heir", NOW_MS + 3);
    reporter_look_at_owners(&reporter, &hearing, NOW_MS + 3);
    ck_assert_int_eq(reporter.ownerless_ms[2], 0);
    hearing_fini(&hearing);
    close_world();
}
END_TEST

CHECK_MAIN_TESTS("reporter",
                 openings_are_told,
                 ready_and_caught_up_are_said_once,
                 tasks_of_other_processes_are_theirs,
                 a_process_without_tasks_is_ready,
                 at_a_stop_the_last_figures_count,
                 counters_are_a_line,
                 all_codes_fit_a_line,
                 counters_come_each_minute,
                 a_task_without_an_owner_is_named_after_a_minute,
                 a_task_of_a_dead_instance_is_named)
