/* Tests of following a task's log: what the table holds, and what the disk is to be given. */
#include "check_main.h"
#include "recovery_fixture.h"
#include "task/following.h"

static struct log_world log_;
static struct following following;
static struct table disk;

static void begin(uint64_t commits)
{
    log_begin(&log_);
    log_commits(&log_, commits);
    following_init(&following);
    table_init(&disk);
}

static void end(void)
{
    table_fini(&disk);
    following_fini(&following);
    log_end(&log_);
}

/* From what is on disk of a commit (0: nothing), in a log that begins with another. */
static enum recovery_action start(uint64_t local, uint64_t low)
{
    log_start(&log_, 0, local);
    log_.start.follows = true;
    log_.start.log_low = log_.first_offsets[low];
    enum recovery_action action = following_begin(&following, &log_.start);
    if (action == RECOVERY_READ && following.recovery.from_local) {
        copy_table(&log_.states[local], &following.table);
        copy_table(&log_.states[local], &disk);
    }
    return action;
}

static void add_deltas(void)
{
    for (uint32_t i = 0; i < following.deltas.count; i++) {
        apply_change(&disk, messages_at(&following.deltas, i));
    }
}

static void expect_disk(void)
{
    ck_assert(holds_logged(&log_.states[following.commit], &disk));
    ck_assert_uint_eq(disk.count, log_.states[following.commit].count);
}

/* Does what is next; false: it is to be read on where it was. */
static bool do_next(int64_t position)
{
    switch (following_next(&following, position)) {
    case FOLLOWING_READ:
        return false;
    case FOLLOWING_READ_FROM:
        return true;
    case FOLLOWING_ADD:
        add_deltas();
        break;
    case FOLLOWING_REPLACE:
        table_fini(&disk);
        table_init(&disk);
        copy_table(&following.table, &disk);
        break;
    case FOLLOWING_END:
        ck_abort_msg("%s", following.recovery.why);
    }
    following_stored(&following);
    expect_disk();
    return false;
}

static void expect_table(void)
{
    ck_assert(holds_logged(&log_.states[following.commit], &following.table));
    ck_assert_uint_eq(following.table.count, log_.states[following.commit].count);
}

/* Reads messages one by one until the log's end; at each moment there is a commit, whole. */
static void follow(void)
{
    bool again = true;
    while (again) {
        again = false;
        for (uint32_t i = 0; i < log_.count && !again; i++) {
            const struct log_entry *entry = &log_.entries[i];
            if (entry->offset >= following.recovery.offset) {
                following_message(&following, entry->offset, entry->message);
                again = do_next(entry->offset + 2);
                if (following_is_of_use(&following)) {
                    expect_table();
                }
            }
        }
    }
}

START_TEST(from_the_first_commit_on)
{
    begin(LOG_COMMITS);
    ck_assert_int_eq(start(0, 1), RECOVERY_READ);
    ck_assert(!following_is_of_use(&following));
    follow();
    ck_assert_uint_eq(following.commit, LOG_COMMITS);
    ck_assert(following.caught_up);
    ck_assert(following.stored);
    ck_assert_uint_gt(following.log_bytes, 0);
    expect_disk();
    end();
}
END_TEST

START_TEST(from_the_disk)
{
    for (uint64_t local = 1; local < LOG_COMMITS; local++) {
        begin(LOG_COMMITS);
        ck_assert_int_eq(start(local, local), RECOVERY_READ);
        ck_assert(following_is_of_use(&following));
        ck_assert(following.stored);
        ck_assert_uint_eq(following.commit, local);
        follow();
        ck_assert_uint_eq(following.commit, LOG_COMMITS);
        expect_disk();
        end();
    }
}
END_TEST

