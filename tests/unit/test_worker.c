/* Tests of a worker as a whole, on the embedded broker: what it says of a history is what the core
 * says, also where it stops in between. */
#include "check_main.h"
#include "daemon/worker.h"
#include "daemon_history.h"

enum { EVENTS = 36 };

static struct world world;
static struct history history;
static char clock_path[] = "/tmp/merit-test-XXXXXX";
static char clock_setting[64];

/* The wall clock stands at the noon of the history's last day. */
static void open_world(uint32_t events)
{
    history_make(&history, events);
    char text[32];
    struct merit_date date = merit_date_of_day(history.last_day);
    int length =
        snprintf(text, sizeof text, "%04d-%02d-%02dT12:00:00Z", date.year, date.month, date.day);
    world_write(clock_path, text, (size_t)length);
    (void)snprintf(clock_setting, sizeof clock_setting, "time.source=%s", clock_path);
    const char *overrides[] = {clock_setting, "time.idle_ms=200", NULL};
    world_open(&world, overrides);
    history_judge(&history, &world);
}

static void close_world(void)
{
    world_close(&world);
    history_free(&history);
    ck_assert_int_eq(unlink(clock_path), 0);
}

/* Every task is open, has read everything, and all clocks are at the last day. */
static bool is_caught_up(void)
{
    for (uint32_t i = 0; i < WORLD_TASKS; i++) {
        const struct task_report *report = &world.shared.reports[i];
        if (atomic_load(&report->worker) < 0 || atomic_load(&report->lag) != 0 ||
            atomic_load(&report->partners_day) != history.last_day) {
            return false;
        }
    }
    return true;
}

/* Until it is caught up and nothing more is committed. */
static void wait_caught_up(void)
{
    int64_t until = shared_now_ms() + WORLD_WAIT_MS;
    unsigned long long commits = 0;
    int still = 0;
    while (still < 10 && shared_now_ms() < until && !atomic_load(&world.shared.stopping)) {
        world_sleep(100);
        unsigned long long now = atomic_load(&world.shared.counters.commits);
        still = is_caught_up() && now == commits ? still + 1 : 0;
        commits = now;
    }
    ck_assert_msg(still == 10, "%s", world_log(&world));
}

static void stop(struct worker *worker)
{
    atomic_store(&world.shared.stopping, true);
    worker_join(worker);
    atomic_store(&world.shared.stopping, false);
    ck_assert_int_eq(atomic_load(&world.shared.exit_code), 0);
    ck_assert_uint_eq(atomic_load(&world.shared.opened), 0);
    for (uint32_t i = 0; i < WORLD_TASKS; i++) {
        ck_assert(!world.shared.owned[i]);
        ck_assert_int_eq(atomic_load(&world.shared.reports[i].worker), -1);
    }
}

START_TEST(a_history_comes_to_what_the_core_makes_of_it)
{
    open_world(EVENTS);
    ck_assert_uint_eq(world_produce(&world, history.text.at).events, EVENTS);
    struct worker *worker = worker_start(&world.shared, 0);
    wait_caught_up();
    stop(worker);
    history_hold(&history, &world);
    const struct counters *counters = &world.shared.counters;
    ck_assert_uint_eq(atomic_load(&counters->records[0]) + atomic_load(&counters->records[1]) +
                          atomic_load(&counters->records[2]),
                      EVENTS);
    ck_assert_uint_eq(atomic_load(&counters->aborts), 0);
    close_world();
}
END_TEST

START_TEST(it_goes_on_from_its_state)
{
    open_world(EVENTS);
    const char *half = history.text.at;
    for (uint32_t i = 0; i < EVENTS / 2; i++) {
        half = strchr(half, '\n') + 1;
    }
    char *first = strndup(history.text.at, (size_t)(half - history.text.at));
    ck_assert_uint_eq(world_produce(&world, first).events, EVENTS / 2);
    free(first);
    /* Not idle while the second half is on its way. */
    world.config->time_idle_ms = WORLD_WAIT_MS;
    struct worker *worker = worker_start(&world.shared, 0);
    int64_t until = shared_now_ms() + WORLD_WAIT_MS;
    const struct counters *counters = &world.shared.counters;
    while (atomic_load(&counters->commits) < 3 && shared_now_ms() < until) {
        world_sleep(20);
    }
    stop(worker);
    ck_assert_uint_eq(world_produce(&world, half).events, EVENTS / 2);
    world.config->time_idle_ms = 200;
    worker = worker_start(&world.shared, 0);
    wait_caught_up();
    stop(worker);
    history_hold(&history, &world);
    ck_assert_ptr_nonnull(strstr(world_log(&world), "from=nothing"));
    ck_assert_ptr_nonnull(strstr(world_log(&world), "from=disk"));
    close_world();
}
END_TEST

enum { FETCH_REQUEST = 1 };

static bool is_said(const char *text)
{
    return strstr(world_log(&world), text) != NULL;
}

/* As after it stood still: what it was to read next is gone, for another one had the task. The
 * assignment ends with that, not the process. */
START_TEST(what_is_gone_ends_the_assignment)
{
    open_world(EVENTS);
    ck_assert_uint_eq(world_produce(&world, history.text.at).events, EVENTS);
    struct worker *worker = worker_start(&world.shared, 0);
    wait_caught_up();
    int64_t until = shared_now_ms() + WORLD_WAIT_MS;
    /* One request at a time: the reader of the change log may be told it too, and does not mind. */
    while (!is_said("joining the group anew") && shared_now_ms() < until) {
        rd_kafka_mock_push_request_errors(embedded_cluster(world.try_out.embedded), FETCH_REQUEST,
                                          1, RD_KAFKA_RESP_ERR_OFFSET_OUT_OF_RANGE);
        world_sleep(200);
    }
    rd_kafka_mock_clear_request_errors(embedded_cluster(world.try_out.embedded), FETCH_REQUEST);
    ck_assert_msg(is_said("records were deleted before they were read"), "%s", world_log(&world));
    wait_caught_up();
    stop(worker);
    history_hold(&history, &world);
    close_world();
}
END_TEST

/* Where it is gone again right after tasks were opened, there is no other reason. */
START_TEST(what_is_gone_for_good_ends_the_process)
{
    open_world(EVENTS);
    ck_assert_uint_eq(world_produce(&world, history.text.at).events, EVENTS);
    struct worker *worker = worker_start(&world.shared, 0);
    int64_t until = shared_now_ms() + WORLD_WAIT_MS;
    while (!atomic_load(&world.shared.stopping) && shared_now_ms() < until) {
        rd_kafka_mock_push_request_errors(embedded_cluster(world.try_out.embedded), FETCH_REQUEST,
                                          1, RD_KAFKA_RESP_ERR_OFFSET_OUT_OF_RANGE);
        world_sleep(5);
    }
    worker_join(worker);
    ck_assert_int_eq(atomic_load(&world.shared.exit_code), 1);
    ck_assert_msg(is_said("level=error") && is_said("records were deleted"), "%s",
                  world_log(&world));
    close_world();
}
END_TEST

CHECK_MAIN_TESTS("worker",
                 a_history_comes_to_what_the_core_makes_of_it,
                 it_goes_on_from_its_state,
                 what_is_gone_ends_the_assignment,
                 what_is_gone_for_good_ends_the_process)
