/* An explanation as one JSON object. */
#ifndef CODEC_JSON_EXPLAIN_H
#define CODEC_JSON_EXPLAIN_H

#include "codec/text_buffer.h"
#include "merit/explain.h"

/* Appends one line with its line feed, type "explanation". Numbers that the score follows from are
 * given twice: as a number, and exact as "numerator/denominator" in the field NAME_exact. */
void json_write_explanation(struct text_buffer *buffer,
                            const struct merit_explanation *explanation);

#endif
