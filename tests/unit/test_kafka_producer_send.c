/* Tests of sending: what a reader sees of a message is what was given. */
#include "check_main.h"
#include "kafka/producer_state.h"
#include "kafka_fixture.h"

#include <stdio.h>

static struct mock mock;
static struct kafka_batch batch;

static struct bytes bytes_of(const char *text)
{
    return (struct bytes){(const uint8_t *)text, strlen(text)};
}

static bool is(struct bytes bytes, const char *text)
{
    return bytes.at != NULL && bytes.length == strlen(text) &&
           memcmp(bytes.at, text, bytes.length) == 0;
}

/* The headers of a record as "name=value name=value". */
static const char *headers_of(const struct kafka_record *record)
{
    static char text[256];
    rd_kafka_headers_t *headers = NULL;
    text[0] = '\0';
    if (rd_kafka_message_headers(record->handle, &headers) != RD_KAFKA_RESP_ERR_NO_ERROR) {
        return text;
    }
    const char *name;
    const void *value;
    size_t size;
    for (size_t i = 0; rd_kafka_header_get_all(headers, i, &name, &value, &size) == 0; i++) {
        size_t length = strlen(text);
        (void)snprintf(text + length, sizeof text - length, "%s%s=%.*s", length == 0 ? "" : " ",
                       name, (int)size, (const char *)value);
    }
    return text;
}

/* All records of a topic's partition 1; there are `count`. */
static void read_all(const char *topic, uint32_t count)
{
    struct log_reader *reader = log_reader_new(&mock.settings, topic, mock.error);
    ck_assert(log_reader_start(reader, 1, 0, mock.error));
    batch.count = 0;
    static struct kafka_batch part;
    uint32_t have = 0;
    for (int64_t deadline_ms = kafka_now_ms() + MOCK_WAIT_MS;
         have < count && kafka_left_ms(deadline_ms) > 0;) {
        log_reader_take(reader, 500, &part);
        for (uint32_t i = 0; i < part.count; i++) {
            batch.records[have++] = part.records[i];
        }
    }
    ck_assert_uint_eq(have, count);
    batch.count = have;
    /* Records stay good until they are freed, the reader is kept open till then by the caller. */
    ck_assert_ptr_nonnull(reader);
    batch.records[KAFKA_BATCH_MAX - 1].handle = reader;
}

static void free_all(void)
{
    struct log_reader *reader = batch.records[KAFKA_BATCH_MAX - 1].handle;
    kafka_batch_free(&batch);
    log_reader_close(reader);
}

static void put(struct producer *producer, struct producer_message message)
{
    ck_assert_msg(producer_send(producer, &message, mock.error) == KAFKA_DONE, "%s", mock.error);
}

START_TEST(a_message_arrives_as_it_was_given)
{
    const struct producer_header headers[] = {{"ce_id", bytes_of("7")}, {"empty", bytes_of("")}};
    struct producer_delivery delivery = {-1, -1, 0};
    mock_open(&mock);
    struct producer *producer = mock_producer(&mock, false);
    put(producer,
        (struct producer_message){
            .partition = 1, .key = bytes_of("k"), .value = bytes_of("v"), .delivery = &delivery});
    put(producer, (struct producer_message){.partition = 1, .value = bytes_of("")});
    put(producer, (struct producer_message){.partition = 1, .key = bytes_of("")});
    put(producer, (struct producer_message){.partition = 1,
                                            .key = bytes_of("k"),
                                            .value = bytes_of("w"),
                                            .header_count = 2,
                                            .headers = headers,
                                            .timestamp_ms = 1234567});
    put(producer,
        (struct producer_message){.partition = 1, .value = bytes_of("t"), .timestamp_ms = 7654321});
    ck_assert_int_eq(producer_flush(producer, MOCK_WAIT_MS, mock.error), KAFKA_DONE);
    ck_assert_int_eq(delivery.first_offset, 0);
    ck_assert_uint_eq(delivery.count, 1);
    producer_close(producer);
    read_all("in", 5);
    ck_assert(is(batch.records[0].key, "k") && is(batch.records[0].value, "v"));
    ck_assert(batch.records[1].key.at == NULL && is(batch.records[1].value, ""));
    ck_assert(is(batch.records[2].key, "") && batch.records[2].value.at == NULL);
    ck_assert_str_eq(headers_of(&batch.records[2]), "");
    ck_assert(is(batch.records[3].value, "w"));
    ck_assert_str_eq(headers_of(&batch.records[3]), "ce_id=7 empty=");
    ck_assert_int_eq(batch.records[3].timestamp_ms, 1234567);
    ck_assert_int_eq(batch.records[4].timestamp_ms, 7654321);
    free_all();
    mock_close(&mock);
}
END_TEST

