/* Tests of opening a task: from disk or from the change log, its state is the same; what is not
 * ours is refused. */
#include "check_main.h"
#include "daemon/local_state.h"
#include "daemon/standby.h"
#include "daemon_worker.h"
#include "damage_fixture.h"

enum { EVENTS = 18 };

static struct hand hand;
static uint64_t hashes[WORLD_TASKS];
static uint64_t commits[WORLD_TASKS];
static const struct consumer_committed nothing = {{-1, -1, -1, -1}, {{0}}};

/* What a worker needs to open tasks alone. */
static struct opener opener;
static struct doubt doubt;
static bool may_go_on;

static bool go_on(void *context)
{
    (void)context;
    return may_go_on;
}

/* A history has been taken in, and all is closed. */
static void open_world(void)
{
    hand_open_world(&hand, EVENTS);
    hand_run_history(&hand);
    ck_assert_uint_eq(hand.worker.task_count, WORLD_TASKS);
    for (uint32_t i = 0; i < WORLD_TASKS; i++) {
        const struct open_task *open = hand.worker.tasks[i];
        hashes[open->number] = hand_state_hash(&open->task);
        commits[open->number] = open->task.record.commit;
        ck_assert_uint_gt(open->task.state.count, 1);
    }
    hand_close(&hand.worker);
    struct writer_config config = {.commit_ms = 20, .pending_bytes_max = 1 << 20};
    may_go_on = true;
    opener = (struct opener){
        .shared = &hand.world.shared,
        .writer = writer_start(&config),
        .log =
            log_reader_new(&hand.world.shared.kafka, hand.world.topics.changelog, hand.world.error),
        .go_on = go_on,
        .doubt = &doubt,
    };
    ck_assert(opener.writer != NULL && opener.log != NULL);
}

static void close_world(void)
{
    log_reader_close(opener.log);
    writer_stop(opener.writer);
    hand_close_world(&hand);
}

/* The n-th task is opened with the state it had, and closed. */
static void open_same(uint32_t number)
{
    struct task task;
    struct store *store = NULL;
    ck_assert_msg(opening_run(&opener, number, &nothing, &task, &store) == OPENING_DONE, "%s",
                  world_log(&hand.world));
    ck_assert_int_eq(log_reader_position(opener.log), -1); /* nothing is fetched any more */
    ck_assert_uint_eq(task.record.commit, commits[number]);
    ck_assert_uint_eq(hand_state_hash(&task), hashes[number]);
    task_fini(&task);
    ck_assert(writer_flush(opener.writer, store, hand.world.error));
    ck_assert(store_close(store, hand.world.error));
}

static enum opening_result open_other(uint32_t number)
{
    struct task task;
    memset(&task, 0, sizeof task);
    struct store *store = NULL;
    enum opening_result result = opening_run(&opener, number, &nothing, &task, &store);
    ck_assert_int_ne(result, OPENING_DONE);
    ck_assert_ptr_null(store);
    ck_assert_int_eq(log_reader_position(opener.log), -1);
    return result;
}

static bool logged(const char *text)
{
    return strstr(world_log(&hand.world), text) != NULL;
}

/* As try_out_stop does it, but now. */
static void lose_the_disk(void)
{
    char command[TRY_OUT_PATH_MAX + 32];
    (void)snprintf(command, sizeof command, "rm -r %s/meritd", hand.world.try_out.folder);
    ck_assert_int_eq(system(command), 0);
}

START_TEST(from_disk_and_from_the_change_log_it_is_the_same)
{
    open_world();
    for (uint32_t i = 0; i < WORLD_TASKS; i++) {
        open_same(i);
    }
    ck_assert(!logged("from=\"change log\""));
    lose_the_disk();
    hand.world.shared.embedded = false;
    for (uint32_t i = 0; i < WORLD_TASKS; i++) {
        open_same(i);
    }
    ck_assert(logged("from=\"change log\""));
    /* It was put on disk. */
    hand.world.shared.embedded = true;
    for (uint32_t i = 0; i < WORLD_TASKS; i++) {
        open_same(i);
    }
    ck_assert_int_eq(atomic_load(&hand.world.shared.exit_code), 0);
    close_world();
}
END_TEST

