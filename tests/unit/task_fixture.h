/* One task over the small program, told what it sees and asked what is next. */
#ifndef TASK_FIXTURE_H
#define TASK_FIXTURE_H

#include "event_fixture.h"
#include "outputs_said.h"
#include "program_fixture.h"
#include "task/fact_pack.h"
#include "task/task.h"

#include <check.h>

struct task_world {
    struct program_fixture fixture;
    struct partner_settings settings;
    struct task_config config;
    struct task task;
    struct task_view view;
    struct buffer pack;     /* of facts on their way to this task */
    struct table copy;      /* what the deltas of the commits come to */
    struct messages deltas; /* of the last commit */
    struct task_metadata metadata;
};

/* Opens it over a state, which is taken over. */
static inline bool task_world_open(struct task_world *world, struct table *state)
{
    return task_open(&world->task, &world->config, state);
}

/* Task 0 of so many, as new; of all inputs nothing is known. */
static inline void task_world_begin(struct task_world *world, uint32_t tasks, int32_t first_day)
{
    *world = (struct task_world){.settings = {1, 1, {70}}};
    world->config = (struct task_config){
        .program = program_fixture_make(&world->fixture),
        .settings = &world->settings,
        .task_count = tasks,
        .cluster_id = merit_text_of("cluster"),
        .first_day = first_day,
        .ahead_days = 7,
    };
    table_init(&world->copy);
    struct table state;
    table_init(&state);
    ck_assert(task_world_open(world, &state));
}

static inline void task_world_end(struct task_world *world)
{
    task_fini(&world->task);
    buffer_fini(&world->pack);
    table_fini(&world->copy);
    messages_fini(&world->deltas);
}

/* ---- what is seen ------------------------------------------------------------------------ */

static inline void see_record(struct task_world *world, enum task_input input, int64_t timestamp)
{
    world->view.heads[input] =
        (struct task_head){true, false, merit_day_of_micros(timestamp), timestamp};
}

static inline void see_day(struct task_world *world, enum task_input input, int32_t day)
{
    see_record(world, input, at_second(day, 0));
}

static inline void see_idle(struct task_world *world, enum task_input input)
{
    world->view.heads[input] = (struct task_head){.idle = true};
}

static inline void see_nothing(struct task_world *world, enum task_input input)
{
    world->view.heads[input] = (struct task_head){.idle = false};
}

/* What task_next says, in a word. */
static inline const char *next_is(struct task_world *world)
{
    enum task_input input = TASK_FACTS;
    switch (task_next(&world->task, &world->view, &input)) {
    case TASK_WAIT:
        return "wait";
    case TASK_WORKED:
        return "worked";
    case TASK_TAKE_FACTS:
        return "facts";
    case TASK_APPLY:
        break;
    }
    static const char *const names[TASK_INPUT_COUNT] = {"associations", "usage", "certifications",
                                                        "no input"};
    return names[input];
}

/* ---- facts ------------------------------------------------------------------------------- */

/* Sends what the task made to itself. */
static inline void send_facts(struct task_world *world)
{
    for (uint32_t i = 0; i < world->task.facts.count; i++) {
        fact_pack_add(&world->pack, fact_list_message(&world->task.facts, i));
    }
    fact_list_clear(&world->task.facts);
    world->view.has_facts = world->pack.length > 0;
}

static inline void take_facts(struct task_world *world)
{
    ck_assert(task_receive(&world->task, buffer_view(&world->pack)));
    buffer_clear(&world->pack);
    world->view.has_facts = false;
}

/* A watermark of any task. */
static inline void take_watermark_of(struct task_world *world, uint32_t source, int32_t day)
{
    struct fact_list facts = {0};
    struct buffer pack = {0};
    fact_list_begin(&facts,
                    &(struct fact_header){.kind = FACT_WATERMARK, .source = source, .day = day});
    fact_list_end(&facts);
    fact_pack_add(&pack, fact_list_message(&facts, 0));
    ck_assert(task_receive(&world->task, buffer_view(&pack)));
    buffer_fini(&pack);
    fact_list_fini(&facts);
}

/* All that can be done without an input's record: steps, and facts to itself. */
static inline void run_task(struct task_world *world)
{
    for (;;) {
        send_facts(world);
        const char *next = next_is(world);
        if (strcmp(next, "facts") == 0) {
            take_facts(world);
        } else if (strcmp(next, "worked") != 0) {
            return;
        }
    }
}

/* Both clocks at a day, all inputs idle; one task. */
static inline void run_to_day(struct task_world *world, int32_t day)
{
    for (int i = TASK_ASSOCIATIONS; i <= TASK_CERTIFICATIONS; i++) {
        see_idle(world, (enum task_input)i);
    }
    if (world->task.attribution.day == MERIT_NO_DAY) {
        see_day(world, TASK_USAGE, day);
    }
    world->view.wall_day = day;
    run_task(world);
    see_idle(world, TASK_USAGE);
    ck_assert_int_eq(world->task.scoring.day, day);
}

/* Applies an event that task_next would let through, and all that follows. */
static inline void apply_event(struct task_world *world, const struct merit_event *event)
{
    ck_assert_int_eq(task_admit(&world->task, event).bad, MERIT_BAD_NONE);
    task_apply(&world->task, event);
    run_task(world);
}

/* What was said since the last call. */
static inline const char *task_said(struct task_world *world)
{
    const char *said = outputs_said(&world->task.scoring.outputs, false);
    scoring_clear_outputs(&world->task.scoring);
    return said;
}

/* ---- commits ----------------------------------------------------------------------------- */

/* Puts a message's items into a table. */
static inline void apply_change(struct table *table, struct bytes message)
{
    struct change_header header;
    ck_assert(change_apply_message(table, message, &header));
}

/* Commits, and applies the deltas to the copy. */
static inline void commit_task(struct task_world *world)
{
    struct merit_output output;
    while (news_next(&world->task.scoring, &output)) {
    }
    task_commit(&world->task, &world->deltas, &world->metadata);
    for (uint32_t i = 0; i < world->deltas.count; i++) {
        apply_change(&world->copy, messages_at(&world->deltas, i));
    }
}

/* True where the second holds every record of the first that the log carries. */
static inline bool holds_logged(const struct table *first, const struct table *second)
{
    size_t cursor = 0;
    struct bytes key;
    struct bytes value;
    while (table_walk(first, &cursor, &key, &value)) {
        struct bytes other = state_get(second, key);
        if (key_logged[key.at[0]] &&
            (other.at == NULL || other.length != value.length ||
             (value.length > 0 && memcmp(other.at, value.at, value.length) != 0))) {
            return false;
        }
    }
    return true;
}

static inline void copy_table(const struct table *from, struct table *to)
{
    size_t cursor = 0;
    struct bytes key;
    struct bytes value;
    while (table_walk(from, &cursor, &key, &value)) {
        table_put(to, key, value);
    }
}

/* Goes on from the copy alone. */
static inline void reopen_task(struct task_world *world)
{
    struct table state;
    table_init(&state);
    copy_table(&world->copy, &state);
    task_fini(&world->task);
    ck_assert(task_world_open(world, &state));
}

#endif
