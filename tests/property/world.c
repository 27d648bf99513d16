/* The product under a property test: an ensemble of tasks that can be stopped between any two
 * steps. */
#include "world.h"

#include <check.h>

#include <stdio.h>
#include <stdlib.h>

enum {
    LONG_TIMES = 20,
    REBUILD_EVERY = 29, /* stops: then what follows from the records is computed again */
#ifdef __SANITIZE_ADDRESS__
    SANITIZED_SHARE = 5, /* these builds look for other faults, at a fifth of the speed */
#else
    SANITIZED_SHARE = 1,
#endif
};

void world_init(struct world *world, const char *rules, uint32_t tasks, uint64_t stop_every)
{
    *world = (struct world){.settings = {1, 1, {70}}, .stop_every = stop_every};
    struct yaml_errors errors;
    yaml_errors_init(&errors);
    char path[1024];
    snprintf(path, sizeof path, "%s%s", MERIT_SOURCE_DIR, rules);
    world->rules = rules_load(path, &errors);
    if (world->rules == NULL) {
        fwrite(errors.text.bytes, 1, errors.text.length, stderr);
        ck_abort_msg("%s is wrong", path);
    }
    yaml_errors_fini(&errors);
    const struct merit_program *program = world->rules->program;
    world->designations =
        (uint8_t)(program->designation_count + (program->standing.all_id == NULL ? 0 : 1));
    world->config = (struct ensemble_config){world->rules->program, &world->settings, tasks};
    ensemble_init(&world->ensemble, &world->config);
}

void world_fini(struct world *world)
{
    ensemble_fini(&world->ensemble);
    rules_free(world->rules);
    said_list_fini(&world->said);
}

void world_clear(struct world *world)
{
    world->said.count = 0;
}

/* All of it, or only what the change log carries. */
static void copy_state(const struct table *from, struct table *to, bool logged)
{
    table_init(to);
    size_t cursor = 0;
    struct bytes key;
    struct bytes value;
    while (table_walk(from, &cursor, &key, &value)) {
        if (!logged || key_logged[key.at[0]]) {
            table_put(to, key, value);
        }
    }
}

static void know_designations(struct world *world)
{
    const struct merit_program *program = world->config.program;
    world->designations =
        (uint8_t)(program->designation_count + (program->standing.all_id == NULL ? 0 : 1));
}

/* Writes all out and goes on with what is read back. */
static void stop_and_go_on(struct world *world)
{
    struct table states[8];
    ck_assert_uint_le(world->ensemble.count, 8);
    ensemble_save(&world->ensemble);
    for (uint32_t i = 0; i < world->ensemble.count; i++) {
        copy_state(&world->ensemble.tasks[i].state, &states[i], world->stops % REBUILD_EVERY == 0);
    }
    if (world->next_program != NULL) {
        world->config.program = world->next_program;
        world->next_program = NULL;
        know_designations(world);
    }
    struct ensemble fresh;
    ck_assert(ensemble_load(&fresh, &world->config, states, &world->ensemble));
    ensemble_fini(&world->ensemble);
    world->ensemble = fresh;
    world->stops++;
}

static void take_said(struct world *world)
{
    for (uint32_t i = 0; i < world->ensemble.count; i++) {
        struct scoring *scoring = &world->ensemble.tasks[i].scoring;
        for (uint32_t k = 0; k < scoring->outputs.count; k++) {
            said_add_product(&world->said, scoring->outputs.items[k]);
            if (world->hear != NULL) {
                world->hear(world->context, scoring->outputs.items[k]);
            }
        }
        scoring_clear_outputs(scoring);
    }
}

static bool step(struct world *world)
{
    bool more = ensemble_step(&world->ensemble);
    take_said(world);
    world->steps++;
    if (world->stop_every != 0 && world->steps % world->stop_every == 0) {
        stop_and_go_on(world);
    }
    return more;
}

static void run(struct world *world)
{
    while (step(world)) {
    }
}

void world_adopt(struct world *world, const struct merit_standing *standing)
{
    ck_assert_int_eq(merit_standing_check(standing).bad, MERIT_BAD_NONE);
    struct merit_fault fault = ensemble_adopt(&world->ensemble, standing);
    ck_assert_msg(fault.bad == MERIT_BAD_NONE, "%s %s", fault.field, fault.reason);
    run(world);
    ck_assert_msg(world->said.count == 0, "an adoption is no event");
}

void world_event(struct world *world, const struct merit_event *event)
{
    struct merit_fault fault = ensemble_offer(&world->ensemble, event);
    ck_assert_int_eq(fault.bad, MERIT_BAD_NONE);
    run(world);
}

void world_hurried_event(struct world *world, const struct merit_event *event)
{
    struct merit_fault fault = ensemble_offer(&world->ensemble, event);
    ck_assert_int_eq(fault.bad, MERIT_BAD_NONE);
    while (world->ensemble.pending != NULL) {
        step(world);
    }
}

void world_rest(struct world *world)
{
    run(world);
}

void world_change_rules(struct world *world, const struct merit_program *program, bool restart)
{
    if (restart) {
        world->next_program = program;
        stop_and_go_on(world);
    } else {
        run(world); /* nothing is half done */
        world->config.program = program;
        know_designations(world);
        ensemble_change_rules(&world->ensemble, program);
    }
}

void world_day(struct world *world, int32_t day)
{
    ensemble_finish(&world->ensemble, day);
    run(world);
}

void world_score(struct world *world,
                 struct merit_text partner,
                 uint8_t designation,
                 char text[SAID_TEXT_MAX])
{
    struct merit_output output;
    ensemble_score(&world->ensemble, partner, designation, &output);
    said_product_score(&output, false, text);
}

void world_expect_same_scores(struct world *got,
                              struct world *want,
                              struct merit_text partner,
                              const char *about)
{
    ck_assert_uint_eq(got->designations, want->designations);
    for (uint8_t d = 0; d < want->designations; d++) {
        char is[SAID_TEXT_MAX];
        char should_be[SAID_TEXT_MAX];
        world_score(got, partner, d, is);
        world_score(want, partner, d, should_be);
        if (strcmp(is, should_be) != 0) {
            ck_abort_msg("%s: %.*s\n  got  %s\n  want %s", about, (int)partner.length, partner.at,
                         is, should_be);
        }
    }
}

uint64_t world_seeds(uint64_t usual)
{
    const char *seeds = getenv("MERIT_TEST_SEEDS");
    if (seeds != NULL) {
        return strtoull(seeds, NULL, 10);
    }
    const char *wanted = getenv("MERIT_TEST_LONG");
    bool is_long = wanted != NULL && wanted[0] == '1';
    return (is_long ? usual * LONG_TIMES : usual) / SANITIZED_SHARE;
}
