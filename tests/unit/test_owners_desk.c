/* Tests of what an instance says in the owners topic, and what it hears there of others. */
#include "check_main.h"
#include "daemon/owners_desk.h"
#include "daemon_fixture.h"

static struct world world;
static struct config other_config;
static struct shared other; /* another instance at the same brokers */

static void open_world(void)
{
    const char *overrides[] = {"workers=1", "http.advertise=here:8080", NULL};
    world_open(&world, overrides);
    other = world.shared;
    other_config = *world.config;
    other_config.instance_id = "other";
    other_config.http_advertise = "";
    other.config = &other_config;
    shared_open(&other);
}

static void close_world(void)
{
    shared_close(&other);
    world_close(&world);
}

static void give(struct shared *shared, uint32_t task, int32_t generation, bool open)
{
    struct task_report *report = &shared->reports[task];
    atomic_store(&report->generation, generation);
    atomic_store(&report->tenants_day, 19000);
    atomic_store(&report->partners_day, 18999);
    atomic_store(&report->commit, 77);
    atomic_store(&report->lag, 5);
    atomic_store(&report->opening, 400);
    atomic_store(&report->worker, open ? 0 : -1);
    atomic_store(&report->assigned, 0);
}

static void take_away(struct shared *shared, uint32_t task)
{
    atomic_store(&shared->reports[task].assigned, -1);
    atomic_store(&shared->reports[task].worker, -1);
}

/* What a desk has heard: the owner of the task is that instance, in that state. */
static bool hears(struct owners_desk *desk,
                  uint32_t task,
                  const char *instance,
                  enum owners_state state,
                  struct owners_record *ret_record)
{
    const struct hearing *hearing = owners_desk_open(desk);
    if (hearing == NULL) {
        return false;
    }
    bool found = owners_of_task(&hearing->owners, task, ret_record) && ret_record->state == state &&
                 merit_text_equal(ret_record->instance, merit_text_of(instance));
    owners_desk_close(desk);
    return found;
}

static struct owners_record await(struct owners_desk *desk,
                                  uint32_t task,
                                  const char *instance,
                                  enum owners_state state)
{
    struct owners_record record;
    int64_t until = shared_now_ms() + WORLD_WAIT_MS;
    while (!hears(desk, task, instance, state, &record)) {
        ck_assert_msg(shared_now_ms() < until, "task %u: never of %s, state %d", task, instance,
                      (int)state);
        world_sleep(20);
    }
    return record;
}

static uint32_t live_of(struct owners_desk *desk, enum owners_state state)
{
    const struct hearing *hearing = owners_desk_open(desk);
    ck_assert_ptr_nonnull(hearing);
    uint32_t count = 0;
    size_t cursor = 0;
    struct owners_record record;
    while (owners_next(&hearing->owners, &cursor, &record)) {
        count += record.kind == OWNERS_INSTANCE && record.state == state;
    }
    owners_desk_close(desk);
    return count;
}

START_TEST(each_instance_hears_what_the_other_has)
{
    open_world();
    give(&world.shared, 2, 7, true);
    give(&other, 3, 7, false);
    struct owners_desk *desk = owners_desk_start(&world.shared);
    struct owners_desk *desk_of_other = owners_desk_start(&other);
    struct owners_record record = await(desk_of_other, 2, "host", OWNERS_OPEN);
    ck_assert_int_eq(record.generation, 7);
    ck_assert_int_eq(record.tenants_day, 19000);
    ck_assert_int_eq(record.partners_day, 18999);
    ck_assert_uint_eq(record.commit, 77);
    ck_assert_int_eq(record.lag, 5);
    ck_assert(owners_is_live(&record, owners_desk_now_ms()));
    record = await(desk, 3, "other", OWNERS_OPENING);
    ck_assert_uint_eq(record.percent, 40);
    ck_assert_uint_eq(record.commit, 0);

    /* The task goes from one to the other, who may say so first. */
    give(&other, 2, 8, true);
    (void)await(desk, 2, "other", OWNERS_OPEN);
    take_away(&world.shared, 2);
    give(&world.shared, 1, 8, true); /* heard after the first was left */
    (void)await(desk_of_other, 1, "host", OWNERS_OPEN);
    record = await(desk_of_other, 2, "other", OWNERS_OPEN);
    ck_assert_int_eq(record.generation, 8);

    atomic_store(&other.joined, 1);
    take_away(&other, 2);
    take_away(&other, 3);
    owners_desk_stop(desk_of_other);
    (void)await(desk, 2, "other", OWNERS_LEFT);
    (void)await(desk, 3, "other", OWNERS_LEFT);
    int64_t until = shared_now_ms() + WORLD_WAIT_MS;
    while (live_of(desk, OWNERS_LEFT) != 1 && shared_now_ms() < until) {
        world_sleep(20);
    }
    ck_assert_uint_eq(live_of(desk, OWNERS_LEFT), 1);
    ck_assert_uint_eq(live_of(desk, OWNERS_OPENING), 1); /* no worker of it has joined */
    owners_desk_stop(desk);
    close_world();
}
END_TEST

