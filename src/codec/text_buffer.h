/* A growing run of bytes that lines are written into. */
#ifndef CODEC_TEXT_BUFFER_H
#define CODEC_TEXT_BUFFER_H

#include "merit/text.h"

#include <stddef.h>

/* Zero-initialise ({0}). The bytes belong to the buffer and move when it grows; release them with
 * text_buffer_fini. To empty it, set length to 0. */
struct text_buffer {
    char *at;
    size_t length;
    size_t capacity;
};

void text_buffer_fini(struct text_buffer *buffer);

/* Room for `size` more bytes: where the next one goes. The caller adds to length what it wrote. */
char *text_buffer_reserve(struct text_buffer *buffer, size_t size);
void text_buffer_add(struct text_buffer *buffer, const void *bytes, size_t size);
void text_buffer_add_string(struct text_buffer *buffer, const char *string);
void text_buffer_add_byte(struct text_buffer *buffer, char byte);
/* The integer in decimal. */
void text_buffer_add_integer(struct text_buffer *buffer, int64_t value);

#endif
