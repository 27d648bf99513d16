/* Rule programs that differ from those of config/rules in what tests of a change want. */
#include "rule_variants.h"

#include "rules/program_load.h"
#include "world.h"

#include <check.h>

#include <stdio.h>
#include <stdlib.h>

enum { VARIANTS_MAX = 8, IDS_MAX = 8 };

static struct variant {
    uint64_t seed;
    struct rules *rules;
} variants[VARIANTS_MAX];

static struct rules *load(void)
{
    struct yaml_errors errors;
    yaml_errors_init(&errors);
    struct rules *rules = rules_load(MERIT_SOURCE_DIR WORLD_ALL_SIX, &errors);
    ck_assert(rules != NULL);
    yaml_errors_fini(&errors);
    return rules;
}

/* ---- what may differ: the program is the caller's own, and was made in plain memory -------- */

static void for_each_span(struct merit_program *program,
                          void (*change)(struct merit_span *span, uint64_t draw),
                          uint64_t draw)
{
    for (uint8_t d = 0; d < program->designation_count; d++) {
        for (uint8_t k = 0; k < program->designations[d].span_count; k++) {
            change(&program->designations[d].spans[k], draw + d);
        }
    }
}

/* Every target doubled, or made a third of it. */
static void change_targets(struct merit_span *span, uint64_t draw)
{
    for (uint8_t p = 0; p < span->path_count; p++) {
        for (uint8_t m = 0; m < span->paths[p].metric_count; m++) {
            struct merit_metric *metric = &span->paths[p].metrics[m];
            for (uint8_t o = 0; o < metric->option_count; o++) {
                struct merit_option *option = &metric->options[o];
                if (draw % 2 == 0) {
                    option->target_numerator *= 2;
                } else {
                    option->target_denominator *= 3;
                }
            }
        }
    }
}

/* Every type of association counts, no offer is excluded. */
static void change_population(struct merit_span *span, uint64_t draw)
{
    struct merit_quantity *quantities = (struct merit_quantity *)(uintptr_t)span->quantities;
    for (uint8_t q = 0; q < span->quantity_count; q++) {
        quantities[q].excluded_offers = 0;
        quantities[q].types = quantities[q].types == 0 || draw % 2 == 0
                                  ? quantities[q].types
                                  : (1U << MERIT_TYPE_COUNT) - 1;
    }
}

static void change_qualifying(struct merit_span *span, uint64_t draw)
{
    span->qualifying_points = (int32_t)(30 + draw % 5 * 10);
}

/* The designations in another order. */
static void turn(struct merit_program *program)
{
    uint8_t count = program->designation_count;
    for (uint8_t d = 0; d < count / 2; d++) {
        struct merit_designation kept = program->designations[d];
        program->designations[d] = program->designations[count - 1 - d];
        program->designations[count - 1 - d] = kept;
    }
    for (uint8_t i = 0; i < program->standing.all_of_count; i++) {
        program->standing.all_of[i] = (uint8_t)(count - 1 - program->standing.all_of[i]);
    }
}

/* Without its last designations. */
static void drop(struct merit_program *program, uint8_t count)
{
    program->designation_count = (uint8_t)(program->designation_count - count);
    uint8_t kept = 0;
    for (uint8_t i = 0; i < program->standing.all_of_count; i++) {
        if (program->standing.all_of[i] < program->designation_count) {
            program->standing.all_of[kept++] = program->standing.all_of[i];
        }
    }
    program->standing.all_of_count = kept;
}

static void change_windows(struct merit_program *program, uint64_t draw)
{
    for (uint8_t i = 0; i < program->standing.window_count; i++) {
        program->standing.windows[i].by_months = false;
        program->standing.windows[i].before = (int32_t)(draw % 40);
        program->standing.windows[i].after = (int32_t)(1 + draw % 20);
    }
}

static void vary(struct merit_program *program, uint64_t draw)
{
    if (draw % 2 == 0) {
        for_each_span(program, change_targets, draw / 2);
    }
    if (draw % 3 == 0) {
        for_each_span(program, change_population, draw / 3);
    }
    if (draw % 5 < 2) {
        for_each_span(program, change_qualifying, draw / 5);
    }
    if (draw % 7 < 3) {
        turn(program);
    }
    if (draw % 11 < 4) {
        drop(program, (uint8_t)(1 + draw / 11 % 3));
    }
    if (draw % 13 < 4) {
        change_windows(program, draw / 13);
    }
}

/* ---- variants ------------------------------------------------------------------------------ */

const struct merit_program *rule_variant(uint64_t seed, uint32_t n)
{
    ck_assert_uint_lt(n, VARIANTS_MAX);
    struct variant *variant = &variants[n];
    if (variant->rules == NULL || variant->seed != seed) {
        rules_free(variant->rules);
        *variant = (struct variant){seed, load()};
        struct merit_program *program = variant->rules->program;
        program->revision = n + 1;
        uint64_t draw = (seed * 8 + n) * UINT64_C(0x9e3779b97f4a7c15);
        /* Some are as they were: so what changed comes back. */
        if (draw >> 60 != 0) {
            vary(program, draw >> 20);
        }
        merit_program_finish(program);
    }
    return variant->rules->program;
}

const char *rule_variant_id(const char *id)
{
    static char ids[IDS_MAX][64];
    for (size_t i = 0; i < IDS_MAX; i++) {
        if (ids[i][0] == '\0') {
            snprintf(ids[i], sizeof ids[i], "%s", id);
        }
        if (strcmp(ids[i], id) == 0) {
            return ids[i];
        }
    }
    ck_abort_msg("more than %d ids", (int)IDS_MAX);
}

void rule_variants_free(void)
{
    for (size_t i = 0; i < VARIANTS_MAX; i++) {
        rules_free(variants[i].rules);
        variants[i].rules = NULL;
    }
}
