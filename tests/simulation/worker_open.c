/* A worker's tasks: how they are opened, as daemon/worker_tasks.c and daemon/opening.c do it. */
#include "task/change.h"
#include "worker.h"
#include "world.h"

enum {
    READ_MAX = 12,   /* messages of the log in a turn */
    RULES_SHARE = 3, /* turns until the files have been read, about */
};

void worker_drop_opening(struct worker *worker)
{
    struct opening *opening = &worker->opening;
    if (opening->active) {
        table_fini(&opening->table);
        messages_fini(&opening->deltas);
        worker->world->owned[worker->disk][opening->number] = false;
        opening->active = false;
    }
}

/* ---- producer, group, positions ----------------------------------------------------------- */

static enum step make_producer(struct worker *worker)
{
    if (broker_init(&worker->world->broker, worker->slot, &worker->epoch) != REPLY_DONE) {
        return STEP_NONE;
    }
    worker->begin_anew = false;
    switch (worker->then) {
    case THEN_RUN:
        worker->phase = PHASE_RUN;
        break;
    case THEN_REOPEN:
        worker->phase = PHASE_POSITIONS;
        worker->at = 0;
        break;
    case THEN_PARK:
    case THEN_JOIN:
    case THEN_LEAVE:
        worker->phase = PHASE_JOIN;
        break;
    }
    return STEP_PRODUCER;
}

static enum step join(struct worker *worker)
{
    struct broker *broker = &worker->world->broker;
    group_join(&broker->group, &worker->member, broker->now_ms);
    worker->assigned_count = 0;
    worker->phase = PHASE_WAIT;
    return STEP_JOINED;
}

bool worker_has_assigned(const struct worker *worker, uint32_t number)
{
    for (uint32_t i = 0; i < worker->assigned_count; i++) {
        if (worker->assigned[i] == number) {
            return true;
        }
    }
    return false;
}

/* What was put aside and is another worker's now is closed before any is opened: that one may wait
 * for it. */
static void close_moved(struct worker *worker)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < worker->parked_count; i++) {
        struct open_task *open = worker->parked[i];
        if (worker_has_assigned(worker, open->number)) {
            worker->parked[kept++] = open;
        } else {
            (void)store_flush(&worker->world->disks[worker->disk], open->number, UINT32_MAX);
            worker_drop_open(worker, open);
        }
    }
    worker->parked_count = kept;
}

static enum step wait_for_tasks(struct worker *worker)
{
    struct group *group = &worker->world->broker.group;
    switch (group_poll(group, &worker->member)) {
    case GROUP_NOTHING:
        return STEP_NONE;
    case GROUP_ASSIGNED:
        worker->assigned_count = group_take(group, &worker->member, worker->assigned);
        close_moved(worker);
        worker->phase = PHASE_CLAIM;
        return STEP_ASSIGNED;
    case GROUP_LOST:
        worker_drop_tasks(worker);
        worker->phase = PHASE_JOIN;
        return STEP_NONE;
    case GROUP_REVOKED:
        worker->phase = PHASE_JOIN;
        return STEP_NONE;
    case GROUP_REPLACED:
        break;
    }
    worker_leave(worker);
    return STEP_NONE;
}

/* Nobody of the process follows what is assigned any more. */
static enum step claim(struct worker *worker)
{
    const struct standby *standby = &worker->world->standbys[worker->disk];
    for (uint32_t i = 0; i < worker->assigned_count; i++) {
        if (!standby_is_claimed(standby, worker->assigned[i])) {
            return STEP_NONE;
        }
    }
    worker->at = 0;
    worker->phase = PHASE_POSITIONS;
    return STEP_NONE;
}

static enum step read_positions(struct worker *worker)
{
    if (worker->at == worker->assigned_count) {
        worker->at = 0;
        worker->phase = PHASE_OPEN;
        return STEP_NONE;
    }
    struct positions *positions = &worker->positions[worker->at];
    if (broker_positions(&worker->world->broker, worker->assigned[worker->at], positions) !=
        REPLY_DONE) {
        return STEP_NONE;
    }
    for (int i = 0; i < TASK_INPUT_COUNT && !positions->any; i++) {
        positions->offsets[i] = -1;
        positions->metadata[0] = '\0';
    }
    worker->at++;
    return STEP_POSITIONS_READ;
}

