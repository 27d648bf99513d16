/* Tests of a worker's transactions: nothing is committed where nothing happened, and what becomes
 * of one that fails. */
#include "check_main.h"
#include "daemon_worker.h"
#include "kafka/embedded_state.h"

enum {
    EVENTS = 18,
    MOCK_END_TXN = 26, /* requests by their number in the protocol */
    MOCK_TXN_OFFSET_COMMIT = 28,
};

static struct hand hand;

static void fail_next(int16_t request, rd_kafka_resp_err_t code)
{
    rd_kafka_mock_push_request_errors(embedded_cluster(hand.world.try_out.embedded), request, 1,
                                      code);
}

static void open_world(void)
{
    hand_open_world(&hand, EVENTS);
    hand_open(&hand.worker, &hand.world);
    ck_assert(worker_open_tasks(&hand.worker));
}

static void close_world(void)
{
    hand_close(&hand.worker);
    hand_close_world(&hand);
}

/* Something is in the open transaction. */
static void begin_something(void)
{
    int64_t until = shared_now_ms() + WORLD_WAIT_MS;
    bool progress = false;
    while (!progress && shared_now_ms() < until) {
        progress = hand_step(&hand.worker);
    }
    ck_assert(progress && hand.worker.sender.open);
}

START_TEST(nothing_is_committed_where_nothing_happened)
{
    open_world();
    const struct counters *counters = &hand.world.shared.counters;
    ck_assert(worker_commit(&hand.worker));
    (void)worker_abort(&hand.worker);
    ck_assert_uint_eq(atomic_load(&counters->commits), 0);
    ck_assert_uint_eq(atomic_load(&counters->aborts), 0);
    begin_something();
    ck_assert(worker_commit(&hand.worker));
    ck_assert_uint_eq(atomic_load(&counters->commits), 1);
    ck_assert(!hand.worker.sender.open);
    ck_assert_uint_eq(hand.worker.sender.records, 0);
    ck_assert_uint_gt(atomic_load(&counters->change_bytes), 0);
    close_world();
}
END_TEST

START_TEST(only_tasks_that_did_something_take_part)
{
    open_world();
    hand_run(&hand.worker, hand.history.last_day);
    uint64_t before[WORLD_TASKS];
    for (uint32_t i = 0; i < WORLD_TASKS; i++) {
        before[i] = hand.worker.tasks[i]->task.record.commit;
    }
    hand.worker.tasks[1]->task.touched = true;
    sender_begin(&hand.worker.sender, shared_now_ms());
    ck_assert(worker_commit(&hand.worker));
    for (uint32_t i = 0; i < WORLD_TASKS; i++) {
        ck_assert_uint_eq(hand.worker.tasks[i]->task.record.commit, before[i] + (i == 1));
    }
    close_world();
}
END_TEST

START_TEST(an_abort_forgets_what_was_under_way)
{
    open_world();
    begin_something();
    (void)worker_abort(&hand.worker);
    ck_assert(!hand.worker.sender.open);
    ck_assert_uint_eq(hand.worker.sender.records, 0);
    for (uint32_t i = 0; i < WORLD_TASKS; i++) {
        ck_assert_uint_eq(hand.worker.sender.packs[i].length, 0);
    }
    ck_assert_uint_eq(atomic_load(&hand.world.shared.counters.aborts), 1);
    close_world();
}
END_TEST

/* The tasks are opened anew, and all comes to the same. */
START_TEST(a_commit_that_fails_is_done_again)
{
    open_world();
    begin_something();
    fail_next(MOCK_TXN_OFFSET_COMMIT, RD_KAFKA_RESP_ERR_ILLEGAL_GENERATION);
    ck_assert_msg(worker_commit(&hand.worker), "%s", world_log(&hand.world));
    ck_assert_uint_eq(atomic_load(&hand.world.shared.counters.aborts), 1);
    ck_assert_uint_eq(atomic_load(&hand.world.shared.counters.commits), 0);
    ck_assert_uint_eq(hand.worker.task_count, WORLD_TASKS);
    ck_assert_ptr_nonnull(strstr(world_log(&hand.world), "event=\"commit failed\""));
    for (uint32_t i = 0; i < WORLD_TASKS; i++) {
        ck_assert_uint_eq(hand.worker.tasks[i]->task.record.commit, 0);
    }
    hand_run(&hand.worker, hand.history.last_day);
    ck_assert_int_eq(atomic_load(&hand.world.shared.exit_code), 0);
    close_world();
}
END_TEST

START_TEST(whoever_is_fenced_writes_nothing_more)
{
    open_world();
    begin_something();
    fail_next(MOCK_END_TXN, RD_KAFKA_RESP_ERR_PRODUCER_FENCED);
    ck_assert(!worker_commit(&hand.worker));
    ck_assert_int_eq(atomic_load(&hand.world.shared.exit_code), 1);
    ck_assert(atomic_load(&hand.world.shared.stopping));
    ck_assert_ptr_nonnull(strstr(world_log(&hand.world), "fenced: another process uses"));
    ck_assert_uint_eq(atomic_load(&hand.world.shared.counters.commits), 0);
    close_world();
}
END_TEST

CHECK_MAIN_TESTS("worker_commit",
                 nothing_is_committed_where_nothing_happened,
                 only_tasks_that_did_something_take_part,
                 an_abort_forgets_what_was_under_way,
                 a_commit_that_fails_is_done_again,
                 whoever_is_fenced_writes_nothing_more)
