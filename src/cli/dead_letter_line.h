/* A dead letter as a JSON line. */
#ifndef CLI_DEAD_LETTER_LINE_H
#define CLI_DEAD_LETTER_LINE_H

#include "codec/text_buffer.h"
#include "kafka/client.h"

enum { DEAD_LETTER_HEX_MAX = 4096 }; /* bytes of a value that are shown */

/* {"type":"dead_letter", code, message, where it came from, its key as text where it is UTF-8, its
 * value in hexadecimal digits, cut, and how long it is}, with its line feed. */
void dead_letter_line_add(struct text_buffer *buffer, const struct kafka_record *record);

#endif
