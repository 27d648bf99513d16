/* How fast records are read and written: Avro inputs to checked events, outputs to Avro. */
#include "base/murmur2.h"
#include "codec/avro_write.h"
#include "codec/cloud_headers.h"
#include "codec/input_read.h"
#include "measure.h"

#include <avro.h>

#include <stdio.h>
#include <stdlib.h>

enum { RECORDS = 4096, ROUNDS = 500, OUTPUT_ROUNDS = 400000, PARTITIONS = 12, METRICS = 5 };

static struct schema_set *set;
static struct buffer values; /* of all records, one after the other */
static struct input_record records[RECORDS];
static char keys[RECORDS][24];
static struct input_scratch scratch;

static void fail(const char *what)
{
    fprintf(stderr, "bench_codec: %s\n", what);
    exit(EXIT_FAILURE);
}

/* Usage reports of 93 bytes, header and all. */
static void make_records(void)
{
    size_t ends[RECORDS];
    for (uint32_t i = 0; i < RECORDS; i++) {
        char event_id[32];
        (void)snprintf(event_id, sizeof event_id, "u-%016u-000042", i);
        (void)snprintf(keys[i], sizeof keys[i], "tenant-%08u", i * 7919);
        const struct merit_event event = {
            .kind = MERIT_EVENT_USAGE,
            .event_id = merit_text_of(event_id),
            .occurred_at = INT64_C(1700000000000000) + i,
            .usage = {.tenant_id = merit_text_of(keys[i]),
                      .product = merit_text_of("m365/exchange_online"),
                      .as_of_day = 19675,
                      .figures = {1000 + i, 2000 + i, MERIT_NO_FIGURE}},
        };
        framing_write(&values, set, RECORD_USAGE, FRAMING_SINGLE_OBJECT);
        avro_write_event(&values, &event);
        ends[i] = values.length;
    }
    for (uint32_t i = 0; i < RECORDS; i++) {
        size_t begin = i == 0 ? 0 : ends[i - 1];
        struct merit_text key = merit_text_of(keys[i]);
        records[i] = (struct input_record){
            .kind = MERIT_EVENT_USAGE,
            .key = {(const uint8_t *)keys[i], key.length},
            .value = {values.bytes + begin, ends[i] - begin},
            .timestamp_ms = INT64_C(1700000000000),
            .partition = murmur2_partition(key, PARTITIONS),
            .partition_count = PARTITIONS,
        };
    }
    measure_say("codec: a usage record", (double)values.length / RECORDS, "bytes");
}

static void measure_plan(void)
{
    const struct plan *plan = &set->writers[RECORD_USAGE].plans[0];
    struct merit_event event;
    double start = measure_seconds();
    for (uint32_t round = 0; round < ROUNDS; round++) {
        for (uint32_t i = 0; i < RECORDS; i++) {
            struct bytes value = records[i].value;
            struct bytes body = {value.at + 10, value.length - 10};
            if (plan_read(plan, body, scratch.products, &event).bad != MERIT_BAD_NONE) {
                fail("a record cannot be read");
            }
        }
    }
    measure_say_rate("codec: usage, decoded", "record", (uint64_t)ROUNDS * RECORDS,
                     measure_seconds() - start);
}

static void measure_input(void)
{
    struct merit_event event;
    double start = measure_seconds();
    for (uint32_t round = 0; round < ROUNDS; round++) {
        for (uint32_t i = 0; i < RECORDS; i++) {
            if (input_read(set, &records[i], &scratch, &event).bad != MERIT_BAD_NONE) {
                fail("a record is bad");
            }
        }
    }
    measure_say_rate("codec: usage, with framing, key, partition and checks", "record",
                     (uint64_t)ROUNDS * RECORDS, measure_seconds() - start);
}

/* What the plan stands in for. */
static void measure_libavro(void)
{
    static char text[SCHEMA_BYTES_MAX];
    FILE *file = fopen(MERIT_SOURCE_DIR "/config/schemas/UsageEvent.avsc", "rb");
    size_t length = file == NULL ? 0 : fread(text, 1, sizeof text, file);
    avro_schema_t schema = NULL;
    if (file == NULL || fclose(file) != 0 ||
        avro_schema_from_json_length(text, length, &schema) != 0) {
        fail("the schema cannot be read");
    }
    avro_value_t value;
    avro_value_iface_t *class = avro_generic_class_from_schema(schema);
    avro_reader_t reader = avro_reader_memory("", 0);
    avro_generic_value_new(class, &value);
    double start = measure_seconds();
    for (uint32_t round = 0; round < ROUNDS / 10; round++) {
        for (uint32_t i = 0; i < RECORDS; i++) {
            struct bytes bytes = records[i].value;
            avro_reader_memory_set_source(reader, (const char *)bytes.at + 10,
                                          (int64_t)bytes.length - 10);
            if (avro_value_read(reader, &value) != 0) {
                fail("a record cannot be read by libavro");
            }
        }
    }
    measure_say_rate("codec: usage, by libavro's generic values", "record",
                     (uint64_t)(ROUNDS / 10) * RECORDS, measure_seconds() - start);
    avro_value_decref(&value);
    avro_value_iface_decref(class);
    avro_reader_free(reader);
    avro_schema_decref(schema);
}

static void measure_outputs(void)
{
    struct merit_output output = {
        .kind = MERIT_OUTPUT_SCORE_CHANGED,
        .partner_id = merit_text_of("partner-000042"),
        .designation = "modern_work",
        .effective_day = 19675,
        .occurred_at = INT64_C(1700000000000000),
        .cause_event_id = merit_text_of("u-0000000000000042-0042"),
        .version_day = 19268,
        .score_changed = {.previous_hundredths = 6950,
                          .score = {.path = "enterprise", .hundredths = 7033}},
    };
    struct merit_score *score = &output.score_changed.score;
    for (score->metric_count = 0; score->metric_count < METRICS; score->metric_count++) {
        score->metrics[score->metric_count] = (struct merit_metric_score){
            "usage_growth", "CPOR", {1000, 7}, {2500, 1}, {40, 3}, 20, 0, {{NULL, {0, 1}, {1, 1}}}};
    }
    const struct cloud_context context = {.source = merit_text_of("/meritd/meritd"), .full = true};
    struct cloud_headers headers;
    struct buffer buffer = {0};
    uint64_t bytes = 0;
    double start = measure_seconds();
    for (uint32_t i = 0; i < OUTPUT_ROUNDS; i++) {
        char id[EVENT_ID_LENGTH];
        buffer_clear(&buffer);
        output.score_changed.sequence = i;
        output_event_id(&json_names_default, &output, id);
        framing_write(&buffer, set, RECORD_SCORE_CHANGED, FRAMING_SINGLE_OBJECT);
        avro_write_output(&buffer, &output, id);
        cloud_headers_make(&headers, &context, &output, id);
        bytes += buffer.length;
    }
    double seconds = measure_seconds() - start;
    measure_say("codec: a score change with 5 metrics", (double)bytes / OUTPUT_ROUNDS, "bytes");
    measure_say_rate("codec: score changes, with event id and full headers", "record",
                     OUTPUT_ROUNDS, seconds);
    buffer_fini(&buffer);
}

int main(void)
{
    struct text_buffer errors = {0};
    set = schema_set_load(MERIT_SOURCE_DIR "/config/schemas", &errors);
    if (set == NULL) {
        fail("no schemas");
    }
    make_records();
    measure_plan();
    measure_input();
    measure_libavro();
    measure_outputs();
    buffer_fini(&values);
    schema_set_free(set);
    text_buffer_fini(&errors);
    return EXIT_SUCCESS;
}
