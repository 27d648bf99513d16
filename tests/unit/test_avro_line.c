/* Tests of Avro records as lines: records that another implementation wrote (tests/avro/golden). */
#include "codec/avro_line.h"
#include "schema_fixture.h"

#include <stdio.h>

static struct schema_set *set;
static struct input_scratch scratch;

static const struct {
    const char *name;
    enum record_kind kind;
} golden[] = {
    {"association", RECORD_ASSOCIATION},
    {"association_least", RECORD_ASSOCIATION},
    {"usage", RECORD_USAGE},
    {"usage_least", RECORD_USAGE},
    {"certification", RECORD_CERTIFICATION},
    {"score_changed", RECORD_SCORE_CHANGED},
    {"designation", RECORD_DESIGNATION},
    {"score", RECORD_SCORE},
};

/* A golden file in memory of its own; release with bytes_free. */
static struct bytes file_of(const char *name, const char *end)
{
    char path[256];
    static char bytes[4096];
    (void)snprintf(path, sizeof path, MERIT_SOURCE_DIR "/tests/avro/golden/%s.%s", name, end);
    FILE *file = fopen(path, "rb");
    ck_assert_msg(file != NULL, "%s", path);
    size_t length = fread(bytes, 1, sizeof bytes, file);
    ck_assert_int_eq(fclose(file), 0);
    return bytes_copy(bytes, length);
}

static struct merit_fault add_line(struct text_buffer *line,
                                   enum record_kind kind,
                                   enum framing framing,
                                   struct bytes value)
{
    const struct avro_line_record record = {kind, framing, value, INT64_C(1700000000000)};
    return avro_line_add(line, set, &record, &scratch);
}

START_TEST(reads_golden_records)
{
    set = schema_set_ours();
    for (size_t i = 0; i < sizeof golden / sizeof *golden; i++) {
        struct bytes value = file_of(golden[i].name, "avro");
        struct bytes expected = file_of(golden[i].name, "json");
        struct bytes body = bytes_copy((const char *)value.at + 10, value.length - 10);
        struct text_buffer line = {0};
        ck_assert_int_eq(add_line(&line, golden[i].kind, FRAMING_SINGLE_OBJECT, value).bad,
                         MERIT_BAD_NONE);
        ck_assert_int_eq(add_line(&line, golden[i].kind, FRAMING_RAW, body).bad, MERIT_BAD_NONE);
        ck_assert_uint_eq(line.length, 2 * expected.length);
        ck_assert_mem_eq(line.at, expected.at, expected.length);
        ck_assert_mem_eq(line.at + expected.length, expected.at, expected.length);
        text_buffer_fini(&line);
        bytes_free(value);
        bytes_free(expected);
        bytes_free(body);
    }
    schema_set_free(set);
}
END_TEST

/* Cut anywhere or gone on, a record is none, and nothing is left in the buffer. */
START_TEST(refuses_cut_records)
{
    set = schema_set_ours();
    for (size_t i = 0; i < sizeof golden / sizeof *golden; i++) {
        struct bytes value = file_of(golden[i].name, "avro");
        struct text_buffer line = {0};
        text_buffer_add_string(&line, "kept");
        for (size_t length = 0; length < value.length; length++) {
            struct bytes cut = bytes_copy((const char *)value.at, length);
            ck_assert_int_eq(add_line(&line, golden[i].kind, FRAMING_SINGLE_OBJECT, cut).bad,
                             MERIT_BAD_UNDECODABLE);
            ck_assert_uint_eq(line.length, 4);
            bytes_free(cut);
        }
        struct buffer more = {0};
        buffer_put(&more, value.at, value.length);
        buffer_u8(&more, 0);
        ck_assert_int_eq(
            add_line(&line, golden[i].kind, FRAMING_SINGLE_OBJECT, buffer_view(&more)).bad,
            MERIT_BAD_UNDECODABLE);
        ck_assert_uint_eq(line.length, 4);
        buffer_fini(&more);
        text_buffer_fini(&line);
        bytes_free(value);
    }
    schema_set_free(set);
}
END_TEST

START_TEST(says_what_is_wrong)
{
    set = schema_set_ours();
    struct text_buffer line = {0};
    struct bytes null = {NULL, 0};
    struct bytes score = file_of("score", "avro");
    ck_assert_int_eq(add_line(&line, RECORD_SCORE, FRAMING_RAW, null).bad, MERIT_BAD_NULL_VALUE);
    ck_assert_int_eq(add_line(&line, RECORD_USAGE, FRAMING_RAW, null).bad, MERIT_BAD_NULL_VALUE);
    ck_assert_int_eq(add_line(&line, RECORD_DESIGNATION, FRAMING_SINGLE_OBJECT, score).bad,
                     MERIT_BAD_UNDECODABLE);
    ck_assert_int_eq(add_line(&line, RECORD_ASSOCIATION, FRAMING_SINGLE_OBJECT, score).bad,
                     MERIT_BAD_UNDECODABLE);
    ck_assert_uint_eq(line.length, 0);
    bytes_free(score);
    text_buffer_fini(&line);
    schema_set_free(set);
}
END_TEST

CHECK_MAIN_TESTS("avro_line", reads_golden_records, refuses_cut_records, says_what_is_wrong)
