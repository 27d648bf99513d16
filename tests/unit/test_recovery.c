/* Tests of how a task is opened: every row of the table in recovery.h, and what goes wrong. */
#include "check_main.h"
#include "recovery_fixture.h"

static struct log_world log_;

static void begin(void)
{
    log_begin(&log_);
    log_commits(&log_, LOG_COMMITS);
}

/* The log begins at this commit: what lies before is deleted. */
static void cut_before(uint64_t commit)
{
    log_.start.log_low = log_.first_offsets[commit];
}

/* ---- the rows ---------------------------------------------------------------------------- */

START_TEST(nothing_at_all_is_a_first_start)
{
    log_begin(&log_);
    log_start(&log_, 0, 0);
    assert_recovers_to(&log_, 0);
    log_end(&log_);
}
END_TEST

START_TEST(without_offsets_the_log_says)
{
    begin();
    for (uint64_t local = 0; local <= LOG_COMMITS; local++) {
        log_start(&log_, 0, local);
        assert_recovers_to(&log_, LOG_COMMITS);
        ck_assert_int_eq(log_.recovery.from_local, local > 0);
    }
    log_end(&log_);
}
END_TEST

START_TEST(the_state_on_disk_may_be_all)
{
    begin();
    log_start(&log_, 4, 4);
    assert_recovers_to(&log_, 4);
    log_start(&log_, LOG_COMMITS, LOG_COMMITS);
    cut_before(LOG_COMMITS); /* nothing of the log is needed */
    assert_recovers_to(&log_, LOG_COMMITS);
    log_end(&log_);
}
END_TEST

START_TEST(deltas_bring_the_disk_up_to_the_offsets)
{
    begin();
    for (uint64_t offsets = 1; offsets <= LOG_COMMITS; offsets++) {
        for (uint64_t local = 1; local <= offsets; local++) {
            log_start(&log_, offsets, local);
            cut_before(local);
            assert_recovers_to(&log_, offsets);
            ck_assert(log_.recovery.from_local);
        }
    }
    log_end(&log_);
}
END_TEST

START_TEST(all_deltas_rebuild_the_state)
{
    begin();
    for (uint64_t offsets = 1; offsets <= LOG_COMMITS; offsets++) {
        log_start(&log_, offsets, 0);
        assert_recovers_to(&log_, offsets);
        ck_assert(!log_.recovery.from_local);
    }
    log_end(&log_);
}
END_TEST

/* Another process may have committed since the offsets were read. */
START_TEST(where_the_log_goes_on_is_behind_the_commit_reached)
{
    begin();
    for (uint64_t offsets = 1; offsets < LOG_COMMITS; offsets++) {
        for (uint64_t local = 0; local <= offsets; local++) {
            log_start(&log_, offsets, local);
            assert_recovers_to(&log_, offsets);
            ck_assert_int_le(log_.recovery.behind, log_.first_offsets[offsets + 1]);
            ck_assert_int_ge(log_.recovery.behind, log_.first_offsets[offsets]);
        }
    }
    log_end(&log_);
}
END_TEST

/* The disk's next delta may be deleted: it is passed over. */
START_TEST(a_disk_older_than_the_log_is_passed_over)
{
    begin();
    struct log_snapshot snapshot = log_snapshot_begin(&log_, 3);
    log_snapshot_end(&log_, &snapshot);
    log_start(&log_, LOG_COMMITS, 2);
    cut_before(3);
    assert_recovers_to(&log_, LOG_COMMITS);
    ck_assert(!log_.recovery.from_local);
    log_start(&log_, LOG_COMMITS, 3);
    cut_before(3);
    assert_recovers_to(&log_, LOG_COMMITS);
    ck_assert(log_.recovery.from_local);
    log_end(&log_);
}
END_TEST

