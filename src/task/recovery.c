/* How a task is opened: from which commit it goes on, and how its state gets there. */
#include "task/recovery.h"

static enum recovery_action stop(struct recovery *recovery, const char *why)
{
    recovery->why = why;
    return RECOVERY_STOP;
}

/* What a state cannot be had without. */
static const char *what_is_missing(const struct recovery *recovery)
{
    return recovery->lost_local
               ? "the state on disk is damaged, and the change log lacks commits to rebuild it: "
                 "begin under another application_id, with the history loaded again"
               : "commits are missing in the change log: records of it are lost";
}

/* ---- phases ------------------------------------------------------------------------------ */

static enum recovery_action read_from(struct recovery *recovery,
                                      enum recovery_phase phase,
                                      int64_t offset)
{
    recovery->scanned = recovery->scanned || phase == RECOVERY_SCAN;
    recovery->phase = phase;
    recovery->offset = offset;
    recovery->next_part = 0;
    return RECOVERY_READ;
}

static bool local_is_usable(const struct recovery *recovery)
{
    const struct recovery_start *start = &recovery->start;
    if (start->follows) {
        return start->local_commit > 0 && start->local_offset >= start->log_low &&
               start->local_offset <= start->log_high;
    }
    return start->local_commit > 0 && start->local_commit <= recovery->target &&
           (start->local_commit == recovery->target || start->local_offset >= start->log_low);
}

static enum recovery_action go_on_from_local(struct recovery *recovery)
{
    recovery->from_local = true;
    recovery->reached = recovery->start.local_commit;
    recovery->behind = recovery->start.local_offset;
    if (recovery->reached == recovery->target) {
        recovery->phase = RECOVERY_DELTAS;
        recovery->offset = recovery->start.log_high;
        return RECOVERY_READ;
    }
    return read_from(recovery, RECOVERY_DELTAS, recovery->start.local_offset);
}

/* Also where nothing of it is needed now: the next disk that is lost would need it. */
static bool log_is_anothers(const struct recovery_start *start)
{
    return !start->trust_local && start->local_commit > 0 && start->log_high < start->local_offset;
}

static enum recovery_action stop_at_anothers(struct recovery *recovery)
{
    return stop(recovery, "the change log ends before what the state on disk has seen of it: the "
                          "topic was made anew; begin under another application_id, with the "
                          "history loaded again");
}

/* From the disk, or from what the log turns out to begin with. */
static enum recovery_action begin_to_follow(struct recovery *recovery)
{
    const struct recovery_start *start = &recovery->start;
    recovery->target = UINT64_MAX;
    recovery->behind = start->log_low;
    if (log_is_anothers(start)) {
        return stop_at_anothers(recovery); /* the disk may be the last that has this state */
    }
    if (local_is_usable(recovery)) {
        return go_on_from_local(recovery);
    }
    return read_from(recovery, RECOVERY_SCAN, start->log_low);
}

enum recovery_action recovery_begin(struct recovery *recovery,
                                    const struct recovery_start *start,
                                    const struct table *table)
{
    *recovery = (struct recovery){.start = *start, .table = table};
    if (start->follows) {
        return begin_to_follow(recovery);
    }
    bool log_is_empty = start->log_low >= start->log_high;
    if (start->has_offsets && !start->offsets_agree) {
        return stop(recovery, "the group's committed offsets of the task's inputs do not belong "
                              "together: a topic was made anew, or they were changed by something "
                              "else; begin under another application_id, with the history loaded "
                              "again, or, if every topic is as it was, delete the offsets to go on "
                              "from the change log");
    }
    if (log_is_anothers(start)) {
        return stop_at_anothers(recovery);
    }
    if (log_is_empty && !start->trust_local &&
        (start->local_commit > 0 || (start->has_offsets && start->committed.commit > 0))) {
        return stop(recovery, "the change log is empty, but there is a state: the topic was made "
                              "anew or its records were deleted; begin under another "
                              "application_id, with the history loaded again");
    }
    if (start->has_offsets || start->trust_local) {
        recovery->target = start->has_offsets ? start->committed.commit : start->local_commit;
        recovery->has_target = true;
        if (recovery->target == 0) {
            return RECOVERY_DONE;
        }
        if (local_is_usable(recovery)) {
            return go_on_from_local(recovery);
        }
        if (start->local_commit > recovery->target) {
            return stop(recovery, "the state on disk is ahead of the group's committed offsets: "
                                  "delete the state folder, it is rebuilt from the change log");
        }
    }
    return log_is_empty ? RECOVERY_DONE : read_from(recovery, RECOVERY_SCAN, start->log_low);
}

static enum recovery_action load_or_replay(struct recovery *recovery)
{
    if (recovery->whole.snapshot > 0) {
        return read_from(recovery, RECOVERY_CHUNKS, recovery->whole.offset);
    }
    return read_from(recovery, RECOVERY_DELTAS, recovery->start.log_low);
}

static enum recovery_action end_of_scan(struct recovery *recovery)
{
    const struct recovery_start *start = &recovery->start;
    if (start->follows) {
        return load_or_replay(recovery);
    }
    if (recovery->has_target && recovery->last_in_log < recovery->target) {
        return stop(recovery, recovery->lost_local
                                  ? what_is_missing(recovery)
                                  : "the change log ends before the commit of the group's "
                                    "offsets: records of it are lost");
    }
    if (!recovery->has_target) {
        recovery->target = recovery->last_in_log;
    }
    if (start->local_commit > recovery->target) {
        return stop(recovery, "the state on disk is ahead of the change log: it belongs to another "
                              "one; delete the state folder, it is rebuilt from the change log");
    }
    if (recovery->target == 0) {
        return RECOVERY_DONE;
    }
    if (local_is_usable(recovery)) {
        return go_on_from_local(recovery);
    }
    return load_or_replay(recovery);
}

