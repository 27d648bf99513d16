/* A snapshot of a task's state on its way into the change log: marks and chunks, in commits. */
#ifndef TASK_SNAPSHOT_H
#define TASK_SNAPSHOT_H

#include "task/task.h"

/* A copy of the state as of a commit travels with later commits: a begin mark, chunks of records,
 * an end mark. Only when the end mark is committed is what lies before that state used up. Whoever
 * keeps the copy gives its records as change items; a commit that fails ends it, with the task.
 * Zero-initialise. */
struct snapshot {
    bool begun;         /* the begin mark is given out */
    bool ending;        /* the end mark is part of the commit being made */
    uint64_t commit;    /* whose state it is */
    int64_t log_offset; /* no message of a later commit lies before it in the log */
    uint32_t chunks;
    uint64_t checksum;
    uint64_t bytes;
};

/* The log has outgrown both the state and `least_bytes`. */
bool snapshot_is_due(const struct task *task, uint64_t least_bytes);
/* As of which commit the copy is. */
void snapshot_start(struct snapshot *snapshot, uint64_t commit, int64_t log_offset);

/* Each appends one message, which goes with the commit that the task makes next. */
void snapshot_begin(struct snapshot *snapshot, const struct task *task, struct messages *to);
/* `items`: what change_put_piece has written. */
void snapshot_chunk(struct snapshot *snapshot,
                    const struct task *task,
                    struct bytes items,
                    struct messages *to);
/* All chunks are given out: the task's record says so in the same commit. */
void snapshot_end(struct snapshot *snapshot, struct task *task, struct messages *to);

/* How many bytes of chunks go with a commit whose delta is so long. */
size_t snapshot_share(size_t delta_bytes);

/* The commit is done. True: the snapshot is whole and in the log, which may be deleted up to
 * *ret_before, and no further; it is over. */
bool snapshot_is_whole(const struct snapshot *snapshot, int64_t *ret_before);

#endif
