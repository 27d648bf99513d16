/* What must hold of each task's state when all is at rest: in memory, in the log, on disks. */
#include "states.h"

#include "task/key.h"

static uint64_t hash_of(const struct table *table)
{
    uint64_t sum = 0;
    size_t cursor = 0;
    struct bytes key;
    struct bytes value;
    while (table_walk(table, &cursor, &key, &value)) {
        if (key_logged[key.at[0]]) {
            sum += bytes_hash(bytes_hash(1, key), value);
        }
    }
    return sum;
}

/* The change log alone gives back the state that the task has in memory. */
static void expect_rebuilt(struct world *world, const struct open_task *open)
{
    struct log *log = broker_log(&world->broker, TOPIC_CHANGES, open->number);
    struct recovery_start start = {
        .task_count = world->schedule.tasks,
        .program_hash = programs_last(world)->hash,
        .revision = programs_last(world)->revision,
        .cluster_id = merit_text_of("cluster"),
        .offsets_agree = true,
        .log_low = log->low,
        .log_high = log->count,
    };
    struct table table;
    table_init(&table);
    struct recovery recovery;
    enum recovery_action action = recovery_begin(&recovery, &start, &table);
    while (action == RECOVERY_READ) {
        int64_t at = log_next(log, recovery.offset);
        for (; at >= 0 && !recovery_is_over(&recovery); at = log_next(log, at + 1)) {
            if (recovery_message(&recovery, at, log->records[at].bytes)) {
                (void)store_apply(&table, log->records[at].bytes);
            }
        }
        action = recovery_end(&recovery);
    }
    if (action != RECOVERY_DONE || hash_of(&table) != hash_of(&open->task.state)) {
        world_fail(world, "task %u: the change log does not give its state back: %s", open->number,
                   action == RECOVERY_DONE ? "another one" : recovery.why);
    }
    table_fini(&table);
}

/* Whatever process holds the same commit, on disk or of a task that it follows, holds the same. */
static void expect_copies(struct world *world, const struct open_task *open, struct held *held)
{
    uint64_t hash = hash_of(&open->task.state);
    uint64_t commit = open->task.record.commit;
    for (uint32_t disk = 0; disk < world->disk_count; disk++) {
        (void)store_flush(&world->disks[disk], open->number, UINT32_MAX);
        const struct store *store = &world->disks[disk].stores[open->number];
        if (store->at.commit == commit) {
            held->stored++;
            if (hash_of(&store->table) != hash) {
                world_fail(world, "task %u: disk %u has another state", open->number, disk);
            }
        }
        const struct standby *standby = &world->standbys[disk];
        const struct following *following = &standby->slots[open->number].following;
        if (standby_has_store(standby, open->number) && following_is_of_use(following) &&
            following->commit == commit) {
            held->followed++;
            if (hash_of(&following->table) != hash) {
                world_fail(world, "task %u: disk %u follows another state", open->number, disk);
            }
        }
    }
}

void states_check(struct world *world, struct held *held)
{
    for (uint32_t i = 0; i < world->worker_count; i++) {
        for (uint32_t k = 0; k < world->workers[i].open_count && !world->failed; k++) {
            expect_rebuilt(world, world->workers[i].open[k]);
            expect_copies(world, world->workers[i].open[k], held);
        }
    }
}
