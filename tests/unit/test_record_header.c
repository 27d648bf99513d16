/* Tests of the headers of records that were read. */
#include "check_main.h"
#include "kafka_fixture.h"

static struct mock mock;
static struct kafka_batch batch;
static struct log_reader *reader;

/* One message with these headers is the batch. */
static void read_with(uint32_t count, const struct producer_header *headers)
{
    mock_open(&mock);
    struct producer *producer = mock_producer(&mock, false);
    struct producer_message message = {
        .value = {(const uint8_t *)"v", 1}, .header_count = count, .headers = headers};
    ck_assert_int_eq(producer_send(producer, &message, mock.error), KAFKA_DONE);
    ck_assert_int_eq(producer_flush(producer, MOCK_WAIT_MS, mock.error), KAFKA_DONE);
    producer_close(producer);
    reader = log_reader_new(&mock.settings, "in", mock.error);
    ck_assert(log_reader_start(reader, 0, 0, mock.error));
    int64_t deadline_ms = kafka_now_ms() + MOCK_WAIT_MS;
    do {
        log_reader_take(reader, 500, &batch);
    } while (batch.count == 0 && kafka_left_ms(deadline_ms) > 0);
    ck_assert_uint_eq(batch.count, 1);
}

static void close_all(void)
{
    kafka_batch_free(&batch);
    log_reader_close(reader);
    mock_close(&mock);
}

static struct producer_header header(const char *name, const char *value)
{
    return (struct producer_header){name, {(const uint8_t *)value, strlen(value)}};
}

START_TEST(the_last_of_a_name_is_given)
{
    const struct producer_header headers[] = {header("a", "first"), header("b", "other"),
                                              header("a", "last")};
    read_with(3, headers);
    struct bytes value = kafka_record_header(&batch.records[0], "a");
    ck_assert_uint_eq(value.length, 4);
    ck_assert_mem_eq(value.at, "last", 4);
    ck_assert_ptr_null(kafka_record_header(&batch.records[0], "c").at);
    /* Names and values: 1 + 5, 1 + 5, 1 + 4, and what says how long they are. */
    ck_assert_uint_ge(kafka_record_header_bytes(&batch.records[0]), 17);
    ck_assert_uint_le(kafka_record_header_bytes(&batch.records[0]), 17 + 3 * 10);
    close_all();
}
END_TEST

START_TEST(a_record_may_have_none)
{
    read_with(0, NULL);
    ck_assert_ptr_null(kafka_record_header(&batch.records[0], "a").at);
    ck_assert_uint_eq(kafka_record_header_bytes(&batch.records[0]), 0);
    close_all();
}
END_TEST

CHECK_MAIN_TESTS("record_header", the_last_of_a_name_is_given, a_record_may_have_none)
