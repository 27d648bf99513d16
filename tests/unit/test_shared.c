/* Tests of what all threads share: one owner of a task at a time, and how a failure ends it all. */
#include "check_main.h"
#include "daemon_fixture.h"

#include <sys/syscall.h>
#include <time.h>

static struct world world;

/* ---- a clock that is stepped back -------------------------------------------------------- */

enum { STEP_SECONDS = 3600 };

static atomic_bool stepped; /* it was read before the step, the system goes by what it is since */

long syscall(long number, ...);

/* In place of the C library's, whose names are reserved.
 * NOLINTNEXTLINE(readability-inconsistent-declaration-parameter-name) */
int clock_gettime(clockid_t clock, struct timespec *ret_time)
{
    int result = (int)syscall(SYS_clock_gettime, clock, ret_time);
    if (clock == CLOCK_REALTIME && atomic_load(&stepped)) {
        ret_time->tv_sec += STEP_SECONDS;
    }
    return result;
}

/* ---- tests ------------------------------------------------------------------------------- */

static void open_world(void)
{
    world_open_quiet(&world, NULL);
    shared_open(&world.shared);
}

static void close_world(void)
{
    shared_close(&world.shared);
    world_close_quiet(&world);
}

static void *own_two(void *context)
{
    bool *owned = context;
    *owned = false;
    for (int i = 0; i < 40 && !*owned && !atomic_load(&world.shared.stopping); i++) {
        *owned = shared_own(&world.shared, 2);
    }
    return NULL;
}

START_TEST(a_task_has_one_owner)
{
    open_world();
    ck_assert(shared_own(&world.shared, 2));
    ck_assert(shared_own(&world.shared, 3));
    ck_assert(!shared_own(&world.shared, 2)); /* waits no longer than a moment */
    pthread_t second;
    bool owned = false;
    ck_assert_int_eq(pthread_create(&second, NULL, own_two, &owned), 0);
    world_sleep(250);
    shared_disown(&world.shared, 2);
    ck_assert_int_eq(pthread_join(second, NULL), 0);
    ck_assert(owned);
    close_world();
}
END_TEST

START_TEST(a_clock_that_is_stepped_back_lengthens_no_wait)
{
    open_world();
    ck_assert(shared_own(&world.shared, 2));
    int64_t begun_ms = shared_now_ms();
    atomic_store(&stepped, true);
    ck_assert(!shared_own(&world.shared, 2));
    atomic_store(&stepped, false);
    ck_assert_int_lt(shared_now_ms() - begun_ms, WORLD_WAIT_MS);
    close_world();
}
END_TEST

START_TEST(nobody_waits_for_a_task_at_the_end)
{
    open_world();
    ck_assert(shared_own(&world.shared, 2));
    pthread_t second;
    bool owned = true;
    ck_assert_int_eq(pthread_create(&second, NULL, own_two, &owned), 0);
    world_sleep(50);
    atomic_store(&world.shared.stopping, true);
    ck_assert_int_eq(pthread_join(second, NULL), 0);
    ck_assert(!owned);
    close_world();
}
END_TEST

START_TEST(the_first_failure_counts)
{
    open_world();
    shared_fail(&world.shared, 2, "task cannot be opened", "it is another's");
    shared_fail(&world.shared, 1, "state cannot be written", "no room");
    ck_assert_int_eq(atomic_load(&world.shared.exit_code), 2);
    ck_assert(atomic_load(&world.shared.stopping));
    ck_assert_int_eq(atomic_load(&world.woken), 2);
    const char *log = world_log(&world);
    ck_assert_ptr_nonnull(
        strstr(log, "level=error event=\"task cannot be opened\" error=\"it is another's\"\n"));
    ck_assert_ptr_nonnull(strstr(log, "error=\"no room\""));
    close_world();
}
END_TEST

START_TEST(nothing_is_reported_before_a_task_is_open)
{
    open_world();
    for (uint32_t i = 0; i < WORLD_TASKS; i++) {
        const struct task_report *report = &world.shared.reports[i];
        ck_assert_int_eq(atomic_load(&report->worker), -1);
        ck_assert_int_eq(atomic_load(&report->lag), -1);
        ck_assert_int_eq(atomic_load(&report->partners_day), MERIT_NO_DAY);
    }
    close_world();
}
END_TEST

CHECK_MAIN_TESTS("shared",
                 a_task_has_one_owner,
                 a_clock_that_is_stepped_back_lengthens_no_wait,
                 nobody_waits_for_a_task_at_the_end,
                 the_first_failure_counts,
                 nothing_is_reported_before_a_task_is_open)
