/* Tests of reading a log. */
#include "check_main.h"
#include "kafka_fixture.h"

#include <pthread.h>

static struct mock mock;
static struct kafka_batch batch;

START_TEST(a_log_is_read_from_anywhere)
{
    int64_t low = -1;
    int64_t high = -1;
    mock_open(&mock);
    mock_fill(&mock, 7);
    struct log_reader *reader = log_reader_new(&mock.settings, "in", mock.error);
    ck_assert_ptr_nonnull(reader);
    ck_assert_int_eq(log_reader_position(reader), -1);
    ck_assert_msg(log_reader_range(reader, 0, &low, &high, mock.error), "%s", mock.error);
    ck_assert_int_eq(low, 0);
    ck_assert_int_eq(high, 7);
    for (int64_t from = 0; from <= 7; from += 7) {
        int64_t next = from;
        ck_assert(log_reader_start(reader, 0, from, mock.error));
        do {
            log_reader_take(reader, 1000, &batch);
            for (uint32_t i = 0; i < batch.count; i++) {
                ck_assert_int_eq(batch.records[i].offset, next);
                next++;
            }
            kafka_batch_free(&batch);
        } while (!batch.at_end);
        ck_assert_int_eq(next, 7);
        ck_assert_int_eq(log_reader_position(reader), 7);
    }
    /* Of another partition nothing was asked: its own end counts. */
    ck_assert(log_reader_start(reader, 1, -1, mock.error));
    do {
        log_reader_take(reader, 1000, &batch);
        ck_assert_uint_eq(batch.count, 0);
    } while (!batch.at_end);
    log_reader_close(reader);
    mock_close(&mock);
}
END_TEST

START_TEST(what_is_stopped_is_read_no_more)
{
    mock_open(&mock);
    mock_fill(&mock, 3);
    struct log_reader *reader = log_reader_new(&mock.settings, "in", mock.error);
    log_reader_stop(reader);
    for (int64_t from = 0; from < 2; from++) {
        ck_assert(log_reader_start(reader, 0, from, mock.error));
        do {
            log_reader_take(reader, 1000, &batch);
        } while (batch.count == 0);
        ck_assert_int_eq(batch.records[0].offset, from);
        kafka_batch_free(&batch);
        log_reader_stop(reader);
        ck_assert_int_eq(log_reader_position(reader), -1);
        log_reader_stop(reader);
    }
    log_reader_close(reader);
    mock_close(&mock);
}
END_TEST

START_TEST(what_is_gone_is_said)
{
    mock_open(&mock);
    struct log_reader *reader = log_reader_new(&mock.settings, "in", mock.error);
    ck_assert(log_reader_start(reader, 0, 5, mock.error));
    do {
        log_reader_take(reader, 1000, &batch);
    } while (!batch.broken);
    ck_assert(!batch.at_end);
    ck_assert_ptr_nonnull(strstr(batch.error, "offset 5"));
    log_reader_close(reader);
    mock_close(&mock);
}
END_TEST

START_TEST(a_range_of_nothing_is_an_error)
{
    int64_t low;
    int64_t high;
    mock_open(&mock);
    struct log_reader *reader = log_reader_new(&mock.settings, "in", mock.error);
    ck_assert(!log_reader_range(reader, 99, &low, &high, mock.error));
    ck_assert_ptr_nonnull(strstr(mock.error, "partition 99"));
    ck_assert(log_reader_is_refused(reader));
    log_reader_close(reader);
    mock_close(&mock);
}
END_TEST

static void *bring_leader_back(void *context)
{
    (void)context;
    kafka_sleep_ms(700);
    ck_assert_int_eq(rd_kafka_mock_partition_set_leader(mock.cluster, "in", 0, 1), 0);
    return NULL;
}

/* As where the only broker stood still, and is let in again. */
START_TEST(a_partition_without_a_leader_is_waited_for)
{
    int64_t low;
    int64_t high;
    pthread_t thread;
    mock_open(&mock);
    mock_fill(&mock, 3);
    struct log_reader *reader = log_reader_new(&mock.settings, "in", mock.error);
    ck_assert_int_eq(rd_kafka_mock_partition_set_leader(mock.cluster, "in", 0, -1), 0);
    log_reader_wait_at_most(reader, 300);
    ck_assert(!log_reader_range(reader, 0, &low, &high, mock.error));
    ck_assert_msg(!log_reader_is_refused(reader), "%s", mock.error);
    log_reader_wait_at_most(reader, 10000);
    ck_assert_int_eq(pthread_create(&thread, NULL, bring_leader_back, NULL), 0);
    ck_assert_msg(log_reader_range(reader, 0, &low, &high, mock.error), "%s", mock.error);
    ck_assert_int_eq(high, 3);
    ck_assert_int_eq(pthread_join(thread, NULL), 0);
    log_reader_close(reader);
    mock_close(&mock);
}
END_TEST

START_TEST(who_stops_waits_no_longer)
{
    atomic_bool stopping = true;
    int64_t low;
    int64_t high;
    mock_open(&mock);
    rd_kafka_mock_broker_set_down(mock.cluster, 1);
    mock.settings.stopping = &stopping;
    struct log_reader *reader = log_reader_new(&mock.settings, "in", mock.error);
    int64_t start_ms = kafka_now_ms();
    ck_assert(!log_reader_range(reader, 0, &low, &high, mock.error));
    ck_assert_int_lt(kafka_now_ms() - start_ms, 5000);
    ck_assert(!log_reader_is_refused(reader));
    log_reader_close(reader);
    mock_close(&mock);
}
END_TEST

CHECK_MAIN_TESTS("kafka_log_reader",
                 a_log_is_read_from_anywhere,
                 what_is_stopped_is_read_no_more,
                 what_is_gone_is_said,
                 a_range_of_nothing_is_an_error,
                 a_partition_without_a_leader_is_waited_for,
                 who_stops_waits_no_longer)
