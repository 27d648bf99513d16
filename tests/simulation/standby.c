/* What a process follows of other processes' tasks, a step at a time, as daemon/standby.c and
 * daemon/follower.c do it. */
#include "standby.h"

#include "task/standby.h"
#include "world.h"

enum {
    READ_MAX = 2,    /* messages of the log in a turn */
    HEAR_SHARE = 24, /* turns after which it hears who has which task, about */
    BUSY_SHARE = 48, /* turns after which it waits for something else, about */
    BUSY_MS = 60,
    AGAIN_MS = 100, /* after it could not follow, at most */
    ID_LENGTH = 2,
};

/* ---- life -------------------------------------------------------------------------------- */

static void end(struct followed_slot *slot)
{
    following_fini(&slot->following);
    following_init(&slot->following);
    slot->state = STANDBY_EMPTY;
    slot->begun = false;
}

void standby_init(struct standby *standby)
{
    *standby = (struct standby){0};
    for (uint32_t task = 0; task < TASKS_MAX; task++) {
        following_init(&standby->slots[task].following);
    }
}

void standby_drop(struct standby *standby)
{
    for (uint32_t task = 0; task < TASKS_MAX; task++) {
        following_fini(&standby->slots[task].following);
    }
    standby_init(standby);
}

/* ---- what is to be followed -------------------------------------------------------------- */

/* Instances are named after their slots. */
static struct merit_text id_of(uint32_t slot, char place[ID_LENGTH])
{
    place[0] = 'i';
    place[1] = (char)('0' + slot);
    return (struct merit_text){place, ID_LENGTH};
}

static bool is_live(const struct world *world, uint32_t slot)
{
    bool live = false;
    for (uint32_t i = 0; i < world->worker_count; i++) {
        const struct worker *worker = &world->workers[i];
        live = live || (worker->slot == slot && worker->phase != PHASE_DOWN);
    }
    return live;
}

/* What is said of owners comes to each process in its own time. */
static void hear(const struct worker *worker)
{
    struct world *world = worker->world;
    char places[SLOTS_MAX][ID_LENGTH];
    struct merit_text live[SLOTS_MAX];
    uint32_t count = 0;
    for (uint32_t slot = 0; slot < SLOTS_MAX; slot++) {
        if (is_live(world, slot)) {
            live[count++] = id_of(slot, places[slot]);
        }
    }
    for (uint32_t task = 0; task < world->schedule.tasks; task++) {
        char own[ID_LENGTH];
        char owner[ID_LENGTH];
        uint32_t opened_by = world->opened_by[task];
        world->standbys[worker->disk].slots[task].wanted =
            opened_by != NOBODY && standby_is(id_of(worker->slot, own), id_of(opened_by, owner),
                                              world->standbys_wanted, live, count);
    }
}

/* ---- following --------------------------------------------------------------------------- */

static enum step fail(struct world *world, struct followed_slot *slot)
{
    end(slot);
    slot->not_before_ms = world->broker.now_ms + chance_between(&world->chance, 1, AGAIN_MS);
    return STEP_NONE;
}

static enum step begin(struct world *world, uint32_t disk, uint32_t task)
{
    struct followed_slot *slot = &world->standbys[disk].slots[task];
    struct following *following = &slot->following;
    const struct store *store = &world->disks[disk].stores[task];
    const struct log *log = broker_log(&world->broker, TOPIC_CHANGES, task);
    if (world->owned[disk][task]) {
        world_fail(world, "task %u: its state folder is opened to follow it, though it has a user",
                   task);
    }
    struct recovery_start start = {
        .follows = true,
        .log_low = log->low,
        .log_high = log->count,
        .local_commit = store->at.commit,
        .local_offset = store->at.log_offset,
    };
    if (following_begin(following, &start) != RECOVERY_READ) {
        world_fail(world, "task %u cannot be followed: %s", task, following->recovery.why);
        return STEP_NONE;
    }
    if (following->recovery.from_local && world_load_fails(world)) {
        following_lose_local(following);
    } else if (following->recovery.from_local) {
        table_fini(&following->table);
        store_copy(&store->table, &following->table);
    }
    slot->begun = true;
    slot->position = following->recovery.offset;
    world_note(world, "disk %u: follows task %u from commit %u", disk, task,
               (unsigned)following->commit);
    return STEP_FOLLOW_BEGUN;
}

/* Some messages; false: what is to be read was deleted. */
static bool read_log(struct world *world, struct followed_slot *slot, uint32_t partition)
{
    struct following *following = &slot->following;
    uint32_t most = 1 + chance_below(&world->chance, READ_MAX);
    for (uint32_t i = 0; i < most && !recovery_is_over(&following->recovery); i++) {
        struct seen seen = world_see(world, partition, slot->position);
        if (seen.gone) {
            return false;
        }
        if (seen.offset < 0) {
            int64_t high = following->recovery.start.log_high;
            slot->position = seen.at_end && slot->position < high ? high : slot->position;
            return true;
        }
        following_message(following, seen.offset,
                          world->broker.logs[partition].records[seen.offset].bytes);
        slot->position = seen.offset + 1;
    }
    return true;
}

/* What it comes to on disk. */
static bool give_disk(struct world *world, uint32_t disk, uint32_t task, bool all)
{
    struct following *following = &world->standbys[disk].slots[task].following;
    struct store_at at = {following->commit, following->log_offset};
    bool good = all ? store_replace(&world->disks[disk], task, &following->table, &at)
                    : store_add(&world->disks[disk], task, &following->deltas, &at);
    if (good) {
        following_stored(following);
    }
    return good;
}

