/* A worker without its thread, step by step, for the tests of what it is made of. */
#ifndef DAEMON_WORKER_H_FIXTURE
#define DAEMON_WORKER_H_FIXTURE

#include "daemon/worker_state.h"
#include "daemon_history.h"

/* Its clients and the rest; it has joined, and nothing is open yet. */
static inline void hand_open(struct worker *worker, struct world *world)
{
    struct shared *shared = &world->shared;
    memset(worker, 0, sizeof *worker);
    worker->shared = shared;
    attempts_init(&worker->attempts);
    worker->tasks = memory_allocate(shared->task_count * sizeof(struct open_task *));
    worker->parked = memory_allocate(shared->task_count * sizeof(struct open_task *));
    struct writer_config writer = {.commit_ms = 20, .pending_bytes_max = 1 << 20};
    worker->writer = writer_start(&writer);
    ck_assert_ptr_nonnull(worker->writer);
    ck_assert(wall_clock_init(&worker->clock, shared->config->time_source, shared->log));
    ck_assert(worker_new_producer(worker));
    worker->log = log_reader_new(&shared->kafka, shared->sends[SEND_CHANGELOG], world->error);
    ck_assert_msg(worker->log != NULL, "%s", world->error);
    enum kafka_outcome outcome;
    struct consumer_config config = {
        .settings = &shared->kafka,
        .topic_count = TASK_INPUT_COUNT,
        .partition_count = shared->task_count,
    };
    for (int i = 0; i < TASK_INPUT_COUNT; i++) {
        config.topics[i] = shared->inputs[i];
    }
    worker->consumer = consumer_new(&config, &outcome, world->error);
    ck_assert_msg(worker->consumer != NULL, "%s", world->error);
    enum consumer_event event = CONSUMER_NOTHING;
    int64_t until = shared_now_ms() + WORLD_WAIT_MS;
    while (event == CONSUMER_NOTHING && shared_now_ms() < until) {
        event = consumer_poll(worker->consumer, 20, world->error);
    }
    ck_assert_msg(event == CONSUMER_ASSIGNED, "%s", world->error);
}

static inline void hand_close(struct worker *worker)
{
    worker_close_tasks(worker);
    consumer_close(worker->consumer);
    log_reader_close(worker->log);
    sender_fini(&worker->sender);
    producer_close(worker->producer);
    writer_stop(worker->writer);
    memory_free(worker->tasks);
    memory_free(worker->parked);
}

/* One round of all tasks; whether something was done. */
static inline bool hand_step(struct worker *worker)
{
    bool progress = false;
    (void)consumer_poll(worker->consumer, 0, (char[KAFKA_TEXT_MAX]){0});
    for (uint32_t i = 0; i < worker->task_count; i++) {
        ck_assert(open_task_step(worker->tasks[i], 1000, &progress));
    }
    return progress;
}

/* Steps and commits until all clocks are at the day, and nothing was done for a while. */
static inline void hand_run(struct worker *worker, int32_t day)
{
    int64_t until = shared_now_ms() + WORLD_WAIT_MS;
    int still = 0;
    while (still < 20 && shared_now_ms() < until) {
        bool progress = hand_step(worker);
        ck_assert_msg(worker_commit(worker), "%d", atomic_load(&worker->shared->exit_code));
        bool there = worker->task_count > 0;
        for (uint32_t i = 0; i < worker->task_count; i++) {
            there = there && worker->tasks[i]->task.scoring.day == day;
        }
        still = there && !progress ? still + 1 : 0;
        if (!progress) {
            world_sleep(20);
        }
    }
    ck_assert_int_eq(still, 20);
}

/* A history, a wall clock at the noon of its last day, and a world with that clock. */
struct hand {
    struct world world;
    struct history history;
    struct worker worker;
    char clock[32];
};

static inline void hand_open_world(struct hand *hand, uint32_t events)
{
    char setting[64];
    char text[32];
    history_make(&hand->history, events);
    struct merit_date date = merit_date_of_day(hand->history.last_day);
    int length =
        snprintf(text, sizeof text, "%04d-%02d-%02dT12:00:00Z", date.year, date.month, date.day);
    (void)snprintf(hand->clock, sizeof hand->clock, "/tmp/merit-test-XXXXXX");
    world_write(hand->clock, text, (size_t)length);
    (void)snprintf(setting, sizeof setting, "time.source=%s", hand->clock);
    const char *overrides[] = {setting, "time.idle_ms=200", NULL};
    world_open(&hand->world, overrides);
    history_judge(&hand->history, &hand->world);
    ck_assert_uint_eq(world_produce(&hand->world, hand->history.text.at).events, events);
}

static inline void hand_close_world(struct hand *hand)
{
    world_close(&hand->world);
    history_free(&hand->history);
    ck_assert_int_eq(unlink(hand->clock), 0);
}

/* A worker has taken in all of the history, and is gone. */
static inline void hand_run_history(struct hand *hand)
{
    hand_open(&hand->worker, &hand->world);
    ck_assert(worker_open_tasks(&hand->worker));
    hand_run(&hand->worker, hand->history.last_day);
}

/* The same for the same records of a task's state, of those that the change log carries. */
static inline uint64_t hand_state_hash(const struct task *task)
{
    uint64_t sum = 0;
    size_t cursor = 0;
    struct bytes key;
    struct bytes value;
    while (table_walk(&task->state, &cursor, &key, &value)) {
        sum += key_logged[key.at[0]] ? bytes_hash(bytes_hash(1, key), value) : 0;
    }
    return sum;
}

#endif
