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
    struct consumer_config config = {
        .settings = &mock.settings,
        .topic_count = 2,
        .topics = {"in", "out"},
        .partition_count = 5,
    };
    ck_assert_ptr_null(consumer_new(&config, mock.error));
    ck_assert_ptr_nonnull(strstr(mock.error, "topic in has 2 partitions, but the tasks are 5"));
    config.partition_count = MOCK_PARTITIONS;
    rd_kafka_mock_topic_set_error(mock.cluster, "out", RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART);
    ck_assert_ptr_null(consumer_new(&config, mock.error));
    ck_assert_ptr_nonnull(strstr(mock.error, "out does not exist"));
    mock_property(&mock, "group.id", "mine");
    ck_assert_ptr_null(consumer_new(&config, mock.error));
    ck_assert_ptr_nonnull(strstr(mock.error, "group.id"));
    mock_close(&mock);
}
END_TEST

CHECK_MAIN_TESTS("kafka_consumer",
                 an_assignment_is_noted_and_read,
                 what_is_not_answered_is_closed_too,
                 topics_are_looked_at_first)
