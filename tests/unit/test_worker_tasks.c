/* Tests of a worker's tasks: opened when assigned, closed and opened again, given to another. */
#include "check_main.h"
#include "daemon_worker.h"
#include "kafka/consumer_state.h"

enum { EVENTS = 24 };

static struct hand hand;

START_TEST(all_that_is_assigned_is_opened_and_closed)
{
    hand_open_world(&hand, EVENTS);
    struct shared *shared = &hand.world.shared;
    hand_open(&hand.worker, &hand.world);
    hand.worker.number = 6;
    ck_assert(worker_open_tasks(&hand.worker));
    ck_assert_uint_eq(hand.worker.task_count, WORLD_TASKS);
    ck_assert_uint_eq(atomic_load(&shared->opened), WORLD_TASKS);
    ck_assert_uint_eq(atomic_load(&shared->joined), 1);
    ck_assert(shared_is_open(shared));
    ck_assert_int_ge(atomic_load(&hand.world.woken), 1);
    for (uint32_t i = 0; i < WORLD_TASKS; i++) {
        ck_assert(shared->owned[hand.worker.tasks[i]->number]);
        ck_assert_int_eq(atomic_load(&shared->reports[i].worker), 6);
        ck_assert_int_eq(atomic_load(&shared->reports[i].assigned), 6);
        /* Never read before: from the inputs' first records on. */
        for (int input = 0; input < TASK_INPUT_COUNT; input++) {
            ck_assert_int_eq(hand.worker.tasks[i]->task.record.positions[input], 0);
        }
    }
    worker_close_tasks(&hand.worker);
    ck_assert(!shared_is_open(shared));
    hand.worker.number = 5;
    worker_forget_assignment(&hand.worker);
    ck_assert(!shared_is_open(shared));
    hand.worker.number = 6;
    worker_forget_assignment(&hand.worker);
    ck_assert(shared_is_open(shared));
    ck_assert_uint_eq(hand.worker.task_count, 0);
    ck_assert_uint_eq(atomic_load(&shared->opened), 0);
    for (uint32_t i = 0; i < WORLD_TASKS; i++) {
        ck_assert(!shared->owned[i]);
        ck_assert_int_eq(atomic_load(&shared->reports[i].worker), -1);
    }
    hand_close(&hand.worker);
    hand_close_world(&hand);
}
END_TEST

/* What was not committed is applied once more, and said once. */
START_TEST(opened_again_they_go_on_from_what_is_committed)
{
    hand_open_world(&hand, EVENTS);
    hand_open(&hand.worker, &hand.world);
    ck_assert(worker_open_tasks(&hand.worker));
    const struct counters *counters = &hand.world.shared.counters;
    int64_t until = shared_now_ms() + WORLD_WAIT_MS;
    while (atomic_load(&counters->commits) < 5 && shared_now_ms() < until) {
        (void)hand_step(&hand.worker);
        ck_assert(worker_commit(&hand.worker));
    }
    /* A step that is forgotten. */
    bool progress = false;
    while (!progress && shared_now_ms() < until) {
        progress = hand_step(&hand.worker);
    }
    ck_assert(hand.worker.sender.open);
    sender_reset(&hand.worker.sender);
    ck_assert_int_eq(producer_abort(hand.worker.producer, hand.world.error), KAFKA_DONE);
    ck_assert(worker_reopen_tasks(&hand.worker));
    ck_assert_uint_eq(hand.worker.task_count, WORLD_TASKS);
    hand_run(&hand.worker, hand.history.last_day);
    ck_assert_uint_ge(hand.history.said.count, 10);
    /* The embedded broker shows what was aborted as well: what is told apart are the states. */
    for (uint32_t i = 0; i < WORLD_TASKS; i++) {
        ck_assert_int_eq(hand.worker.tasks[i]->task.scoring.day, hand.history.last_day);
    }
    hand_close(&hand.worker);
    hand_close_world(&hand);
}
END_TEST

/* What cannot be written, for its folder is full say, is closed all the same. */
START_TEST(a_task_whose_state_cannot_be_written_can_be_opened_again)
{
    static const uint8_t value[300000];
    hand_open_world(&hand, EVENTS);
    hand.world.shared.faults.map_kb = 256;
    hand_open(&hand.worker, &hand.world);
    ck_assert(worker_open_tasks(&hand.worker));
    struct messages messages = {0};
    struct change_header header = {.kind = CHANGE_DELTA, .commit = 1, .last = true};
    change_begin(&messages, &header);
    change_put(&messages.bytes, (struct bytes){(const uint8_t *)"Tlong", 5},
               (struct bytes){value, sizeof value});
    messages_end(&messages);
    struct store_position position = {.commit = 1};
    ck_assert(writer_add(hand.worker.writer, hand.worker.tasks[0]->store, &messages, &position,
                         hand.world.error));
    messages_fini(&messages);
    hand.world.shared.faults.map_kb = 0;
    ck_assert(worker_reopen_tasks(&hand.worker));
    ck_assert_int_eq(atomic_load(&hand.world.shared.exit_code), 0);
    ck_assert_uint_eq(hand.worker.task_count, WORLD_TASKS);
    hand_run(&hand.worker, hand.history.last_day);
    hand_close(&hand.worker);
    hand_close_world(&hand);
}
END_TEST

