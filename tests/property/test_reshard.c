/* Tasks whose state is shared out among another number of them find what one task finds. */
#include "base/memory.h"
#include "check_main.h"
#include "history.h"
#include "partners.h"
#include "task/change.h"
#include "task/reshard.h"
#include "task/task_record.h"
#include "unit_tools.h"
#include "world.h"

#include <inttypes.h>
#include <stdio.h>

enum { SEEDS = 12, TASKS_MAX = 6, MOVES = 4 };

/* ---- sharing out ------------------------------------------------------------------------- */

/* A new task's state, from the messages of its first commit. */
static void read_state(const struct messages *deltas, struct table *state)
{
    table_init(state);
    for (uint32_t i = 0; i < deltas->count; i++) {
        struct reader reader = reader_of(messages_at(deltas, i));
        struct change_header header;
        struct change_item item;
        ck_assert(change_read_header(&reader, &header));
        ck_assert(header.kind == CHANGE_DELTA && header.commit == 1 && header.index == i);
        ck_assert_int_eq(header.last, i + 1 == deltas->count);
        while (change_read_item(&reader, &item)) {
            ck_assert(item.put);
            change_apply(state, &item);
        }
        ck_assert(!reader.failed);
    }
}

static void expect_record(const struct table *state, uint32_t tasks, uint32_t program_hash)
{
    struct key key = key_of(KEY_TASK);
    struct task_record record;
    bool newer;
    ck_assert(task_record_read(state_get(state, key_view(&key)), &record, &newer));
    ck_assert_uint_eq(record.commit, 1);
    ck_assert_uint_eq(record.task_count, tasks);
    ck_assert_uint_eq(record.program_hash, program_hash);
    ck_assert(merit_text_equal(record.cluster_id, merit_text_of("cluster")));
    for (int i = 0; i < TASK_INPUT_COUNT; i++) {
        ck_assert_int_eq(record.positions[i], -1);
    }
}

/* NULL, or why it cannot be done; then the world is as it was. */
static const char *share_out(struct world *world, uint32_t tasks)
{
    struct reshard reshard;
    struct reshard_config config = {world->config.program, &world->settings,
                                    merit_text_of("cluster"), world->ensemble.count, tasks};
    const char *fault = NULL;
    reshard_init(&reshard, &config);
    for (uint32_t i = 0; i < world->ensemble.count && fault == NULL; i++) {
        const struct ensemble_task *task = &world->ensemble.tasks[i];
        fault = reshard_add(&reshard, &task->attribution, &task->scoring);
    }
    struct table states[TASKS_MAX];
    for (uint32_t i = 0; i < tasks && fault == NULL; i++) {
        struct messages deltas = {0};
        ck_assert(reshard_write(&reshard, i, &deltas));
        read_state(&deltas, &states[i]);
        expect_record(&states[i], tasks, world->config.program->hash);
        messages_fini(&deltas);
    }
    reshard_fini(&reshard);
    if (fault == NULL) {
        struct ensemble none;
        struct ensemble fresh;
        struct ensemble_config shared = {world->config.program, &world->settings, tasks};
        ensemble_init(&none, &shared);
        none.latest_day = world->ensemble.latest_day;
        ck_assert(ensemble_load(&fresh, &shared, states, &none));
        ensemble_fini(&none);
        ensemble_fini(&world->ensemble);
        world->ensemble = fresh;
        world->config.task_count = tasks;
    }
    return fault;
}

/* ---- histories --------------------------------------------------------------------------- */

/* Both worlds to the day on which an event has come, where all is at rest, and the second is shared
 * out. */
static void move(struct world *one,
                 struct world *many,
                 const struct merit_event *event,
                 uint32_t to)
{
    int32_t day = merit_day_of_micros(event->timestamp);
    world_day(one, day);
    world_day(many, day);
    const char *fault = share_out(many, to);
    ck_assert_msg(fault == NULL, "%s", fault);
    ck_assert_uint_eq(many->ensemble.count, to);
}

static void run(uint64_t seed)
{
    static const uint32_t counts[MOVES] = {6, 2, 1, 4};
    const struct merit_event *events = NULL;
    size_t count = 0;
    bool all_six = seed % 2 == 0;
    struct history_options options = {.days_in_order = true, .one_a_day = true, .all_six = all_six};
    struct history *history = history_make(seed, options, &events, &count);
    struct partners partners = find_partners(events, count);
    struct world one;
    struct world many;
    const char *rules = all_six ? WORLD_ALL_SIX : WORLD_MODERN_WORK;
    world_init(&one, rules, 1, 0);
    world_init(&many, rules, 4, 0);
    uint64_t random = seed;
    uint32_t moves = 0;
    size_t next = random_below(&random, count / MOVES);
    for (size_t i = 0; i < count; i++) {
        world_event(&one, &events[i]);
        world_event(&many, &events[i]);
        if (i == next) {
            move(&one, &many, &events[i], counts[moves++ % MOVES]);
            next += 1 + count / MOVES;
        }
    }
    ck_assert_uint_ge(moves, MOVES - 1);
    world_day(&one, history_last_day());
    world_day(&many, history_last_day());
    char about[96];
    snprintf(about, sizeof about, "seed %" PRIu64, seed);
    for (uint32_t i = 0; i < partners.count; i++) {
        world_expect_same_scores(&many, &one, partners.ids[i], about);
    }
    said_expect_equal(&many.said, &one.said, about);
    world_fini(&one);
    world_fini(&many);
    history_free(history);
}

START_TEST(shared_out_they_say_what_one_says)
{
    for (uint64_t seed = 1; seed <= world_seeds(SEEDS); seed++) {
        run(seed);
    }
}
END_TEST

/* ---- what is not at rest ----------------------------------------------------------------- */

/* Before the first day, while tasks are on different days, and while facts wait. */
START_TEST(what_is_on_its_way_is_refused)
{
    const struct merit_event *events = NULL;
    size_t count = 0;
    struct history *history =
        history_make(3, (struct history_options){.days_in_order = true}, &events, &count);
    struct world world;
    world_init(&world, WORLD_MODERN_WORK, 2, 0);
    const char *fault = share_out(&world, 6);
    ck_assert_ptr_nonnull(fault);
    ck_assert_ptr_nonnull(strstr(fault, "has not begun"));
    uint32_t waiting = 0;
    uint32_t apart = 0;
    for (size_t i = 0; i < count && (waiting == 0 || apart == 0); i++) {
        world_event(&world, &events[i]);
        if (world.ensemble.tasks[0].scoring.day == MERIT_NO_DAY) {
            continue;
        }
        fault = share_out(&world, 2);
        waiting += fault != NULL && strstr(fault, "on its way or half done") != NULL;
        apart += fault != NULL && strstr(fault, "on different days") != NULL;
    }
    ck_assert_uint_gt(waiting, 0);
    ck_assert_uint_gt(apart, 0);
    world_fini(&world);
    history_free(history);
}
END_TEST

CHECK_MAIN_TESTS("reshard", shared_out_they_say_what_one_says, what_is_on_its_way_is_refused)
