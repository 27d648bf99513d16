/* Tests of the thread that follows tasks: begun and ended as is wanted, and handed over whole. */
#include "check_main.h"
#include "daemon/standby.h"
#include "follower_fixture.h"

static struct changes changes;
static atomic_bool wanted;
static atomic_bool unknown;
static struct standby *standby;

static bool wants(void *context, uint32_t task, bool wanted_before)
{
    (void)context;
    bool known = task == FOLLOWED_TASK && !atomic_load(&unknown);
    return known ? atomic_load(&wanted) : wanted_before;
}

static bool go_on(void *context)
{
    (void)context;
    return true;
}

static bool stop(void *context)
{
    (void)context;
    return false;
}

static void open_world(void)
{
    changes_open(&changes);
    atomic_store(&wanted, true);
    atomic_store(&unknown, false);
    const struct standby_wants what = {wants, NULL};
    standby = standby_start(&changes.world.shared, &what);
    ck_assert_ptr_nonnull(standby);
}

static void close_world(void)
{
    standby_stop(standby);
    changes_close(&changes);
}

static struct task_report *report(void)
{
    return &changes.world.shared.reports[FOLLOWED_TASK];
}

static void wait_commit(uint64_t commit)
{
    int64_t until = shared_now_ms() + WORLD_WAIT_MS;
    while (atomic_load(&report()->standby_commit) != commit && shared_now_ms() < until) {
        world_sleep(5);
    }
    ck_assert_uint_eq(atomic_load(&report()->standby_commit), commit);
}

static void assign(bool here)
{
    atomic_store(&report()->assigned, here ? 0 : -1);
}

START_TEST(what_is_followed_is_handed_over)
{
    open_world();
    changes_delta(&changes, 1, 0, true, "one");
    wait_commit(1);
    assign(true);
    ck_assert(standby_claim(standby, FOLLOWED_TASK, go_on, NULL));
    changes_delta(&changes, 2, 0, true, "two"); /* of whoever has it now: it is not followed */
    world_sleep(300);
    struct followed followed;
    ck_assert(standby_take(standby, FOLLOWED_TASK, &followed));
    ck_assert_uint_eq(followed.position.commit, 1);
    ck_assert(changes_hold(&followed.table, 'a', "one"));
    struct followed again;
    ck_assert(!standby_take(standby, FOLLOWED_TASK, &again));
    ck_assert(standby_claim(standby, FOLLOWED_TASK, go_on, NULL));
    wait_commit(0);
    followed_end(&changes, &followed);
    /* It goes elsewhere again. */
    assign(false);
    wait_commit(2);
    close_world();
}
END_TEST

START_TEST(an_assignment_that_comes_to_nothing_is_followed_on)
{
    open_world();
    changes_delta(&changes, 1, 0, true, "one");
    wait_commit(1);
    assign(true);
    ck_assert(standby_claim(standby, FOLLOWED_TASK, go_on, NULL));
    assign(false);
    changes_delta(&changes, 2, 0, true, "two");
    wait_commit(2);
    close_world();
}
END_TEST

START_TEST(what_is_not_wanted_is_let_go)
{
    open_world();
    changes_delta(&changes, 1, 0, true, "one");
    wait_commit(1);
    atomic_store(&wanted, false);
    wait_commit(0);
    ck_assert(standby_claim(standby, FOLLOWED_TASK, go_on, NULL));
    struct followed followed;
    ck_assert(!standby_take(standby, FOLLOWED_TASK, &followed));
    close_world();
}
END_TEST

START_TEST(what_was_wanted_is_followed_on_while_nothing_is_known)
{
    open_world();
    changes_delta(&changes, 1, 0, true, "one");
    wait_commit(1);
    atomic_store(&unknown, true);
    world_sleep(2500); /* it is asked each second */
    changes_delta(&changes, 2, 0, true, "two");
    wait_commit(2);
    close_world();
}
END_TEST

START_TEST(without_standbys_there_is_nothing)
{
    struct followed followed;
    ck_assert(standby_claim(NULL, 0, stop, NULL));
    ck_assert(!standby_take(NULL, 0, &followed));
}
END_TEST

CHECK_MAIN_TESTS("daemon_standby",
                 what_is_followed_is_handed_over,
                 an_assignment_that_comes_to_nothing_is_followed_on,
                 what_is_not_wanted_is_let_go,
                 what_was_wanted_is_followed_on_while_nothing_is_known,
                 without_standbys_there_is_nothing)
