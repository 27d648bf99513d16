/* The rule programs of a run: one after the other is put in force, in each process at its time. */
#include "programs.h"

#include "rules/program_load.h"
#include "world.h"

#include <stdio.h>

enum { CHANGES_PERCENT = 20, AT_LEAST = 10, AT_MOST = 190, QUALIFYING_POINTS = 40 };

static_assert((int)PROCESSES_MAX == (int)DISKS_MAX, "a disk each");

/* ---- programs ---------------------------------------------------------------------------- */

static struct rules *load(void)
{
    struct yaml_errors errors;
    yaml_errors_init(&errors);
    struct rules *rules = rules_load(MERIT_SOURCE_DIR "/tests/rules/modern_work_only", &errors);
    if (rules == NULL) {
        (void)fwrite(errors.text.bytes, 1, errors.text.length, stderr);
    }
    yaml_errors_fini(&errors);
    return rules;
}

/* The second program asks for more, the third for less. */
static void vary_metric(struct merit_metric *metric, uint32_t number)
{
    for (uint8_t o = 0; o < metric->option_count; o++) {
        struct merit_option *option = &metric->options[o];
        option->target_numerator *= number == 1 ? 3 : 1;
        option->target_denominator *= 2;
    }
}

static void vary(struct merit_program *program, uint32_t number)
{
    struct merit_designation *designation = &program->designations[0];
    program->revision += number;
    for (uint8_t k = 0; k < designation->span_count && number > 0; k++) {
        struct merit_span *span = &designation->spans[k];
        span->qualifying_points = number == 1 ? span->qualifying_points : QUALIFYING_POINTS;
        for (uint8_t p = 0; p < span->path_count; p++) {
            for (uint8_t m = 0; m < span->paths[p].metric_count; m++) {
                vary_metric(&span->paths[p].metrics[m], number);
            }
        }
    }
    merit_program_finish(program);
}

bool programs_load(struct programs *programs)
{
    for (uint32_t i = 0; i < PROGRAMS_MAX; i++) {
        programs->loaded[i] = load();
        if (programs->loaded[i] == NULL) {
            return false;
        }
        if (i > 0) {
            vary(programs->loaded[i]->program, i);
        }
    }
    return true;
}

void programs_free(struct programs *programs)
{
    for (uint32_t i = 0; i < PROGRAMS_MAX; i++) {
        rules_free(programs->loaded[i]);
    }
}

const struct merit_program *programs_now(const struct world *world, uint32_t disk)
{
    return world->programs->loaded[world->plan.now[disk]]->program;
}

const struct merit_program *programs_last(const struct world *world)
{
    return world->programs->loaded[world->plan.last]->program;
}

/* ---- changes ----------------------------------------------------------------------------- */

void programs_plan(struct world *world, struct chance *chance)
{
    struct program_plan *plan = &world->plan;
    *plan = (struct program_plan){.last = 0};
    if (chance_percent(chance, CHANGES_PERCENT)) {
        plan->last = 1 + chance_below(chance, PROGRAMS_MAX - 1);
    }
    for (uint32_t disk = 0; disk < PROCESSES_MAX && plan->last > 0; disk++) {
        for (uint32_t i = 1; i <= plan->last; i++) {
            struct program_change *change = &plan->changes[disk][i];
            change->at = (uint32_t)chance_between(chance, AT_LEAST, AT_MOST);
            change->live = chance_one_in(chance, 2);
        }
    }
}

static void change(struct world *world, uint32_t disk)
{
    struct program_plan *plan = &world->plan;
    bool live = plan->changes[disk][++plan->now[disk]].live;
    world_note(world, "disk %u: has rules %u%s", disk, plan->now[disk], live ? ", live" : "");
    if (!live) {
        world_kill(world, disk);
    }
}

void programs_step(struct world *world)
{
    struct program_plan *plan = &world->plan;
    for (uint32_t disk = 0; disk < world->disk_count; disk++) {
        uint32_t next = plan->now[disk] + 1;
        if (next <= plan->last && plan->changes[disk][next].at <= world->applied_count) {
            change(world, disk);
        }
    }
}

void programs_come(struct world *world)
{
    for (uint32_t disk = 0; disk < world->disk_count; disk++) {
        while (world->plan.now[disk] < world->plan.last) {
            change(world, disk);
        }
    }
}

bool programs_look(struct worker *worker, int64_t revision)
{
    struct world *world = worker->world;
    struct program_plan *plan = &world->plan;
    uint32_t *now = &plan->now[worker->disk];
    *now += chance_below(&world->chance, plan->last - *now + 1);
    bool found = programs_now(world, worker->disk)->revision >= revision;
    world->looked += found;
    world_note(world, "disk %u: looks for rules, has %u", worker->disk, *now);
    return found;
}

void programs_refused(struct worker *worker)
{
    struct world *world = worker->world;
    uint32_t disk = worker->disk;
    world->refused++;
    world_note(world, "worker %u: refused, its files are old", worker->slot);
    if (chance_one_in(&world->chance, 2)) {
        change(world, disk);
    }
    worker_leave(worker);
}
