/* Tests of one open task: what a step does, what a commit takes, what it says of itself. */
#include "check_main.h"
#include "daemon_worker.h"

enum { EVENTS = 30 };

static struct hand hand;

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

static uint64_t inputs_taken(void)
{
    uint64_t sum = 0;
    for (int i = 0; i < TASK_FACTS; i++) {
        sum += atomic_load(&hand.world.shared.counters.records[i]);
    }
    return sum;
}

START_TEST(its_outputs_are_those_of_the_core)
{
    open_world();
    hand_run(&hand.worker, hand.history.last_day);
    history_hold(&hand.history, &hand.world);
    ck_assert_uint_eq(inputs_taken(), EVENTS);
    /* The delta of the last commit is nobody's any more. */
    for (uint32_t i = 0; i < hand.worker.task_count; i++) {
        const struct open_task *open = hand.worker.tasks[i];
        ck_assert_uint_eq(open->deltas.count, 0);
        ck_assert_uint_eq(open->sent, 0);
        ck_assert(!open->committing);
        ck_assert(!open->task.touched);
    }
    close_world();
}
END_TEST

/* One at a time: a step takes as many records as it may. */
START_TEST(a_step_keeps_to_its_budget)
{
    open_world();
    int64_t until = shared_now_ms() + WORLD_WAIT_MS;
    while (inputs_taken() < EVENTS && shared_now_ms() < until) {
        (void)consumer_poll(hand.worker.consumer, 0, hand.world.error);
        for (uint32_t i = 0; i < hand.worker.task_count; i++) {
            uint64_t before = inputs_taken();
            bool progress = false;
            ck_assert(open_task_step(hand.worker.tasks[i], 1, &progress));
            ck_assert_uint_le(inputs_taken(), before + 1);
            ck_assert(progress || inputs_taken() == before);
        }
        ck_assert(worker_commit(&hand.worker));
    }
    ck_assert_uint_eq(inputs_taken(), EVENTS);
    hand_run(&hand.worker, hand.history.last_day);
    history_hold(&hand.history, &hand.world);
    close_world();
}
END_TEST

START_TEST(lag_is_what_is_still_to_be_applied)
{
    open_world();
    struct task_report *reports = hand.world.shared.reports;
    int64_t until = shared_now_ms() + WORLD_WAIT_MS;
    int64_t lag = 0;
    while (lag < EVENTS && shared_now_ms() < until) {
        /* Ends are known once the first records came; none is applied. */
        (void)consumer_poll(hand.worker.consumer, 20, hand.world.error);
        lag = 0;
        for (uint32_t i = 0; i < hand.worker.task_count; i++) {
            open_task_report(hand.worker.tasks[i], 5);
            lag += atomic_load(&reports[i].lag);
            ck_assert_int_eq(atomic_load(&reports[i].worker), 5);
            ck_assert_int_eq(atomic_load(&reports[i].partners_day), MERIT_NO_DAY);
        }
    }
    ck_assert_int_eq(lag, EVENTS);
    hand_run(&hand.worker, hand.history.last_day);
    for (uint32_t i = 0; i < hand.worker.task_count; i++) {
        open_task_report(hand.worker.tasks[i], 0);
        ck_assert_int_eq(atomic_load(&reports[i].lag), 0);
        ck_assert_int_eq(atomic_load(&reports[i].partners_day), hand.history.last_day);
    }
    close_world();
}
END_TEST

/* A record that is bad goes by: nothing else changes. */
START_TEST(bad_records_become_dead_letters)
{
    open_world();
    const char *const topics[] = {hand.world.shared.inputs[TASK_USAGE]};
    struct producer_config config = {
        .settings = &hand.world.shared.kafka, .topic_count = 1, .topics = topics};
    enum kafka_outcome outcome;
    struct producer *producer = producer_new(&config, &outcome, hand.world.error);
    for (uint32_t p = 0; p < WORLD_TASKS; p++) {
        struct producer_message message = {.partition = p,
                                           .key = {(const uint8_t *)"t", 1},
                                           .value = {(const uint8_t *)"no event", 8}};
        ck_assert_int_eq(producer_send(producer, &message, hand.world.error), KAFKA_DONE);
    }
    ck_assert_int_eq(producer_flush(producer, WORLD_WAIT_MS, hand.world.error), KAFKA_DONE);
    producer_close(producer);
    hand_run(&hand.worker, hand.history.last_day);
    history_hold(&hand.history, &hand.world);
    const struct counters *counters = &hand.world.shared.counters;
    ck_assert_uint_eq(atomic_load(&counters->dead_letters[MERIT_BAD_UNDECODABLE]), WORLD_TASKS);
    ck_assert_uint_eq(world_count(&hand.world, hand.world.shared.sends[SEND_DEAD_LETTERS]),
                      WORLD_TASKS);
    ck_assert_uint_eq(inputs_taken(), EVENTS + WORLD_TASKS);
    close_world();
}
END_TEST

CHECK_MAIN_TESTS("open_task",
                 its_outputs_are_those_of_the_core,
                 a_step_keeps_to_its_budget,
                 lag_is_what_is_still_to_be_applied,
                 bad_records_become_dead_letters)
