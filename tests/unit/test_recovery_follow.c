/* Tests of following a change log: a recovery without an end. */
#include "check_main.h"
#include "recovery_fixture.h"

static struct log_world log_;
static struct messages held;

static void begin(void)
{
    log_begin(&log_);
    log_commits(&log_, LOG_COMMITS);
}

static void end(void)
{
    messages_fini(&held);
    log_end(&log_);
}

static void start(uint64_t low, uint64_t local)
{
    log_start(&log_, 0, local);
    log_.start.follows = true;
    log_.start.log_low = log_.first_offsets[low];
}

static void apply_held(void)
{
    for (uint32_t i = 0; i < held.count; i++) {
        apply_change(&log_.table, messages_at(&held, i));
    }
    messages_clear(&held);
}

/* Gives one message; where all is whole, the table is the state of that commit. */
static void give(const struct log_entry *entry)
{
    struct recovery *recovery = &log_.recovery;
    if (!recovery_message(recovery, entry->offset, entry->message)) {
        return;
    }
    if (recovery->phase == RECOVERY_CHUNKS) {
        apply_change(&log_.table, entry->message);
        return;
    }
    buffer_put(&held.bytes, entry->message.at, entry->message.length);
    messages_end(&held);
    if (recovery_is_whole(recovery)) {
        apply_held();
        ck_assert(holds_logged(&log_.states[recovery->reached], &log_.table));
        ck_assert_uint_eq(log_.table.count, log_.states[recovery->reached].count);
        ck_assert_int_gt(recovery->behind, entry->offset);
    }
}

/* From a state on disk or none, over all that the log has up to `high`; what came of it. */
static enum recovery_action follow(int64_t high)
{
    struct recovery *recovery = &log_.recovery;
    table_fini(&log_.table);
    table_init(&log_.table);
    messages_clear(&held);
    log_.start.log_high = high;
    enum recovery_action action = recovery_begin(recovery, &log_.start, &log_.table);
    if (recovery->from_local) {
        copy_table(&log_.states[log_.start.local_commit], &log_.table);
    }
    while (action == RECOVERY_READ) {
        for (uint32_t i = 0; i < log_.count && !recovery_is_over(recovery); i++) {
            const struct log_entry *entry = &log_.entries[i];
            if (entry->offset >= recovery->offset && entry->offset >= log_.start.log_low &&
                (entry->offset < high || recovery->phase == RECOVERY_DELTAS)) {
                give(entry);
            }
        }
        if (recovery->why == NULL && recovery->phase == RECOVERY_DELTAS) {
            return RECOVERY_READ;
        }
        action = recovery_end(recovery);
    }
    return action;
}

START_TEST(from_anything_it_follows_to_the_end)
{
    begin();
    for (uint64_t local = 0; local <= LOG_COMMITS; local++) {
        for (uint64_t low = 1; low <= (local == 0 ? 1 : local); low++) {
            for (uint64_t seen = 1; seen <= LOG_COMMITS; seen++) {
                start(low, local);
                int64_t high = log_.first_offsets[seen];
                if (local > 0 && log_.start.local_offset > high) {
                    continue;
                }
                ck_assert_int_eq(follow(high), RECOVERY_READ);
                ck_assert_int_eq(log_.recovery.from_local, local > 0);
                ck_assert_uint_eq(log_.recovery.reached, LOG_COMMITS);
                ck_assert(recovery_is_whole(&log_.recovery));
            }
        }
    }
    end();
}
END_TEST

START_TEST(it_begins_with_an_empty_log)
{
    begin();
    start(1, 0);
    ck_assert_int_eq(follow(log_.start.log_low), RECOVERY_READ);
    ck_assert_uint_eq(log_.recovery.reached, LOG_COMMITS);
    end();
}
END_TEST

START_TEST(from_a_snapshot_where_the_log_begins_later)
{
    log_begin(&log_);
    log_commits(&log_, 3);
    struct log_snapshot snapshot = log_snapshot_begin(&log_, 3);
    log_commits(&log_, 4);
    log_snapshot_chunk(&log_, &snapshot);
    log_commits(&log_, 5);
    log_snapshot_end(&log_, &snapshot);
    log_commits(&log_, LOG_COMMITS);
    start(3, 0);
    ck_assert_int_eq(follow(log_.next_offset), RECOVERY_READ);
    ck_assert_uint_eq(log_.recovery.whole.snapshot, 3);
    ck_assert_uint_eq(log_.recovery.reached, LOG_COMMITS);
    /* A disk that the log was cut behind is as good as none. */
    start(3, 2);
    ck_assert_int_eq(follow(log_.next_offset), RECOVERY_READ);
    ck_assert(!log_.recovery.from_local);
    ck_assert_uint_eq(log_.recovery.reached, LOG_COMMITS);
    end();
}
END_TEST

/* Cut before the snapshot was seen: whoever follows begins again. */
START_TEST(without_a_snapshot_it_stops)
{
    begin();
    start(2, 0);
    ck_assert_int_eq(follow(log_.next_offset), RECOVERY_STOP);
    ck_assert_ptr_nonnull(strstr(log_.recovery.why, "commits are missing"));
    end();
}
END_TEST

START_TEST(a_hole_stops_it)
{
    begin();
    for (uint32_t i = 0; log_.entries[i].offset < log_.first_offsets[4]; i++) {
        if (log_.entries[i].offset == log_.first_offsets[3]) {
            log_lose(&log_, i);
        }
    }
    start(1, 0);
    ck_assert_int_eq(follow(log_.next_offset), RECOVERY_STOP);
    ck_assert_uint_eq(log_.recovery.reached, 2);
    end();
}
END_TEST

/* The topic was made anew: the disk is not to be emptied for that. */
START_TEST(a_disk_ahead_of_the_log_stops_it)
{
    begin();
    start(1, 5);
    log_.start.log_high = log_.first_offsets[4];
    ck_assert_int_eq(recovery_begin(&log_.recovery, &log_.start, &log_.table), RECOVERY_STOP);
    ck_assert_ptr_nonnull(strstr(log_.recovery.why, "made anew"));
    end();
}
END_TEST

/* Between the messages of one commit nothing may be taken over. */
START_TEST(in_the_middle_of_a_commit_it_is_not_whole)
{
    begin();
    uint32_t parts = 0;
    start(1, 0);
    (void)recovery_begin(&log_.recovery, &log_.start, &log_.table);
    for (uint32_t i = 0; i < log_.count; i++) {
        uint64_t before = log_.recovery.reached;
        ck_assert(
            recovery_message(&log_.recovery, log_.entries[i].offset, log_.entries[i].message));
        bool whole = recovery_is_whole(&log_.recovery);
        ck_assert_int_eq(whole, log_.recovery.reached > before);
        parts += !whole;
    }
    ck_assert_uint_gt(parts, 0);
    end();
}
END_TEST

CHECK_MAIN_TESTS("recovery_follow",
                 from_anything_it_follows_to_the_end,
                 it_begins_with_an_empty_log,
                 from_a_snapshot_where_the_log_begins_later,
                 without_a_snapshot_it_stops,
                 a_hole_stops_it,
                 a_disk_ahead_of_the_log_stops_it,
                 in_the_middle_of_a_commit_it_is_not_whole)
