/* Tests of how far an opening says it is. */
#include "check_main.h"
#include "recovery_fixture.h"

static struct log_world log_;

/* It never goes back, and is all when the last range is read. */
START_TEST(progress_goes_forward)
{
    log_begin(&log_);
    log_commits(&log_, LOG_COMMITS);
    struct log_snapshot snapshot = log_snapshot_begin(&log_, LOG_COMMITS);
    log_snapshot_end(&log_, &snapshot);
    for (uint64_t local = 0; local < LOG_COMMITS; local++) {
        log_start(&log_, LOG_COMMITS, local);
        struct recovery *recovery = &log_.recovery;
        enum recovery_action action = recovery_begin(recovery, &log_.start, &log_.table);
        ck_assert_uint_eq(recovery_progress(recovery, -1), 0);
        uint32_t before = 0;
        while (action == RECOVERY_READ) {
            for (uint32_t i = 0; i < log_.count && !recovery_is_over(recovery); i++) {
                const struct log_entry *entry = &log_.entries[i];
                if (entry->offset >= recovery->offset) {
                    (void)recovery_message(recovery, entry->offset, entry->message);
                    uint32_t now = recovery_progress(recovery, entry->offset + 1);
                    ck_assert_uint_ge(now, before);
                    before = now;
                }
            }
            ck_assert_uint_eq(recovery_progress(recovery, log_.start.log_high) < 1000,
                              recovery->phase != RECOVERY_DELTAS);
            action = recovery_end(recovery);
        }
        ck_assert_uint_gt(before, 0);
        ck_assert_uint_le(before, 1000);
    }
    log_end(&log_);
}
END_TEST

CHECK_MAIN_TESTS("recovery_progress", progress_goes_forward)
