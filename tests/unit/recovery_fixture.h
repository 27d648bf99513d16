/* A change log that a real task wrote, its state at each commit, and a recovery over them. */
#ifndef RECOVERY_FIXTURE_H
#define RECOVERY_FIXTURE_H

#include "task/recovery.h"
#include "task_fixture.h"

enum { LOG_COMMITS = 6, LOG_MESSAGES_MAX = 128, LOG_DAY = 19500 /* 2023-05-23 */ };

struct log_entry {
    int64_t offset;
    struct bytes message; /* of the heap */
};

struct log_world {
    struct task_world task;
    struct log_entry entries[LOG_MESSAGES_MAX];
    uint32_t count;
    int64_t next_offset;
    struct table states[LOG_COMMITS + 1]; /* at each commit; 0: empty */
    struct task_metadata metadata[LOG_COMMITS + 1];
    struct task_record records[LOG_COMMITS + 1];
    int64_t first_offsets[LOG_COMMITS + 1]; /* of each commit's first message */
    struct recovery_start start;
    bool disk_is_damaged; /* which its loading shows */
    struct table table;   /* where recovery puts the state */
    struct recovery recovery;
};

/* ---- the log ----------------------------------------------------------------------------- */

static inline void log_add(struct log_world *log, struct bytes message)
{
    ck_assert_uint_lt(log->count, LOG_MESSAGES_MAX);
    uint8_t *copy = memory_allocate(message.length + 1);
    memcpy(copy, message.at, message.length);
    log->entries[log->count++] =
        (struct log_entry){log->next_offset, (struct bytes){copy, message.length}};
    log->next_offset += 2; /* offsets have holes: markers of transactions */
}

/* Takes a message away, as if it had never been. */
static inline void log_lose(struct log_world *log, uint32_t index)
{
    memory_free((void *)(uintptr_t)log->entries[index].message.at);
    log->count--;
    memmove(log->entries + index, log->entries + index + 1,
            (log->count - index) * sizeof *log->entries);
}

/* The next commit: an association and a report, in parts; every commit differs. */
static inline void log_commit(struct log_world *log)
{
    struct task_world *task = &log->task;
    uint64_t commit = task->task.record.commit + 1;
    static const char *const tenants[] = {"t1", "t2", "t3"};
    struct merit_event event = event_association("a1", "p1", tenants[commit % 3], LOG_DAY);
    apply_event(task, &event);
    messages_clear(&task->deltas);
    task_emit_changes(&task->task, &task->deltas);
    event = event_usage(tenants[commit % 3], "m365/teams", (int64_t)commit, LOG_DAY);
    event.occurred_at += (int64_t)commit;
    apply_event(task, &event);
    for (int i = 0; i < TASK_INPUT_COUNT; i++) {
        task_moved(&task->task, (enum task_input)i, (int64_t)commit * 10 + i);
    }
    commit_task(task);
    log->first_offsets[commit] = log->next_offset;
    for (uint32_t i = 0; i < task->deltas.count; i++) {
        log_add(log, messages_at(&task->deltas, i));
    }
    table_init(&log->states[commit]);
    copy_table(&task->copy, &log->states[commit]);
    log->metadata[commit] = task->metadata;
    log->records[commit] = task->task.record;
}

/* ---- snapshots --------------------------------------------------------------------------- */

/* One on its way, carried by whatever commit comes. */
struct log_snapshot {
    uint64_t commit;
    uint32_t chunks;
    uint64_t checksum;
    size_t cursor; /* in the state */
};

static inline void log_mark(struct log_world *log,
                            struct log_snapshot *snapshot,
                            enum change_kind kind,
                            const struct buffer *items)
{
    struct messages message = {0};
    change_begin(&message, &(struct change_header){.kind = kind,
                                                   .commit = log->task.task.record.commit + 1,
                                                   .snapshot = snapshot->commit,
                                                   .index = snapshot->chunks,
                                                   .checksum = snapshot->checksum});
    if (items != NULL) {
        buffer_put(&message.bytes, items->bytes, items->length);
    }
    messages_end(&message);
    if (kind == CHANGE_SNAPSHOT_CHUNK) {
        snapshot->checksum = change_checksum(snapshot->checksum, messages_at(&message, 0));
        snapshot->chunks++;
    }
    log_add(log, messages_at(&message, 0));
    messages_fini(&message);
}