void recovery_lose_local(struct recovery *recovery)
{
    assert(recovery->from_local);
    bool scanned = recovery->scanned;
    recovery->from_local = false;
    recovery->lost_local = true;
    recovery->start.local_commit = 0;
    recovery->reached = 0;
    recovery->behind = recovery->start.log_low;
    if (scanned) {
        (void)load_or_replay(recovery);
    } else {
        (void)read_from(recovery, RECOVERY_SCAN, recovery->start.log_low);
    }
}

enum recovery_action recovery_end(struct recovery *recovery)
{
    if (recovery->why != NULL) {
        return recovery->refused ? RECOVERY_REFUSE : RECOVERY_STOP;
    }
    switch (recovery->phase) {
    case RECOVERY_SCAN:
        return end_of_scan(recovery);
    case RECOVERY_CHUNKS:
        if (!recovery->whole.ended) {
            return stop(recovery, "the change log's snapshot could not be read a second time");
        }
        recovery->reached = recovery->whole.snapshot;
        recovery->behind = recovery->start.log_low;
        return read_from(recovery, RECOVERY_DELTAS, recovery->start.log_low);
    case RECOVERY_DELTAS:
        break;
    }
    if (recovery->reached < recovery->target) {
        return stop(recovery, what_is_missing(recovery));
    }
    return recovery_judge(recovery, recovery->start.program_hash, recovery->start.revision);
}

bool recovery_is_whole(const struct recovery *recovery)
{
    return recovery->phase == RECOVERY_DELTAS && recovery->next_part == 0 && recovery->why == NULL;
}

bool recovery_may_use_local(const struct recovery *recovery)
{
    return recovery->from_local ||
           (recovery->phase == RECOVERY_SCAN && !recovery->has_target && !recovery->lost_local);
}

bool recovery_is_over(const struct recovery *recovery)
{
    return recovery->why != NULL || (recovery->phase == RECOVERY_CHUNKS && recovery->whole.ended) ||
           (recovery->phase == RECOVERY_DELTAS && recovery->reached >= recovery->target);
}

/* ---- messages ---------------------------------------------------------------------------- */

static void scan_mark(struct recovery *recovery,
                      const struct change_header *header,
                      int64_t offset,
                      struct bytes message)
{
    struct recovery_mark *open = &recovery->open;
    if (header->kind == CHANGE_SNAPSHOT_BEGIN) {
        *open = (struct recovery_mark){.snapshot = header->snapshot, .offset = offset};
        return;
    }
    if (header->snapshot != open->snapshot) {
        return;
    }
    if (header->kind == CHANGE_SNAPSHOT_CHUNK) {
        open->broken = open->broken || header->index != open->chunks;
        open->checksum = change_checksum(open->checksum, message);
        open->chunks++;
        return;
    }
    if (!open->broken && header->index == open->chunks && header->checksum == open->checksum) {
        recovery->whole = *open;
    }
    open->snapshot = 0;
}

static bool take_chunk(struct recovery *recovery, const struct change_header *header)
{
    if (header->kind == CHANGE_DELTA || header->snapshot != recovery->whole.snapshot) {
        return false;
    }
    recovery->whole.ended = recovery->whole.ended || header->kind == CHANGE_SNAPSHOT_END;
    return header->kind == CHANGE_SNAPSHOT_CHUNK;
}

static bool take_delta(struct recovery *recovery,
                       const struct change_header *header,
                       int64_t offset)
{
    if (header->kind != CHANGE_DELTA || header->commit <= recovery->reached ||
        recovery->reached >= recovery->target) {
        return false;
    }
    if (header->commit != recovery->reached + 1 || header->index != recovery->next_part) {
        recovery->why = what_is_missing(recovery);
        return false;
    }
    recovery->next_part = header->last ? 0 : recovery->next_part + 1;
    recovery->reached += header->last;
    recovery->behind = offset + 1;
    return true;
}

/* The log has every commit from the first one on: it need not be looked through for a snapshot. */
static bool begins_with_all(const struct recovery *recovery, const struct change_header *header)
{
    return recovery->phase == RECOVERY_SCAN && recovery->last_in_log == 0 &&
           (recovery->has_target || recovery->start.follows) && header->kind == CHANGE_DELTA &&
           header->commit == 1 && header->index == 0;
}

bool recovery_message(struct recovery *recovery, int64_t offset, struct bytes message)
{
    struct reader reader = reader_of(message);
    struct change_header header;
    if (!change_read_header(&reader, &header)) {
        recovery->refused = message.length > 0 && message.at[0] > CHANGE_FORMAT;
        recovery->why = recovery->refused
                            ? "the change log was written by a newer meritd: run that one"
                            : "the change log holds a record that is none of meritd's";
        return false;
    }
    if (begins_with_all(recovery, &header)) {
        recovery->phase = RECOVERY_DELTAS;
        recovery->scanned = false;
    }
    switch (recovery->phase) {
    case RECOVERY_SCAN:
        if (header.kind == CHANGE_DELTA) {
            recovery->last_in_log = header.last ? header.commit : recovery->last_in_log;
        } else {
            scan_mark(recovery, &header, offset, message);
        }
        return false;
    case RECOVERY_CHUNKS:
        return take_chunk(recovery, &header);
    case RECOVERY_DELTAS:
        break;
    }
    return take_delta(recovery, &header, offset);
}