START_TEST(the_headers_of_a_source_come_first)
{
    const struct producer_header first = {"trace", bytes_of("abc")};
    const struct producer_header second = {"merit.error.code", bytes_of("bad_id")};
    mock_open(&mock);
    struct producer *producer = mock_producer(&mock, false);
    put(producer,
        (struct producer_message){
            .partition = 1, .value = bytes_of("v"), .header_count = 1, .headers = &first});
    put(producer, (struct producer_message){.partition = 1, .value = bytes_of("bare")});
    ck_assert_int_eq(producer_flush(producer, MOCK_WAIT_MS, mock.error), KAFKA_DONE);
    read_all("in", 2);
    for (uint32_t i = 0; i < 2; i++) {
        put(producer, (struct producer_message){.topic = 1,
                                                .partition = 1,
                                                .value = batch.records[i].value,
                                                .header_count = 1,
                                                .headers = &second,
                                                .source = &batch.records[i]});
    }
    ck_assert_int_eq(producer_flush(producer, MOCK_WAIT_MS, mock.error), KAFKA_DONE);
    free_all();
    producer_close(producer);
    read_all("out", 2);
    ck_assert_str_eq(headers_of(&batch.records[0]), "trace=abc merit.error.code=bad_id");
    ck_assert_str_eq(headers_of(&batch.records[1]), "merit.error.code=bad_id");
    free_all();
    mock_close(&mock);
}
END_TEST

START_TEST(a_full_queue_is_waited_for)
{
    mock_open(&mock);
    mock_property(&mock, "queue.buffering.max.messages", "10");
    struct producer *producer = mock_producer(&mock, false);
    for (int i = 0; i < 300; i++) {
        put(producer, (struct producer_message){.value = bytes_of("v")});
    }
    ck_assert_int_eq(producer_flush(producer, MOCK_WAIT_MS, mock.error), KAFKA_DONE);
    producer_close(producer);
    mock_close(&mock);
}
END_TEST

START_TEST(a_message_too_large_is_refused_by_name)
{
    static uint8_t big[2000000];
    mock_open(&mock);
    struct producer *producer = mock_producer(&mock, false);
    struct producer_message message = {.topic = 1, .value = {big, sizeof big}};
    ck_assert_int_eq(producer_send(producer, &message, mock.error), KAFKA_ABORT);
    ck_assert_ptr_nonnull(strstr(mock.error, "topic out"));
    ck_assert_ptr_nonnull(strstr(mock.error, "2000000 bytes"));
    producer_close(producer);
    mock_close(&mock);
}
END_TEST

START_TEST(what_is_not_delivered_in_time_is_said)
{
    mock_open(&mock);
    struct producer *producer = mock_producer(&mock, false);
    rd_kafka_mock_broker_set_down(mock.cluster, 1);
    put(producer, (struct producer_message){.value = bytes_of("v")});
    int64_t start_ms = kafka_now_ms();
    ck_assert_int_eq(producer_flush(producer, 500, mock.error), KAFKA_INDEFINITE);
    ck_assert_ptr_nonnull(strstr(mock.error, "1 messages were not delivered"));
    producer_close(producer);
    ck_assert_int_lt(kafka_now_ms() - start_ms, 5000);
    mock_close(&mock);
}
END_TEST

CHECK_MAIN_TESTS("kafka_producer_send",
                 a_message_arrives_as_it_was_given,
                 the_headers_of_a_source_come_first,
                 a_full_queue_is_waited_for,
                 a_message_too_large_is_refused_by_name,
                 what_is_not_delivered_in_time_is_said)
