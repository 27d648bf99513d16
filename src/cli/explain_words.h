/* Numbers, comparisons and places of an explanation, as text for people. */
#ifndef CLI_EXPLAIN_WORDS_H
#define CLI_EXPLAIN_WORDS_H

#include "codec/text_buffer.h"
#include "merit/explain.h"

__attribute__((format(printf, 2, 3))) void words_add(struct text_buffer *to,
                                                     const char *format,
                                                     ...);
/* An id, from outside: control characters, which would act on a terminal or look like lines of
 * ours, are written as \xNN. */
void words_text(struct text_buffer *to, struct merit_text text);
void words_day(struct text_buffer *to, int32_t day);
/* An exact fraction: 12, -3.25, or 18/7 (2.57) where two decimals do not say it. */
void words_ratio(struct text_buffer *to, struct merit_ratio ratio);
/* The same in the decimals of points: 12.50. */
void words_hundredths(struct text_buffer *to, int64_t hundredths);
/* A figure with its unit: revenue in dollars. */
void words_figure(struct text_buffer *to, uint8_t figure, int64_t value);
/* "280 paid_available_units of more than 300", "38.1 % of at least 40 %". */
void words_check(struct text_buffer *to, const struct merit_check *check);
/* " (line LINE)", of the file that was named before; nothing where it is not known. */
void words_place(struct text_buffer *to, struct merit_place place);
/* "CODE: what it says, ABOUT, DAY (line LINE)". */
void words_why(struct text_buffer *to, const struct merit_why *why);

#endif
