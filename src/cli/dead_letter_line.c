/* A dead letter as a JSON line. */
#include "cli/dead_letter_line.h"

#include "codec/json_field_write.h"
#include "codec/json_scan.h"

static struct merit_text text_of(struct bytes bytes)
{
    struct merit_text text = {(const char *)bytes.at, (uint32_t)bytes.length};
    return bytes.at != NULL && json_scan_utf8(text) ? text : (struct merit_text){NULL, 0};
}

static void add_header(struct text_buffer *buffer,
                       const struct kafka_record *record,
                       const char *name,
                       const char *header)
{
    json_field_text(buffer, name, text_of(kafka_record_header(record, header)));
}

static void add_hex(struct text_buffer *buffer, struct bytes value)
{
    static const char digits[] = "0123456789abcdef";
    char hex[2 * DEAD_LETTER_HEX_MAX];
    size_t shown = value.length < DEAD_LETTER_HEX_MAX ? value.length : DEAD_LETTER_HEX_MAX;
    for (size_t i = 0; i < shown; i++) {
        hex[2 * i] = digits[value.at[i] >> 4];
        hex[2 * i + 1] = digits[value.at[i] & 0xf];
    }
    struct merit_text text = {value.at == NULL ? NULL : hex, (uint32_t)(2 * shown)};
    json_field_text(buffer, "value_hex", text);
}

void dead_letter_line_add(struct text_buffer *buffer, const struct kafka_record *record)
{
    json_line_begin(buffer, "dead_letter");
    add_header(buffer, record, "code", "merit.error.code");
    add_header(buffer, record, "message", "merit.error.message");
    add_header(buffer, record, "topic", "merit.source.topic");
    add_header(buffer, record, "partition", "merit.source.partition");
    add_header(buffer, record, "offset", "merit.source.offset");
    add_header(buffer, record, "timestamp", "merit.source.timestamp");
    json_field_text(buffer, "key", text_of(record->key));
    add_hex(buffer, record->value);
    json_field_integer(buffer, "value_bytes", (int64_t)record->value.length);
    json_line_end(buffer);
}
