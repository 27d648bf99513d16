/* What a standby has of a task: its state in memory, brought on commit by commit by its change log.
 */
#include "task/following.h"

void following_init(struct following *following)
{
    *following = (struct following){.commit = 0};
    table_init(&following->table);
}

void following_fini(struct following *following)
{
    table_fini(&following->table);
    messages_fini(&following->held);
    messages_fini(&following->deltas);
}

/* The table holds what the recovery has reached. */
static void take_reached(struct following *following)
{
    following->commit = following->recovery.reached;
    following->log_offset = following->recovery.behind;
}

enum recovery_action following_begin(struct following *following,
                                     const struct recovery_start *start)
{
    assert(start->follows);
    enum recovery_action action = recovery_begin(&following->recovery, start, &following->table);
    following->stored = following->recovery.from_local;
    take_reached(following);
    return action;
}

void following_lose_local(struct following *following)
{
    table_fini(&following->table);
    table_init(&following->table);
    recovery_lose_local(&following->recovery);
    following->stored = false;
    take_reached(following);
}

/* ---- messages ---------------------------------------------------------------------------- */

static void apply(struct following *following, struct bytes message)
{
    struct change_header header;
    if (!change_apply_message(&following->table, message, &header)) {
        following->recovery.why = "the change log holds a record that is none of meritd's";
    }
    following->log_bytes += message.length;
}

static void put(struct messages *to, struct bytes message)
{
    buffer_put(&to->bytes, message.at, message.length);
    messages_end(to);
}

/* All that is held is a commit, whole. */
static void apply_held(struct following *following)
{
    for (uint32_t i = 0; i < following->held.count; i++) {
        struct bytes message = messages_at(&following->held, i);
        apply(following, message);
        if (following->stored) {
            put(&following->deltas, message);
        }
    }
    messages_clear(&following->held);
    take_reached(following);
}

void following_message(struct following *following, int64_t offset, struct bytes message)
{
    struct recovery *recovery = &following->recovery;
    if (!recovery_message(recovery, offset, message)) {
        return;
    }
    if (recovery->phase == RECOVERY_CHUNKS) {
        apply(following, message);
        return;
    }
    put(&following->held, message);
    if (recovery_is_whole(recovery)) {
        apply_held(following);
    }
}

/* ---- what is next ------------------------------------------------------------------------ */

/* A range of the log before the deltas: at its end, on to the next. */
static enum following_next read_range(struct following *following, int64_t position)
{
    struct recovery *recovery = &following->recovery;
    if (!recovery_is_over(recovery) && position < recovery->start.log_high) {
        return FOLLOWING_READ;
    }
    if (recovery_end(recovery) != RECOVERY_READ) {
        return FOLLOWING_END;
    }
    take_reached(following);
    return FOLLOWING_READ_FROM;
}

enum following_next following_next(struct following *following, int64_t position)
{
    const struct recovery *recovery = &following->recovery;
    if (recovery->why != NULL) {
        return FOLLOWING_END;
    }
    if (recovery->phase != RECOVERY_DELTAS) {
        return read_range(following, position);
    }
    following->caught_up = following->caught_up ||
                           (recovery_is_whole(recovery) && position >= recovery->start.log_high);
    if (following->stored) {
        return following->deltas.count > 0 ? FOLLOWING_ADD : FOLLOWING_READ;
    }
    return following->caught_up && following->commit > 0 ? FOLLOWING_REPLACE : FOLLOWING_READ;
}

void following_stored(struct following *following)
{
    messages_clear(&following->deltas);
    following->stored = true;
}

bool following_is_of_use(const struct following *following)
{
    return following->recovery.phase == RECOVERY_DELTAS && following->recovery.why == NULL &&
           following->commit > 0;
}
