/* Tests of outputs' records as lines: what is no such record. */
#include "codec/avro_line.h"
#include "codec/avro_value_write.h"
#include "schema_fixture.h"

#include <math.h>

static struct buffer body;

/* A DesignationScore up to `points`, and one field of it as it should not be. */
static void begin_score(void)
{
    buffer_clear(&body);
    avro_put_string(&body, "P");
    avro_put_string(&body, "d");
    avro_put_long(&body, 19268);
    avro_put_long(&body, 1);
    avro_put_long(&body, 2);
    buffer_put(&body, "\0\0\0", 3);
}

static void end_score(double points, const char *metrics, size_t metrics_length)
{
    avro_put_double(&body, points);
    avro_put_boolean(&body, true);
    buffer_put(&body, metrics, metrics_length);
    avro_put_string(&body, "v");
}

static void expect(enum merit_output_kind kind, const char *field, const char *reason)
{
    struct text_buffer line = {0};
    struct bytes copy = bytes_copy((const char *)body.bytes, body.length);
    struct merit_fault fault = avro_line_add_output(&line, kind, copy);
    ck_assert_int_eq(fault.bad, MERIT_BAD_UNDECODABLE);
    ck_assert_str_eq(fault.field, field);
    ck_assert_msg(strstr(fault.reason, reason) != NULL, "%s", fault.reason);
    ck_assert_uint_eq(line.length, 0);
    bytes_free(copy);
    text_buffer_fini(&line);
}

static void expect_line(const char *expected)
{
    struct text_buffer line = {0};
    struct bytes copy = bytes_copy((const char *)body.bytes, body.length);
    ck_assert_int_eq(avro_line_add_output(&line, MERIT_OUTPUT_SCORE, copy).bad, MERIT_BAD_NONE);
    text_buffer_add_byte(&line, '\0');
    ck_assert_str_eq(line.at, expected);
    bytes_free(copy);
    text_buffer_fini(&line);
}

#define START                                                                                      \
    "{\"type\":\"score\",\"partner_id\":\"P\",\"designation\":\"d\",\"as_of\":\"2022-10-03\","     \
    "\"sequence\":1,\"status\":\"AT_RISK\",\"anniversary_date\":null,\"attained_on\":null,"        \
    "\"path\":null,"
/* m, no basis, four times 0.0, no parts */
#define METRIC "\x02m\x00" ZERO ZERO ZERO ZERO "\x00"
#define ZERO   "\0\0\0\0\0\0\0\0"
#define METRIC_LINE                                                                                \
    "{\"metric\":\"m\",\"basis\":null,\"actual\":0,\"target\":0,\"points\":0,\"max_points\":0,"    \
    "\"parts\":[]}"

START_TEST(reads_arrays_in_any_blocks)
{
    begin_score();
    end_score(1.5, "\x00", 1);
    expect_line(START
                "\"points\":1.5,\"qualified\":true,\"metrics\":[],\"rules_version\":\"v\"}\n");
    static const char blocks[] = "\x02" METRIC "\x03\x90\x01" METRIC METRIC "\x00";
    begin_score();
    end_score(1.5, blocks, sizeof blocks - 1);
    expect_line(START "\"points\":1.5,\"qualified\":true,\"metrics\":[" METRIC_LINE "," METRIC_LINE
                      "," METRIC_LINE "],\"rules_version\":\"v\"}\n");
    buffer_fini(&body);
}
END_TEST

START_TEST(refuses_numbers_that_are_none)
{
    begin_score();
    end_score(NAN, "\x00", 1);
    expect(MERIT_OUTPUT_SCORE, "points", "no finite number");
    begin_score();
    end_score(INFINITY, "\x00", 1);
    expect(MERIT_OUTPUT_SCORE, "points", "no finite number");
    buffer_fini(&body);
}
END_TEST

START_TEST(refuses_wrong_values)
{
    begin_score();
    body.bytes[1] = 0xFF;
    expect(MERIT_OUTPUT_SCORE, "partner_id", "UTF-8");
    begin_score();
    body.length -= 3;
    buffer_u8(&body, 4);
    expect(MERIT_OUTPUT_SCORE, "anniversary_date", "branch");
    begin_score();
    body.length -= 4;
    avro_put_long(&body, 3);
    expect(MERIT_OUTPUT_SCORE, "status", "symbol");
    buffer_clear(&body);
    avro_put_string(&body, "P");
    avro_put_string(&body, "d");
    avro_put_long(&body, INT32_MAX);
    expect(MERIT_OUTPUT_SCORE, "as_of", "no date");
    begin_score();
    avro_put_double(&body, 1);
    buffer_u8(&body, 2);
    expect(MERIT_OUTPUT_SCORE, "qualified", "neither true nor false");
    begin_score();
    end_score(1, "\xfe\xff\xff\xff\xff\xff\xff\xff\x7f", 9);
    expect(MERIT_OUTPUT_SCORE, "basis", "ends too early");
    begin_score();
    end_score(1, "\x00", 1);
    buffer_u8(&body, 0);
    expect(MERIT_OUTPUT_SCORE, "value", "goes on after its end");
    buffer_clear(&body);
    expect(MERIT_OUTPUT_SCORE_CHANGED, "event_id", "ends too early");
    for (int i = 0; i < 3; i++) {
        avro_put_string(&body, "x");
    }
    avro_put_long(&body, 1);
    avro_put_long(&body, 19268);
    avro_put_long(&body, INT64_MAX);
    expect(MERIT_OUTPUT_SCORE_CHANGED, "occurred_at", "no time");
    buffer_fini(&body);
}
END_TEST

CHECK_MAIN_TESTS("avro_line_output",
                 reads_arrays_in_any_blocks,
                 refuses_numbers_that_are_none,
                 refuses_wrong_values)
