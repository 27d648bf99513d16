/* A list of messages in one growing buffer. */
#ifndef BASE_MESSAGES_H
#define BASE_MESSAGES_H

#include "base/bytes.h"

/* Written one after the other: what is put to `bytes` since the last messages_end is the message
 * being written. Memory is kept when cleared. */
struct messages {
    struct buffer bytes;
    size_t *ends; /* of each message in bytes */
    uint32_t count;
    uint32_t capacity;
};

void messages_fini(struct messages *messages);
void messages_clear(struct messages *messages);
void messages_end(struct messages *messages);
/* Of the message being written. */
size_t messages_length(const struct messages *messages);
/* Where the message being written begins in bytes. */
size_t messages_start(const struct messages *messages);
struct bytes messages_at(const struct messages *messages, uint32_t index);

#endif
