/* One task under load: the ensemble that a benchmark drives, timed or watched. */
#include "world.h"

#include "measure.h"
#include "task/scoring_records.h"

#include <assert.h>
#include <stdio.h>

/* ---- life -------------------------------------------------------------------------------- */

bool world_init(struct world *world, const char *rules, const struct workload_config *config)
{
    *world = (struct world){.settings = {1, 1, {70}}};
    struct yaml_errors errors;
    yaml_errors_init(&errors);
    world->rules = rules_load(rules, &errors);
    if (world->rules == NULL) {
        (void)fwrite(errors.text.bytes, 1, errors.text.length, stderr);
        yaml_errors_fini(&errors);
        return false;
    }
    yaml_errors_fini(&errors);
    workload_init(&world->workload, config);
    struct ensemble_config ensemble = {world->rules->program, &world->settings, 1};
    ensemble_init(&world->ensemble, &ensemble);
    world->block = memory_allocate(WORLD_BLOCK * sizeof *world->block);
    return true;
}

void world_fini(struct world *world)
{
    memory_free(world->block);
    ensemble_fini(&world->ensemble);
    workload_fini(&world->workload);
    rules_free(world->rules);
}

/* ---- driving ----------------------------------------------------------------------------- */

static void take_outputs(struct world *world)
{
    struct scoring *scoring = world_scoring(world);
    if (scoring->outputs.count == 0) {
        return;
    }
    for (uint32_t i = 0; i < scoring->outputs.count; i++) {
        world->score_changes += scoring->outputs.items[i]->kind == MERIT_OUTPUT_SCORE_CHANGED;
    }
    scoring_clear_outputs(scoring);
}

static void settle(struct world *world)
{
    while (ensemble_step(&world->ensemble)) {
        take_outputs(world);
    }
    take_outputs(world);
}

static void apply(struct world *world, const struct merit_event *event)
{
    struct merit_fault fault = ensemble_offer(&world->ensemble, event);
    assert(fault.bad == MERIT_BAD_NONE);
    settle(world);
}

double world_begin_day(struct world *world, int32_t day)
{
    double start = measure_seconds();
    ensemble_finish(&world->ensemble, day);
    settle(world);
    return measure_seconds() - start;
}

/* ---- watching ---------------------------------------------------------------------------- */

enum { VECTOR_SEED = 17 };

static uint64_t mix(uint64_t sum, uint64_t value)
{
    sum = (sum ^ value) * UINT64_C(0x9e3779b97f4a7c15);
    return sum ^ sum >> 29;
}

/* A number that differs where the vectors do; the partner's own arena is not touched. */
static uint64_t vector_sum(struct world *world, uint32_t partner, uint32_t number)
{
    const struct merit_program *program = world->rules->program;
    struct key key = scoring_derived_key(partner, number);
    struct table_value found = table_get(world_scoring(world)->state, key_view(&key));
    struct bytes stored = {found.at, found.length};
    uint64_t sum = VECTOR_SEED;
    if (stored.at == NULL) {
        return sum;
    }
    struct arena arena = {0};
    struct derived derived;
    bool read = derived_read(program, stored, &arena, &derived);
    assert(read);
    for (uint8_t b = 0; b < derived.block_count; b++) {
        const struct derived_block *block = &derived.blocks[b];
        const struct merit_span *span =
            &program->designations[block->designation].spans[block->span];
        sum = mix(sum, block->designation);
        for (uint8_t s = 0; s < span->slot_count; s++) {
            sum = mix(sum, (uint64_t)block->slots[s]);
        }
    }
    arena_fini(&arena);
    return sum;
}

static void watch(struct world *world, uint32_t tenant, uint64_t *ret_sums)
{
    const struct workload *workload = &world->workload;
    struct scoring *scoring = world_scoring(world);
    for (uint32_t i = 0; i < workload_association_count(workload, tenant); i++) {
        uint32_t partner = scoring_find_partner(scoring, workload_partner(workload, tenant, i));
        uint32_t number = scoring_find_contributor(scoring, partner, CONTRIBUTOR_TENANT,
                                                   workload_tenant(workload, tenant));
        ret_sums[i] = number == SCORING_NOBODY ? 0 : vector_sum(world, partner, number);
    }
}

