/* Tests of recovery from snapshots in the change log: whole, broken, mixed with deltas, several. */
#include "check_main.h"
#include "recovery_fixture.h"

static struct log_world log_;

/* From the log alone, which begins at this commit. */
static void start_from(uint64_t commit)
{
    log_start(&log_, LOG_COMMITS, 0);
    log_.start.log_low = log_.first_offsets[commit];
}

static void assert_snapshot_used(uint64_t snapshot)
{
    assert_recovers_to(&log_, LOG_COMMITS);
    ck_assert_uint_eq(log_.recovery.whole.snapshot, snapshot);
}

/* The snapshot of commit 3, of which a part travels with each of the commits 4 and 5. */
static void begin_mixed(void)
{
    log_begin(&log_);
    log_commits(&log_, 3);
    struct log_snapshot snapshot = log_snapshot_begin(&log_, 3);
    log_commits(&log_, 4);
    log_snapshot_chunk(&log_, &snapshot);
    log_snapshot_chunk(&log_, &snapshot);
    log_commits(&log_, 5);
    log_snapshot_end(&log_, &snapshot);
    log_commits(&log_, LOG_COMMITS);
}

START_TEST(chunks_may_lie_between_deltas)
{
    begin_mixed();
    for (uint64_t low = 1; low <= 4; low++) {
        start_from(low);
        if (low < 4) {
            assert_snapshot_used(low == 1 ? 0 : 3); /* with all commits there it is not needed */
            continue;
        }
        /* Deleted up to behind the begin mark, which never happens: there is no snapshot then. */
        assert_stops(&log_, RECOVERY_STOP, "commits are missing");
    }
    log_end(&log_);
}
END_TEST

/* What lies before the begin mark is not needed, but for the deltas after the snapshot's commit. */
START_TEST(the_log_may_begin_at_the_begin_mark)
{
    log_begin(&log_);
    log_commits(&log_, 3);
    int64_t mark = log_.next_offset;
    struct log_snapshot snapshot = log_snapshot_begin(&log_, 3);
    log_snapshot_end(&log_, &snapshot);
    log_commits(&log_, LOG_COMMITS);
    log_start(&log_, LOG_COMMITS, 0);
    log_.start.log_low = mark;
    assert_snapshot_used(3);
    log_.start.log_low = mark + 1;
    assert_stops(&log_, RECOVERY_STOP, "commits are missing");
    log_end(&log_);
}
END_TEST

/* It was taken of a commit that was long committed: deltas between it and its begin mark lie before
 * the mark. */
START_TEST(a_snapshot_may_be_of_an_earlier_commit)
{
    log_begin(&log_);
    log_commits(&log_, 5);
    struct log_snapshot snapshot = log_snapshot_begin(&log_, 2);
    log_snapshot_end(&log_, &snapshot);
    log_commits(&log_, LOG_COMMITS);
    start_from(2);
    assert_snapshot_used(2);
    start_from(3);
    assert_snapshot_used(2);
    start_from(4);
    assert_stops(&log_, RECOVERY_STOP, "commits are missing");
    log_end(&log_);
}
END_TEST

START_TEST(the_last_whole_one_counts)
{
    log_begin(&log_);
    log_commits(&log_, 3);
    struct log_snapshot first = log_snapshot_begin(&log_, 2);
    log_snapshot_end(&log_, &first);
    struct log_snapshot second = log_snapshot_begin(&log_, 3);
    log_snapshot_end(&log_, &second);
    log_commits(&log_, 5);
    start_from(2);
    struct log_snapshot third = log_snapshot_begin(&log_, 5);
    log_snapshot_chunk(&log_, &third); /* and no more: it ended there */
    log_commits(&log_, LOG_COMMITS);
    start_from(2);
    assert_snapshot_used(3);
    log_end(&log_);
}
END_TEST

/* One that a stop cut off, and after it another, even of the same commit. */
START_TEST(an_unfinished_one_is_passed_over)
{
    for (uint64_t commit = 3; commit <= 4; commit++) {
        log_begin(&log_);
        log_commits(&log_, 4);
        struct log_snapshot unfinished = log_snapshot_begin(&log_, 3);
        log_snapshot_chunk(&log_, &unfinished);
        log_commits(&log_, 5);
        struct log_snapshot whole = log_snapshot_begin(&log_, commit);
        log_snapshot_end(&log_, &whole);
        log_commits(&log_, LOG_COMMITS);
        start_from(4);
        assert_snapshot_used(commit);
        log_end(&log_);
    }
}
END_TEST

/* ---- broken ------------------------------------------------------------------------------ */

