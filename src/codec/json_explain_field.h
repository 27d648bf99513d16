/* Fields that explanations are made of: exact numbers, places, reasons. */
#ifndef CODEC_JSON_EXPLAIN_FIELD_H
#define CODEC_JSON_EXPLAIN_FIELD_H

#include "codec/json_field_write.h"
#include "merit/explain.h"

/* ,"NAME":[ */
void json_list_begin(struct text_buffer *buffer, const char *name);
/* The start of a list's element, or of an object that is a field, with its first field's name. */
void json_element_begin(struct text_buffer *buffer, uint32_t index, const char *first_name);
void json_add_integer(struct text_buffer *buffer, merit_int128 value);
/* As a number, and exact in NAME_exact as "numerator/denominator". */
void json_field_exact(struct text_buffer *buffer, const char *name, struct merit_ratio ratio);
/* file, and line where it is known. */
void json_field_place(struct text_buffer *buffer, struct merit_place place);
void json_field_why(struct text_buffer *buffer, const char *name, const struct merit_why *why);

#endif
