/* A list of messages in one growing buffer. */
#include "base/messages.h"

enum { MESSAGES_FIRST = 16 };

void messages_fini(struct messages *messages)
{
    buffer_fini(&messages->bytes);
    memory_free(messages->ends);
    *messages = (struct messages){0};
}

void messages_clear(struct messages *messages)
{
    buffer_clear(&messages->bytes);
    messages->count = 0;
}

void messages_end(struct messages *messages)
{
    if (messages->count == messages->capacity) {
        messages->capacity = messages->capacity == 0 ? MESSAGES_FIRST : messages->capacity * 2;
        messages->ends = memory_resize(messages->ends, messages->capacity * sizeof *messages->ends);
    }
    messages->ends[messages->count++] = messages->bytes.length;
}

size_t messages_start(const struct messages *messages)
{
    return messages->count == 0 ? 0 : messages->ends[messages->count - 1];
}

size_t messages_length(const struct messages *messages)
{
    return messages->bytes.length - messages_start(messages);
}

struct bytes messages_at(const struct messages *messages, uint32_t index)
{
    assert(index < messages->count);
    size_t start = index == 0 ? 0 : messages->ends[index - 1];
    return (struct bytes){messages->bytes.bytes + start, messages->ends[index] - start};
}
