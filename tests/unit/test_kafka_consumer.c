/* Tests of the group consumer: assignments, and closing. */
#include "check_main.h"
#include "kafka_fixture.h"

#include <stdatomic.h>

static struct mock mock;
static atomic_int wakes;

static void count_wake(void *context)
{
    atomic_fetch_add((atomic_int *)context, 1);
}

START_TEST(an_assignment_is_noted_and_read)
{
    const uint32_t *numbers;
    mock_open(&mock);
    mock_fill(&mock, 5);
    struct consumer *consumer = mock_consumer(&mock, (struct kafka_wake){count_wake, &wakes});
    ck_assert_uint_eq(consumer_assignment(consumer, &numbers), 0);
    mock_await(&mock, consumer, CONSUMER_ASSIGNED);
    ck_assert_int_gt(atomic_load(&wakes), 0);
    ck_assert_uint_eq(consumer_assignment(consumer, &numbers), 2);
    ck_assert_uint_eq(numbers[0], 0);
    ck_assert_uint_eq(numbers[1], 1);
    ck_assert_int_eq(consumer_poll(consumer, 0, mock.error), CONSUMER_NOTHING);
    const int64_t positions[] = {2, -1, -1, -1};
    ck_assert(consumer_start(consumer, positions, mock.error));
    ck_assert_int_eq(mock_count(&mock, consumer, 0), 3);
    int64_t start_ms = kafka_now_ms();
    consumer_close(consumer);
    ck_assert_int_lt(kafka_now_ms() - start_ms, 8000);
    mock_close(&mock);
}
END_TEST

START_TEST(what_is_not_answered_is_closed_too)
{
    mock_open(&mock);
    struct consumer *consumer = mock_consumer(&mock, (struct kafka_wake){NULL, NULL});
    mock_await(&mock, consumer, CONSUMER_ASSIGNED);
    consumer_close(consumer);
    /* Nor was this one ever assigned. */
    consumer = mock_consumer(&mock, (struct kafka_wake){NULL, NULL});
    consumer_close(consumer);
    mock_close(&mock);
}
END_TEST

START_TEST(topics_are_looked_at_first)
{
    mock_open(&mock);
    enum kafka_outcome outcome;
    struct consumer_config config = {
        .settings = &mock.settings,
        .topic_count = 2,
        .topics = {"in", "out"},
        .partition_count = 5,
    };
    ck_assert_ptr_null(consumer_new(&config, &outcome, mock.error));
    ck_assert_ptr_nonnull(strstr(mock.error, "topic in has 2 partitions, but the tasks are 5"));
    ck_assert_int_eq(outcome, KAFKA_FATAL);
    config.partition_count = MOCK_PARTITIONS;
    rd_kafka_mock_topic_set_error(mock.cluster, "out", RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART);
    ck_assert_ptr_null(consumer_new(&config, &outcome, mock.error));
    ck_assert_ptr_nonnull(strstr(mock.error, "out does not exist"));
    mock_property(&mock, "group.id", "mine");
    ck_assert_ptr_null(consumer_new(&config, &outcome, mock.error));
    ck_assert_ptr_nonnull(strstr(mock.error, "group.id"));
    mock_close(&mock);
}
END_TEST

/* The group's next requests of this kind are refused, as if another process had its place. */
static void fence(int request)
{
    rd_kafka_mock_push_request_errors(mock.cluster, (int16_t)request, 1,
                                      RD_KAFKA_RESP_ERR_FENCED_INSTANCE_ID);
}

START_TEST(a_member_that_another_replaced_is_dead)
{
    mock_open(&mock);
    mock_property(&mock, "heartbeat.interval.ms", "100");
    struct consumer *consumer = mock_reading(&mock, (struct kafka_wake){NULL, NULL});
    fence(MOCK_HEARTBEAT);
    mock_await_death(&mock, consumer, CONSUMER_FATAL);
    ck_assert_ptr_nonnull(strstr(mock.error, "another process runs with the same instance_id"));
    consumer_close(consumer);
    mock_close(&mock);
}
END_TEST

static struct consumer *member_of_a_short_session(void)
{
    mock_open(&mock);
    mock_property(&mock, "heartbeat.interval.ms", "100");
    mock_property(&mock, "session.timeout.ms", "4000");
    return mock_reading(&mock, (struct kafka_wake){NULL, NULL});
}

