/* One run: brokers, disks, workers, upstream producers and time, stepped in one thread by chance.
 */
#include "world.h"

#include "base/murmur2.h"
#include "codec/avro_write.h"
#include "strike.h"
#include "upstream.h"

#include <stdarg.h>
#include <stdio.h>

enum {
    SESSION_MS = 400,
    TURNS_MAX = 150000,
    FAULT_TURNS = 60000, /* after which none comes any more */
    TAIL_TURNS = 600,    /* after the last event, in which faults may still hit */
    REST_EVERY = 64,
    FIRST = 256,
    LOAD_FAILS_ONE_IN = 30,
    STANDBY_PERCENT = 28, /* of the runs whose workers are processes of their own */
};

/* ---- what others use --------------------------------------------------------------------- */

void world_fail(struct world *world, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    if (!world->failed) {
        (void)vsnprintf(world->failure, sizeof world->failure, format, arguments);
    }
    va_end(arguments);
    world->failed = true;
}

bool world_load_fails(struct world *world)
{
    bool fails = !world->calm && chance_one_in(&world->chance, LOAD_FAILS_ONE_IN);
    world->loads_failed += fails;
    return fails;
}

void world_note(struct world *world, const char *format, ...)
{
    if (!world->trace) {
        return;
    }
    va_list arguments;
    va_start(arguments, format);
    printf("[%6u ms] ", (unsigned)world->broker.now_ms);
    (void)vprintf(format, arguments);
    printf("\n");
    va_end(arguments);
}

struct bytes world_keep(struct world *world, struct bytes bytes)
{
    if (bytes.at == NULL) {
        return bytes;
    }
    uint8_t *copy = arena_take(&world->arena, bytes.length + 1);
    memcpy(copy, bytes.at, bytes.length);
    return (struct bytes){copy, bytes.length};
}

void world_note_applied(struct world *world, const struct applied *applied)
{
    if (world->applied_count == world->applied_capacity) {
        world->applied_capacity =
            world->applied_capacity == 0 ? FIRST : world->applied_capacity * 2;
        world->applied =
            memory_resize(world->applied, world->applied_capacity * sizeof *world->applied);
    }
    world->applied[world->applied_count++] = *applied;
}

uint32_t world_note_output(struct world *world, const struct merit_output *output)
{
    if (world->said_count == world->said_capacity) {
        world->said_capacity = world->said_capacity == 0 ? FIRST : world->said_capacity * 2;
        world->said = memory_resize(world->said, world->said_capacity * sizeof *world->said);
    }
    world->said[world->said_count] = said_of(world, output);
    return world->said_count++;
}

struct seen world_see(struct world *world, uint32_t partition, int64_t position)
{
    struct log *log = &world->broker.logs[partition];
    if (world->slow_until_ms[partition] > world->broker.now_ms) {
        return (struct seen){.offset = -1};
    }
    if (position < log->low) {
        return (struct seen){.offset = -1, .gone = true};
    }
    if (planted(BUG_READ_UNCOMMITTED) && partition / TASKS_MAX == TOPIC_FACTS) {
        return (struct seen){log_next_uncommitted(log, position), log_is_at_end(log, position),
                             false};
    }
    return (struct seen){log_next(log, position), log_is_at_end(log, position), false};
}

/* ---- outputs ----------------------------------------------------------------------------- */

static uint8_t designation_of(const struct world *world, const char *designation)
{
    uint8_t number = 0;
    const struct merit_program *program = programs_last(world);
    while (number < program->designation_count &&
           strcmp(program->designations[number].id, designation) != 0) {
        number++;
    }
    return number;
}

/* As of which day a score was told depends on when it was committed: it is left out. */
static struct bytes encode(struct world *world, const struct merit_output *output)
{
    static struct buffer scratch;
    static const char no_id[EVENT_ID_LENGTH] = "00000000000000000000000000000000";
    struct merit_output copy = *output;
    if (output->kind == MERIT_OUTPUT_SCORE) {
        copy.effective_day = 0;
        copy.version_day = 0;
    }
    buffer_clear(&scratch);
    avro_write_output(&scratch, &copy, no_id);
    return world_keep(world, buffer_view(&scratch));
}

struct said said_of(struct world *world, const struct merit_output *output)
{
    struct said said = {
        .kind = output->kind,
        .partner = (uint32_t)(output->partner_id.at[1] - '0'),
        .designation = designation_of(world, output->designation),
        .day = output->effective_day,
        .bytes = encode(world, output),
    };
    switch (output->kind) {
    case MERIT_OUTPUT_SCORE_CHANGED:
        said.sequence = output->score_changed.sequence;
        said.previous_hundredths = output->score_changed.previous_hundredths;
        said.hundredths = output->score_changed.score.hundredths;
        said.previously_qualified = output->score_changed.previously_qualified;
        said.qualified = output->score_changed.score.qualified;
        break;
    case MERIT_OUTPUT_DESIGNATION:
        said.sequence = output->designation_event.sequence;
        said.hundredths = output->designation_event.hundredths;
        said.status = (uint8_t)output->designation_event.transition;
        break;
    case MERIT_OUTPUT_SCORE:
        said.sequence = output->score.sequence;
        said.hundredths = output->score.score.hundredths;
        said.qualified = output->score.score.qualified;
        said.status = (uint8_t)output->score.status;
        break;
    }
    return said;
}

