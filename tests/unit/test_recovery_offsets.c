/* Tests of what the group's offsets say of a task. */
#include "check_main.h"
#include "task/recovery.h"

/* What the group says of the four inputs; the second's text is its own. */
static struct recovery_start offsets_taken(const int64_t *offsets, const char *second)
{
    static const char text[] = "m1 0000000000000007 00000000000000ff";
    const char *metadata[TASK_INPUT_COUNT] = {text, second == NULL ? text : second, text, text};
    struct recovery_start start = {.log_high = 3};
    recovery_take_offsets(&start, offsets, metadata);
    return start;
}

START_TEST(offsets_name_a_commit_together)
{
    static const int64_t some[] = {5, 6, 7, 0};
    struct recovery_start start = offsets_taken(some, NULL);
    ck_assert(start.has_offsets && start.offsets_agree);
    ck_assert_uint_eq(start.committed.commit, 7);
    ck_assert_uint_eq(start.committed.hash, 255);
    ck_assert_int_eq(start.positions[1], 6);
    ck_assert_int_eq(start.log_high, 3); /* the rest stays */
    start = offsets_taken(some, "m1 0000000000000008 00000000000000ff");
    ck_assert(start.has_offsets && !start.offsets_agree);
    start = offsets_taken(some, "not ours");
    ck_assert(!start.offsets_agree);
    static const int64_t not_all[] = {5, -1, 7, 0};
    start = offsets_taken(not_all, NULL);
    ck_assert(start.has_offsets && !start.offsets_agree);
    static const int64_t none[] = {-1, -1, -1, -1};
    start = offsets_taken(none, "");
    ck_assert(!start.has_offsets && start.offsets_agree);
}
END_TEST

START_TEST(a_task_goes_elsewhere_where_offsets_were_lost)
{
    struct task_record record = {.positions = {5, -1, 7, 0}};
    static const int64_t same[] = {5, 3, 7, 0}; /* where it never read anything may stand */
    ck_assert(!recovery_goes_elsewhere(&record, same));
    static const int64_t none[] = {-1, -1, -1, -1};
    ck_assert(recovery_goes_elsewhere(&record, none));
    static const int64_t other[] = {5, 3, 8, 0};
    ck_assert(recovery_goes_elsewhere(&record, other));
}
END_TEST

CHECK_MAIN_TESTS("recovery_offsets",
                 offsets_name_a_commit_together,
                 a_task_goes_elsewhere_where_offsets_were_lost)
