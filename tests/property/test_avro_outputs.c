/* Any output, written as Avro and read back, is the line that is written of it directly; and no
 * changed byte brings the reader to more than a fault. */
#include "check_main.h"
#include "codec/avro_line.h"
#include "codec/avro_write.h"
#include "outputs.h"

enum { SEEDS = 3000 };

static void write_both(uint64_t seed,
                       struct merit_output *output,
                       struct buffer *bytes,
                       struct text_buffer *line)
{
    char id[EVENT_ID_LENGTH] = {0};
    outputs_make(seed, output);
    if (output->kind != MERIT_OUTPUT_SCORE) {
        output_event_id(&json_names_default, output, id);
    }
    buffer_clear(bytes);
    avro_write_output(bytes, output, id);
    line->length = 0;
    json_write_output(line, &json_names_default, output);
}

START_TEST(reads_back)
{
    struct merit_output output;
    struct buffer bytes = {0};
    struct text_buffer line = {0};
    struct text_buffer read = {0};
    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        write_both(seed, &output, &bytes, &line);
        read.length = 0;
        ck_assert_int_eq(avro_line_add_output(&read, output.kind, buffer_view(&bytes)).bad,
                         MERIT_BAD_NONE);
        ck_assert_msg(read.length == line.length && memcmp(read.at, line.at, line.length) == 0,
                      "seed %lu:\n%.*s%.*s", (unsigned long)seed, (int)line.length, line.at,
                      (int)read.length, read.at);
    }
    buffer_fini(&bytes);
    text_buffer_fini(&line);
    text_buffer_fini(&read);
}
END_TEST

START_TEST(survives_changed_bytes)
{
    struct merit_output output;
    struct buffer bytes = {0};
    struct text_buffer line = {0};
    struct text_buffer read = {0};
    int faults = 0;
    for (uint64_t seed = 0; seed < SEEDS / 10; seed++) {
        write_both(seed, &output, &bytes, &line);
        for (size_t i = 0; i < bytes.length; i++) {
            uint8_t kept = bytes.bytes[i];
            bytes.bytes[i] = (uint8_t)(kept ^ (1U << (i + seed) % 8));
            read.length = 0;
            bool good =
                avro_line_add_output(&read, output.kind, buffer_view(&bytes)).bad == MERIT_BAD_NONE;
            ck_assert(good == (read.length > 0));
            faults += good ? 0 : 1;
            bytes.bytes[i] = kept;
        }
    }
    ck_assert_int_gt(faults, 1000);
    buffer_fini(&bytes);
    text_buffer_fini(&line);
    text_buffer_fini(&read);
}
END_TEST

CHECK_MAIN_TESTS("avro_outputs", reads_back, survives_changed_bytes)
