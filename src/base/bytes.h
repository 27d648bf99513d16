/* Bytes read and written with bounds: a growing buffer to write to, a cursor to read from. */
#ifndef BASE_BYTES_H
#define BASE_BYTES_H

#include "base/memory.h"
#include "merit/text.h"

#include <assert.h>
#include <stddef.h>

/* A borrowed run of bytes; at NULL where there is none. */
struct bytes {
    const uint8_t *at;
    size_t length;
};

/* Grows as needed and keeps its memory when cleared. Integers are little-endian. */
struct buffer {
    uint8_t *bytes;
    size_t length;
    size_t capacity;
};

void buffer_fini(struct buffer *buffer);
void buffer_grow(struct buffer *buffer, size_t more);

static inline void buffer_clear(struct buffer *buffer)
{
    buffer->length = 0;
}

/* Room for `more` bytes at the end, which the caller fills; they count at once. */
static inline uint8_t *buffer_extend(struct buffer *buffer, size_t more)
{
    if (buffer->capacity - buffer->length < more) {
        buffer_grow(buffer, more);
    }
    uint8_t *at = buffer->bytes + buffer->length;
    buffer->length += more;
    return at;
}

static inline void buffer_put(struct buffer *buffer, const void *bytes, size_t length)
{
    if (length > 0) {
        memcpy(buffer_extend(buffer, length), bytes, length);
    }
}

static inline struct bytes buffer_view(const struct buffer *buffer)
{
    return (struct bytes){buffer->bytes, buffer->length};
}

static inline void buffer_u8(struct buffer *buffer, uint8_t value)
{
    *buffer_extend(buffer, 1) = value;
}

static inline void buffer_u16(struct buffer *buffer, uint16_t value)
{
    buffer_put(buffer, &value, sizeof value);
}

static inline void buffer_u32(struct buffer *buffer, uint32_t value)
{
    buffer_put(buffer, &value, sizeof value);
}

static inline void buffer_i32(struct buffer *buffer, int32_t value)
{
    buffer_put(buffer, &value, sizeof value);
}

static inline void buffer_i64(struct buffer *buffer, int64_t value)
{
    buffer_put(buffer, &value, sizeof value);
}

/* A number in 1 to 10 bytes, seven bits each, the least first. */
static inline void buffer_varint(struct buffer *buffer, uint64_t value)
{
    while (value >= 0x80) {
        buffer_u8(buffer, (uint8_t)(value | 0x80));
        value >>= 7;
    }
    buffer_u8(buffer, (uint8_t)value);
}

/* A text as its length + 1 in one byte and its bytes; null is length 0. Up to 254 bytes: ids. */
static inline void buffer_text(struct buffer *buffer, struct merit_text text)
{
    assert(text.length < UINT8_MAX);
    uint8_t *at = buffer_extend(buffer, (size_t)text.length + 1);
    at[0] = merit_text_is_null(text) ? 0 : (uint8_t)(text.length + 1);
    if (text.length > 0) {
        memcpy(at + 1, text.at, text.length);
    }
}

/* Reading past the end, or a length that does not fit, sets `failed`, after which every read gives
 * zeros: check once at the end. */
struct reader {
    const uint8_t *at;
    const uint8_t *end;
    bool failed;
};

static inline struct reader reader_of(struct bytes bytes)
{
    return (struct reader){bytes.at, bytes.length == 0 ? bytes.at : bytes.at + bytes.length, false};
}

static inline size_t reader_left(const struct reader *reader)
{
    return (size_t)(reader->end - reader->at);
}

/* The next `length` bytes in place, NULL (and failed) where there are fewer. */
static inline const uint8_t *reader_take(struct reader *reader, size_t length)
{
    if (reader_left(reader) < length) {
        reader->failed = true;
        reader->at = reader->end;
        return NULL;
    }
    const uint8_t *at = reader->at;
    reader->at += length;
    return at;
}

static inline void reader_copy(struct reader *reader, void *to, size_t length)
{
    const uint8_t *from = reader_take(reader, length);
    if (from == NULL) {
        memset(to, 0, length);
    } else {
        memcpy(to, from, length);
    }
}

static inline uint8_t reader_u8(struct reader *reader)
{
    uint8_t value;
    reader_copy(reader, &value, sizeof value);
    return value;
}

static inline uint16_t reader_u16(struct reader *reader)
{
    uint16_t value;
    reader_copy(reader, &value, sizeof value);
    return value;
}

static inline uint32_t reader_u32(struct reader *reader)
{
    uint32_t value;
    reader_copy(reader, &value, sizeof value);
    return value;
}

static inline int32_t reader_i32(struct reader *reader)
{
    int32_t value;
    reader_copy(reader, &value, sizeof value);
    return value;
}

static inline int64_t reader_i64(struct reader *reader)
{
    int64_t value;
    reader_copy(reader, &value, sizeof value);
    return value;
}

static inline uint64_t reader_varint(struct reader *reader)
{
    uint64_t value = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
        uint8_t byte = reader_u8(reader);
        value |= (uint64_t)(byte & 0x7f) << shift;
        if (byte < 0x80) {
            return value;
        }
    }
    reader->failed = true;
    return 0;
}

/* A text in place (see buffer_text); null where it was null or the reader failed. */
static inline struct merit_text reader_text(struct reader *reader)
{
    uint8_t length = reader_u8(reader);
    const uint8_t *at = length == 0 ? NULL : reader_take(reader, (size_t)length - 1);
    if (at == NULL) {
        return (struct merit_text){NULL, 0};
    }
    return (struct merit_text){(const char *)at, (uint32_t)length - 1};
}

static inline struct bytes reader_rest(struct reader *reader)
{
    struct bytes rest = {reader->at, reader_left(reader)};
    reader->at = reader->end;
    return rest;
}

#endif