/* ---- life -------------------------------------------------------------------------------- */

void world_init(struct world *world, const struct programs *programs)
{
    *world = (struct world){.programs = programs, .settings = {1, 1, {70}}};
    for (uint32_t disk = 0; disk < DISKS_MAX; disk++) {
        disk_init(&world->disks[disk]);
        standby_init(&world->standbys[disk]);
    }
}

void world_fini(struct world *world)
{
    for (uint32_t i = 0; i < WORKERS_MAX; i++) {
        struct worker *worker = &world->workers[i];
        if (worker->world != NULL) {
            worker_kill(worker);
        }
        for (uint32_t to = 0; to < TASKS_MAX; to++) {
            buffer_fini(&worker->sender.packs[to]);
        }
        memory_free(worker->sender.queue);
        memory_free(worker->sender.applied);
    }
    for (uint32_t disk = 0; disk < DISKS_MAX; disk++) {
        disk_fini(&world->disks[disk]);
        standby_drop(&world->standbys[disk]);
    }
    broker_fini(&world->broker);
    memory_free(world->applied);
    memory_free(world->said);
    arena_fini(&world->arena);
}

static void reset_workers(struct world *world)
{
    world->worker_count = world->schedule.slots;
    world->disk_count = world->schedule.disks;
    for (uint32_t i = 0; i < WORKERS_MAX; i++) {
        struct worker *worker = &world->workers[i];
        if (worker->world != NULL) {
            worker_kill(worker);
        }
        struct sender sender = worker->sender;
        *worker = (struct worker){.world = world, .slot = i, .sender = sender};
        worker->disk = world->schedule.disks == 1 ? 0 : i;
        if (i < world->worker_count) {
            worker_start(worker);
        }
    }
}

/* By random numbers of their own: runs without them are what they were before there were any. */
static void choose_more(struct world *world)
{
    struct chance chance = {~world->seed};
    bool any = chance_percent(&chance, STANDBY_PERCENT) && world->schedule.disks > 1;
    world->standbys_wanted = any ? 1 + chance_below(&chance, 2) : 0;
    programs_plan(world, &chance);
    for (uint32_t task = 0; task < TASKS_MAX; task++) {
        world->opened_by[task] = NOBODY;
        world->revisions[task] = 0;
    }
}

static void reset(struct world *world, uint64_t seed)
{
    arena_reset(&world->arena);
    world->seed = seed;
    world->chance = (struct chance){seed};
    world->failed = false;
    world->calm = false;
    schedule_make(&world->schedule, &world->chance, &world->arena);
    broker_reset(&world->broker, world->schedule.tasks, SESSION_MS);
    reset_workers(world);
    for (uint32_t disk = 0; disk < DISKS_MAX; disk++) {
        disk_lose(&world->disks[disk]);
        world->disks[disk].full = false;
        world->full_until_ms[disk] = 0;
        standby_drop(&world->standbys[disk]);
    }
    choose_more(world);
    memset(world->owned, 0, sizeof world->owned);
    memset(world->slow_until_ms, 0, sizeof world->slow_until_ms);
    memset(world->upstream, 0, sizeof world->upstream);
    memset(world->late_ends, 0, sizeof world->late_ends);
    world->outage_until_ms = 0;
    world->applied_count = 0;
    world->said_count = 0;
    world->turns = 0;
    world->quiet_until_ms = 0;
    world->idle_ms = chance_between(&world->chance, 40, 800);
    faults_plan(&world->faults, &world->chance, world->standbys_wanted > 0, world->plan.last > 0);
    upstream_begin(world);
}

void world_kill(struct world *world, uint32_t disk)
{
    for (uint32_t i = 0; i < world->worker_count; i++) {
        struct worker *worker = &world->workers[i];
        if (worker->disk == disk && worker->phase != PHASE_DOWN) {
            worker_kill(worker);
            worker->start_ms =
                world->broker.now_ms + chance_between(&world->chance, 5, SESSION_MS + 100);
        }
    }
    standby_drop(&world->standbys[disk]);
    disk_crash(&world->disks[disk]);
}

/* ---- time -------------------------------------------------------------------------------- */

static void start_workers(struct world *world)
{
    for (uint32_t i = 0; i < world->worker_count; i++) {
        struct worker *worker = &world->workers[i];
        if (worker->phase == PHASE_DOWN && !worker->ghost &&
            worker->start_ms <= world->broker.now_ms) {
            worker_start(worker);
        }
    }
}

static void step_disks(struct world *world)
{
    for (uint32_t disk = 0; disk < world->disk_count; disk++) {
        world->disks[disk].full = world->full_until_ms[disk] > world->broker.now_ms;
        if (chance_one_in(&world->chance, 24)) {
            uint32_t task = chance_below(&world->chance, world->schedule.tasks);
            (void)store_flush(&world->disks[disk], task, 1 + chance_below(&world->chance, 3));
        }
    }
}

