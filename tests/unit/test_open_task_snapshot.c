/* Tests of snapshots: sent in parts with commits, and a state can be had from one. */
#include "check_main.h"
#include "daemon_worker.h"
#include "damage_fixture.h"

enum { EVENTS = 24 };

/* librdkafka 2.0.2 loses a small object of its own where DeleteRecords is not answered, as by the
 * embedded broker. For this program alone. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
    return "leak:librdkafka";
}

static struct hand hand;

struct marks {
    uint32_t begun;
    uint32_t chunks;
    uint32_t ended;
    uint32_t deltas;
    uint64_t snapshot;
};

static void take_mark(void *context, uint32_t partition, const struct kafka_record *record)
{
    struct marks *marks = (struct marks *)context + partition;
    struct reader reader = reader_of(record->value);
    struct change_header header;
    ck_assert(change_read_header(&reader, &header));
    marks->begun += header.kind == CHANGE_SNAPSHOT_BEGIN;
    marks->chunks += header.kind == CHANGE_SNAPSHOT_CHUNK;
    marks->ended += header.kind == CHANGE_SNAPSHOT_END;
    marks->deltas += header.kind == CHANGE_DELTA;
    if (header.kind == CHANGE_SNAPSHOT_END) {
        ck_assert_uint_gt(header.index, 0);
        marks->snapshot = header.snapshot;
    }
}

/* Commits that change nothing but carry what there is to carry. */
static void commit_on(struct worker *worker, uint32_t commits)
{
    for (uint32_t i = 0; i < commits; i++) {
        sender_begin(&worker->sender, shared_now_ms());
        for (uint32_t t = 0; t < worker->task_count; t++) {
            worker->tasks[t]->task.touched = true;
        }
        ck_assert(worker_commit(worker));
        world_sleep(20);
    }
}

START_TEST(none_is_made_of_a_short_log)
{
    hand_open_world(&hand, EVENTS);
    hand_run_history(&hand);
    hand.world.shared.embedded = false;
    commit_on(&hand.worker, 3);
    static struct marks marks[WORLD_TASKS];
    (void)world_read(&hand.world, hand.world.topics.changelog, take_mark, marks);
    for (uint32_t i = 0; i < WORLD_TASKS; i++) {
        ck_assert_uint_eq(marks[i].begun, 0);
        ck_assert_uint_gt(marks[i].deltas, 3);
    }
    hand_close(&hand.worker);
    hand_close_world(&hand);
}
END_TEST

static bool always(void *context)
{
    (void)context;
    return true;
}

/* The state of a task from the change log alone. */
static uint64_t rebuilt(uint32_t number)
{
    static const struct consumer_committed nothing = {{-1, -1, -1, -1}, {{0}}};
    struct writer_config config = {.commit_ms = 20, .pending_bytes_max = 1 << 20};
    struct doubt doubt = {NULL, ""};
    struct opener opener = {
        .shared = &hand.world.shared,
        .writer = writer_start(&config),
        .log =
            log_reader_new(&hand.world.shared.kafka, hand.world.topics.changelog, hand.world.error),
        .go_on = always,
        .doubt = &doubt,
    };
    struct task task;
    struct store *store;
    ck_assert_msg(opening_run(&opener, number, &nothing, &task, &store) == OPENING_DONE, "%s",
                  world_log(&hand.world));
    uint64_t hash = hand_state_hash(&task);
    task_fini(&task);
    ck_assert(writer_flush(opener.writer, store, hand.world.error));
    ck_assert(store_close(store, hand.world.error));
    log_reader_close(opener.log);
    writer_stop(opener.writer);
    return hash;
}

