/* Tests of a dead letter as a JSON line. */
#include "check_main.h"
#include "cli/dead_letter_line.h"
#include "kafka_fixture.h"

static struct mock mock;
static struct kafka_batch batch;
static struct text_buffer line;

/* The line of a message, terminated. */
static const char *line_of(const struct producer_message *message)
{
    mock_open(&mock);
    struct producer *producer = mock_producer(&mock, false);
    ck_assert_int_eq(producer_send(producer, message, mock.error), KAFKA_DONE);
    ck_assert_int_eq(producer_flush(producer, MOCK_WAIT_MS, mock.error), KAFKA_DONE);
    producer_close(producer);
    struct log_reader *reader = log_reader_new(&mock.settings, "in", mock.error);
    ck_assert(log_reader_start(reader, 0, 0, mock.error));
    int64_t deadline_ms = kafka_now_ms() + MOCK_WAIT_MS;
    do {
        log_reader_take(reader, 500, &batch);
    } while (batch.count == 0 && kafka_left_ms(deadline_ms) > 0);
    ck_assert_uint_eq(batch.count, 1);
    dead_letter_line_add(&line, &batch.records[0]);
    text_buffer_add_byte(&line, '\0');
    kafka_batch_free(&batch);
    log_reader_close(reader);
    mock_close(&mock);
    return line.at;
}

static struct producer_header header(const char *name, const char *value)
{
    return (struct producer_header){name, {(const uint8_t *)value, strlen(value)}};
}

START_TEST(all_of_it_is_shown)
{
    const struct producer_header headers[] = {
        header("merit.error.code", "bad_figure"),
        header("merit.error.message", "a \"figure\" is negative"),
        header("merit.source.topic", "merit.usage"),
        header("merit.source.partition", "2"),
        header("merit.source.offset", "17"),
        header("merit.source.timestamp", "1680000000123"),
    };
    struct producer_message message = {.key = {(const uint8_t *)"t1", 2},
                                       .value = {(const uint8_t *)"\xc3\x01\x00\xff", 4},
                                       .header_count = 6,
                                       .headers = headers};
    ck_assert_str_eq(
        line_of(&message),
        "{\"type\":\"dead_letter\",\"code\":\"bad_figure\",\"message\":\"a \\\"figure\\\" is negative\","
        "\"topic\":\"merit.usage\",\"partition\":\"2\",\"offset\":\"17\","
        "\"timestamp\":\"1680000000123\",\"key\":\"t1\",\"value_hex\":\"c30100ff\","
        "\"value_bytes\":4}\n");
    text_buffer_fini(&line);
}
END_TEST

/* Neither what is not there nor what is no text spoils the line. */
START_TEST(what_is_missing_is_null)
{
    struct producer_message message = {.key = {(const uint8_t *)"\xff", 1}};
    ck_assert_str_eq(line_of(&message),
                     "{\"type\":\"dead_letter\",\"code\":null,\"message\":null,\"topic\":null,"
                     "\"partition\":null,\"offset\":null,\"timestamp\":null,\"key\":null,"
                     "\"value_hex\":null,\"value_bytes\":0}\n");
    text_buffer_fini(&line);
}
END_TEST

START_TEST(a_long_value_is_cut)
{
    static uint8_t value[3 * DEAD_LETTER_HEX_MAX];
    memset(value, 0xab, sizeof value);
    struct producer_message message = {.value = {value, sizeof value}};
    const char *at = strstr(line_of(&message), "\"value_hex\":\"");
    ck_assert_ptr_nonnull(at);
    ck_assert_uint_eq(strspn(at + strlen("\"value_hex\":\""), "ab"), 2 * DEAD_LETTER_HEX_MAX);
    ck_assert_ptr_nonnull(strstr(at, "\"value_bytes\":12288}"));
    text_buffer_fini(&line);
}
END_TEST

CHECK_MAIN_TESTS("dead_letter_line",
                 all_of_it_is_shown,
                 what_is_missing_is_null,
                 a_long_value_is_cut)