/* ---- one task ---------------------------------------------------------------------------- */

static void describe_start(struct worker *worker,
                           uint32_t number,
                           const struct store_at *local,
                           struct recovery_start *start)
{
    struct world *world = worker->world;
    const struct log *log = broker_log(&world->broker, TOPIC_CHANGES, number);
    *start = (struct recovery_start){
        .task_count = world->schedule.tasks,
        .program_hash = programs_now(world, worker->disk)->hash,
        .revision =
            planted(BUG_LOWER_ACCEPTED) ? INT64_MAX : programs_now(world, worker->disk)->revision,
        .cluster_id = merit_text_of("cluster"),
        .log_low = log->low,
        .log_high = log->count,
        .local_commit = local->commit,
        .local_offset = local->log_offset,
    };
    const struct positions *positions = &worker->positions[worker->at];
    const char *metadata[TASK_INPUT_COUNT];
    for (int i = 0; i < TASK_INPUT_COUNT; i++) {
        metadata[i] = positions->metadata;
    }
    recovery_take_offsets(start, positions->offsets, metadata);
}

static void load_local(struct worker *worker)
{
    struct opening *opening = &worker->opening;
    if (opening->followed && !recovery_may_use_local(&opening->recovery)) {
        table_fini(&opening->table);
        table_init(&opening->table);
        opening->followed = false;
    }
    if (opening->recovery.from_local && !opening->loaded) {
        table_fini(&opening->table);
        if (world_load_fails(worker->world)) {
            table_init(&opening->table);
            recovery_lose_local(&opening->recovery);
            return;
        }
        store_copy(&worker->world->disks[worker->disk].stores[opening->number].table,
                   &opening->table);
        opening->loaded = true;
    }
}

static void follow(struct worker *worker, enum recovery_action action)
{
    struct opening *opening = &worker->opening;
    switch (action) {
    case RECOVERY_READ:
        load_local(worker);
        opening->position = opening->recovery.offset;
        worker->phase = PHASE_RESTORE;
        return;
    case RECOVERY_DONE:
        worker->phase = PHASE_RESTORED;
        return;
    case RECOVERY_STOP:
        if (!group_accepts(&worker->world->broker.group, &worker->member)) {
            worker_doubt(worker); /* others have gone on with it meanwhile */
            return;
        }
        break;
    case RECOVERY_RULES:
        worker->phase = PHASE_RULES;
        return;
    case RECOVERY_REFUSE:
        break;
    }
    world_fail(worker->world, "task %u cannot be opened: %s", opening->number,
               opening->recovery.why);
}

/* As daemon/opening_rules.c: the state was made by rules of a higher revision, which may have come,
 * or lie in the files. The main thread takes its time. */
static enum step look_for_rules(struct worker *worker)
{
    struct world *world = worker->world;
    struct opening *opening = &worker->opening;
    if (!chance_one_in(&world->chance, RULES_SHARE)) {
        return STEP_NONE;
    }
    if (programs_now(world, worker->disk)->revision < opening->recovery.revision &&
        !programs_look(worker, opening->recovery.revision)) {
        programs_refused(worker);
        return STEP_NONE;
    }
    opening->program = programs_now(world, worker->disk);
    follow(worker,
           recovery_judge(&opening->recovery, opening->program->hash, opening->program->revision));
    return STEP_RESTORE_DONE;
}

/* Where the group's positions were lost, a commit brings them back. */
static void all_open(struct worker *worker)
{
    for (uint32_t i = 0; i < worker->open_count; i++) {
        if (worker->open[i]->task.touched) {
            worker_begin(worker);
        }
    }
    worker->phase = PHASE_RUN;
}

