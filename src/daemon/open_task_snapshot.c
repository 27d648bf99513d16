/* What keeps the internal topics short: snapshots sent into the change log, a part with each
 * commit, and records that are used up deleted. */
#include "daemon/open_task.h"

enum { FACTS_KEPT = 1000 }; /* offsets; what is used up is deleted in steps of this */

static bool wants_snapshot(const struct open_task *open)
{
    uint64_t least = (uint64_t)open->shared->config->state_snapshot_mb << 20;
    return !open->snapshot.given_up && !open->shared->embedded &&
           snapshot_is_due(&open->task, least);
}

static void send(struct open_task *open, struct messages *message)
{
    sender_change(open->sender, open->number, messages_at(message, 0), NULL);
    messages_clear(message);
}

static void take_reader(struct open_task *open)
{
    struct snapshotting *snapshot = &open->snapshot;
    if (!snapshot->asked && wants_snapshot(open)) {
        snapshot->asked = true;
        writer_ask_snapshot(open->writer, open->store);
    }
    if (snapshot->asked && snapshot->reader == NULL) {
        struct store_position position;
        snapshot->reader = writer_take_snapshot(open->writer, open->store, &position);
        if (snapshot->reader != NULL) {
            snapshot_start(&snapshot->log, position.commit, position.log_offset);
        }
    }
}

/* As many chunks as go with this commit. True where more are left. */
static bool send_chunks(struct open_task *open, struct messages *message)
{
    struct snapshotting *snapshot = &open->snapshot;
    struct buffer items = {0};
    size_t enough = snapshot_share(open->deltas.bytes.length);
    bool more = true;
    for (size_t sent = 0; more && sent < enough; sent += items.length) {
        buffer_clear(&items);
        more = store_snapshot_next(snapshot->reader, &items, CHANGE_PART_BYTES);
        if (items.length > 0) {
            snapshot_chunk(&snapshot->log, &open->task, buffer_view(&items), message);
            send(open, message);
            fault_at(&open->shared->faults, FAULT_SNAPSHOT_CHUNK);
        }
    }
    buffer_fini(&items);
    return more;
}

/* The next one would break off there too: the log would only grow the faster. */
static void give_up(struct open_task *open)
{
    LOG(open->shared->log, LOG_WARN, "snapshot given up: the state on disk is damaged",
        log_uint("task", open->number),
        log_text("advice", "the change log grows until the task is opened again, which rebuilds "
                           "what is damaged: restart meritd"));
    store_snapshot_end(open->snapshot.reader);
    open->snapshot = (struct snapshotting){.given_up = true};
}

void open_task_send_snapshot(struct open_task *open)
{
    struct snapshotting *snapshot = &open->snapshot;
    take_reader(open);
    if (snapshot->reader == NULL || snapshot->log.ending) {
        return;
    }
    struct messages message = {0};
    if (!snapshot->log.begun) {
        snapshot_begin(&snapshot->log, &open->task, &message);
        send(open, &message);
        fault_at(&open->shared->faults, FAULT_SNAPSHOT_BEGUN);
    }
    bool more = send_chunks(open, &message);
    if (!more && store_snapshot_is_damaged(snapshot->reader)) {
        give_up(open);
    } else if (!more) {
        snapshot_end(&snapshot->log, &open->task, &message);
        send(open, &message);
        fault_at(&open->shared->faults, FAULT_SNAPSHOT_ENDED);
    }
    messages_fini(&message);
}

void open_task_finish_snapshot(struct open_task *open)
{
    struct snapshotting *snapshot = &open->snapshot;
    int64_t before;
    if (!snapshot_is_whole(&snapshot->log, &before)) {
        return;
    }
    LOG(open->shared->log, LOG_INFO, "snapshot written", log_uint("task", open->number),
        log_uint("commit", snapshot->log.commit), log_uint("bytes", snapshot->log.bytes),
        log_int("log_before", before));
    admin_delete_before(open->shared->admin, open->shared->sends[SEND_CHANGELOG], open->number,
                        before);
    store_snapshot_end(snapshot->reader);
    *snapshot = (struct snapshotting){0};
    fault_at(&open->shared->faults, FAULT_SNAPSHOT_DELETED);
}

void open_task_delete_facts(struct open_task *open)
{
    int64_t position = open->task.record.positions[TASK_FACTS];
    if (position - open->facts_deleted >= FACTS_KEPT && !open->shared->embedded) {
        admin_delete_before(open->shared->admin, open->shared->sends[SEND_FACTS], open->number,
                            position);
        open->facts_deleted = position;
    }
}
