/* Fields that explanations are made of: exact numbers, places, reasons. */
#include "codec/json_explain_field.h"

#include <stdio.h>

enum { DIGITS_MAX = 48, NAME_MAX = 32 };

void json_list_begin(struct text_buffer *buffer, const char *name)
{
    json_field_name_add(buffer, name);
    text_buffer_add_byte(buffer, '[');
}

/* The start of a list's element, or of an object that is a field, with its first field. */
void json_element_begin(struct text_buffer *buffer, uint32_t index, const char *first_name)
{
    text_buffer_add_string(buffer, index == 0 ? "{\"" : ",{\"");
    text_buffer_add_string(buffer, first_name);
    text_buffer_add_string(buffer, "\":");
}

void json_add_integer(struct text_buffer *buffer, merit_int128 value)
{
    char digits[DIGITS_MAX];
    size_t at = sizeof digits;
    merit_uint128 rest = value < 0 ? -(merit_uint128)value : (merit_uint128)value;
    do {
        digits[--at] = (char)('0' + (int)(rest % 10));
        rest /= 10;
    } while (rest != 0);
    if (value < 0) {
        digits[--at] = '-';
    }
    text_buffer_add(buffer, digits + at, sizeof digits - at);
}

void json_field_exact(struct text_buffer *buffer, const char *name, struct merit_ratio ratio)
{
    char exact[NAME_MAX];
    snprintf(exact, sizeof exact, "%s_exact", name);
    struct merit_ratio reduced = merit_ratio_reduce(ratio);
    json_field_ratio(buffer, name, ratio);
    json_field_name_add(buffer, exact);
    text_buffer_add_byte(buffer, '"');
    json_add_integer(buffer, reduced.numerator);
    text_buffer_add_byte(buffer, '/');
    json_add_integer(buffer, reduced.denominator);
    text_buffer_add_byte(buffer, '"');
}

void json_field_place(struct text_buffer *buffer, struct merit_place place)
{
    bool known = place.file != NULL && place.line != 0;
    json_field_string(buffer, "file", known ? place.file : NULL);
    if (known) {
        json_field_integer(buffer, "line", place.line);
    }
}

void json_field_why(struct text_buffer *buffer, const char *name, const struct merit_why *why)
{
    json_field_name_add(buffer, name);
    json_element_begin(buffer, 0, "reason");
    json_add_text(buffer, merit_text_of(merit_reason_code(why->reason)));
    json_field_string(buffer, "text", merit_reason_text(why->reason));
    json_field_text(buffer, "about", why->about);
    json_field_date(buffer, "date", why->day);
    json_field_place(buffer, why->place);
    text_buffer_add_byte(buffer, '}');
}
