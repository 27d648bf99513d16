/* One JSON line to one input event (contract, "JSON lines"), or to a standing. */
#ifndef CODEC_JSON_READ_H
#define CODEC_JSON_READ_H

#include "merit/standing.h"

struct json_reader;

struct json_reader *json_reader_new(void);
void json_reader_free(struct json_reader *reader);

/* Reads a line (without its line feed) and checks the event with merit_event_check. bad is
 * MERIT_BAD_NONE and *ret_event the event, or the fault and *ret_event is left alone.
 *
 * - MERIT_BAD_UNDECODABLE: no single JSON object in UTF-8, longer than LINE_BYTES_MAX; `type` none
 * of association, usage, certification; a field of that type given twice, of another JSON type, or
 *   missing though required (null as well, and null for status, cloud, products), dates and times
 *   aside; an enum symbol nobody knows; a figure that is not written as a plain integer (1.0, 1e3).
 *   Such a fault comes before all others.
 * - MERIT_BAD_DATE, _TIMESTAMP: absent though required, a string of another form, or no moment of
 * the calendar.
 * - MERIT_BAD_LIMIT: more than MERIT_ASSOCIATION_PRODUCTS_MAX products.
 *
 * Fields the type does not have are passed over, whatever they hold. Without `timestamp` the
 * record's timestamp is occurred_at.
 *
 * The event's texts point into the line and into the reader: valid until the next read, or until
 * the line's bytes change. No heap allocation but after an undecodable line, or where a line with
 * escapes is longer than all before. */
struct merit_fault json_reader_read(struct json_reader *reader,
                                    struct merit_text line,
                                    struct merit_event *ret_event);

/* What a line of a history is. */
struct json_line {
    bool is_standing;
    union {
        struct merit_event event;
        struct merit_standing standing; /* where is_standing */
    };
};

/* Likewise, but a line of `type` standing is good too: checked with merit_standing_check, without
 * `last_qualified_on` as of `attained_on`. json_reader_read refuses such a line. */
struct merit_fault json_reader_read_line(struct json_reader *reader,
                                         struct merit_text line,
                                         struct json_line *ret_line);

/* After a fault: it in words, "CODE: FIELD REASON", for example "bad_date: end_date is before
 * start_date"; valid until the next read. */
const char *json_reader_message(const struct json_reader *reader);

#endif
