/* The product under a property test: an ensemble of tasks that can be stopped between any two
 * steps. */
#ifndef WORLD_H
#define WORLD_H

#include "rules/program_load.h"
#include "said.h"
#include "task/ensemble.h"

/* The rules of a world, below the source tree. */
#define WORLD_ALL_SIX     "/config/rules"
#define WORLD_MODERN_WORK "/tests/rules/modern_work_only"

struct world {
    struct rules *rules;
    uint8_t designations; /* that a partner has scores of, the badge's included */
    struct partner_settings settings;
    struct ensemble ensemble;
    struct ensemble_config config;
    struct said_list said; /* since the last world_clear */
    /* 0: never; n: after every n-th step (counted on) the state is written out, read back into a
     * new ensemble, and that one goes on. */
    uint64_t stop_every;
    uint64_t steps;
    uint64_t stops;
    /* NULL, or a rule program under which the state is read back at the next stop. */
    const struct merit_program *next_program;
    /* NULL, or told of every output, with the context. */
    void (*hear)(void *context, const struct merit_output *output);
    void *context;
};

/* `rules`: one of the above; thresholds [70]. */
void world_init(struct world *world, const char *rules, uint32_t tasks, uint64_t stop_every);
void world_fini(struct world *world);
/* Adopts a standing, before the first event. */
void world_adopt(struct world *world, const struct merit_standing *standing);
/* Applies one event, or moves all clocks to a day, and does all that follows. */
void world_event(struct world *world, const struct merit_event *event);
void world_day(struct world *world, int32_t day);
/* Applies one event, and does what follows only until it is taken: the rest is in the way of what
 * comes next. */
void world_hurried_event(struct world *world, const struct merit_event *event);
/* All that is left. */
void world_rest(struct world *world);
/* Goes over to another rule program, which is borrowed and lives as long as the world: while it
 * runs, or (`restart`) by being written out and read back under it. */
void world_change_rules(struct world *world, const struct merit_program *program, bool restart);
void world_clear(struct world *world);
/* A designation of the partner as text (see said_product_score). */
void world_score(struct world *world,
                 struct merit_text partner,
                 uint8_t designation,
                 char text[SAID_TEXT_MAX]);
/* The partner has the same scores in both; else the test fails, saying what it was about. */
void world_expect_same_scores(struct world *got,
                              struct world *want,
                              struct merit_text partner,
                              const char *about);

/* How many seeds a property test runs: more with MERIT_TEST_LONG. */
uint64_t world_seeds(uint64_t usual);

#endif