static inline struct log_snapshot log_snapshot_begin(struct log_world *log, uint64_t commit)
{
    struct log_snapshot snapshot = {.commit = commit};
    log_mark(log, &snapshot, CHANGE_SNAPSHOT_BEGIN, NULL);
    return snapshot;
}

/* A chunk of a few records; false where there are none left. */
static inline bool log_snapshot_chunk(struct log_world *log, struct log_snapshot *snapshot)
{
    struct buffer items = {0};
    struct bytes key;
    struct bytes value;
    for (int i = 0; i < 5; i++) {
        if (table_walk(&log->states[snapshot->commit], &snapshot->cursor, &key, &value)) {
            change_put(&items, key, value);
        }
    }
    bool any = items.length > 0;
    if (any) {
        log_mark(log, snapshot, CHANGE_SNAPSHOT_CHUNK, &items);
    }
    buffer_fini(&items);
    return any;
}

static inline void log_snapshot_end(struct log_world *log, struct log_snapshot *snapshot)
{
    while (log_snapshot_chunk(log, snapshot)) {
    }
    log_mark(log, snapshot, CHANGE_SNAPSHOT_END, NULL);
}

/* ---- a whole world ----------------------------------------------------------------------- */

static inline void log_begin(struct log_world *log)
{
    *log = (struct log_world){0};
    task_world_begin(&log->task, 1, MERIT_NO_DAY);
    run_to_day(&log->task, LOG_DAY);
    table_init(&log->states[0]);
    table_init(&log->table);
}

static inline void log_commits(struct log_world *log, uint64_t last)
{
    while (log->task.task.record.commit < last) {
        log_commit(log);
    }
}

static inline void log_end(struct log_world *log)
{
    while (log->count > 0) {
        log_lose(log, log->count - 1);
    }
    for (int i = 0; i <= LOG_COMMITS; i++) {
        table_fini(&log->states[i]);
    }
    table_fini(&log->table);
    task_world_end(&log->task);
}

/* ---- recovery ---------------------------------------------------------------------------- */

/* Committed offsets of a commit (0: none), and a state on disk of another. */
static inline void log_start(struct log_world *log, uint64_t offsets, uint64_t local)
{
    log->start = (struct recovery_start){
        .task_count = 1,
        .program_hash = log->task.config.program->hash,
        .revision = log->task.config.program->revision,
        .cluster_id = merit_text_of("cluster"),
        .has_offsets = offsets > 0,
        .offsets_agree = true,
        .committed = log->metadata[offsets],
        .log_high = log->next_offset,
        .local_commit = local,
        .local_offset = log->first_offsets[local],
    };
    memcpy(log->start.positions, log->records[offsets].positions, sizeof log->start.positions);
}

/* Runs it to its end. The disk holds the state of start.local_commit. */
static inline enum recovery_action log_recover(struct log_world *log)
{
    struct recovery *recovery = &log->recovery;
    table_fini(&log->table);
    table_init(&log->table);
    bool loaded = false;
    enum recovery_action action = recovery_begin(recovery, &log->start, &log->table);
    while (action == RECOVERY_READ) {
        if (recovery->from_local && log->disk_is_damaged) {
            recovery_lose_local(recovery);
        } else if (recovery->from_local && !loaded) {
            copy_table(&log->states[log->start.local_commit], &log->table);
            loaded = true;
        }
        for (uint32_t i = 0; i < log->count && !recovery_is_over(recovery); i++) {
            const struct log_entry *entry = &log->entries[i];
            if (entry->offset >= recovery->offset && entry->offset >= log->start.log_low &&
                recovery_message(recovery, entry->offset, entry->message)) {
                apply_change(&log->table, entry->message);
            }
        }
        action = recovery_end(recovery);
    }
    ck_assert_int_eq(action == RECOVERY_DONE, recovery->why == NULL);
    return action;
}

/* It comes to the commit, with its state. */
static inline void assert_recovers_to(struct log_world *log, uint64_t commit)
{
    enum recovery_action action = log_recover(log);
    ck_assert_msg(action == RECOVERY_DONE, "%s", log->recovery.why);
    ck_assert_uint_eq(log->recovery.target, commit);
    ck_assert_uint_eq(log->table.count, log->states[commit].count);
    ck_assert(holds_logged(&log->states[commit], &log->table));
}

static inline void assert_stops(struct log_world *log, enum recovery_action action, const char *why)
{
    ck_assert_int_eq(log_recover(log), action);
    ck_assert_msg(strstr(log->recovery.why, why) != NULL, "not \"%s\" but \"%s\"", why,
                  log->recovery.why);
}

#endif
