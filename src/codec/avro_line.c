/* A record of any of the six topics, from its Avro bytes to a JSON line for people to read. */
#include "codec/avro_line.h"

#include "codec/json_write.h"

struct merit_fault avro_line_add(struct text_buffer *buffer,
                                 const struct schema_set *set,
                                 const struct avro_line_record *record,
                                 struct input_scratch *scratch)
{
    struct merit_fault fault;
    if (record->kind < RECORD_INPUTS) {
        const struct input_record input = {
            .kind = (enum merit_event_kind)record->kind,
            .framing = record->framing,
            .value = record->value,
            .timestamp_ms = record->timestamp_ms,
        };
        struct merit_event event;
        fault = input_read_value(set, &input, scratch, &event);
        if (fault.bad == MERIT_BAD_NONE) {
            json_write_event(buffer, &event);
        }
        return fault;
    }
    struct framed framed = {NULL, {NULL, 0}};
    fault = framing_read(set, record->kind, record->framing, record->value, &framed);
    if (fault.bad == MERIT_BAD_NONE) {
        fault = avro_line_add_output(buffer, (enum merit_output_kind)(record->kind - RECORD_OUTPUT),
                                     framed.body);
    }
    return fault;
}
