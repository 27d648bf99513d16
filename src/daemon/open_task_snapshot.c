/* The snapshots of an open task: sent into its change log, a part with each commit. */
#include "daemon/open_task.h"

static bool wants_snapshot(const struct open_task *open)
{
    uint64_t least = (uint64_t)open->shared->config->state_snapshot_mb << 20;
    uint64_t size = open->task.state.bytes;
    return !open->shared->embedded && open->task.record.log_bytes > (size > least ? size : least);
}

static void send_mark(struct open_task *open, enum change_kind kind, struct bytes items)
{
    struct snapshotting *snapshot = &open->snapshot;
    struct messages message = {0};
    struct change_header header = {
        .kind = kind,
        .commit = open->task.record.commit + 1,
        .snapshot = snapshot->position.commit,
        .index = snapshot->chunks,
        .checksum = snapshot->checksum,
    };
    change_begin(&message, &header);
    buffer_put(&message.bytes, items.at, items.length);
    messages_end(&message);
    struct bytes bytes = messages_at(&message, 0);
    if (kind == CHANGE_SNAPSHOT_CHUNK) {
        snapshot->checksum = change_checksum(snapshot->checksum, bytes);
        snapshot->chunks++;
    }
    snapshot->bytes += bytes.length;
    sender_change(open->sender, open->number, bytes, NULL);
    messages_fini(&message);
}

static void take_reader(struct open_task *open)
{
    struct snapshotting *snapshot = &open->snapshot;
    if (!snapshot->asked && wants_snapshot(open)) {
        snapshot->asked = true;
        writer_ask_snapshot(open->writer, open->store);
    }
    if (snapshot->asked && snapshot->reader == NULL) {
        snapshot->reader = writer_take_snapshot(open->writer, open->store, &snapshot->position);
    }
}

void open_task_send_snapshot(struct open_task *open)
{
    struct snapshotting *snapshot = &open->snapshot;
    take_reader(open);
    if (snapshot->reader == NULL || snapshot->ending) {
        return;
    }
    if (!snapshot->begun) {
        send_mark(open, CHANGE_SNAPSHOT_BEGIN, (struct bytes){NULL, 0});
        snapshot->begun = true;
        fault_at(&open->shared->faults, FAULT_SNAPSHOT_BEGUN);
    }
    struct buffer items = {0};
    size_t enough = open->deltas.bytes.length + 4 * (size_t)CHANGE_PART_BYTES;
    bool more = true;
    for (size_t sent = 0; more && sent < enough; sent += items.length) {
        buffer_clear(&items);
        more = store_snapshot_next(snapshot->reader, &items, CHANGE_PART_BYTES);
        if (items.length > 0) {
            send_mark(open, CHANGE_SNAPSHOT_CHUNK, buffer_view(&items));
            fault_at(&open->shared->faults, FAULT_SNAPSHOT_CHUNK);
        }
    }
    buffer_fini(&items);
    if (!more && store_snapshot_is_damaged(snapshot->reader)) {
        LOG(open->shared->log, LOG_WARN, "snapshot given up: the state on disk is damaged",
            log_uint("task", open->number));
        store_snapshot_end(snapshot->reader);
        *snapshot = (struct snapshotting){0};
        return;
    }
    if (!more) {
        send_mark(open, CHANGE_SNAPSHOT_END, (struct bytes){NULL, 0});
        snapshot->ending = true;
        open->task.record.snapshot = snapshot->position.commit;
        open->task.record.log_bytes = snapshot->bytes;
        fault_at(&open->shared->faults, FAULT_SNAPSHOT_ENDED);
    }
}

void open_task_finish_snapshot(struct open_task *open)
{
    struct snapshotting *snapshot = &open->snapshot;
    if (!snapshot->ending) {
        return;
    }
    LOG(open->shared->log, LOG_INFO, "snapshot written", log_uint("task", open->number),
        log_uint("commit", snapshot->position.commit), log_uint("bytes", snapshot->bytes),
        log_int("log_before", snapshot->position.log_offset));
    admin_delete_before(open->shared->admin, open->shared->sends[SEND_CHANGELOG], open->number,
                        snapshot->position.log_offset);
    store_snapshot_end(snapshot->reader);
    *snapshot = (struct snapshotting){0};
    fault_at(&open->shared->faults, FAULT_SNAPSHOT_DELETED);
}
