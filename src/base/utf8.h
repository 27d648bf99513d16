/* UTF-8, one character at a time. */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include <stddef.h>
#include <stdint.h>

/* Bytes of the character at the start of a text, of which `left` > 0 bytes are there; 0 where they
 * are no character: cut off, longer than need be, a surrogate or beyond U+10FFFF. */
uint32_t utf8_length(const char *text, size_t left);

#endif
