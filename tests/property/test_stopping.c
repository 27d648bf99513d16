/* Stopped between any two steps, written out and read back, the product says the same. */
#include "check_main.h"
#include "history.h"
#include "world.h"

#include <inttypes.h>
#include <stdio.h>

enum { SEEDS = 24 };

struct run_of {
    uint64_t seed;
    uint32_t tasks;
    uint64_t stop_every;
};

/* Runs a whole history; *ret_said: all that was said. Returns how often it was stopped. */
static uint64_t run_history(const struct run_of *run, struct said_list *ret_said)
{
    const struct merit_event *events = NULL;
    size_t count = 0;
    bool all_six = run->seed % 3 == 0;
    struct history_options options = {.days_in_order = run->seed % 2 == 0, .all_six = all_six};
    struct history *history = history_make(run->seed, options, &events, &count);
    struct world world;
    world_init(&world, all_six ? WORLD_ALL_SIX : WORLD_MODERN_WORK, run->tasks, run->stop_every);
    size_t first = 0;
    if (run->seed % 4 != 0) {
        struct merit_standing standings[HISTORY_STANDINGS_MAX];
        first = count * (run->seed % 3) / 6;
        int32_t day = merit_day_of_micros(events[first].timestamp);
        size_t adopted = history_standings(run->seed, all_six, day, standings);
        for (size_t i = 0; i < adopted; i++) {
            world_adopt(&world, &standings[i]);
        }
    }
    for (size_t i = first; i < count; i++) {
        world_event(&world, &events[i]);
    }
    world_day(&world, history_last_day());
    *ret_said = world.said;
    world.said = (struct said_list){0};
    uint64_t stops = world.stops;
    world_fini(&world);
    history_free(history);
    return stops;
}

static void expect_same(uint64_t seed, uint32_t tasks, uint64_t stop_every)
{
    struct said_list whole;
    struct said_list stopped;
    struct run_of run = {seed, tasks, 0};
    run_history(&run, &whole);
    run.stop_every = stop_every;
    uint64_t stops = run_history(&run, &stopped);
    ck_assert_uint_gt(stops, 10);
    char about[96];
    snprintf(about, sizeof about, "seed %" PRIu64 ", %" PRIu32 " tasks, stopped every %" PRIu64,
             seed, tasks, stop_every);
    said_expect_equal(&stopped, &whole, about);
    said_list_fini(&whole);
    said_list_fini(&stopped);
}

START_TEST(one_task_stopped_after_every_step)
{
    for (uint64_t seed = 1; seed <= world_seeds(SEEDS) / 4; seed++) {
        expect_same(seed, 1, 1);
    }
}
END_TEST

START_TEST(one_task_stopped_now_and_then)
{
    for (uint64_t seed = 1; seed <= world_seeds(SEEDS); seed++) {
        expect_same(seed, 1, 2 + seed % 19);
    }
}
END_TEST

START_TEST(four_tasks_stopped_after_every_step)
{
    for (uint64_t seed = 1; seed <= world_seeds(SEEDS) / 4; seed++) {
        expect_same(seed, 4, 1);
    }
}
END_TEST

START_TEST(four_tasks_stopped_now_and_then)
{
    for (uint64_t seed = 1; seed <= world_seeds(SEEDS); seed++) {
        expect_same(seed, 4, 2 + seed % 19);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("stopping");
    TCase *tcase = tcase_create("stopping");
    tcase_set_timeout(tcase, 3600);
    tcase_add_test(tcase, one_task_stopped_after_every_step);
    tcase_add_test(tcase, one_task_stopped_now_and_then);
    tcase_add_test(tcase, four_tasks_stopped_after_every_step);
    tcase_add_test(tcase, four_tasks_stopped_now_and_then);
    suite_add_tcase(suite, tcase);
    return check_main_run(suite);
}
