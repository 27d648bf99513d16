/* Dates and timestamps as text: "2022-10-03" and "2022-10-03T09:00:00Z", both UTC. */
#ifndef CODEC_TIME_TEXT_H
#define CODEC_TIME_TEXT_H

#include "merit/day.h"
#include "merit/text.h"

#include <stddef.h>

enum {
    TIME_TEXT_DATE_LENGTH = 10,
    TIME_TEXT_TIMESTAMP_MAX = 27, /* with 6 decimals */
};

enum time_text_result {
    TIME_TEXT_GOOD,
    TIME_TEXT_WRONG_FORM,  /* other characters than the form has */
    TIME_TEXT_WRONG_VALUE, /* no moment of the calendar, or outside 2000-01-01 to 2199-12-31 */
};

/* Exactly YYYY-MM-DD to a day. The result is left alone unless the text is good. */
enum time_text_result time_text_read_date(struct merit_text text, int32_t *ret_day);
/* Exactly YYYY-MM-DDTHH:MM:SS[.f to .ffffff]Z to microseconds since 1970; no leap seconds. */
enum time_text_result time_text_read_timestamp(struct merit_text text, int64_t *ret_micros);

/* Both write without a terminator; the year must lie in 0 to 9999. */
void time_text_write_date(int32_t day, char ret_text[TIME_TEXT_DATE_LENGTH]);
/* No decimals where the second is whole, else six. Returns the number of characters. */
size_t time_text_write_timestamp(int64_t micros, char ret_text[TIME_TEXT_TIMESTAMP_MAX]);

#endif
