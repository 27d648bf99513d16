/* Fuzz target: any bytes as a record of a topic; an event that is read must write and read back the
 * same. The first byte chooses the record's kind and its framing. */
#include "codec/avro_line.h"
#include "codec/avro_write.h"
#include "fuzz.h"

#include <stdlib.h>

static void require(bool holds)
{
    if (!holds) {
        abort();
    }
}

static void write_back(const struct schema_set *set,
                       const struct avro_line_record *record,
                       const struct text_buffer *line)
{
    static struct input_scratch scratch;
    static struct buffer value;
    static struct text_buffer again;
    const struct input_record input = {
        .kind = (enum merit_event_kind)record->kind,
        .framing = record->framing,
        .value = record->value,
        .timestamp_ms = record->timestamp_ms,
    };
    struct merit_event event;
    require(input_read_value(set, &input, &scratch, &event).bad == MERIT_BAD_NONE);
    buffer_clear(&value);
    framing_write(&value, set, record->kind, record->framing);
    avro_write_event(&value, &event);

    struct avro_line_record written = *record;
    written.value = buffer_view(&value);
    again.length = 0;
    require(avro_line_add(&again, set, &written, &scratch).bad == MERIT_BAD_NONE);
    require(again.length == line->length && memcmp(again.at, line->at, line->length) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct schema_set *set;
    static struct input_scratch scratch;
    static struct text_buffer line;
    if (set == NULL) {
        set = schema_set_load(MERIT_SOURCE_DIR "/config/schemas", &line);
        require(set != NULL);
    }
    if (size == 0) {
        return 0;
    }
    const struct avro_line_record record = {
        .kind = (enum record_kind)(data[0] % RECORD_KINDS),
        .framing = data[0] / RECORD_KINDS % 2 == 0 ? FRAMING_SINGLE_OBJECT : FRAMING_RAW,
        .value = {data + 1, size - 1},
        .timestamp_ms = INT64_C(1700000000000),
    };
    line.length = 0;
    struct merit_fault fault = avro_line_add(&line, set, &record, &scratch);
    require((fault.bad == MERIT_BAD_NONE) == (line.length > 0));
    require(fault.bad == MERIT_BAD_NONE || (fault.field != NULL && fault.reason != NULL));
    if (fault.bad == MERIT_BAD_NONE && record.kind < RECORD_INPUTS) {
        write_back(set, &record, &line);
    }
    return 0;
}
