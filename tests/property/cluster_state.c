/* How the tasks of a cluster keep their state: change log, local copy, snapshots, recovery. */
#include "cluster_state.h"

#include "task/key.h"
#include "task/recovery.h"
#include "unit_tools.h"

#include <check.h>

enum {
    DISK_SHARE = 3, /* commits after which the local copy follows, somewhere */
    SNAPSHOT_SHARE = 8,
    SNAPSHOT_CHUNK = 400, /* bytes */
    SNAPSHOT_PARTS = 3,   /* chunks of a commit, at most */
    LOSE_DISK_SHARE = 2,
    LOSE_OFFSETS_SHARE = 4,
};

/* ---- copies ------------------------------------------------------------------------------ */

static void copy_table(const struct table *from, struct table *to)
{
    table_init(to);
    size_t cursor = 0;
    struct bytes key;
    struct bytes value;
    while (table_walk(from, &cursor, &key, &value)) {
        table_put(to, key, value);
    }
}

static void put_items(struct table *table, struct bytes message)
{
    struct change_header header;
    ck_assert(change_apply_message(table, message, &header));
}

static void forget(struct cluster_copy *copy)
{
    table_fini(&copy->table);
    *copy = (struct cluster_copy){.commit = 0};
    table_init(&copy->table);
}

/* Brings a copy up to a commit, by the deltas in the log. */
static void follow(const struct txlog *log, struct cluster_copy *copy, uint64_t commit)
{
    int64_t offset = txlog_next(log, copy->log_offset);
    for (; offset >= 0 && copy->commit < commit; offset = txlog_next(log, offset + 1)) {
        struct reader reader = reader_of(log->records[offset].bytes);
        struct change_header header;
        ck_assert(change_read_header(&reader, &header));
        if (header.kind == CHANGE_DELTA && header.commit > copy->commit) {
            if (header.index == 0) {
                copy->log_offset = offset;
            }
            put_items(&copy->table, log->records[offset].bytes);
            copy->commit += header.last;
        }
    }
    ck_assert_uint_eq(copy->commit, commit);
}

/* ---- snapshots --------------------------------------------------------------------------- */

static void drop_snapshot(struct cluster_task *at)
{
    table_fini(&at->snapshot.of.table);
    at->snapshot = (struct cluster_snapshot){.active = false};
}

static void send_mark(struct cluster *cluster,
                      uint32_t task,
                      enum change_kind kind,
                      const struct buffer *items)
{
    struct cluster_snapshot *snapshot = &cluster->tasks[task].snapshot;
    struct messages message = {0};
    change_begin(&message,
                 &(struct change_header){.kind = kind,
                                         .commit = cluster->tasks[task].task.record.commit + 1,
                                         .snapshot = snapshot->of.commit,
                                         .index = snapshot->chunks,
                                         .checksum = snapshot->checksum});
    buffer_put(&message.bytes, items->bytes, items->length);
    messages_end(&message);
    struct bytes bytes = messages_at(&message, 0);
    if (kind == CHANGE_SNAPSHOT_CHUNK) {
        snapshot->checksum = change_checksum(snapshot->checksum, bytes);
        snapshot->chunks++;
    }
    (void)txlog_append(
        &cluster->changes[task],
        (struct txlog_record){.transaction = cluster_transaction(cluster, task), .bytes = bytes});
    messages_fini(&message);
}

void cluster_send_snapshot(struct cluster *cluster, uint32_t task)
{
    struct cluster_task *at = &cluster->tasks[task];
    struct cluster_snapshot *snapshot = &at->snapshot;
    struct buffer items = {0};
    if (!snapshot->active && at->disk.commit > 0 && cluster_chance(cluster, SNAPSHOT_SHARE)) {
        snapshot->active = true;
        snapshot->of = at->disk;
        copy_table(&at->disk.table, &snapshot->of.table);
    }
    if (!snapshot->active) {
        return;
    }
    if (!snapshot->begun) {
        send_mark(cluster, task, CHANGE_SNAPSHOT_BEGIN, &items);
        snapshot->begun = true;
    }
    uint64_t parts = random_below(&cluster->random, SNAPSHOT_PARTS + 1);
    struct bytes key;
    struct bytes value;
    bool more = true;
    for (uint64_t i = 0; i < parts && more; i++) {
        buffer_clear(&items);
        while (more && items.length < SNAPSHOT_CHUNK) {
            more = table_walk(&snapshot->of.table, &snapshot->cursor, &key, &value);
            if (more) {
                change_put(&items, key, value);
            }
        }
        send_mark(cluster, task, CHANGE_SNAPSHOT_CHUNK, &items);
    }
    if (!more) {
        buffer_clear(&items);
        send_mark(cluster, task, CHANGE_SNAPSHOT_END, &items);
        snapshot->ended = true;
    }
    buffer_fini(&items);
}

