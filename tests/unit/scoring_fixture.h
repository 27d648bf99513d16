/* Scoring of the small program over a state of its own, driven by messages. */
#ifndef SCORING_FIXTURE_H
#define SCORING_FIXTURE_H

#include "event_fixture.h"
#include "outputs_said.h"
#include "program_fixture.h"
#include "task/score_now.h"
#include "task/scoring.h"

#include <check.h>

struct scoring_world {
    struct program_fixture fixture;
    struct partner_settings settings;
    struct table state;
    struct scoring scoring;
    struct fact_list facts;
    uint32_t tasks;
};

static inline bool world_open(struct scoring_world *world)
{
    struct scoring_config config = {&world->fixture.program, &world->settings, 0, world->tasks};
    bool opened = scoring_open(&world->scoring, &world->state, &config);
    world->scoring.certification_day = MERIT_NEVER;
    return opened;
}

/* A new scoring of so many tasks; no clock yet. `change` may change the rules first (NULL: not). */
static inline void world_begin_with(struct scoring_world *world,
                                    uint32_t tasks,
                                    void (*change)(struct program_fixture *fixture))
{
    *world = (struct scoring_world){.settings = {1, 1, {70}}, .tasks = tasks};
    program_fixture_build(&world->fixture);
    if (change != NULL) {
        change(&world->fixture);
    }
    merit_program_finish(&world->fixture.program);
    table_init(&world->state);
    ck_assert(world_open(world));
}

static inline void world_begin(struct scoring_world *world, uint32_t tasks)
{
    world_begin_with(world, tasks, NULL);
}

static inline void world_end(struct scoring_world *world)
{
    scoring_fini(&world->scoring);
    table_fini(&world->state);
    fact_list_fini(&world->facts);
}

/* Goes on from the state alone. */
static inline void world_reopen(struct scoring_world *world)
{
    int32_t certification_day = world->scoring.certification_day;
    int32_t wall_day = world->scoring.wall_day;
    scoring_save(&world->scoring);
    scoring_fini(&world->scoring);
    ck_assert(world_open(world));
    world->scoring.certification_day = certification_day;
    world->scoring.wall_day = wall_day;
}

/* ---- messages: begun, items written to world->facts.bytes, sent -------------------------- */

static inline void world_message(struct scoring_world *world, const struct fact_header *header)
{
    fact_list_clear(&world->facts);
    fact_list_begin(&world->facts, header);
}

/* A group of one message from task 0; its cause is `event_id`. */
static inline void world_group(struct scoring_world *world,
                               const char *partner_id,
                               const char *tenant_id,
                               int32_t day,
                               const char *event_id)
{
    struct fact_header header = {.kind = FACT_GROUP,
                                 .day = day,
                                 .first = true,
                                 .last = true,
                                 .partner_id = merit_text_of(partner_id),
                                 .tenant_id = merit_text_of(tenant_id),
                                 .event_id = merit_text_of(event_id),
                                 .occurred_at = at_second(day, 60)};
    world_message(world, &header);
}

static inline bool world_send(struct scoring_world *world)
{
    fact_list_end(&world->facts);
    return scoring_receive(&world->scoring, fact_list_message(&world->facts, 0));
}

static inline void world_watermark(struct scoring_world *world, uint32_t source, int32_t day)
{
    struct fact_header header = {.kind = FACT_WATERMARK, .source = source, .day = day};
    world_message(world, &header);
    ck_assert(world_send(world));
}

static inline void world_add_usage(
    struct scoring_world *world, const char *product, int32_t as_of, int64_t users, int64_t revenue)
{
    struct series_names names = {.product = merit_text_of(product)};
    struct ledger_report report = {as_of, {users, MERIT_NO_FIGURE, revenue}, 0};
    uint32_t figures =
        (users == MERIT_NO_FIGURE ? 0U : 1U) | (revenue == MERIT_NO_FIGURE ? 0U : 4U);
    fact_usage(&world->facts.bytes, &names, &report, figures);
}

static inline void world_add_link(struct scoring_world *world,
                                  const char *association_id,
                                  enum merit_association_type type,
                                  int32_t start_day,
                                  int32_t end_day)
{
    struct merit_event event = event_association(association_id, "", "", 0);
    event.association.type = type;
    event.association.start_day = start_day;
    event.association.end_day = end_day;
    fact_link(&world->facts.bytes, &event.association);
}

/* Whole groups: the tenant's CPOR association for good, and its users on a day. */
static inline void world_link(struct scoring_world *world,
                              const char *partner_id,
                              const char *tenant_id,
                              int32_t day)
{
    world_group(world, partner_id, tenant_id, day, "el");
    world_add_link(world, "a1", MERIT_TYPE_CPOR, on(2022, 1, 1), MERIT_NO_DAY);
    ck_assert(world_send(world));
}

static inline void world_users(struct scoring_world *world,
                               const char *partner_id,
                               const char *tenant_id,
                               int64_t users,
                               int32_t day)
{
    world_group(world, partner_id, tenant_id, day, "eu");
    world_add_usage(world, "m365/teams", day, users, MERIT_NO_FIGURE);
    ck_assert(world_send(world));
}

/* ---- steps and scores -------------------------------------------------------------------- */

static inline void world_run(struct scoring_world *world)
{
    while (scoring_step(&world->scoring)) {
    }
}

/* The only task's clock goes there, and all is done. */
static inline void world_day(struct scoring_world *world, int32_t day)
{
    world_watermark(world, 0, day);
    world_run(world);
}

/* What was said since the last call. */
static inline const char *world_said(struct scoring_world *world, bool full)
{
    const char *said = outputs_said(&world->scoring.outputs, full);
    scoring_clear_outputs(&world->scoring);
    return said;
}

static inline int64_t world_points(struct scoring_world *world,
                                   const char *partner_id,
                                   uint8_t designation)
{
    struct merit_output output;
    scoring_score(&world->scoring, merit_text_of(partner_id), designation, &output);
    return output.score.score.hundredths;
}

#endif
