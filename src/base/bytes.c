/* Bytes read and written with bounds: a growing buffer to write to, a cursor to read from. */
#include "base/bytes.h"

#include <assert.h>

enum { BUFFER_FIRST_BYTES = 256 };

_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "stored integers are little-endian");

void buffer_fini(struct buffer *buffer)
{
    memory_free(buffer->bytes);
    *buffer = (struct buffer){0};
}

void buffer_grow(struct buffer *buffer, size_t more)
{
    assert(more <= SIZE_MAX / 4 && buffer->length <= SIZE_MAX / 4);
    size_t capacity = buffer->capacity == 0 ? BUFFER_FIRST_BYTES : buffer->capacity;
    while (capacity - buffer->length < more) {
        capacity *= 2;
    }
    buffer->bytes = memory_resize(buffer->bytes, capacity);
    buffer->capacity = capacity;
}

void buffer_text(struct buffer *buffer, struct merit_text text)
{
    assert(text.length < UINT8_MAX);
    buffer_u8(buffer, merit_text_is_null(text) ? 0 : (uint8_t)(text.length + 1));
    buffer_put(buffer, text.at, text.length);
}

struct merit_text reader_text(struct reader *reader)
{
    uint8_t length = reader_u8(reader);
    if (length == 0) {
        return (struct merit_text){NULL, 0};
    }
    const uint8_t *at = reader_take(reader, (size_t)length - 1);
    if (at == NULL) {
        return (struct merit_text){NULL, 0};
    }
    return (struct merit_text){(const char *)at, (uint32_t)length - 1};
}