void cluster_committed(struct cluster *cluster, uint32_t task)
{
    struct cluster_task *at = &cluster->tasks[task];
    struct txlog *log = &cluster->changes[task];
    if (cluster_chance(cluster, DISK_SHARE)) {
        uint64_t behind = at->task.record.commit - at->disk.commit;
        follow(log, &at->disk, at->disk.commit + random_below(&cluster->random, behind + 1));
    }
    if (at->snapshot.ended) {
        txlog_delete_before(log, at->snapshot.of.log_offset);
        drop_snapshot(at);
        cluster->snapshots++;
    }
    txlog_delete_before(&cluster->inputs[TASK_FACTS][task],
                        at->positions[TASK_FACTS] < 0 ? 0 : at->positions[TASK_FACTS]);
}

/* ---- recovery ---------------------------------------------------------------------------- */

static struct recovery_start start_of(const struct cluster *cluster, uint32_t task)
{
    const struct cluster_task *at = &cluster->tasks[task];
    struct recovery_start start = {
        .task_count = cluster->count,
        .program_hash = cluster->config.program->hash,
        .revision = cluster->config.program->revision,
        .cluster_id = cluster->config.cluster_id,
        .has_offsets = at->has_offsets,
        .offsets_agree = true,
        .committed = at->metadata,
        .log_low = cluster->changes[task].low,
        .log_high = cluster->changes[task].count,
        .local_commit = at->disk.commit,
        .local_offset = at->disk.log_offset,
    };
    memcpy(start.positions, at->positions, sizeof start.positions);
    return start;
}

static void read_log(const struct txlog *log, struct recovery *recovery, struct table *table)
{
    int64_t from = recovery->offset < log->low ? log->low : recovery->offset;
    int64_t offset = txlog_next(log, from);
    for (; offset >= 0 && !recovery_is_over(recovery); offset = txlog_next(log, offset + 1)) {
        struct bytes message = log->records[offset].bytes;
        if (recovery_message(recovery, offset, message)) {
            put_items(table, message);
        }
    }
}

/* The state of the last commit; a disk that was of no use gets it too. */
static void recover(struct cluster *cluster, uint32_t task, struct table *ret_table)
{
    struct cluster_task *at = &cluster->tasks[task];
    struct recovery_start start = start_of(cluster, task);
    struct recovery recovery;
    table_init(ret_table);
    bool loaded = false;
    enum recovery_action action = recovery_begin(&recovery, &start, ret_table);
    while (action == RECOVERY_READ) {
        if (recovery.from_local && !loaded) {
            copy_table(&at->disk.table, ret_table);
            loaded = true;
        }
        read_log(&cluster->changes[task], &recovery, ret_table);
        action = recovery_end(&recovery);
    }
    ck_assert_msg(action == RECOVERY_DONE, "%s", recovery.why);
    if (!recovery.from_local && recovery.target > 0) {
        forget(&at->disk);
        at->disk = (struct cluster_copy){.commit = recovery.target, .log_offset = recovery.behind};
        copy_table(ret_table, &at->disk.table);
    }
    cluster->restored_disks += recovery.from_local;
    cluster->restored_snapshots += !recovery.from_local && recovery.whole.snapshot > 0;
}

void cluster_open(struct cluster *cluster, uint32_t task)
{
    struct cluster_task *at = &cluster->tasks[task];
    struct table table;
    recover(cluster, task, &table);
    struct task_config config = cluster->config;
    config.task = task;
    ck_assert(task_open(&at->task, &config, &table));
    at->first_offset = -1;
}

void cluster_close(struct cluster *cluster, uint32_t task)
{
    struct cluster_task *at = &cluster->tasks[task];
    task_fini(&at->task);
    drop_snapshot(at);
    at->pending.count = 0;
    at->pending_scores.count = 0;
    messages_clear(&at->deltas);
    at->sent = 0;
    for (uint32_t to = 0; to < cluster->count; to++) {
        buffer_clear(&at->packs[to]);
    }
}

void cluster_crash(struct cluster *cluster, uint32_t task)
{
    struct cluster_task *at = &cluster->tasks[task];
    cluster_close(cluster, task);
    if (at->is_open) {
        cluster->outcomes.items[at->transaction] = TXLOG_ABORTED;
        at->is_open = false;
        txlog_append_marker(&cluster->changes[task]);
    }
    if (cluster_chance(cluster, LOSE_DISK_SHARE)) {
        forget(&at->disk);
    }
    if (cluster_chance(cluster, LOSE_OFFSETS_SHARE)) {
        at->has_offsets = false;
    }
    cluster_open(cluster, task);
    cluster->crashes++;
}
