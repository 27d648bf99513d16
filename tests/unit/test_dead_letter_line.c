/* Tests of dead letters as JSON lines. */
#include "check_main.h"
#include "cli/dead_letter_line.h"
#include "kafka_fixture.h"

static struct mock mock;
static struct kafka_batch batch;
static struct text_buffer line;
static uint8_t value[DEAD_LETTER_HEX_MAX + 1];

static struct bytes bytes_of(const char *text)
{
    return (struct bytes){(const uint8_t *)text, strlen(text)};
}

static void send_all(const struct producer_message *messages, int count)
{
    struct producer *producer = mock_producer(&mock, false);
    for (int i = 0; i < count; i++) {
        ck_assert_int_eq(producer_send(producer, &messages[i], mock.error), KAFKA_DONE);
    }
    ck_assert_int_eq(producer_flush(producer, MOCK_WAIT_MS, mock.error), KAFKA_DONE);
    producer_close(producer);
}

/* The records' lines, one after the other, terminated. */
static const char *lines(void)
{
    struct log_reader *reader = log_reader_new(&mock.settings, "in", mock.error);
    ck_assert(log_reader_start(reader, 0, 0, mock.error));
    int64_t deadline_ms = kafka_now_ms() + MOCK_WAIT_MS;
    do {
        log_reader_take(reader, 100, &batch);
        for (uint32_t i = 0; i < batch.count; i++) {
            dead_letter_line_add(&line, &batch.records[i]);
        }
        kafka_batch_free(&batch);
    } while (!batch.at_end && kafka_left_ms(deadline_ms) > 0);
    log_reader_close(reader);
    text_buffer_add_byte(&line, '\0');
    return line.at;
}

START_TEST(it_says_why_and_from_where)
{
    const struct producer_header headers[] = {
        {"merit.error.code", bytes_of("undecodable")},
        {"merit.error.message", bytes_of("said \"so\"")},
        {"merit.source.topic", bytes_of("merit.usage")},
        {"merit.source.partition", bytes_of("3")},
        {"merit.source.offset", bytes_of("17")},
        {"merit.source.timestamp", bytes_of("1680000000000")},
    };
    const struct producer_message messages[] = {
        {.key = bytes_of("tenant-1"),
         .value = {(const uint8_t *)"\x00\x7f\xff", 3},
         .header_count = 6,
         .headers = headers},
    };
    mock_open(&mock);
    send_all(messages, 1);
    ck_assert_str_eq(lines(), "{\"type\":\"dead_letter\",\"code\":\"undecodable\","
                              "\"message\":\"said \\\"so\\\"\",\"topic\":\"merit.usage\","
                              "\"partition\":\"3\",\"offset\":\"17\","
                              "\"timestamp\":\"1680000000000\",\"key\":\"tenant-1\","
                              "\"value_hex\":\"007fff\",\"value_bytes\":3}\n");
    text_buffer_fini(&line);
    mock_close(&mock);
}
END_TEST

START_TEST(what_is_not_there_is_null_and_long_values_are_cut)
{
    const struct producer_message messages[] = {
        {.value = {NULL, 0}},
        {.key = bytes_of("\xff\xfe"), .value = {value, sizeof value}},
    };
    memset(value, 0xab, sizeof value);
    mock_open(&mock);
    send_all(messages, 2);
    const char *first = lines();
    const char *second = strchr(first, '\n') + 1;
    static const char nothing[] =
        "{\"type\":\"dead_letter\",\"code\":null,\"message\":null,\"topic\":null,"
        "\"partition\":null,\"offset\":null,\"timestamp\":null,\"key\":null,\"value_hex\":";
    ck_assert_int_eq(strncmp(first, nothing, sizeof nothing - 1), 0);
    ck_assert_int_eq(strncmp(first + sizeof nothing - 1, "null,\"value_bytes\":0}\n", 22), 0);
    ck_assert_int_eq(strncmp(second, nothing, sizeof nothing - 1), 0); /* its key is no text */
    const char *hex = second + sizeof nothing;
    ck_assert_uint_eq(strspn(hex, "ab"), 2 * DEAD_LETTER_HEX_MAX);
    ck_assert_str_eq(hex + 2 * DEAD_LETTER_HEX_MAX, "\",\"value_bytes\":4097}\n");
    text_buffer_fini(&line);
    mock_close(&mock);
}
END_TEST

CHECK_MAIN_TESTS("dead_letter_line",
                 it_says_why_and_from_where,
                 what_is_not_there_is_null_and_long_values_are_cut)
