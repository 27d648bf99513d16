/* A growing run of bytes that lines are written into. */
#include "codec/text_buffer.h"

#include "base/memory.h"

#include <assert.h>

enum { TEXT_BUFFER_FIRST = 4096, INTEGER_CHARACTERS_MAX = 20 };

void text_buffer_fini(struct text_buffer *buffer)
{
    memory_free(buffer->at);
    *buffer = (struct text_buffer){0};
}

char *text_buffer_reserve(struct text_buffer *buffer, size_t size)
{
    assert(buffer->length <= buffer->capacity);
    if (buffer->capacity - buffer->length < size) {
        size_t capacity = buffer->capacity == 0 ? TEXT_BUFFER_FIRST : buffer->capacity;
        while (capacity - buffer->length < size) {
            assert(capacity <= SIZE_MAX / 2);
            capacity *= 2;
        }
        buffer->at = memory_resize(buffer->at, capacity);
        buffer->capacity = capacity;
    }
    return buffer->at + buffer->length;
}

void text_buffer_add(struct text_buffer *buffer, const void *bytes, size_t size)
{
    char *to = text_buffer_reserve(buffer, size);
    if (size > 0) {
        memcpy(to, bytes, size);
        buffer->length += size;
    }
}

void text_buffer_add_string(struct text_buffer *buffer, const char *string)
{
    text_buffer_add(buffer, string, strlen(string));
}

void text_buffer_add_byte(struct text_buffer *buffer, char byte)
{
    *text_buffer_reserve(buffer, 1) = byte;
    buffer->length++;
}

void text_buffer_add_integer(struct text_buffer *buffer, int64_t value)
{
    char digits[INTEGER_CHARACTERS_MAX];
    size_t first = sizeof digits;
    uint64_t rest = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    do {
        digits[--first] = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest > 0);
    if (value < 0) {
        digits[--first] = '-';
    }
    text_buffer_add(buffer, digits + first, sizeof digits - first);
}
