/* One task under load: the ensemble that a benchmark drives, timed or watched. */
#ifndef BENCH_WORLD_H
#define BENCH_WORLD_H

#include "rules/program_load.h"
#include "task/ensemble.h"
#include "workload.h"

/* Events are made a block at a time, outside what is timed. Most blocks are timed; every so many
 * are watched instead: before and after each event the vectors of the tenant's partners are read,
 * which shows what the event changed. */
enum { WORLD_BLOCK = 1024, WORLD_WATCHED = 16 };
/* What callgrind counts in (bench_instructions.sh): all that is timed, and nothing else. */
#define WORLD_TIMED __attribute__((noinline))

/* Makes event `number` of a kind. */
typedef void world_maker(const struct workload *workload,
                         uint64_t number,
                         struct workload_event *ret_event);

struct world_tally {
    uint64_t events; /* timed */
    double seconds;
    uint64_t all; /* timed or not */
    uint64_t score_changes;
    uint64_t watched;
    uint64_t changed; /* watched events after which some vector differs */
    uint64_t vectors; /* that differ after watched events */
};

struct world {
    struct rules *rules;
    struct partner_settings settings;
    struct workload workload;
    struct ensemble ensemble;
    struct workload_event *block;
    bool unwatched;  /* time every block */
    bool cold;       /* without ensemble_warm */
    uint64_t blocks; /* of reports, so far */
    uint64_t score_changes;
};

/* One task with the rules of a directory; false (and a message) where they cannot be read. */
bool world_init(struct world *world, const char *rules, const struct workload_config *config);
void world_fini(struct world *world);

/* The associations of all tenants and the certifications of all partners. */
void world_load_claims(struct world *world, struct world_tally *tally);
/* Usage reports from number `from` on. */
void world_report(struct world *world,
                  world_maker *make,
                  uint64_t from,
                  uint64_t count,
                  struct world_tally *tally);
/* Moves the clock to a day; returns the seconds that its start took. */
double world_begin_day(struct world *world, int32_t day);
/* How many contributors must be looked at when that day begins. */
uint64_t world_due(const struct world *world, int32_t day);

static inline struct scoring *world_scoring(struct world *world)
{
    return &world->ensemble.tasks[0].scoring;
}

#endif
