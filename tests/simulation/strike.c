/* What each kind of fault does to a world. */
#include "strike.h"

#include "upstream.h"

enum { SLOW_MS_MAX = 500, FULL_MS_MAX = 400, FROZEN_SESSIONS = 3 };

static void kill_all(struct world *world)
{
    for (uint32_t disk = 0; disk < world->disk_count; disk++) {
        world_kill(world, disk);
    }
}

static bool begin_outage(struct world *world)
{
    if (world->outage_until_ms > 0) {
        return false;
    }
    kill_all(world);
    world->outage_until_ms = world->broker.now_ms + world->broker.transaction_timeout_ms;
    for (uint32_t i = 0; i < world->worker_count; i++) {
        world->workers[i].start_ms = INT64_MAX;
    }
    return true;
}

void strike_outage(struct world *world)
{
    if (world->outage_until_ms == 0 || world->outage_until_ms > world->broker.now_ms) {
        return;
    }
    for (uint32_t slot = 0; slot < SLOTS_MAX; slot++) {
        if (world->broker.producers[slot].state != PRODUCER_EMPTY) {
            return;
        }
    }
    broker_expire_positions(&world->broker);
    world->outage_until_ms = 0;
    for (uint32_t i = 0; i < world->worker_count; i++) {
        world->workers[i].start_ms = world->broker.now_ms;
    }
}

/* A second process in the place of one that goes on, with a disk of its own. */
static bool start_double(struct world *world, struct worker *worker)
{
    if (worker->ghost || world->worker_count == WORKERS_MAX || world->disk_count == DISKS_MAX) {
        return false;
    }
    struct worker *second = &world->workers[world->worker_count++];
    second->slot = worker->slot;
    second->disk = world->disk_count++;
    second->ghost = false;
    standby_drop(&world->standbys[second->disk]);
    worker_start(second);
    worker->ghost = true;
    return true;
}

/* The commit's request that comes next will be under way for long, to arrive at this step. */
static void ask_for_late_end(struct world *world,
                             struct worker *worker,
                             enum step step,
                             enum end_fault how)
{
    struct late_end *late = &world->late_ends[worker->slot];
    if (!late->any && worker->end_fault == END_PLAIN) {
        worker->end_fault = how;
        *late = (struct late_end){.any = true, .duplicated = how == END_DUPLICATED, .step = step};
    }
}

static bool strike(struct world *world, struct worker *worker, enum step step, enum fault_kind kind)
{
    int64_t now_ms = world->broker.now_ms;
    struct chance *chance = &world->chance;
    switch (kind) {
    case FAULT_CRASH:
        world_kill(world, worker->disk);
        return true;
    case FAULT_POWER:
        world_kill(world, worker->disk);
        disk_lose(&world->disks[worker->disk]);
        return true;
    case FAULT_OUTAGE:
        return begin_outage(world);
    case FAULT_ABORT:
        worker->fail_next = true;
        return true;
    case FAULT_DONE_UNSAID:
        worker->end_fault = END_DONE_UNSAID;
        return true;
    case FAULT_NOT_DONE:
        worker->end_fault = END_NOT_DONE;
        return true;
    case FAULT_DELAYED:
        ask_for_late_end(world, worker, step, END_DELAYED);
        return false;
    case FAULT_DUPLICATED:
        ask_for_late_end(world, worker, step, END_DUPLICATED);
        return false;
    case FAULT_REBALANCE:
        group_rebalance(&world->broker.group, now_ms);
        return true;
    case FAULT_ZOMBIE:
        worker->frozen_ms = now_ms + FROZEN_SESSIONS * world->broker.group.session_ms;
        return true;
    case FAULT_DOUBLE:
        return start_double(world, worker);
    case FAULT_SLOW:
        world->slow_until_ms[chance_below(chance, partition_of(TOPIC_OUTPUTS, 0))] =
            now_ms + chance_between(chance, 1, SLOW_MS_MAX);
        return true;
    case FAULT_UPSTREAM:
        return upstream_open(world);
    case FAULT_LATE:
        return upstream_be_late(world);
    case FAULT_FULL:
        world->disks[worker->disk].full = true;
        world->full_until_ms[worker->disk] = now_ms + chance_between(chance, 1, FULL_MS_MAX);
        return true;
    case FAULT_KIND_COUNT:
        break;
    }
    return false;
}

static void count(struct world *world,
                  const struct worker *worker,
                  enum step step,
                  enum fault_kind kind)
{
    world->faults.hits++;
    if (world->counts != NULL) {
        world->counts->of[kind][step]++;
    }
    world_note(world, "worker %u: %s, at: %s", worker->slot, fault_name(kind), step_name(step));
}

/* A request that was under way for long arrives. */
static void arrive_late(struct world *world, const struct worker *worker, enum step step)
{
    struct late_end *late = &world->late_ends[worker->slot];
    if (!late->any || !late->sent || late->step != step) {
        return;
    }
    (void)broker_end(&world->broker, worker->slot, late->epoch, true);
    count(world, worker, step, late->duplicated ? FAULT_DUPLICATED : FAULT_DELAYED);
    *late = (struct late_end){.any = false};
}

void strike_at(struct world *world, struct worker *worker, enum step step)
{
    arrive_late(world, worker, step);
    faults_pass(&world->faults, step);
    enum fault_kind kind;
    while (worker->phase != PHASE_DOWN && faults_next_due(&world->faults, step, &kind)) {
        if (strike(world, worker, step, kind)) {
            count(world, worker, step, kind);
        }
    }
}
