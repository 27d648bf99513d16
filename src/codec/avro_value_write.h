/* Single values as Avro writes them. */
#ifndef CODEC_AVRO_VALUE_WRITE_H
#define CODEC_AVRO_VALUE_WRITE_H

#include "base/bytes.h"
#include "merit/day.h"

/* Also an int, an enum's symbol, a branch of a union, the number of elements in a block. */
static inline void avro_put_long(struct buffer *buffer, int64_t value)
{
    buffer_varint(buffer, ((uint64_t)value << 1) ^ (0 - ((uint64_t)value >> 63)));
}

static inline void avro_put_text(struct buffer *buffer, struct merit_text text)
{
    avro_put_long(buffer, text.length);
    buffer_put(buffer, text.at, text.length);
}

static inline void avro_put_string(struct buffer *buffer, const char *string)
{
    avro_put_text(buffer, merit_text_of(string));
}

static inline void avro_put_boolean(struct buffer *buffer, bool value)
{
    buffer_u8(buffer, value ? 1 : 0);
}

static inline void avro_put_double(struct buffer *buffer, double value)
{
    buffer_put(buffer, &value, sizeof value);
}

/* Of a union of null and another type: true where the value is to follow. */
static inline bool avro_put_branch(struct buffer *buffer, bool present)
{
    buffer_u8(buffer, present ? 2 : 0);
    return present;
}

static inline void avro_put_optional_text(struct buffer *buffer, struct merit_text text)
{
    if (avro_put_branch(buffer, !merit_text_is_null(text))) {
        avro_put_text(buffer, text);
    }
}

static inline void avro_put_optional_day(struct buffer *buffer, int32_t day)
{
    if (avro_put_branch(buffer, day != MERIT_NO_DAY)) {
        avro_put_long(buffer, day);
    }
}

/* An array is one block of its elements and then its end; an empty one is the end alone. */
static inline void avro_put_count(struct buffer *buffer, uint32_t count)
{
    if (count > 0) {
        avro_put_long(buffer, count);
    }
}

static inline void avro_put_array_end(struct buffer *buffer)
{
    buffer_u8(buffer, 0);
}

#endif