/* Nothing is late any more, nobody stands still. */
static void calm_down(struct world *world)
{
    world_note(world, "no fault comes any more");
    world->calm = true;
    programs_come(world);
    memset(world->slow_until_ms, 0, sizeof world->slow_until_ms);
    memset(world->full_until_ms, 0, sizeof world->full_until_ms);
    memset(world->late_ends, 0, sizeof world->late_ends);
    for (uint32_t i = 0; i < world->worker_count; i++) {
        world->workers[i].frozen_ms = 0;
        world->workers[i].end_fault = END_PLAIN;
        world->workers[i].fail_next = false;
    }
}

static void step_time(struct world *world)
{
    world->broker.now_ms += chance_below(&world->chance, 3);
    if (chance_one_in(&world->chance, 4)) {
        strike_outage(world);
        start_workers(world);
        group_step(&world->broker.group, world->broker.now_ms, &world->chance);
        step_disks(world);
        programs_step(world);
        upstream_step(world);
    }
    broker_step(&world->broker, &world->chance);
}

/* ---- rest -------------------------------------------------------------------------------- */

static bool has_no_lag(struct world *world, uint32_t task)
{
    const struct positions *committed = &world->broker.committed[task];
    for (int input = 0; input < TASK_INPUT_COUNT; input++) {
        if (!committed->any || committed->offsets[input] !=
                                   broker_log(&world->broker, (enum topic)input, task)->count) {
            return false;
        }
    }
    return true;
}

/* All has been said about the last day. */
static bool is_at_last_day(const struct world *world, const struct task *task)
{
    int32_t day = world->schedule.last_day;
    return task->scoring.day == day && !scoring_has_work(&task->scoring) &&
           (task->attribution.day == day || task->attribution.day == MERIT_NO_DAY) &&
           task->config.program == programs_last(world) && task->scoring.change.behind == 0;
}

static bool is_at_rest(struct world *world)
{
    uint32_t open = 0;
    for (uint32_t i = 0; i < world->worker_count; i++) {
        const struct worker *worker = &world->workers[i];
        if (worker->ghost && worker->phase == PHASE_DOWN) {
            continue;
        }
        if (worker->phase != PHASE_RUN || worker->sender.open) {
            return false;
        }
        for (uint32_t k = 0; k < worker->open_count; k++) {
            if (!is_at_last_day(world, &worker->open[k]->task)) {
                return false;
            }
            open++;
        }
    }
    for (uint32_t task = 0; task < world->schedule.tasks; task++) {
        if (!has_no_lag(world, task)) {
            return false;
        }
    }
    return open == world->schedule.tasks && broker_is_settled(&world->broker);
}

static void describe_unrest(struct world *world)
{
    char text[FAILURE_MAX] = "";
    size_t length = 0;
    for (uint32_t i = 0; i < world->worker_count && length < 300; i++) {
        const struct worker *worker = &world->workers[i];
        length +=
            (size_t)snprintf(text + length, sizeof text - length, " worker %u: phase %d, %u tasks;",
                             worker->slot, (int)worker->phase, worker->open_count);
    }
    for (uint32_t task = 0; task < world->schedule.tasks && length < 400; task++) {
        length += (size_t)snprintf(text + length, sizeof text - length, " task %u: %s;", task,
                                   has_no_lag(world, task) ? "no lag" : "lag");
    }
    world_fail(world, "does not come to rest: %s%s",
               broker_is_settled(&world->broker) ? "" : "a transaction is open;", text);
}

/* ---- the run ----------------------------------------------------------------------------- */

static void passed(struct world *world, struct worker *worker, enum step step)
{
    if (step != STEP_NONE && !world->calm) {
        strike_at(world, worker, step);
    }
}

static void turn(struct world *world)
{
    struct worker *worker = &world->workers[chance_below(&world->chance, world->worker_count)];
    passed(world, worker, worker_turn(worker));
    if (world->standbys_wanted > 0 && chance_one_in(&world->chance, 2)) {
        worker = &world->workers[chance_below(&world->chance, world->worker_count)];
        passed(world, worker, standby_turn(worker));
    }
}

/* Faults come until all that there is has been worked on. */
static bool is_enough(struct world *world, uint64_t produced_at)
{
    return world->turns > FAULT_TURNS ||
           (produced_at > 0 && world->turns - produced_at > TAIL_TURNS && is_at_rest(world));
}

void world_run(struct world *world, uint64_t seed)
{
    reset(world, seed);
    uint64_t produced_at = 0;
    while (!world->failed) {
        step_time(world);
        turn(world);
        world->turns++;
        if (produced_at == 0 && upstream_is_done(world)) {
            produced_at = world->turns;
        }
        if (world->turns % REST_EVERY != 0) {
            continue;
        }
        if (!world->calm && is_enough(world, produced_at)) {
            calm_down(world);
        }
        if (world->calm && upstream_is_done(world) && is_at_rest(world)) {
            return;
        }
        if (world->turns > TURNS_MAX) {
            describe_unrest(world);
        }
    }
}
