/* Tests of what a consumer does while partitions are assigned to it. */
#include "check_main.h"
#include "kafka/group.h"
#include "kafka_fixture.h"

static struct mock mock;
static const struct kafka_wake no_wake = {NULL, NULL};

START_TEST(it_reads_seeks_and_stops)
{
    const uint32_t *numbers;
    struct consumer_committed committed;
    mock_open(&mock);
    mock_fill(&mock, 5);
    struct consumer *consumer = mock_reading(&mock, no_wake);
    ck_assert_int_eq(mock_count(&mock, consumer, 0), 5);
    ck_assert_int_eq(consumer_end(consumer, 0, 0), 5);
    for (int64_t offset = 0; offset <= 5; offset++) {
        const int64_t positions[] = {offset, -1};
        ck_assert_msg(consumer_seek(consumer, 0, positions, mock.error), "%s", mock.error);
        ck_assert_int_eq(mock_count(&mock, consumer, 0), 5 - offset);
    }
    ck_assert_msg(consumer_committed(consumer, 1, &committed, mock.error), "%s", mock.error);
    ck_assert_int_eq(committed.offsets[0], -1);
    ck_assert_int_eq(committed.offsets[1], -1);
    ck_assert_str_eq(committed.metadata[1], "");
    ck_assert_ptr_nonnull(consumer_group(consumer));
    ck_assert_uint_eq(consumer_topic_count(consumer), 2);
    ck_assert_str_eq(consumer_topic(consumer, 1), "out");
    consumer_stop(consumer);
    ck_assert_ptr_null(consumer_group(consumer));
    ck_assert_uint_eq(consumer_assignment(consumer, &numbers), 0);
    consumer_stop(consumer);
    consumer_close(consumer);
    mock_close(&mock);
}
END_TEST

START_TEST(a_broken_partition_is_not_sought_in)
{
    static struct kafka_batch batch;
    mock_open(&mock);
    mock_fill(&mock, 5);
    struct consumer *consumer = mock_consumer(&mock, no_wake);
    mock_await(&mock, consumer, CONSUMER_ASSIGNED);
    const int64_t positions[] = {99, -1, -1, -1};
    ck_assert(consumer_start(consumer, positions, mock.error));
    int64_t deadline_ms = kafka_now_ms() + MOCK_WAIT_MS;
    do {
        (void)consumer_poll(consumer, 5, mock.error);
        consumer_take(consumer, 0, 0, 10, &batch);
    } while (!batch.broken && kafka_left_ms(deadline_ms) > 0);
    ck_assert(batch.broken);
    ck_assert(!consumer_seek(consumer, 0, (const int64_t[]){0, 0}, mock.error));
    ck_assert_str_eq(mock.error, batch.error);
    ck_assert(consumer_seek(consumer, 1, (const int64_t[]){0, 0}, mock.error));
    consumer_close(consumer);
    mock_close(&mock);
}
END_TEST

START_TEST(offsets_that_are_not_to_be_had_are_said)
{
    struct consumer_committed committed;
    mock_open(&mock);
    struct consumer *consumer = mock_reading(&mock, no_wake);
    rd_kafka_mock_broker_set_down(mock.cluster, 1);
    int64_t start_ms = kafka_now_ms();
    ck_assert(!consumer_committed(consumer, 0, &committed, mock.error));
    ck_assert_int_lt(kafka_now_ms() - start_ms, 4000);
    ck_assert_ptr_nonnull(strstr(mock.error, "partition 0"));
    consumer_close(consumer);
    mock_close(&mock);
}
END_TEST

CHECK_MAIN_TESTS("kafka_consumer_assigned",
                 it_reads_seeks_and_stops,
                 a_broken_partition_is_not_sought_in,
                 offsets_that_are_not_to_be_had_are_said)
