/* Tests of how a worker waits: so long, and no longer where the group or the end comes. */
#include "check_main.h"
#include "daemon_worker.h"

enum { WAIT_MS = 60, NEVER_MS = 60 * 1000 };

static struct hand hand;

START_TEST(a_worker_waits_until_something_comes)
{
    hand_open_world(&hand, 24);
    hand_open(&hand.worker, &hand.world);
    int64_t begun = shared_now_ms();
    ck_assert(worker_wait(&hand.worker, WAIT_MS));
    ck_assert_int_ge(shared_now_ms() - begun, WAIT_MS);

    begun = shared_now_ms();
    atomic_store(&hand.world.shared.stopping, true);
    ck_assert(!worker_keep_alive(&hand.worker));
    ck_assert(!worker_wait(&hand.worker, NEVER_MS));
    atomic_store(&hand.world.shared.stopping, false);
    ck_assert(worker_keep_alive(&hand.worker));

    hand.worker.pending = CONSUMER_REVOKED;
    ck_assert(!worker_wait(&hand.worker, NEVER_MS));
    ck_assert_int_eq(hand.worker.pending, CONSUMER_REVOKED);
    ck_assert_int_lt(shared_now_ms() - begun, NEVER_MS / 4);
    hand.worker.pending = CONSUMER_NOTHING;
    hand_close(&hand.worker);
    hand_close_world(&hand);
}
END_TEST

CHECK_MAIN_TESTS("worker_wait", a_worker_waits_until_something_comes)
