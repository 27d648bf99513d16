/* Tests of where a worker's tasks go on from. */
#include "check_main.h"
#include "daemon_worker.h"

enum { EVENTS = 24, OFFSET_FETCH = 9, ANSWERS = 40 };

static struct hand hand;

static void lose_the_coordinator(void)
{
    for (int i = 0; i < ANSWERS; i++) {
        rd_kafka_mock_push_request_errors(embedded_cluster(hand.world.try_out.embedded),
                                          OFFSET_FETCH, 1, RD_KAFKA_RESP_ERR_NOT_COORDINATOR);
    }
}

/* As a broker does that was away and has not loaded yet what it coordinates: at once, each time. */
START_TEST(a_coordinator_that_is_not_there_yet_is_waited_for)
{
    hand_open_world(&hand, EVENTS);
    hand_open(&hand.worker, &hand.world);
    lose_the_coordinator();
    ck_assert_msg(worker_open_tasks(&hand.worker), "%s", world_log(&hand.world));
    ck_assert_uint_eq(hand.worker.task_count, WORLD_TASKS);
    hand_close(&hand.worker);
    hand_close_world(&hand);
}
END_TEST

START_TEST(an_input_that_was_never_read_begins_where_it_does)
{
    hand_open_world(&hand, EVENTS);
    hand_open(&hand.worker, &hand.world);
    int64_t positions[TASK_INPUT_COUNT] = {-1, 7, -1};
    ck_assert_int_eq(worker_find_beginnings(&hand.worker, 1, positions), OPENING_DONE);
    ck_assert_int_eq(positions[0], 0);
    ck_assert_msg(positions[1] == 7, "what is known stays");
    ck_assert_int_eq(positions[2], 0);
    hand_close(&hand.worker);
    hand_close_world(&hand);
}
END_TEST

/* Who is to stop waits for nobody. */
START_TEST(a_wait_is_broken_off)
{
    hand_open_world(&hand, EVENTS);
    hand_open(&hand.worker, &hand.world);
    lose_the_coordinator();
    atomic_store(&hand.world.shared.stopping, true);
    uint32_t partition = 0;
    ck_assert_ptr_null(worker_read_committed(&hand.worker, &partition, 1));
    ck_assert_int_eq(atomic_load(&hand.world.shared.exit_code), 0);
    hand_close(&hand.worker);
    hand_close_world(&hand);
}
END_TEST

CHECK_MAIN_TESTS("worker_positions",
                 a_coordinator_that_is_not_there_yet_is_waited_for,
                 an_input_that_was_never_read_begins_where_it_does,
                 a_wait_is_broken_off)
