/* One run: brokers, disks, workers, upstream producers and time, stepped in one thread by chance.
 */
#ifndef WORLD_H
#define WORLD_H

#include "broker.h"
#include "bug.h"
#include "disk.h"
#include "faults.h"
#include "programs.h"
#include "schedule.h"
#include "standby.h"
#include "task/task.h"
#include "worker.h"

enum { WORKERS_MAX = SLOTS_MAX + 2, DISKS_MAX = SLOTS_MAX + 2, FAILURE_MAX = 512 };

/* An output that was sent. */
struct said {
    enum merit_output_kind kind;
    uint32_t partner; /* number in the schedule */
    uint8_t designation;
    int32_t day;
    int64_t sequence;
    int64_t previous_hundredths;
    int64_t hundredths;
    bool previously_qualified;
    bool qualified;
    uint8_t status;     /* of a score */
    struct bytes bytes; /* all of it, as Avro */
};

/* A request that is on its way for long. */
struct late_end {
    bool any;  /* asked for by a fault */
    bool sent; /* it is under way */
    bool duplicated;
    uint32_t epoch;
    enum step step; /* it arrives when a worker of the slot passes this */
};

/* An upstream transaction that is open. */
struct upstream {
    bool open;
    bool aborts;
    int64_t until_ms;
    uint32_t epoch;
};

struct world {
    uint64_t seed;
    struct chance chance;
    struct arena arena; /* of the run */
    const struct programs *programs;
    struct program_plan plan;
    int64_t revisions[TASKS_MAX]; /* of the last commit */
    struct partner_settings settings;
    struct schedule schedule;
    struct broker broker;
    struct disk disks[DISKS_MAX];
    uint32_t disk_count;
    bool owned[DISKS_MAX][TASKS_MAX]; /* some worker of that process has it open */
    uint32_t standbys_wanted;         /* of each task; 0: the run has none */
    struct standby standbys[DISKS_MAX];
    uint32_t opened_by[TASKS_MAX]; /* the slot that opened it last, as it is said; NOBODY */
    struct worker workers[WORKERS_MAX];
    uint32_t worker_count;
    struct faults faults;
    struct fault_counts *counts;
    bool calm; /* no fault comes any more */
    int64_t wall_micros;
    int64_t idle_ms;
    uint32_t next_event;    /* of the schedule, to be produced */
    int64_t quiet_until_ms; /* nothing is produced before */
    struct upstream upstream[UPSTREAM_PRODUCERS];
    int64_t slow_until_ms[PARTITIONS];
    int64_t full_until_ms[DISKS_MAX];
    struct late_end late_ends[SLOTS_MAX]; /* of each slot */
    int64_t outage_until_ms;              /* nobody starts before; 0: none */
    struct applied *applied;
    uint32_t applied_count;
    uint32_t applied_capacity;
    struct said *said;
    uint32_t said_count;
    uint32_t said_capacity;
    uint64_t commits;
    uint64_t kept; /* tasks that went on in memory after a rebalance */
    uint64_t restores_from_disk;
    uint64_t restores_from_snapshot;
    uint64_t restores_from_standby;
    uint64_t loads_failed;   /* of a state on disk that was damaged */
    uint64_t followings_cut; /* the log was deleted ahead of them */
    uint64_t changed_open;   /* tasks that took other rules */
    uint64_t changed_opening;
    uint64_t looked;  /* found by processes with old ones in their files */
    uint64_t refused; /* to those whose files are old too */
    uint64_t turns;
    bool trace;
    bool failed;
    char failure[FAILURE_MAX];
};

/* Kept from run to run: memory, and the rules. */
void world_init(struct world *world, const struct programs *programs);
void world_fini(struct world *world);

/* Runs a seed until all is at rest, or something is wrong: then world->failed. */
void world_run(struct world *world, uint64_t seed);

__attribute__((format(printf, 2, 3))) void world_fail(struct world *world, const char *format, ...);
/* What happens, where it was asked for (--trace). */
/* Asked where a state on disk is to be loaded: it turns out to be damaged. */
bool world_load_fails(struct world *world);
__attribute__((format(printf, 2, 3))) void world_note(struct world *world, const char *format, ...);

static inline int32_t world_day(const struct world *world)
{
    return merit_day_of_micros(world->wall_micros);
}

/* A copy of bytes that lives as long as the run. */
struct bytes world_keep(struct world *world, struct bytes bytes);
void world_note_applied(struct world *world, const struct applied *applied);
/* The process whose disk it is is killed, with all its workers; they are started again later. */
void world_kill(struct world *world, uint32_t disk);
/* Keeps an output; returns its number. */
uint32_t world_note_output(struct world *world, const struct merit_output *output);
/* Takes an output apart; `bytes` in the arena. */
struct said said_of(struct world *world, const struct merit_output *output);

/* What the brokers give a reader of an input at a position; offset -1: nothing now. */
struct seen {
    int64_t offset;
    bool at_end;
    bool gone; /* what is there was deleted: others have taken it */
};
struct seen world_see(struct world *world, uint32_t partition, int64_t position);

#endif