/* The pages fit together, so it opens: only its loading shows it. */
START_TEST(a_record_that_is_damaged_on_disk_is_had_from_the_log)
{
    open_world();
    for (int embedded = 1; embedded >= 0; embedded--) {
        hand.world.shared.embedded = embedded;
        for (uint32_t i = 0; i < WORLD_TASKS; i++) {
            damage_record(&hand.world, i, text_bytes("t"));
            open_same(i);
            damage_record(&hand.world, i, text_bytes("t")); /* it was there again */
            open_same(i);
        }
    }
    ck_assert(logged("level=warn event=\"state on disk is damaged: it is rebuilt from the change "
                     "log\" task=2 reason=\""));
    ck_assert(logged("a record cannot be read"));
    ck_assert(!logged("from=disk"));
    for (uint32_t i = 0; i < WORLD_TASKS; i++) {
        open_same(i);
    }
    ck_assert(logged("event=\"task opened\" task=0 from=disk"));
    ck_assert_int_eq(atomic_load(&hand.world.shared.exit_code), 0);
    close_world();
}
END_TEST

static bool wants(void *context, uint32_t task, bool wanted_before)
{
    (void)context;
    (void)wanted_before;
    (void)task;
    return true;
}

/* All tasks are followed up to their last commits, then assigned here. */
static void follow_all(struct standby *standby)
{
    struct task_report *reports = hand.world.shared.reports;
    for (uint32_t i = 0; i < WORLD_TASKS; i++) {
        atomic_store(&reports[i].standby_commit, 0); /* what was taken before is not it */
        atomic_store(&reports[i].assigned, -1);
    }
    int64_t until = shared_now_ms() + WORLD_WAIT_MS;
    for (uint32_t i = 0; i < WORLD_TASKS; i++) {
        while (atomic_load(&reports[i].standby_commit) != commits[i] && shared_now_ms() < until) {
            world_sleep(10);
        }
        ck_assert_uint_eq(atomic_load(&reports[i].standby_commit), commits[i]);
        atomic_store(&reports[i].assigned, 0);
        ck_assert(standby_claim(standby, i, go_on, NULL));
    }
}

/* With the disk or without, what was followed is the same state, and is on disk then. */
START_TEST(what_a_standby_followed_is_the_same)
{
    open_world();
    lose_the_disk();
    const struct standby_wants what = {wants, NULL};
    struct standby *standby = standby_start(&hand.world.shared, &what);
    ck_assert_ptr_nonnull(standby);
    hand.world.shared.standby = standby;
    for (int round = 0; round < 2; round++) {
        follow_all(standby);
        for (uint32_t i = 0; i < WORLD_TASKS; i++) {
            open_same(i);
        }
    }
    ck_assert(logged("event=\"standby follows\" task=3 from=disk"));
    ck_assert(logged("event=\"task opened\" task=0 from=standby"));
    ck_assert(!logged("event=\"task opened\" task=0 from=disk"));
    standby_stop(standby);
    hand.world.shared.standby = NULL;
    for (uint32_t i = 0; i < WORLD_TASKS; i++) {
        open_same(i);
    }
    ck_assert(logged("event=\"task opened\" task=0 from=disk"));
    close_world();
}
END_TEST

START_TEST(it_can_be_broken_off)
{
    open_world();
    lose_the_disk();
    hand.world.shared.embedded = false;
    may_go_on = false;
    ck_assert_int_eq(open_other(2), OPENING_STOPPED);
    ck_assert_int_eq(atomic_load(&hand.world.shared.exit_code), 0);
    may_go_on = true;
    open_same(2);
    close_world();
}
END_TEST

/* The change log alone can say so; what was opened meanwhile does not refuse the right rules. */
START_TEST(a_refused_opening_leaves_no_state_of_its_own)
{
    open_world();
    lose_the_disk();
    hand.world.shared.embedded = false;
    struct merit_program other = *hand.world.shared.program;
    const struct merit_program *ours = hand.world.shared.program;
    other.hash++;
    hand.world.shared.program = &other;
    ck_assert_int_eq(open_other(1), OPENING_FAILED);
    ck_assert_int_eq(atomic_load(&hand.world.shared.exit_code), 2);
    ck_assert(logged("made by other rules of the same revision"));
    hand.world.shared.program = ours;
    ck_assert(local_state_is_ours(&hand.world.shared, hand.world.error));
    open_same(1);
    close_world();
}
END_TEST

/* The main thread has read the files again: they are the old ones. */
static void find_nothing(void *context)
{
    struct world *world = context;
    atomic_store(&world->shared.rules_answered, atomic_load(&world->shared.rules_asked));
}

static bool bring_rules(void *context)
{
    hand.world.shared.program = context;
    return true;
}