static struct open_task *take_parked(struct worker *worker, uint32_t number)
{
    for (uint32_t i = 0; i < worker->parked_count; i++) {
        struct open_task *open = worker->parked[i];
        if (open->number == number) {
            worker->parked[i] = worker->parked[--worker->parked_count];
            return open;
        }
    }
    return NULL;
}

/* True: it goes on as it is in memory. */
static bool keep(struct worker *worker, struct open_task *open)
{
    struct recovery_start start;
    describe_start(worker, open->number, &(struct store_at){0, 0}, &start);
    if (!recovery_may_keep(&start, &open->task.state) && !planted(BUG_KEPT_BLINDLY)) {
        (void)store_flush(&worker->world->disks[worker->disk], open->number, UINT32_MAX);
        worker_drop_open(worker, open);
        return false;
    }
    worker->open[worker->open_count++] = open;
    worker->world->kept++;
    worker->at++;
    return true;
}

/* What was followed is as good as a state on disk, loaded. */
static enum step take_local(struct worker *worker)
{
    struct world *world = worker->world;
    struct opening *opening = &worker->opening;
    struct standby *standby = &world->standbys[worker->disk];
    struct followed followed;
    opening->local = world->disks[worker->disk].stores[opening->number].at;
    table_init(&opening->table);
    if (!standby_take(standby, opening->number, &followed)) {
        if (standby_has_store(standby, opening->number)) {
            world_fail(world, "task %u: its state folder is opened while it is followed",
                       opening->number);
        }
        return STEP_RESTORE_BEGUN;
    }
    opening->table = followed.table;
    opening->local = followed.at;
    opening->loaded = true;
    opening->followed = true;
    opening->rewrite = !followed.stored;
    return STEP_TAKEN_OVER;
}

static enum step open_next(struct worker *worker)
{
    if (worker->at == worker->assigned_count) {
        all_open(worker);
        return STEP_NONE;
    }
    uint32_t number = worker->assigned[worker->at];
    struct open_task *parked = take_parked(worker, number);
    if (parked != NULL && keep(worker, parked)) {
        return STEP_OPENED;
    }
    bool *owned = &worker->world->owned[worker->disk][number];
    if (*owned) {
        return STEP_NONE;
    }
    *owned = true;
    struct opening *opening = &worker->opening;
    *opening = (struct opening){
        .number = number, .active = true, .program = programs_now(worker->world, worker->disk)};
    enum step step = take_local(worker);
    struct recovery_start start;
    describe_start(worker, number, &opening->local, &start);
    follow(worker, recovery_begin(&opening->recovery, &start, &opening->table));
    return step;
}

static void take_message(struct worker *worker, int64_t offset, struct bytes message)
{
    struct opening *opening = &worker->opening;
    if (!recovery_message(&opening->recovery, offset, message)) {
        return;
    }
    if (!store_apply(&opening->table, message)) {
        world_fail(worker->world, "task %u: the log holds what is none of ours", opening->number);
    }
    struct reader reader = reader_of(message);
    struct change_header header;
    if (change_read_header(&reader, &header) && header.kind == CHANGE_DELTA &&
        opening->recovery.from_local) {
        buffer_put(&opening->deltas.bytes, message.at, message.length);
        messages_end(&opening->deltas);
    }
}

/* Reads on; at the end of the range, or of what is needed, asks what is next. */
static enum step read_log(struct worker *worker)
{
    struct world *world = worker->world;
    struct opening *opening = &worker->opening;
    struct recovery *recovery = &opening->recovery;
    uint32_t partition = partition_of(TOPIC_CHANGES, opening->number);
    struct log *log = &world->broker.logs[partition];
    enum step step = STEP_NONE;
    uint32_t most = 1 + chance_below(&world->chance, READ_MAX);
    for (uint32_t i = 0; i < most; i++) {
        if (recovery_is_over(recovery) || opening->position >= recovery->start.log_high) {
            follow(worker, recovery_end(recovery));
            return worker->phase == PHASE_RESTORED ? STEP_RESTORE_DONE : step;
        }
        struct seen seen = world_see(world, partition, opening->position);
        if (seen.gone) { /* deleted meanwhile */
            worker_doubt(worker);
            return STEP_NONE;
        }
        if (seen.offset >= 0) {
            take_message(worker, seen.offset, log->records[seen.offset].bytes);
            opening->position = seen.offset + 1;
        } else if (seen.at_end) {
            opening->position = recovery->start.log_high;
        } else {
            return step;
        }
        step = STEP_RESTORE_READ;
    }
    return step;
}

