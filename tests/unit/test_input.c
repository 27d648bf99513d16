/* Tests of an input: its window, what is bad in it, and when it is idle. */
#include "base/murmur2.h"
#include "check_main.h"
#include "daemon/input.h"
#include "daemon_history.h"
#include "kafka/producer.h"

enum { TASK = 2 };

static struct world world;
static struct input input;
static struct consumer *consumer;
static char tenant[32]; /* its partition is TASK */

static void find_tenant(void)
{
    uint32_t number = 0;
    do {
        (void)snprintf(tenant, sizeof tenant, "tenant-%u", number++);
    } while (murmur2_partition(merit_text_of(tenant), WORLD_TASKS) != TASK);
}

static void open_world(void)
{
    const char *overrides[] = {"time.idle_ms=300", NULL};
    world_open(&world, overrides);
    find_tenant();
    enum kafka_outcome outcome;
    struct consumer_config config = {
        .settings = &world.shared.kafka,
        .topic_count = TASK_INPUT_COUNT,
        .partition_count = WORLD_TASKS,
    };
    for (int i = 0; i < TASK_INPUT_COUNT; i++) {
        config.topics[i] = world.shared.inputs[i];
    }
    consumer = consumer_new(&config, &outcome, world.error);
    ck_assert_msg(consumer != NULL, "%s", world.error);
    enum consumer_event event = CONSUMER_NOTHING;
    int64_t until = shared_now_ms() + WORLD_WAIT_MS;
    while (event == CONSUMER_NOTHING && shared_now_ms() < until) {
        event = consumer_poll(consumer, 20, world.error);
    }
    ck_assert_int_eq(event, CONSUMER_ASSIGNED);
    int64_t positions[TASK_INPUT_COUNT * WORLD_TASKS];
    for (int i = 0; i < TASK_INPUT_COUNT * WORLD_TASKS; i++) {
        positions[i] = -1;
    }
    ck_assert_msg(consumer_start(consumer, positions, world.error), "%s", world.error);
    input = (struct input){.shared = &world.shared,
                           .consumer = consumer,
                           .which = TASK_USAGE,
                           .task = TASK,
                           .framing = FRAMING_SINGLE_OBJECT};
}

static void close_world(void)
{
    input_close(&input);
    consumer_stop(consumer);
    consumer_close(consumer);
    world_close(&world);
}

/* Reports of one tenant, on one day each. */
static void send_reports(uint32_t count, int32_t day)
{
    struct text_buffer text = {0};
    for (uint32_t i = 0; i < count; i++) {
        struct merit_event event = event_usage(tenant, "m365/teams", i, day + (int32_t)i);
        json_write_event(&text, &event);
    }
    text_buffer_add_byte(&text, '\0');
    ck_assert_uint_eq(world_produce(&world, text.at).events, count);
    text_buffer_fini(&text);
}

static void send_bytes(const char *key, const char *value, size_t length)
{
    const char *const topics[] = {world.shared.inputs[TASK_USAGE]};
    struct producer_config config = {
        .settings = &world.shared.kafka, .topic_count = 1, .topics = topics};
    enum kafka_outcome outcome;
    struct producer *producer = producer_new(&config, &outcome, world.error);
    struct producer_message message = {.partition = TASK,
                                       .key = {(const uint8_t *)key, strlen(key)},
                                       .value = {(const uint8_t *)value, length}};
    ck_assert_int_eq(producer_send(producer, &message, world.error), KAFKA_DONE);
    ck_assert_int_eq(producer_flush(producer, WORLD_WAIT_MS, world.error), KAFKA_DONE);
    producer_close(producer);
}

/* The next entry, once it is there; whether entries were decoded for it. */
static struct input_entry *next_entry(bool *ret_fresh)
{
    int64_t until = shared_now_ms() + WORLD_WAIT_MS;
    do {
        (void)consumer_poll(consumer, 5, world.error);
        ck_assert(input_fill(&input, shared_now_ms(), ret_fresh));
    } while (input_head(&input) == NULL && shared_now_ms() < until);
    ck_assert_ptr_nonnull(input_head(&input));
    return input_head(&input);
}