/* A task that another worker of the process still has is waited for; at the end nobody waits. */
START_TEST(a_task_is_opened_once_it_is_free)
{
    hand_open_world(&hand, EVENTS);
    struct shared *shared = &hand.world.shared;
    hand_open(&hand.worker, &hand.world);
    ck_assert(shared_own(shared, 2));
    atomic_store(&shared->stopping, true);
    ck_assert(worker_open_tasks(&hand.worker));
    ck_assert_uint_lt(hand.worker.task_count, 3);
    worker_close_tasks(&hand.worker);
    atomic_store(&shared->stopping, false);
    ck_assert_int_eq(atomic_load(&shared->exit_code), 0);
    hand_close(&hand.worker);
    hand_close_world(&hand);
}
END_TEST

/* Two workers of one process share the tasks, and say together what one would. */
START_TEST(two_workers_share_the_tasks)
{
    hand_open_world(&hand, EVENTS);
    struct shared *shared = &hand.world.shared;
    struct worker *first = worker_start(shared, 0);
    int64_t until = shared_now_ms() + WORLD_WAIT_MS;
    while (atomic_load(&shared->opened) < WORLD_TASKS && shared_now_ms() < until) {
        world_sleep(20);
    }
    struct worker *second = worker_start(shared, 1);
    bool both = false;
    while (!both && shared_now_ms() < until && !atomic_load(&shared->stopping)) {
        int each[2] = {0, 0};
        for (uint32_t i = 0; i < WORLD_TASKS; i++) {
            int worker = atomic_load(&shared->reports[i].worker);
            ck_assert_int_le(worker, 1);
            if (worker >= 0) {
                each[worker]++;
            }
        }
        both = each[0] == 2 && each[1] == 2;
        world_sleep(20);
    }
    ck_assert_msg(both, "%s", world_log(&hand.world));
    bool there = false;
    while (!there && shared_now_ms() < until && !atomic_load(&shared->stopping)) {
        there = true;
        for (uint32_t i = 0; i < WORLD_TASKS; i++) {
            there = there && atomic_load(&shared->reports[i].lag) == 0 &&
                    atomic_load(&shared->reports[i].partners_day) == hand.history.last_day;
        }
        world_sleep(20);
    }
    ck_assert_msg(there, "%s", world_log(&hand.world));
    world_sleep(1000);
    atomic_store(&shared->stopping, true);
    worker_join(first);
    worker_join(second);
    ck_assert_int_eq(atomic_load(&shared->exit_code), 0);
    ck_assert_uint_eq(atomic_load(&shared->opened), 0);
    history_hold(&hand.history, &hand.world);
    hand_close_world(&hand);
}
END_TEST

/* The member is lost between the group's word and its answer: what was assigned is nobody's here,
 * also where the group says nothing more. */
START_TEST(an_assignment_that_is_over_before_it_began_is_forgotten)
{
    hand_open_world(&hand, EVENTS);
    hand_open(&hand.worker, &hand.world);
    rd_kafka_consumer_group_metadata_destroy(hand.worker.consumer->group);
    hand.worker.consumer->group = NULL;
    ck_assert(worker_open_tasks(&hand.worker));
    ck_assert_ptr_nonnull(strstr(world_log(&hand.world), "assignment is over before it began"));
    ck_assert_uint_eq(hand.worker.task_count, 0);
    for (uint32_t i = 0; i < WORLD_TASKS; i++) {
        ck_assert_int_eq(atomic_load(&hand.world.shared.reports[i].assigned), -1);
    }
    ck_assert(shared_is_open(&hand.world.shared));
    hand_close(&hand.worker);
    hand_close_world(&hand);
}
END_TEST

/* What was gone of an input was so for the assignment that is over: with the next it is read anew.
 */
START_TEST(a_doubt_ends_with_its_assignment)
{
    for (int park = 0; park < 2; park++) {
        hand_open_world(&hand, EVENTS);
        hand_open(&hand.worker, &hand.world);
        ck_assert(worker_open_tasks(&hand.worker));
        doubt_set(&hand.worker.doubt, "input cannot be read from its position", 2, "gone");
        worker_end_assignment(&hand.worker, park == 1);
        ck_assert_ptr_null(hand.worker.doubt.what);
        ck_assert_uint_eq(hand.worker.task_count, 0);
        ck_assert_uint_eq(hand.worker.parked_count, park == 1 ? WORLD_TASKS : 0);
        ck_assert_int_eq(atomic_load(&hand.world.shared.reports[2].assigned), -1);
        hand_close(&hand.worker);
        hand_close_world(&hand);
    }
}
END_TEST

CHECK_MAIN_TESTS("worker_tasks",
                 an_assignment_that_is_over_before_it_began_is_forgotten,
                 a_doubt_ends_with_its_assignment,
                 all_that_is_assigned_is_opened_and_closed,
                 opened_again_they_go_on_from_what_is_committed,
                 a_task_whose_state_cannot_be_written_can_be_opened_again,
                 a_task_is_opened_once_it_is_free,
                 two_workers_share_the_tasks)