/* Where inputs that were never read begin. */
static void find_beginnings(struct worker *worker, struct open_task *open)
{
    for (int input = 0; input < TASK_INPUT_COUNT; input++) {
        int64_t *position = &open->task.record.positions[input];
        *position = open_task_position(worker, open, input);
    }
}

/* The store gets what it lacks. */
static bool bring_store(struct worker *worker)
{
    struct opening *opening = &worker->opening;
    const struct recovery *recovery = &opening->recovery;
    struct disk *disk = &worker->world->disks[worker->disk];
    struct store_at at = {recovery->target, recovery->behind};
    if (recovery->target == 0) {
        return true;
    }
    if (recovery->from_local && !opening->rewrite) {
        worker->world->restores_from_disk++;
        return opening->deltas.count == 0 ||
               store_add(disk, opening->number, &opening->deltas, &at);
    }
    worker->world->restores_from_snapshot += !recovery->from_local && recovery->whole.snapshot > 0;
    return store_replace(disk, opening->number, &opening->table, &at);
}

static enum step finish(struct worker *worker)
{
    struct world *world = worker->world;
    struct opening *opening = &worker->opening;
    if (!bring_store(worker)) {
        worker_leave(worker);
        return STEP_NONE;
    }
    struct task_config config = {
        .program = opening->program,
        .settings = &world->settings,
        .task = opening->number,
        .task_count = world->schedule.tasks,
        .cluster_id = merit_text_of("cluster"),
        .first_day = MERIT_NO_DAY,
        .ahead_days = world->schedule.ahead_days,
    };
    struct open_task *open = memory_allocate(sizeof *open);
    worker->open[worker->open_count] = open;
    *open = (struct open_task){.number = opening->number, .first_offset = -1};
    if (!task_open(&open->task, &config, &opening->table)) {
        world_fail(world, "task %u: its records are damaged", opening->number);
    }
    if (planted(BUG_NO_CLOCK_IN_STATE)) {
        open->task.attribution.day = MERIT_NO_DAY;
    }
    worker->open_count++;
    open->task.touched =
        open->task.touched ||
        recovery_goes_elsewhere(&open->task.record, worker->positions[worker->at].offsets);
    find_beginnings(worker, open);
    world->opened_by[opening->number] = worker->slot;
    world->restores_from_standby += opening->followed;
    world_note(world, "worker %u: task %u open at commit %u%s", worker->slot, opening->number,
               (unsigned)open->task.record.commit, opening->followed ? ", from its standby" : "");
    table_fini(&opening->table);
    messages_fini(&opening->deltas);
    opening->active = false;
    worker->at++;
    worker->phase = PHASE_OPEN;
    if (open->task.scoring.change.behind == 0) {
        return STEP_OPENED;
    }
    world->changed_opening++;
    return STEP_RULES_CHANGED;
}

enum step worker_opening_turn(struct worker *worker)
{
    if (worker->phase == PHASE_PRODUCER) {
        return make_producer(worker);
    }
    if (worker->phase == PHASE_JOIN) {
        return join(worker);
    }
    if (worker->phase == PHASE_WAIT) {
        return wait_for_tasks(worker);
    }
    if (worker->phase == PHASE_CLAIM) {
        return claim(worker);
    }
    if (worker->phase == PHASE_POSITIONS) {
        return read_positions(worker);
    }
    if (worker->phase == PHASE_OPEN) {
        return open_next(worker);
    }
    if (worker->phase == PHASE_RULES) {
        return look_for_rules(worker);
    }
    return worker->phase == PHASE_RESTORE ? read_log(worker) : finish(worker);
}