/* Whatever the disk was to be of use for, and whether the log was looked through before or not. */
START_TEST(a_disk_that_cannot_be_loaded_is_as_none)
{
    begin();
    log_.disk_is_damaged = true;
    for (int trust = 0; trust <= 1; trust++) {
        for (uint64_t local = 1; local <= LOG_COMMITS; local++) {
            for (uint64_t offsets = 0; offsets <= LOG_COMMITS; offsets++) {
                if (offsets > 0 && offsets < local) {
                    continue;
                }
                log_start(&log_, offsets, local);
                log_.start.trust_local = trust == 1;
                assert_recovers_to(&log_, offsets > 0 ? offsets : trust == 1 ? local : LOG_COMMITS);
                ck_assert(!log_.recovery.from_local && log_.recovery.lost_local);
                ck_assert(!recovery_may_use_local(&log_.recovery));
            }
        }
    }
    log_end(&log_);
}
END_TEST

START_TEST(a_disk_that_cannot_be_loaded_is_had_from_a_snapshot)
{
    begin();
    struct log_snapshot snapshot = log_snapshot_begin(&log_, 3);
    log_snapshot_end(&log_, &snapshot);
    log_.disk_is_damaged = true;
    for (uint64_t offsets = 0; offsets <= LOG_COMMITS; offsets += LOG_COMMITS) {
        log_start(&log_, offsets, 4);
        cut_before(4);
        assert_recovers_to(&log_, LOG_COMMITS);
        ck_assert_uint_eq(log_.recovery.whole.snapshot, 3);
    }
    log_end(&log_);
}
END_TEST

/* Nothing is taken for a first start. */
START_TEST(a_disk_that_cannot_be_loaded_stops_where_the_log_lacks_commits)
{
    begin();
    log_.disk_is_damaged = true;
    for (uint64_t offsets = 0; offsets <= LOG_COMMITS; offsets += LOG_COMMITS) {
        log_start(&log_, offsets, 4);
        cut_before(3);
        assert_stops(&log_, RECOVERY_STOP, "the state on disk is damaged, and the change log");
        log_start(&log_, offsets, LOG_COMMITS);
        cut_before(LOG_COMMITS);
        assert_stops(&log_, RECOVERY_STOP, "the state on disk is damaged, and the change log");
    }
    log_start(&log_, 0, 4);
    log_.start.trust_local = true;
    log_.start.log_low = log_.start.log_high;
    assert_stops(&log_, RECOVERY_STOP, "the state on disk is damaged, and the change log");
    /* What stops without the damage stops as it did. */
    log_start(&log_, LOG_COMMITS, LOG_COMMITS);
    log_.start.log_high = log_.start.local_offset - 1;
    assert_stops(&log_, RECOVERY_STOP, "ends before what the state on disk has seen");
    log_start(&log_, LOG_COMMITS, 1);
    log_.start.log_low = log_.start.log_high;
    assert_stops(&log_, RECOVERY_STOP, "the change log is empty");
    log_end(&log_);
}
END_TEST

/* A state that was loaded before (a standby's) is dropped where it says no. */
START_TEST(it_says_whether_the_disk_may_be_of_use)
{
    begin();
    log_start(&log_, 4, 2);
    ck_assert_int_eq(recovery_begin(&log_.recovery, &log_.start, &log_.table), RECOVERY_READ);
    ck_assert(recovery_may_use_local(&log_.recovery));
    cut_before(3);
    ck_assert_int_eq(recovery_begin(&log_.recovery, &log_.start, &log_.table), RECOVERY_READ);
    ck_assert(!recovery_may_use_local(&log_.recovery));
    /* Without offsets the log is looked through first. */
    log_start(&log_, 0, 2);
    ck_assert_int_eq(recovery_begin(&log_.recovery, &log_.start, &log_.table), RECOVERY_READ);
    ck_assert_int_eq(log_.recovery.phase, RECOVERY_SCAN);
    ck_assert(recovery_may_use_local(&log_.recovery));
    assert_recovers_to(&log_, LOG_COMMITS);
    ck_assert(recovery_may_use_local(&log_.recovery));
    cut_before(3);
    ck_assert_int_eq(log_recover(&log_), RECOVERY_STOP);
    ck_assert(!recovery_may_use_local(&log_.recovery));
    log_end(&log_);
}
END_TEST

