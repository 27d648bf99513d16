/* Tests of a partition's own queue. */
#include "check_main.h"
#include "kafka/partition.h"
#include "kafka/settings.h"
#include "kafka_fixture.h"

#include <stdatomic.h>

static struct mock mock;
static struct kafka_batch batch;
static struct handle handle;
static struct partition partition;
static atomic_int wakes;

static void count_wake(void *context)
{
    atomic_fetch_add((atomic_int *)context, 1);
}

static const struct kafka_wake wake = {count_wake, &wakes};

static void start_at(int64_t offset)
{
    rd_kafka_conf_t *conf = settings_conf(&mock.settings, SETTINGS_READER, 0, mock.error);
    handle = (struct handle){.settings = &mock.settings};
    ck_assert(handle_open(&handle, RD_KAFKA_CONSUMER, conf, mock.error));
    (void)rd_kafka_poll_set_consumer(handle.rk);
    ck_assert(partition_open(&partition, &handle, "in", 0, &wake));
    partition_reset(&partition, offset);
    rd_kafka_topic_partition_list_t *list = rd_kafka_topic_partition_list_new(1);
    rd_kafka_topic_partition_list_add(list, "in", 0)->offset = partition_offset(offset);
    ck_assert_int_eq(rd_kafka_assign(handle.rk, list), RD_KAFKA_RESP_ERR_NO_ERROR);
    rd_kafka_topic_partition_list_destroy(list);
}

static void stop(void)
{
    (void)rd_kafka_assign(handle.rk, NULL);
    partition_close(&partition);
    partition_close(&partition);
    handle_close(&handle);
}

START_TEST(records_come_in_order_up_to_the_end)
{
    mock_open(&mock);
    mock_fill(&mock, 5);
    start_at(-1);
    int64_t offset = 0;
    do {
        partition_take(&partition, MOCK_WAIT_MS, 2, &batch);
        ck_assert_uint_le(batch.count, 2);
        for (uint32_t i = 0; i < batch.count; i++) {
            ck_assert_int_eq(batch.records[i].offset, offset);
            ck_assert_int_eq(batch.records[i].value.at[0], '0' + offset);
            ck_assert_ptr_null(batch.records[i].key.at);
            ck_assert_int_gt(batch.records[i].timestamp_ms, 0);
            offset++;
        }
        kafka_batch_free(&batch);
    } while (!batch.at_end);
    ck_assert_int_eq(offset, 5);
    ck_assert_int_eq(partition.position, 5);
    ck_assert_int_eq(partition_high(&partition), 5);
    ck_assert_int_gt(atomic_load(&wakes), 0);
    /* It stays the end until something comes. */
    partition_take(&partition, 0, 2, &batch);
    ck_assert(batch.at_end && batch.count == 0);
    mock_fill(&mock, 1);
    do {
        partition_take(&partition, 100, 2, &batch);
    } while (batch.count == 0);
    ck_assert_int_eq(batch.records[0].offset, 5);
    kafka_batch_free(&batch);
    stop();
    mock_close(&mock);
}
END_TEST

START_TEST(a_position_that_is_not_there_breaks_it)
{
    mock_open(&mock);
    mock_fill(&mock, 5);
    start_at(77);
    do {
        partition_take(&partition, 1000, KAFKA_BATCH_MAX, &batch);
        ck_assert_uint_eq(batch.count, 0);
    } while (!batch.broken);
    ck_assert(!batch.at_end);
    ck_assert_ptr_nonnull(strstr(batch.error, "topic in, partition 0"));
    ck_assert_ptr_nonnull(strstr(batch.error, "offset 77"));
    partition_take(&partition, 0, 1, &batch);
    ck_assert(batch.broken);
    partition_reset(&partition, 0);
    ck_assert(!partition.broken);
    stop();
    mock_close(&mock);
}
END_TEST

START_TEST(what_is_not_taken_is_freed)
{
    mock_open(&mock);
    mock_fill(&mock, 300);
    start_at(0);
    partition_take(&partition, MOCK_WAIT_MS, 1, &batch);
    ck_assert_uint_eq(batch.count, 1);
    kafka_batch_free(&batch);
    stop();
    mock_close(&mock);
}
END_TEST

CHECK_MAIN_TESTS("kafka_partition",
                 records_come_in_order_up_to_the_end,
                 a_position_that_is_not_there_breaks_it,
                 what_is_not_taken_is_freed)
