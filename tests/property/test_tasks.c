/* Four tasks find what one task finds. */
#include "base/memory.h"
#include "check_main.h"
#include "history.h"
#include "partners.h"
#include "world.h"

#include <inttypes.h>
#include <stdio.h>

enum { SEEDS = 40 };

/* Standings of partners, in some histories. */
static void adopt(struct world *one, struct world *four, uint64_t seed, bool all_six)
{
    struct merit_standing standings[HISTORY_STANDINGS_MAX];
    size_t count = 0;
    if (seed % 3 != 0) {
        count = history_standings(seed, all_six, history_last_day() - 400, standings);
    }
    for (size_t i = 0; i < count; i++) {
        world_adopt(one, &standings[i]);
        world_adopt(four, &standings[i]);
    }
}

static void expect_same_scores(struct world *one,
                               struct world *four,
                               const struct partners *partners,
                               const char *about)
{
    for (uint32_t i = 0; i < partners->count; i++) {
        world_expect_same_scores(four, one, partners->ids[i], about);
    }
}

/* All clocks are at the day's end before the next day's first event. */
static void run_days(uint64_t seed)
{
    const struct merit_event *events = NULL;
    size_t count = 0;
    bool all_six = seed % 2 == 0;
    struct history_options options = {.days_in_order = true, .all_six = all_six};
    struct history *history = history_make(seed, options, &events, &count);
    struct partners partners = find_partners(events, count);
    struct world one;
    struct world four;
    const char *rules = all_six ? WORLD_ALL_SIX : WORLD_MODERN_WORK;
    world_init(&one, rules, 1, 0);
    world_init(&four, rules, 4, 0);
    adopt(&one, &four, seed, all_six);
    char about[96];
    for (size_t i = 0; i < count; i++) {
        world_event(&one, &events[i]);
        world_event(&four, &events[i]);
        int32_t day = merit_day_of_micros(events[i].timestamp);
        int32_t next =
            i + 1 < count ? merit_day_of_micros(events[i + 1].timestamp) : history_last_day();
        for (; day < next; day++) {
            world_day(&one, day);
            world_day(&four, day);
            snprintf(about, sizeof about, "seed %" PRIu64 ", day %" PRId32, seed, day);
            expect_same_scores(&one, &four, &partners, about);
        }
    }
    world_fini(&one);
    world_fini(&four);
    history_free(history);
}

START_TEST(the_same_at_each_days_end)
{
    for (uint64_t seed = 1; seed <= world_seeds(SEEDS); seed++) {
        run_days(seed);
    }
}
END_TEST

/* The points and qualified of each partner and day follow from what was said up to it; tasks are
 * ahead of each other here, and facts wait. */
static void run_events(uint64_t seed, bool one_a_day)
{
    const struct merit_event *events = NULL;
    size_t count = 0;
    bool all_six = seed % 2 == 0 && !one_a_day;
    struct history_options options = {
        .days_in_order = true, .one_a_day = one_a_day, .all_six = all_six};
    struct history *history = history_make(seed, options, &events, &count);
    struct partners partners = find_partners(events, count);
    struct world one;
    struct world four;
    const char *rules = all_six ? WORLD_ALL_SIX : WORLD_MODERN_WORK;
    world_init(&one, rules, 1, 0);
    world_init(&four, rules, 4, 0);
    adopt(&one, &four, seed, all_six);
    size_t waited = 0;
    for (size_t i = 0; i < count; i++) {
        world_event(&one, &events[i]);
        world_event(&four, &events[i]);
        for (uint32_t k = 0; k < 4; k++) {
            waited += four.ensemble.tasks[k].scoring.waiting.count > 0;
        }
    }
    world_day(&one, history_last_day());
    world_day(&four, history_last_day());
    ck_assert_uint_gt(waited, 0);
    char about[96];
    snprintf(about, sizeof about, "seed %" PRIu64, seed);
    expect_same_scores(&one, &four, &partners, about);
    if (one_a_day) {
        said_expect_equal(&four.said, &one.said, about);
    }
    world_fini(&one);
    world_fini(&four);
    history_free(history);
}

START_TEST(the_same_in_the_end_though_facts_wait)
{
    for (uint64_t seed = 1; seed <= world_seeds(SEEDS); seed++) {
        run_events(seed, false);
    }
}
END_TEST

START_TEST(the_same_events_with_one_event_a_day)
{
    for (uint64_t seed = 1; seed <= world_seeds(SEEDS); seed++) {
        run_events(seed, true);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("tasks");
    TCase *tcase = tcase_create("tasks");
    tcase_set_timeout(tcase, 3600);
    tcase_add_test(tcase, the_same_at_each_days_end);
    tcase_add_test(tcase, the_same_in_the_end_though_facts_wait);
    tcase_add_test(tcase, the_same_events_with_one_event_a_day);
    suite_add_tcase(suite, tcase);
    return check_main_run(suite);
}
