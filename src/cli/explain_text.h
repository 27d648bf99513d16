/* An explanation as text for people. */
#ifndef CLI_EXPLAIN_TEXT_H
#define CLI_EXPLAIN_TEXT_H

#include "codec/text_buffer.h"
#include "merit/explain.h"

/* Rows of one option that are written: of what adds something, and of what does not. */
enum { EXPLAIN_TEXT_ROWS = 20, EXPLAIN_TEXT_ZEROS = 8 };

void explain_text(struct text_buffer *to, const struct merit_explanation *explanation);

#endif