START_TEST(a_log_that_ends_before_stops)
{
    begin();
    while (log_.entries[log_.count - 1].offset >= log_.first_offsets[LOG_COMMITS]) {
        log_lose(&log_, log_.count - 1);
    }
    for (uint64_t local = 0; local < LOG_COMMITS; local++) {
        log_start(&log_, LOG_COMMITS, local);
        assert_stops(&log_, RECOVERY_STOP, "records of it are lost");
    }
    log_start(&log_, LOG_COMMITS, LOG_COMMITS);
    assert_recovers_to(&log_, LOG_COMMITS);
    log_end(&log_);
}
END_TEST

START_TEST(an_empty_log_with_a_state_stops)
{
    begin();
    log_start(&log_, LOG_COMMITS, 0);
    log_.start.log_low = log_.start.log_high;
    assert_stops(&log_, RECOVERY_STOP, "the change log is empty");
    log_start(&log_, 0, 3);
    log_.start.log_low = log_.start.log_high;
    assert_stops(&log_, RECOVERY_STOP, "the change log is empty");
    /* Also where the disk has all: it could never be rebuilt. */
    log_start(&log_, LOG_COMMITS, LOG_COMMITS);
    log_.start.log_low = log_.start.log_high;
    assert_stops(&log_, RECOVERY_STOP, "the change log is empty");
    log_end(&log_);
}
END_TEST

START_TEST(a_log_made_anew_stops)
{
    begin();
    for (uint64_t local = 2; local <= LOG_COMMITS; local++) {
        log_start(&log_, LOG_COMMITS, local);
        log_.start.log_low = 0;
        log_.start.log_high = log_.start.local_offset - 1;
        assert_stops(&log_, RECOVERY_STOP, "made anew");
    }
    log_end(&log_);
}
END_TEST

START_TEST(a_disk_that_is_ahead_stops)
{
    begin();
    log_start(&log_, 3, 4);
    assert_stops(&log_, RECOVERY_STOP, "ahead of the group's committed offsets");
    log_start(&log_, 0, LOG_COMMITS);
    log_.start.local_commit = LOG_COMMITS + 1;
    assert_stops(&log_, RECOVERY_STOP, "ahead of the change log");
    log_end(&log_);
}
END_TEST

START_TEST(an_embedded_broker_trusts_the_disk)
{
    begin();
    log_start(&log_, 0, 4);
    log_.start.trust_local = true;
    assert_recovers_to(&log_, 4);
    log_start(&log_, 0, 0);
    log_.start.trust_local = true;
    assert_recovers_to(&log_, 0);
    log_end(&log_);
}
END_TEST

/* ---- what belongs to something else ------------------------------------------------------ */

START_TEST(another_identity_is_refused)
{
    begin();
    for (uint64_t local = 0; local <= LOG_COMMITS; local += 3) {
        log_start(&log_, LOG_COMMITS, local);
        log_.start.cluster_id = merit_text_of("another");
        assert_stops(&log_, RECOVERY_REFUSE, "another Kafka cluster");
        log_start(&log_, LOG_COMMITS, local);
        log_.start.task_count = 2;
        assert_stops(&log_, RECOVERY_REFUSE, "another number of partitions");
        log_start(&log_, LOG_COMMITS, local);
        log_.start.program_hash++;
        assert_stops(&log_, RECOVERY_REFUSE, "other rules of the same revision");
        log_start(&log_, LOG_COMMITS, local);
        log_.start.revision--;
        assert_stops(&log_, RECOVERY_RULES, "rules of a higher revision");
        log_start(&log_, LOG_COMMITS, local);
        log_.start.revision--;
        log_.start.program_hash++;
        assert_stops(&log_, RECOVERY_RULES, "rules of a higher revision");
        log_start(&log_, LOG_COMMITS, local);
        log_.start.revision++;
        log_.start.program_hash++;
        ck_assert_int_eq(log_recover(&log_), RECOVERY_DONE);
    }
    log_end(&log_);
}
END_TEST

/* Changes the task's record of a state; the offsets go with it. */
static void change_record(uint64_t commit, size_t at, uint8_t byte)
{
    struct key key = key_of(KEY_TASK);
    struct table_value value = table_get(&log_.states[commit], key_view(&key));
    value.at[at] = byte;
}