START_TEST(a_member_that_was_too_late_is_to_be_made_anew)
{
    struct consumer *consumer = member_of_a_short_session();
    fence(MOCK_JOIN_GROUP);
    ck_assert_int_eq(rd_kafka_mock_broker_set_down(mock.cluster, 1), RD_KAFKA_RESP_ERR_NO_ERROR);
    kafka_sleep_ms(5000);
    ck_assert_int_eq(rd_kafka_mock_broker_set_up(mock.cluster, 1), RD_KAFKA_RESP_ERR_NO_ERROR);
    mock_await_death(&mock, consumer, CONSUMER_TOO_LATE);
    ck_assert_ptr_nonnull(strstr(mock.error, "nothing was heard of it"));
    consumer_close(consumer);
    /* The next one is a member like any other: what becomes of it is another matter. */
    consumer = mock_reading(&mock, (struct kafka_wake){NULL, NULL});
    fence(MOCK_HEARTBEAT);
    mock_await_death(&mock, consumer, CONSUMER_FATAL);
    consumer_close(consumer);
    mock_close(&mock);
}
END_TEST

/* A member whose session was over, and who is back in the group. */
static struct consumer *member_back_again(void)
{
    struct consumer *consumer = member_of_a_short_session();
    ck_assert_int_eq(rd_kafka_mock_broker_set_down(mock.cluster, 1), RD_KAFKA_RESP_ERR_NO_ERROR);
    mock_await(&mock, consumer, CONSUMER_LOST);
    consumer_stop(consumer);
    ck_assert_int_eq(rd_kafka_mock_broker_set_up(mock.cluster, 1), RD_KAFKA_RESP_ERR_NO_ERROR);
    mock_await(&mock, consumer, CONSUMER_ASSIGNED);
    return consumer;
}

/* What it asked for while nobody answered comes to the brokers then: it may have joined twice, and
 * be fenced by itself after it was given its partitions. */
START_TEST(a_member_just_back_is_fenced_by_itself)
{
    struct consumer *consumer = member_back_again();
    fence(MOCK_HEARTBEAT);
    mock_await_death(&mock, consumer, CONSUMER_TOO_LATE);
    ck_assert_ptr_nonnull(strstr(mock.error, "nothing was heard of it"));
    consumer_close(consumer);
    mock_close(&mock);
}
END_TEST

START_TEST(a_member_that_was_back_for_a_session_is_replaced_by_another)
{
    struct consumer *consumer = member_back_again();
    kafka_sleep_ms(4000);
    fence(MOCK_HEARTBEAT);
    mock_await_death(&mock, consumer, CONSUMER_FATAL);
    ck_assert_ptr_nonnull(strstr(mock.error, "another process runs with the same instance_id"));
    consumer_close(consumer);
    mock_close(&mock);
}
END_TEST

/* Nobody gives it the right by waiting. */
START_TEST(a_group_that_may_not_be_used_is_said)
{
    mock_open(&mock);
    for (int i = 0; i < 8; i++) {
        rd_kafka_mock_push_request_errors(mock.cluster, MOCK_JOIN_GROUP, 1,
                                          RD_KAFKA_RESP_ERR_GROUP_AUTHORIZATION_FAILED);
    }
    struct consumer *consumer = mock_consumer(&mock, (struct kafka_wake){NULL, NULL});
    enum consumer_event event = CONSUMER_NOTHING;
    int64_t until = kafka_now_ms() + MOCK_WAIT_MS;
    while (event == CONSUMER_NOTHING && kafka_now_ms() < until) {
        event = consumer_poll(consumer, 50, mock.error);
    }
    ck_assert_int_eq(event, CONSUMER_FATAL);
    ck_assert_msg(strstr(mock.error, "the right to read it") != NULL, "%s", mock.error);
    consumer_close(consumer);
    mock_close(&mock);
}
END_TEST

CHECK_MAIN_TESTS("kafka_consumer",
                 an_assignment_is_noted_and_read,
                 what_is_not_answered_is_closed_too,
                 topics_are_looked_at_first,
                 a_member_that_another_replaced_is_dead,
                 a_member_that_was_too_late_is_to_be_made_anew,
                 a_member_just_back_is_fenced_by_itself,
                 a_member_that_was_back_for_a_session_is_replaced_by_another,
                 a_group_that_may_not_be_used_is_said)