static uint32_t own_records;

static void count_own(void *context, uint32_t partition, const struct kafka_record *record)
{
    (void)context;
    (void)partition;
    own_records += world_is(record->key, "task-0002");
}

/* It is alive as long as it writes, and no record is written for nothing. */
START_TEST(what_does_not_change_is_said_again_now_and_then)
{
    open_world();
    give(&world.shared, 2, 7, true);
    struct owners_desk *desk = owners_desk_start(&world.shared);
    struct owners_record first = await(desk, 2, "host", OWNERS_OPEN);
    struct owners_record record = first;
    int64_t until = shared_now_ms() + WORLD_WAIT_MS;
    while (record.written_ms == first.written_ms && shared_now_ms() < until) {
        atomic_fetch_add(&world.shared.reports[2].commit, 1); /* no reason to write */
        (void)hears(desk, 2, "host", OWNERS_OPEN, &record);
        world_sleep(20);
    }
    ck_assert_int_ge(record.written_ms, first.written_ms + OWNERS_WRITE_MS / 2);
    ck_assert_uint_gt(record.commit, first.commit);
    owners_desk_stop(desk);
    own_records = 0;
    (void)world_read(&world, world.shared.owners_topic, count_own, NULL);
    ck_assert_uint_le(own_records, 4);
    close_world();
}
END_TEST

/* How long ago the instance's last record came; -1: none ever did. */
static int64_t silent_ms(struct owners_desk *desk, const char *instance)
{
    struct owners_record asked = {.kind = OWNERS_INSTANCE, .instance = merit_text_of(instance)};
    struct owners_record held;
    int64_t silent = -1;
    const struct hearing *hearing = owners_desk_open(desk);
    if (hearing != NULL && owners_held(&hearing->owners, &asked, &held)) {
        silent = hearing_silent_ms(hearing, &held, shared_now_ms());
    }
    if (hearing != NULL) {
        owners_desk_close(desk);
    }
    return silent;
}

/* A record that comes after that time. */
static void await_heard(struct owners_desk *desk, const char *instance, int64_t after_ms)
{
    int64_t until = shared_now_ms() + WORLD_WAIT_MS;
    int64_t silent = -1;
    while (silent < 0 || shared_now_ms() - silent <= after_ms) {
        ck_assert_msg(shared_now_ms() < until, "%s is not heard", instance);
        world_sleep(20);
        silent = silent_ms(desk, instance);
    }
}

/* The topic is away for a while, and what is in it counts as heard when it was heard. */
START_TEST(what_was_heard_is_not_heard_again)
{
    open_world();
    struct owners_desk *desk = owners_desk_start(&world.shared);
    struct owners_desk *desk_of_other = owners_desk_start(&other);
    int64_t until = shared_now_ms() + WORLD_WAIT_MS;
    await_heard(desk, "host", 0);
    await_heard(desk, "other", 0);
    owners_desk_stop(desk_of_other);
    while (live_of(desk, OWNERS_LEFT) == 0 && shared_now_ms() < until) {
        world_sleep(20);
    }
    int64_t left_ms = shared_now_ms();
    world_hide(&world, world.shared.owners_topic, true);
    while (strstr(world_log(&world), "other instances do not hear") == NULL) {
        ck_assert_msg(shared_now_ms() < until, "it says nothing");
        world_sleep(20);
    }
    int64_t away_ms = shared_now_ms();
    world_hide(&world, world.shared.owners_topic, false);
    await_heard(desk, "host", away_ms);
    await_heard(desk, "host", shared_now_ms() + OWNERS_WRITE_MS / 2);
    int64_t since_left_ms = shared_now_ms() - left_ms;
    ck_assert_int_ge(silent_ms(desk, "other"), since_left_ms);
    const struct hearing *hearing = owners_desk_open(desk);
    ck_assert(hearing != NULL && hearing->hears_itself);
    owners_desk_close(desk);
    owners_desk_stop(desk);
    close_world();
}
END_TEST

CHECK_MAIN_TESTS("owners_desk",
                 each_instance_hears_what_the_other_has,
                 what_does_not_change_is_said_again_now_and_then,
                 what_was_heard_is_not_heard_again)
