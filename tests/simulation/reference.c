/* What one undisturbed run says of the events of a world, applied on the same days. */
#include "reference.h"

#include <stdio.h>

enum { FIRST = 256 };

static void take_outputs(struct reference *reference, struct world *world)
{
    struct scoring *scoring = &reference->ensemble.tasks[0].scoring;
    for (uint32_t i = 0; i < scoring->outputs.count; i++) {
        if (reference->count == reference->capacity) {
            reference->capacity = reference->capacity == 0 ? FIRST : reference->capacity * 2;
            reference->said =
                memory_resize(reference->said, reference->capacity * sizeof *reference->said);
        }
        reference->said[reference->count++] = said_of(world, scoring->outputs.items[i]);
    }
    scoring_clear_outputs(scoring);
}

static void run(struct reference *reference, struct world *world)
{
    while (ensemble_step(&reference->ensemble)) {
        take_outputs(reference, world);
    }
    take_outputs(reference, world);
}

/* The events of one day. */
static void run_day(struct reference *reference,
                    struct world *world,
                    const int32_t *days,
                    int32_t day)
{
    for (uint32_t i = 0; i < world->schedule.count; i++) {
        if (days[i] != day) {
            continue;
        }
        struct merit_event event = world->schedule.events[i].event;
        event.timestamp = at_second(day, 0);
        if (ensemble_offer(&reference->ensemble, &event).bad != MERIT_BAD_NONE) {
            world_fail(world, "event %u is refused by the undisturbed run", i);
            return;
        }
        run(reference, world);
    }
}

void reference_run(struct reference *reference, struct world *world, const int32_t *days)
{
    *reference = (struct reference){.count = 0};
    struct ensemble_config config = {programs_last(world), &world->settings, 1};
    ensemble_init(&reference->ensemble, &config);
    int32_t first = MERIT_NEVER;
    for (uint32_t i = 0; i < world->schedule.count; i++) {
        first = days[i] != MERIT_NO_DAY && days[i] < first ? days[i] : first;
    }
    for (int32_t day = first; day <= world->schedule.last_day; day++) {
        run_day(reference, world, days, day);
    }
    ensemble_finish(&reference->ensemble, world->schedule.last_day);
    run(reference, world);
}

void reference_fini(struct reference *reference)
{
    ensemble_fini(&reference->ensemble);
    memory_free(reference->said);
}

struct said reference_score(struct reference *reference,
                            struct world *world,
                            uint32_t partner,
                            uint8_t designation)
{
    char id[24];
    (void)snprintf(id, sizeof id, "p%u", partner);
    struct merit_output output;
    ensemble_score(&reference->ensemble, merit_text_of(id), designation, &output);
    return said_of(world, &output);
}
