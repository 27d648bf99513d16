/* The fields of a JSON object, one by one, behind a first one. */
#include "codec/json_field_write.h"

#include "codec/json_number.h"
#include "codec/time_text.h"

void json_line_begin(struct text_buffer *buffer, const char *type)
{
    text_buffer_add_string(buffer, "{\"type\":\"");
    text_buffer_add_string(buffer, type);
    text_buffer_add_byte(buffer, '"');
}

void json_line_end(struct text_buffer *buffer)
{
    text_buffer_add(buffer, "}\n", 2);
}

static void escape_add(struct text_buffer *buffer, unsigned char byte)
{
    static const char short_forms[] = "\"\"\\\\\bb\ff\nn\rr\tt";
    for (const char *form = short_forms; *form != '\0'; form += 2) {
        if ((unsigned char)form[0] == byte) {
            const char escape[] = {'\\', form[1]};
            text_buffer_add(buffer, escape, sizeof escape);
            return;
        }
    }
    const char escape[] = {
        '\\', 'u', '0', '0', (char)('0' + (byte >> 4)), "0123456789abcdef"[byte & 15]};
    text_buffer_add(buffer, escape, sizeof escape);
}

void json_add_text(struct text_buffer *buffer, struct merit_text text)
{
    if (merit_text_is_null(text)) {
        text_buffer_add(buffer, "null", 4);
        return;
    }
    text_buffer_add_byte(buffer, '"');
    uint32_t plain = 0; /* where the run of bytes that need no escape begins */
    for (uint32_t i = 0; i < text.length; i++) {
        unsigned char byte = (unsigned char)text.at[i];
        if (byte < 0x20 || byte == '"' || byte == '\\') {
            text_buffer_add(buffer, text.at + plain, i - plain);
            escape_add(buffer, byte);
            plain = i + 1;
        }
    }
    text_buffer_add(buffer, text.at + plain, text.length - plain);
    text_buffer_add_byte(buffer, '"');
}

void json_field_name_add(struct text_buffer *buffer, const char *name)
{
    text_buffer_add(buffer, ",\"", 2);
    text_buffer_add_string(buffer, name);
    text_buffer_add(buffer, "\":", 2);
}

void json_field_text(struct text_buffer *buffer, const char *name, struct merit_text text)
{
    json_field_name_add(buffer, name);
    json_add_text(buffer, text);
}

void json_field_string(struct text_buffer *buffer, const char *name, const char *string)
{
    json_field_text(buffer, name, merit_text_of(string));
}

void json_field_integer(struct text_buffer *buffer, const char *name, int64_t value)
{
    json_field_name_add(buffer, name);
    text_buffer_add_integer(buffer, value);
}

void json_field_boolean(struct text_buffer *buffer, const char *name, bool value)
{
    json_field_name_add(buffer, name);
    text_buffer_add_string(buffer, value ? "true" : "false");
}

void json_field_date(struct text_buffer *buffer, const char *name, int32_t day)
{
    char text[TIME_TEXT_DATE_LENGTH];
    if (day == MERIT_NO_DAY) {
        json_field_text(buffer, name, (struct merit_text){NULL, 0});
        return;
    }
    time_text_write_date(day, text);
    json_field_text(buffer, name, (struct merit_text){text, sizeof text});
}

void json_field_timestamp(struct text_buffer *buffer, const char *name, int64_t micros)
{
    char text[TIME_TEXT_TIMESTAMP_MAX];
    uint32_t length = (uint32_t)time_text_write_timestamp(micros, text);
    json_field_text(buffer, name, (struct merit_text){text, length});
}

void json_field_ratio(struct text_buffer *buffer, const char *name, struct merit_ratio ratio)
{
    json_field_name_add(buffer, name);
    json_number_add_ratio(buffer, ratio);
}

void json_field_hundredths(struct text_buffer *buffer, const char *name, int64_t hundredths)
{
    json_field_name_add(buffer, name);
    json_number_add_hundredths(buffer, hundredths);
}