static uint32_t find_message(enum change_kind kind, uint32_t index)
{
    uint32_t found = UINT32_MAX;
    for (uint32_t i = 0; i < log_.count; i++) {
        struct reader reader = reader_of(log_.entries[i].message);
        struct change_header header;
        ck_assert(change_read_header(&reader, &header));
        if (header.kind == kind && header.index == index) {
            found = i;
            break;
        }
    }
    ck_assert_msg(found < log_.count, "no such message");
    return found;
}

/* Every delta is there: a broken snapshot is not needed. Else it is, and missed. */
static void assert_broken(void)
{
    start_from(1);
    assert_snapshot_used(0);
    start_from(3);
    assert_stops(&log_, RECOVERY_STOP, "commits are missing");
}

START_TEST(a_missing_chunk_breaks_it)
{
    for (uint32_t chunk = 0; chunk < 3; chunk++) {
        begin_mixed();
        log_lose(&log_, find_message(CHANGE_SNAPSHOT_CHUNK, chunk));
        assert_broken();
        log_end(&log_);
    }
}
END_TEST

START_TEST(a_changed_chunk_breaks_it)
{
    begin_mixed();
    struct bytes chunk = log_.entries[find_message(CHANGE_SNAPSHOT_CHUNK, 1)].message;
    ((uint8_t *)(uintptr_t)chunk.at)[chunk.length - 1] ^= 1;
    assert_broken();
    log_end(&log_);
}
END_TEST

START_TEST(chunks_in_another_order_break_it)
{
    begin_mixed();
    uint32_t first = find_message(CHANGE_SNAPSHOT_CHUNK, 0);
    uint32_t second = find_message(CHANGE_SNAPSHOT_CHUNK, 1);
    struct bytes message = log_.entries[first].message;
    log_.entries[first].message = log_.entries[second].message;
    log_.entries[second].message = message;
    assert_broken();
    log_end(&log_);
}
END_TEST

START_TEST(a_chunk_twice_breaks_it)
{
    begin_mixed();
    uint32_t first = find_message(CHANGE_SNAPSHOT_CHUNK, 0);
    uint32_t second = find_message(CHANGE_SNAPSHOT_CHUNK, 1);
    memory_free((void *)(uintptr_t)log_.entries[second].message.at);
    struct bytes message = log_.entries[first].message;
    uint8_t *copy = memory_allocate(message.length);
    memcpy(copy, message.at, message.length);
    log_.entries[second].message = (struct bytes){copy, message.length};
    assert_broken();
    log_end(&log_);
}
END_TEST

START_TEST(without_its_marks_it_is_none)
{
    begin_mixed();
    log_lose(&log_, find_message(CHANGE_SNAPSHOT_BEGIN, 0));
    assert_broken();
    log_end(&log_);
    begin_mixed();
    uint32_t end = log_.count - 1;
    while (log_.entries[end].message.at[1] != CHANGE_SNAPSHOT_END) {
        end--;
    }
    log_lose(&log_, end);
    assert_broken();
    log_end(&log_);
}
END_TEST

/* Records may be deleted between the two readings. */
START_TEST(a_snapshot_that_is_gone_at_the_second_reading_stops)
{
    begin_mixed();
    start_from(2);
    struct recovery *recovery = &log_.recovery;
    ck_assert_int_eq(recovery_begin(recovery, &log_.start, &log_.table), RECOVERY_READ);
    for (uint32_t i = 0; i < log_.count; i++) {
        ck_assert(log_.entries[i].offset < recovery->offset ||
                  !recovery_message(recovery, log_.entries[i].offset, log_.entries[i].message));
    }
    ck_assert_int_eq(recovery_end(recovery), RECOVERY_READ);
    ck_assert_int_eq(recovery->phase, RECOVERY_CHUNKS);
    ck_assert_int_eq(recovery_end(recovery), RECOVERY_STOP);
    ck_assert_ptr_nonnull(strstr(recovery->why, "a second time"));
    log_end(&log_);
}
END_TEST

CHECK_MAIN_TESTS("recovery_snapshot",
                 chunks_may_lie_between_deltas,
                 the_log_may_begin_at_the_begin_mark,
                 a_snapshot_may_be_of_an_earlier_commit,
                 the_last_whole_one_counts,
                 an_unfinished_one_is_passed_over,
                 a_missing_chunk_breaks_it,
                 a_changed_chunk_breaks_it,
                 chunks_in_another_order_break_it,
                 a_chunk_twice_breaks_it,
                 without_its_marks_it_is_none,
                 a_snapshot_that_is_gone_at_the_second_reading_stops)