/* The state is of rules that come while it is read: they are those that it is opened by. */
START_TEST(rules_that_come_meanwhile_are_no_reason_to_refuse)
{
    open_world();
    lose_the_disk();
    hand.world.shared.embedded = false;
    const struct merit_program *ours = hand.world.shared.program;
    struct merit_program older = *ours;
    older.revision--;
    older.hash++;
    hand.world.shared.program = &older;
    opener.go_on = bring_rules;
    opener.context = (void *)(uintptr_t)ours;
    open_same(1);
    ck_assert(!logged("rules of a higher revision are looked for"));
    /* With the old ones still in force they are looked for, and at a start it is refused. */
    atomic_store(&hand.world.shared.has_run, false);
    opener.go_on = go_on;
    hand.world.shared.program = &older;
    lose_the_disk();
    hand.world.shared.wake = find_nothing;
    ck_assert_int_eq(open_other(1), OPENING_FAILED);
    ck_assert_int_eq(atomic_load(&hand.world.shared.exit_code), 2);
    ck_assert(logged("rules of a higher revision are looked for"));
    hand.world.shared.program = ours;
    close_world();
}
END_TEST

START_TEST(state_of_another_cluster_is_refused)
{
    open_world();
    struct merit_text ours = hand.world.shared.cluster_id;
    hand.world.shared.cluster_id = merit_text_of("another");
    ck_assert_int_eq(open_other(1), OPENING_FAILED);
    ck_assert_int_eq(atomic_load(&hand.world.shared.exit_code), 2);
    ck_assert(logged("event=\"task cannot be opened\" error=\"task 1: "));
    hand.world.shared.cluster_id = ours;
    open_same(1);
    close_world();
}
END_TEST

/* Something else writes to the log. */
static void write_to_log(uint32_t number, struct bytes bytes)
{
    const char *const topics[] = {hand.world.topics.changelog};
    struct producer_config config = {
        .settings = &hand.world.shared.kafka, .topic_count = 1, .topics = topics};
    enum kafka_outcome outcome;
    struct producer *producer = producer_new(&config, &outcome, hand.world.error);
    struct producer_message message = {.partition = number, .value = bytes};
    ck_assert_int_eq(producer_send(producer, &message, hand.world.error), KAFKA_DONE);
    ck_assert_int_eq(producer_flush(producer, WORLD_WAIT_MS, hand.world.error), KAFKA_DONE);
    producer_close(producer);
}

START_TEST(a_record_of_somebody_else_in_the_log_stops_it)
{
    open_world();
    lose_the_disk();
    hand.world.shared.embedded = false;
    /* Format 1, a delta, and what is none. */
    write_to_log(3, (struct bytes){(const uint8_t *)"\1\1\1", 3});
    /* Its worker asks the group first whether the task is still its own. */
    ck_assert_int_eq(open_other(3), OPENING_DOUBTFUL);
    ck_assert_str_eq(doubt.what, "task cannot be opened");
    ck_assert_int_eq(strncmp(doubt.error, "task 3: the change log holds a record", 37), 0);
    ck_assert_int_eq(atomic_load(&hand.world.shared.exit_code), 0);
    close_world();
}
END_TEST

static bool break_reading(void *context)
{
    (void)context;
    world_break_reading(&hand.world);
    return true;
}

/* What was read before it is given back: its client could not be closed otherwise. */
START_TEST(a_reading_that_breaks_off_leaves_nothing)
{
    open_world();
    lose_the_disk();
    hand.world.shared.embedded = false;
    opener.go_on = break_reading;
    ck_assert_int_eq(open_other(3), OPENING_DOUBTFUL);
    ck_assert_ptr_nonnull(strstr(doubt.error, "allow meritd to read it"));
    log_reader_close(opener.log);
    ck_assert(!logged("it did not close in time"));
    opener.log =
        log_reader_new(&hand.world.shared.kafka, hand.world.topics.changelog, hand.world.error);
    opener.go_on = go_on;
    open_same(3);
    close_world();
}
END_TEST

START_TEST(a_log_of_a_newer_meritd_is_refused)
{
    open_world();
    lose_the_disk();
    hand.world.shared.embedded = false;
    write_to_log(0, (struct bytes){(const uint8_t *)"\7\1\1", 3});
    ck_assert_int_eq(open_other(0), OPENING_FAILED);
    ck_assert_int_eq(atomic_load(&hand.world.shared.exit_code), 2);
    close_world();
}
END_TEST

CHECK_MAIN_TESTS("opening",
                 what_a_standby_followed_is_the_same,
                 from_disk_and_from_the_change_log_it_is_the_same,
                 a_record_that_is_damaged_on_disk_is_had_from_the_log,
                 it_can_be_broken_off,
                 a_refused_opening_leaves_no_state_of_its_own,
                 rules_that_come_meanwhile_are_no_reason_to_refuse,
                 state_of_another_cluster_is_refused,
                 a_record_of_somebody_else_in_the_log_stops_it,
                 a_reading_that_breaks_off_leaves_nothing,
                 a_log_of_a_newer_meritd_is_refused)