START_TEST(a_newer_format_is_refused)
{
    begin();
    log_start(&log_, LOG_COMMITS, LOG_COMMITS);
    change_record(LOG_COMMITS, 0, TASK_FORMAT + 1);
    assert_stops(&log_, RECOVERY_REFUSE, "newer meritd");
    change_record(LOG_COMMITS, 0, 0);
    assert_stops(&log_, RECOVERY_STOP, "damaged");
    uint8_t *first = (uint8_t *)(uintptr_t)log_.entries[0].message.at;
    log_start(&log_, LOG_COMMITS, 0);
    first[0] = CHANGE_FORMAT + 1;
    assert_stops(&log_, RECOVERY_REFUSE, "newer meritd");
    first[0] = 0;
    assert_stops(&log_, RECOVERY_STOP, "none of meritd's");
    log_end(&log_);
}
END_TEST

/* Its records are of the program that wrote them; the offsets' hash is of the record as it is. */
START_TEST(an_older_format_goes_on_under_its_own_rules)
{
    begin();
    change_record(LOG_COMMITS, 0, TASK_FORMAT - 1);
    log_start(&log_, 0, LOG_COMMITS);
    assert_recovers_to(&log_, LOG_COMMITS);
    log_.start.program_hash++;
    log_.start.revision++;
    assert_stops(&log_, RECOVERY_REFUSE, "older format");
    log_end(&log_);
}
END_TEST

START_TEST(offsets_changed_by_something_else_stop)
{
    begin();
    for (uint64_t local = 0; local <= LOG_COMMITS; local += 3) {
        for (int i = 0; i < TASK_INPUT_COUNT; i++) {
            log_start(&log_, LOG_COMMITS, local);
            log_.start.positions[i]++;
            assert_stops(&log_, RECOVERY_STOP, "changed by something else");
        }
        log_start(&log_, LOG_COMMITS, local);
        log_.start.committed.hash++;
        assert_stops(&log_, RECOVERY_STOP, "changed by something else");
        log_start(&log_, LOG_COMMITS, local);
        log_.start.offsets_agree = false;
        assert_stops(&log_, RECOVERY_STOP, "do not belong together");
    }
    log_end(&log_);
}
END_TEST

START_TEST(a_state_of_another_commit_stops)
{
    begin();
    log_start(&log_, 4, 4);
    change_record(4, 1, 5);
    assert_stops(&log_, RECOVERY_STOP, "does not hold the commit");
    log_end(&log_);
}
END_TEST

/* ---- what is lost ------------------------------------------------------------------------ */

START_TEST(a_missing_commit_is_a_gap)
{
    for (uint64_t lost = 1; lost < LOG_COMMITS; lost++) {
        begin();
        int64_t end = log_.first_offsets[lost + 1];
        for (uint32_t i = log_.count; i-- > 0;) {
            if (log_.entries[i].offset >= log_.first_offsets[lost] &&
                log_.entries[i].offset < end) {
                log_lose(&log_, i);
            }
        }
        for (uint64_t local = 0; local <= LOG_COMMITS; local++) {
            log_start(&log_, LOG_COMMITS, local);
            if (local >= lost) {
                assert_recovers_to(&log_, LOG_COMMITS);
            } else {
                assert_stops(&log_, RECOVERY_STOP, "commits are missing");
            }
        }
        log_end(&log_);
    }
}
END_TEST

/* Whatever one message is lost: the state is the commit's, or it stops. Never another one. */
START_TEST(any_message_may_be_lost)
{
    int stopped = 0;
    for (uint32_t lost = 0;; lost++) {
        log_begin(&log_);
        log_commits(&log_, 3);
        struct log_snapshot snapshot = log_snapshot_begin(&log_, 3);
        log_snapshot_chunk(&log_, &snapshot);
        log_commits(&log_, 5);
        log_snapshot_end(&log_, &snapshot);
        log_commits(&log_, LOG_COMMITS);
        if (lost == log_.count) {
            break;
        }
        log_lose(&log_, lost);
        for (uint64_t local = 0; local <= LOG_COMMITS; local++) {
            for (uint64_t low = 1; low <= LOG_COMMITS; low++) {
                log_start(&log_, LOG_COMMITS, local);
                cut_before(low);
                if (log_recover(&log_) == RECOVERY_DONE) {
                    assert_recovers_to(&log_, LOG_COMMITS);
                } else {
                    ck_assert_uint_lt(local, LOG_COMMITS);
                    stopped++;
                }
            }
        }
        log_end(&log_);
    }
    log_end(&log_);
    ck_assert_int_gt(stopped, 100);
}
END_TEST