static enum step step_of(const struct following *following)
{
    bool part = following->held.count > 0 || following->recovery.phase == RECOVERY_CHUNKS;
    return part ? STEP_FOLLOW_PART : STEP_FOLLOWED;
}

static enum step follow(struct world *world, uint32_t disk, uint32_t task)
{
    struct followed_slot *slot = &world->standbys[disk].slots[task];
    struct following *following = &slot->following;
    if (!slot->begun) {
        return begin(world, disk, task);
    }
    int64_t before = slot->position;
    if (!read_log(world, slot, partition_of(TOPIC_CHANGES, task))) {
        world->followings_cut++;
        return fail(world, slot);
    }
    enum step step = slot->position == before ? STEP_NONE : step_of(following);
    switch (following_next(following, slot->position)) {
    case FOLLOWING_READ:
        return step;
    case FOLLOWING_READ_FROM:
        slot->position = following->recovery.offset;
        return step;
    case FOLLOWING_ADD:
        return give_disk(world, disk, task, false) ? step : fail(world, slot);
    case FOLLOWING_REPLACE:
        return give_disk(world, disk, task, true) ? step : fail(world, slot);
    case FOLLOWING_END:
        break;
    }
    return fail(world, slot);
}

/* The disk gets what it was given. */
static enum step rest(struct world *world, uint32_t disk, uint32_t task)
{
    struct followed_slot *slot = &world->standbys[disk].slots[task];
    if (following_is_of_use(&slot->following) &&
        store_flush(&world->disks[disk], task, UINT32_MAX)) {
        slot->state = STANDBY_RESTS;
        return STEP_NONE;
    }
    end(slot);
    return STEP_NONE;
}

/* ---- the thread -------------------------------------------------------------------------- */

static enum standby_todo todo_of(const struct worker *worker, uint32_t task)
{
    const struct world *world = worker->world;
    const struct followed_slot *slot = &world->standbys[worker->disk].slots[task];
    struct standby_sight sight = {
        .wanted = slot->wanted && slot->not_before_ms <= world->broker.now_ms,
        .assigned = worker_has_assigned(worker, task),
        .owned = world->owned[worker->disk][task],
    };
    return standby_todo(slot->state, &sight);
}

static enum step serve(const struct worker *worker, uint32_t task)
{
    struct world *world = worker->world;
    struct followed_slot *slot = &world->standbys[worker->disk].slots[task];
    switch (todo_of(worker, task)) {
    case STANDBY_WAIT:
        return STEP_NONE;
    case STANDBY_BEGIN:
    case STANDBY_GO_ON:
        slot->state = STANDBY_FOLLOWS;
        return STEP_NONE;
    case STANDBY_STEP:
        return follow(world, worker->disk, task);
    case STANDBY_REST:
        return rest(world, worker->disk, task);
    case STANDBY_END:
        (void)store_flush(&world->disks[worker->disk], task, UINT32_MAX);
        break;
    case STANDBY_FORGET:
        break;
    }
    end(slot);
    return STEP_NONE;
}

enum step standby_turn(struct worker *worker)
{
    struct world *world = worker->world;
    struct standby *standby = &world->standbys[worker->disk];
    int64_t now_ms = world->broker.now_ms;
    if (worker->phase == PHASE_DOWN || worker->frozen_ms > now_ms ||
        standby->busy_until_ms > now_ms) {
        return STEP_NONE;
    }
    if (chance_one_in(&world->chance, BUSY_SHARE)) {
        standby->busy_until_ms = now_ms + chance_between(&world->chance, 1, BUSY_MS);
    }
    if (chance_one_in(&world->chance, HEAR_SHARE)) {
        hear(worker);
    }
    uint32_t tasks = world->schedule.tasks;
    uint32_t first = chance_below(&world->chance, tasks);
    enum step step = STEP_NONE;
    for (uint32_t i = 0; i < tasks && step == STEP_NONE && !world->failed; i++) {
        step = serve(worker, (first + i) % tasks);
    }
    return step;
}

/* ---- workers ----------------------------------------------------------------------------- */

bool standby_is_claimed(const struct standby *standby, uint32_t task)
{
    return standby->slots[task].state != STANDBY_FOLLOWS || planted(BUG_FOLLOWED_ON);
}

bool standby_has_store(const struct standby *standby, uint32_t task)
{
    const struct followed_slot *slot = &standby->slots[task];
    return slot->begun && (slot->state == STANDBY_FOLLOWS || slot->state == STANDBY_RESTS);
}

/* A planted bug: what is held of a commit is taken for all of it. */
static void add_half(struct following *following)
{
    for (uint32_t i = 0; i < following->held.count; i++) {
        (void)store_apply(&following->table, messages_at(&following->held, i));
    }
    following->commit += following->held.count > 0;
}

bool standby_take(struct standby *standby, uint32_t task, struct followed *ret_followed)
{
    struct followed_slot *slot = &standby->slots[task];
    struct following *following = &slot->following;
    if (slot->state != STANDBY_RESTS) {
        return false;
    }
    if (planted(BUG_HALF_FOLLOWED)) {
        add_half(following);
    }
    *ret_followed = (struct followed){following->table,
                                      {following->commit, following->log_offset},
                                      following->stored || planted(BUG_FOLLOWED_UNSTORED)};
    table_init(&following->table);
    slot->state = STANDBY_TAKEN;
    return true;
}
