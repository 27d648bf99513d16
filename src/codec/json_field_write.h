/* The fields of a JSON object, one by one, behind a first one. */
#ifndef CODEC_JSON_FIELD_WRITE_H
#define CODEC_JSON_FIELD_WRITE_H

#include "codec/text_buffer.h"
#include "merit/ratio.h"

/* Starts the line's object: {"type":"TYPE" */
void json_line_begin(struct text_buffer *buffer, const char *type);
/* Ends it: } and a line feed. */
void json_line_end(struct text_buffer *buffer);

/* A string in quotes, escaped where it must be; null where the text is null. */
void json_add_text(struct text_buffer *buffer, struct merit_text text);

/* Each appends ,"NAME":VALUE; names need no escaping. */
void json_field_name_add(struct text_buffer *buffer, const char *name);
void json_field_text(struct text_buffer *buffer, const char *name, struct merit_text text);
void json_field_string(struct text_buffer *buffer, const char *name, const char *string);
void json_field_integer(struct text_buffer *buffer, const char *name, int64_t value);
void json_field_boolean(struct text_buffer *buffer, const char *name, bool value);
/* MERIT_NO_DAY is null. */
void json_field_date(struct text_buffer *buffer, const char *name, int32_t day);
void json_field_timestamp(struct text_buffer *buffer, const char *name, int64_t micros);
void json_field_ratio(struct text_buffer *buffer, const char *name, struct merit_ratio ratio);
void json_field_hundredths(struct text_buffer *buffer, const char *name, int64_t hundredths);

#endif
