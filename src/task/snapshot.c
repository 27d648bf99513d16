/* A snapshot of a task's state on its way into the change log: marks and chunks, in commits. */
#include "task/snapshot.h"

#include <assert.h>

enum { SHARE_PARTS = 4 }; /* chunks beside each commit's delta, at least */

bool snapshot_is_due(const struct task *task, uint64_t least_bytes)
{
    uint64_t size = task->state.bytes;
    return task->record.log_bytes > (size > least_bytes ? size : least_bytes);
}

void snapshot_start(struct snapshot *snapshot, uint64_t commit, int64_t log_offset)
{
    *snapshot = (struct snapshot){.commit = commit, .log_offset = log_offset};
}

static void add(struct snapshot *snapshot,
                const struct task *task,
                enum change_kind kind,
                struct bytes items,
                struct messages *to)
{
    struct change_header header = {
        .kind = kind,
        .commit = task->record.commit + 1,
        .snapshot = snapshot->commit,
        .index = snapshot->chunks,
        .checksum = snapshot->checksum,
    };
    change_begin(to, &header);
    buffer_put(&to->bytes, items.at, items.length);
    messages_end(to);
    snapshot->bytes += messages_at(to, to->count - 1).length;
}

void snapshot_begin(struct snapshot *snapshot, const struct task *task, struct messages *to)
{
    assert(!snapshot->begun);
    add(snapshot, task, CHANGE_SNAPSHOT_BEGIN, (struct bytes){NULL, 0}, to);
    snapshot->begun = true;
}

void snapshot_chunk(struct snapshot *snapshot,
                    const struct task *task,
                    struct bytes items,
                    struct messages *to)
{
    assert(snapshot->begun && !snapshot->ending);
    add(snapshot, task, CHANGE_SNAPSHOT_CHUNK, items, to);
    snapshot->checksum = change_checksum(snapshot->checksum, messages_at(to, to->count - 1));
    snapshot->chunks++;
}

void snapshot_end(struct snapshot *snapshot, struct task *task, struct messages *to)
{
    assert(snapshot->begun && !snapshot->ending);
    add(snapshot, task, CHANGE_SNAPSHOT_END, (struct bytes){NULL, 0}, to);
    snapshot->ending = true;
    task->record.snapshot = snapshot->commit;
    task->record.log_bytes = snapshot->bytes;
}

size_t snapshot_share(size_t delta_bytes)
{
    return delta_bytes + SHARE_PARTS * (size_t)CHANGE_PART_BYTES;
}

bool snapshot_is_whole(const struct snapshot *snapshot, int64_t *ret_before)
{
    *ret_before = snapshot->log_offset;
    return snapshot->ending;
}
