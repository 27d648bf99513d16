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