START_TEST(from_a_snapshot)
{
    begin(3);
    struct log_snapshot snapshot = log_snapshot_begin(&log_, 3);
    log_commits(&log_, 4);
    log_snapshot_chunk(&log_, &snapshot);
    log_commits(&log_, 5);
    log_snapshot_end(&log_, &snapshot);
    log_commits(&log_, LOG_COMMITS);
    ck_assert_int_eq(start(2, 3), RECOVERY_READ); /* the disk is behind the log's beginning */
    ck_assert(!following.stored);
    follow();
    ck_assert_uint_eq(following.commit, LOG_COMMITS);
    expect_disk();
    end();
}
END_TEST

/* Nothing is given to the disk before the log's end as of the beginning: it may have more. */
START_TEST(the_disk_is_written_anew_once_it_has_caught_up)
{
    begin(LOG_COMMITS);
    ck_assert_int_eq(start(0, 1), RECOVERY_READ);
    for (uint32_t i = 0; i < log_.count; i++) {
        following_message(&following, log_.entries[i].offset, log_.entries[i].message);
        enum following_next next = following_next(&following, log_.entries[i].offset + 2);
        ck_assert_int_eq(next, i + 1 < log_.count ? FOLLOWING_READ : FOLLOWING_REPLACE);
        ck_assert_uint_eq(following.deltas.count, 0);
    }
    end();
}
END_TEST

/* Of a commit that is not whole nothing is in the table, nor goes to the disk. */
START_TEST(a_disk_that_cannot_be_loaded_is_written_anew)
{
    for (uint64_t local = 1; local <= LOG_COMMITS; local++) {
        begin(LOG_COMMITS);
        ck_assert_int_eq(start(local, 1), RECOVERY_READ);
        ck_assert(following.recovery.from_local);
        following_lose_local(&following); /* a part of it was loaded */
        ck_assert_uint_eq(following.table.count, 0);
        ck_assert(!following_is_of_use(&following));
        follow();
        ck_assert_uint_eq(following.commit, LOG_COMMITS);
        ck_assert(following.stored);
        expect_table();
        expect_disk();
        end();
    }
}
END_TEST

START_TEST(parts_are_held)
{
    begin(LOG_COMMITS);
    ck_assert_int_eq(start(1, 1), RECOVERY_READ);
    uint32_t parts = 0;
    for (uint32_t i = 0; i < log_.count; i++) {
        uint64_t before = following.commit;
        following_message(&following, log_.entries[i].offset, log_.entries[i].message);
        expect_table();
        ck_assert_int_eq(following.deltas.count > 0, following.commit > before);
        parts += following.held.count > 0;
        (void)do_next(log_.entries[i].offset + 2);
    }
    ck_assert_uint_gt(parts, 0);
    end();
}
END_TEST

START_TEST(a_hole_ends_it)
{
    begin(LOG_COMMITS);
    ck_assert_int_eq(start(1, 1), RECOVERY_READ);
    uint32_t last = log_.count - 1;
    following_message(&following, log_.entries[last].offset, log_.entries[last].message);
    ck_assert_int_eq(following_next(&following, log_.next_offset), FOLLOWING_END);
    ck_assert_ptr_nonnull(strstr(following.recovery.why, "commits are missing"));
    ck_assert(!following_is_of_use(&following));
    end();
}
END_TEST

START_TEST(a_disk_ahead_of_the_log_is_left_alone)
{
    begin(LOG_COMMITS);
    log_.next_offset = log_.first_offsets[3];
    ck_assert_int_eq(start(5, 1), RECOVERY_STOP);
    ck_assert_int_eq(following_next(&following, 0), FOLLOWING_END);
    ck_assert(!following_is_of_use(&following));
    end();
}
END_TEST

CHECK_MAIN_TESTS("following",
                 from_the_first_commit_on,
                 from_the_disk,
                 from_a_snapshot,
                 the_disk_is_written_anew_once_it_has_caught_up,
                 a_disk_that_cannot_be_loaded_is_written_anew,
                 parts_are_held,
                 a_hole_ends_it,
                 a_disk_ahead_of_the_log_is_left_alone)