START_TEST(records_come_in_order_a_few_ahead)
{
    open_world();
    int32_t day = on(2023, 5, 1);
    send_reports(50, day);
    bool fresh;
    uint32_t decoded = 0;
    for (uint32_t i = 0; i < 50; i++) {
        const struct input_entry *entry = next_entry(&fresh);
        decoded += fresh;
        ck_assert_int_eq(entry->fault.bad, MERIT_BAD_NONE);
        ck_assert(!entry->admitted);
        ck_assert_int_eq(entry->event.usage.figures[0], i);
        ck_assert_int_eq(input_record(&input)->offset, i);
        ck_assert_uint_le(input.count, INPUT_WINDOW);
        struct task_head head = input_view(&input, shared_now_ms(), MERIT_NEVER);
        ck_assert(head.has_record && !head.idle);
        ck_assert_int_eq(head.day, day + (int32_t)i);
        ck_assert_int_eq(head.timestamp, at_second(day + (int32_t)i, 0));
        input_pass(&input);
    }
    ck_assert_uint_ge(decoded, (50 + INPUT_WINDOW - 1) / INPUT_WINDOW);
    ck_assert_uint_lt(decoded, 50);
    close_world();
}
END_TEST

START_TEST(the_wall_clock_bounds_a_record_s_day)
{
    open_world();
    send_reports(1, on(2023, 5, 9));
    bool fresh;
    (void)next_entry(&fresh);
    ck_assert_int_eq(input_view(&input, 0, on(2023, 5, 1)).day, on(2023, 5, 1));
    ck_assert_int_eq(input_view(&input, 0, on(2023, 5, 20)).day, on(2023, 5, 9));
    close_world();
}
END_TEST

START_TEST(bad_records_are_told_apart)
{
    open_world();
    send_bytes(tenant, "no event", 8);
    send_reports(1, on(2023, 5, 1));
    char other[] = "tenant-of-another-partition";
    while (murmur2_partition(merit_text_of(other), WORLD_TASKS) == TASK) {
        other[0]++;
    }
    send_bytes(other, "", 0);
    bool fresh;
    ck_assert_int_eq(next_entry(&fresh)->fault.bad, MERIT_BAD_UNDECODABLE);
    ck_assert_ptr_nonnull(input_head(&input)->fault.reason);
    ck_assert(world_is(input_record(&input)->value, "no event"));
    input_pass(&input);
    ck_assert_int_eq(next_entry(&fresh)->fault.bad, MERIT_BAD_NONE);
    input_pass(&input);
    ck_assert_int_ne(next_entry(&fresh)->fault.bad, MERIT_BAD_NONE);
    close_world();
}
END_TEST

/* Idle is at the end, with nothing new, for time.idle_ms. */
START_TEST(an_input_is_idle_after_a_while_at_its_end)
{
    open_world();
    send_reports(1, on(2023, 5, 1));
    bool fresh;
    (void)next_entry(&fresh);
    ck_assert(!input_view(&input, shared_now_ms() + 10000, 0).idle);
    input_pass(&input);
    int64_t until = shared_now_ms() + WORLD_WAIT_MS;
    while (input.idle.since_ms == 0 && shared_now_ms() < until) {
        (void)consumer_poll(consumer, 5, world.error);
        ck_assert(input_fill(&input, shared_now_ms(), &fresh));
        ck_assert_ptr_null(input_head(&input));
        ck_assert(input.idle.since_ms != 0 || !input_view(&input, INT64_MAX / 2, 0).idle);
    }
    int64_t since = input.idle.since_ms;
    ck_assert_int_gt(since, 0);
    ck_assert(!input_view(&input, since + 299, 0).idle);
    ck_assert(input_view(&input, since + 300, 0).idle);
    ck_assert(!input_view(&input, since + 300, 0).has_record);
    /* Looked at again, it has been there since then. */
    world_sleep(20);
    ck_assert(input_fill(&input, shared_now_ms(), &fresh));
    ck_assert_int_eq(input.idle.since_ms, since);
    send_reports(1, on(2023, 5, 2));
    (void)next_entry(&fresh);
    ck_assert(!input_view(&input, since + 300, 0).idle);
    input_pass(&input);
    while (input.idle.since_ms <= since && shared_now_ms() < until) {
        (void)consumer_poll(consumer, 5, world.error);
        ck_assert(input_fill(&input, shared_now_ms(), &fresh));
    }
    ck_assert_int_gt(input.idle.since_ms, since);
    close_world();
}
END_TEST

CHECK_MAIN_TESTS("input",
                 records_come_in_order_a_few_ahead,
                 the_wall_clock_bounds_a_record_s_day,
                 bad_records_are_told_apart,
                 an_input_is_idle_after_a_while_at_its_end)