START_TEST(a_state_can_be_had_from_one)
{
    hand_open_world(&hand, EVENTS);
    hand_run_history(&hand);
    /* As where the log has outgrown the state. */
    hand.world.shared.embedded = false;
    for (uint32_t i = 0; i < WORLD_TASKS; i++) {
        hand.worker.tasks[i]->task.record.log_bytes = (uint64_t)1 << 40;
    }
    commit_on(&hand.worker, 30);
    static struct marks marks[WORLD_TASKS];
    (void)world_read(&hand.world, hand.world.topics.changelog, take_mark, marks);
    uint64_t hashes[WORLD_TASKS];
    for (uint32_t i = 0; i < WORLD_TASKS; i++) {
        const struct open_task *open = hand.worker.tasks[i];
        ck_assert_uint_eq(marks[open->number].begun, 1);
        ck_assert_uint_eq(marks[open->number].ended, 1);
        ck_assert_uint_ge(marks[open->number].chunks, 1);
        ck_assert_uint_eq(open->task.record.snapshot, marks[open->number].snapshot);
        ck_assert_ptr_null(open->snapshot.reader);
        ck_assert_uint_lt(open->task.record.log_bytes, 1 << 20);
        hashes[open->number] = hand_state_hash(&open->task);
    }
    ck_assert_ptr_nonnull(strstr(world_log(&hand.world), "event=\"snapshot written\""));
    hand_close(&hand.worker);
    char command[TRY_OUT_PATH_MAX + 32];
    (void)snprintf(command, sizeof command, "rm -r %s/meritd", hand.world.try_out.folder);
    ck_assert_int_eq(system(command), 0);
    for (uint32_t i = 0; i < WORLD_TASKS; i++) {
        ck_assert_uint_eq(rebuilt(i), hashes[i]);
    }
    hand_close_world(&hand);
}
END_TEST

static void let_the_log_outgrow(void)
{
    hand.world.shared.embedded = false;
    for (uint32_t i = 0; i < WORLD_TASKS; i++) {
        hand.worker.tasks[i]->task.record.log_bytes = (uint64_t)1 << 40;
    }
}

static uint32_t lines_with(const char *text)
{
    uint32_t count = 0;
    for (const char *at = world_log(&hand.world); (at = strstr(at, text)) != NULL; at++) {
        count++;
    }
    return count;
}

/* One that no commit without a change writes anew. */
static void damage_a_lasting_record(const struct open_task *open)
{
    size_t cursor = 0;
    struct bytes key;
    struct bytes value;
    do {
        ck_assert(table_walk(&open->task.state, &cursor, &key, &value));
    } while (key.at[0] != KEY_TENANT && key.at[0] != KEY_PARTNER);
    damage_record(&hand.world, open->number, key);
}

/* Parts of one would follow parts of another, and the log be kept for ever. */
START_TEST(none_is_made_of_a_damaged_state_until_that_is_had_anew)
{
    hand_open_world(&hand, EVENTS);
    hand_run_history(&hand);
    world_sleep(200); /* it is on disk */
    for (uint32_t i = 0; i < WORLD_TASKS; i++) {
        damage_a_lasting_record(hand.worker.tasks[i]);
    }
    let_the_log_outgrow();
    commit_on(&hand.worker, 30);
    static struct marks marks[WORLD_TASKS];
    (void)world_read(&hand.world, hand.world.topics.changelog, take_mark, marks);
    for (uint32_t i = 0; i < WORLD_TASKS; i++) {
        ck_assert_uint_eq(marks[i].begun, 1);
        ck_assert_uint_eq(marks[i].ended, 0);
    }
    ck_assert_uint_eq(lines_with("event=\"snapshot given up: the state on disk is damaged\""),
                      WORLD_TASKS);
    ck_assert_uint_eq(lines_with("opened again, which rebuilds what is damaged: restart meritd\""),
                      WORLD_TASKS);
    hand_close(&hand.worker);
    hand_open(&hand.worker, &hand.world);
    ck_assert(worker_open_tasks(&hand.worker));
    ck_assert_uint_eq(lines_with("event=\"state on disk is damaged: it is rebuilt"), WORLD_TASKS);
    let_the_log_outgrow();
    commit_on(&hand.worker, 30);
    ck_assert_uint_eq(lines_with("event=\"snapshot written\""), WORLD_TASKS);
    hand_close(&hand.worker);
    hand_close_world(&hand);
}
END_TEST

CHECK_MAIN_TESTS("open_task_snapshot",
                 none_is_made_of_a_short_log,
                 a_state_can_be_had_from_one,
                 none_is_made_of_a_damaged_state_until_that_is_had_anew)