static void apply_watched(struct world *world,
                          const struct workload_event *event,
                          struct world_tally *tally)
{
    uint64_t before[WORKLOAD_ASSOCIATIONS_MAX] = {0};
    uint64_t after[WORKLOAD_ASSOCIATIONS_MAX] = {0};
    watch(world, event->tenant, before);
    apply(world, &event->event);
    watch(world, event->tenant, after);
    uint64_t differing = 0;
    for (int i = 0; i < WORKLOAD_ASSOCIATIONS_MAX; i++) {
        differing += before[i] != after[i];
    }
    tally->watched++;
    tally->changed += differing > 0;
    tally->vectors += differing;
}

/* ---- load -------------------------------------------------------------------------------- */

/* Hints at the next few events, as whoever reads events in batches would. */
enum { WARM_EVENTS = 16 };

static void warm(struct world *world, uint64_t from, uint64_t count)
{
    const struct merit_event *events[WARM_EVENTS];
    uint32_t next = 0;
    for (uint64_t i = from; i < count && next < WARM_EVENTS; i++) {
        events[next++] = &world->block[i].event;
    }
    ensemble_warm(&world->ensemble, events, next);
}

static WORLD_TIMED void apply_block(struct world *world, uint64_t count)
{
    for (uint64_t i = 0; i < count; i++) {
        if (i % WARM_EVENTS == 0 && !world->cold) {
            warm(world, i, count);
        }
        apply(world, &world->block[i].event);
    }
}

/* Applies the first `count` events of the block and times it. */
static void time_block(struct world *world, uint64_t count, struct world_tally *tally)
{
    double start = measure_seconds();
    apply_block(world, count);
    tally->seconds += measure_seconds() - start;
    tally->events += count;
}

void world_load_claims(struct world *world, struct world_tally *tally)
{
    const struct workload *workload = &world->workload;
    uint64_t score_changes = world->score_changes;
    uint64_t in_block = 0;
    uint64_t people = (uint64_t)workload->config.partners * WORKLOAD_CERTIFICATIONS;
    for (uint64_t c = 0; c < people; c++) {
        workload_certification(workload, c, &world->block[in_block++]);
        if (in_block == WORLD_BLOCK || c + 1 == people) {
            time_block(world, in_block, tally);
            in_block = 0;
        }
    }
    for (uint32_t t = 0; t < workload->config.tenants; t++) {
        for (uint32_t i = 0; i < workload_association_count(workload, t); i++) {
            workload_association(workload, t, i, &world->block[in_block++]);
        }
        if (in_block + WORKLOAD_ASSOCIATIONS_MAX > WORLD_BLOCK ||
            t + 1 == workload->config.tenants) {
            time_block(world, in_block, tally);
            in_block = 0;
        }
    }
    tally->all += tally->events;
    tally->score_changes += world->score_changes - score_changes;
}

void world_report(struct world *world,
                  world_maker *make,
                  uint64_t from,
                  uint64_t count,
                  struct world_tally *tally)
{
    uint64_t score_changes = world->score_changes;
    for (uint64_t at = 0; at < count; at += WORLD_BLOCK) {
        uint64_t in_block = count - at < WORLD_BLOCK ? count - at : WORLD_BLOCK;
        for (uint64_t i = 0; i < in_block; i++) {
            make(&world->workload, from + at + i, &world->block[i]);
        }
        if (world->unwatched || ++world->blocks % WORLD_WATCHED != 0) {
            time_block(world, in_block, tally);
            continue;
        }
        for (uint64_t i = 0; i < in_block; i++) {
            apply_watched(world, &world->block[i], tally);
        }
    }
    tally->all += count;
    tally->score_changes += world->score_changes - score_changes;
}

uint64_t world_due(const struct world *world, int32_t day)
{
    uint64_t due = 0;
    size_t cursor = 0;
    struct bytes key;
    struct bytes value;
    while (table_walk(&world->ensemble.tasks[0].state, &cursor, &key, &value)) {
        due += key.at[0] == KEY_DERIVED && derived_due_day(value) <= day;
    }
    return due;
}