/* ---- what was put aside ------------------------------------------------------------------ */

/* The state of a task as of its commit 7, and offsets that are of just that. */
static void put_aside(struct table *state, struct recovery_start *start)
{
    static char text[TASK_METADATA_MAX + 1];
    struct task_record record = {.commit = 7,
                                 .task_count = 4,
                                 .cluster_id = merit_text_of("cluster"),
                                 .positions = {10, 0, 30, 40}};
    struct buffer bytes = {0};
    task_record_write(&bytes, &record);
    table_init(state);
    struct key key = key_of(KEY_TASK);
    (void)table_put(state, key_view(&key), buffer_view(&bytes));
    struct task_metadata metadata = task_metadata_of(buffer_view(&bytes), 7);
    task_metadata_write(&metadata, text);
    const char *const each[TASK_INPUT_COUNT] = {text, text, text, text};
    *start = (struct recovery_start){.task_count = 4};
    recovery_take_offsets(start, record.positions, each);
    buffer_fini(&bytes);
}

START_TEST(a_task_is_kept_where_nobody_committed_since)
{
    struct table state;
    struct recovery_start start;
    put_aside(&state, &start);
    ck_assert(recovery_may_keep(&start, &state));
    table_fini(&state);
}
END_TEST

START_TEST(it_is_not_where_anything_differs)
{
    struct table state;
    struct recovery_start good;
    put_aside(&state, &good);
    struct recovery_start other = good;
    other.committed.commit = 8; /* another one's */
    ck_assert(!recovery_may_keep(&other, &state));
    other = good;
    other.committed.hash ^= 1; /* of that number, but another one's */
    ck_assert(!recovery_may_keep(&other, &state));
    other = good;
    other.positions[TASK_FACTS]++;
    ck_assert(!recovery_may_keep(&other, &state));
    other = good;
    other.offsets_agree = false;
    ck_assert(!recovery_may_keep(&other, &state));
    other = good;
    other.has_offsets = false; /* expired */
    ck_assert(!recovery_may_keep(&other, &state));
    table_fini(&state);
    table_init(&state); /* no commit yet */
    ck_assert(!recovery_may_keep(&good, &state));
    table_fini(&state);
}
END_TEST

CHECK_MAIN_TESTS("recovery",
                 nothing_at_all_is_a_first_start,
                 without_offsets_the_log_says,
                 the_state_on_disk_may_be_all,
                 deltas_bring_the_disk_up_to_the_offsets,
                 all_deltas_rebuild_the_state,
                 where_the_log_goes_on_is_behind_the_commit_reached,
                 a_disk_older_than_the_log_is_passed_over,
                 a_disk_that_cannot_be_loaded_is_as_none,
                 a_disk_that_cannot_be_loaded_is_had_from_a_snapshot,
                 a_disk_that_cannot_be_loaded_stops_where_the_log_lacks_commits,
                 it_says_whether_the_disk_may_be_of_use,
                 a_log_that_ends_before_stops,
                 an_empty_log_with_a_state_stops,
                 a_log_made_anew_stops,
                 a_disk_that_is_ahead_stops,
                 an_embedded_broker_trusts_the_disk,
                 another_identity_is_refused,
                 a_newer_format_is_refused,
                 an_older_format_goes_on_under_its_own_rules,
                 offsets_changed_by_something_else_stop,
                 a_state_of_another_commit_stops,
                 a_missing_commit_is_a_gap,
                 any_message_may_be_lost,
                 a_task_is_kept_where_nobody_committed_since,
                 it_is_not_where_anything_differs)
