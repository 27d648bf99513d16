/* Exact numbers as JSON: the shortest text that reads back to the double nearest to them. */
#ifndef CODEC_JSON_NUMBER_H
#define CODEC_JSON_NUMBER_H

#include "codec/text_buffer.h"
#include "merit/ratio.h"

/* Integers have neither ".0" nor an exponent. */
void json_number_add_ratio(struct text_buffer *buffer, struct merit_ratio ratio);
/* A finite double, as above. */
void json_number_add_double(struct text_buffer *buffer, double value);
/* hundredths / 100: 6667 is 66.67, 7000 is 70, 50 is 0.5. */
void json_number_add_hundredths(struct text_buffer *buffer, int64_t hundredths);

#endif
