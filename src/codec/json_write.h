/* Outputs and input events to JSON lines (contract, "JSON lines"). */
#ifndef CODEC_JSON_WRITE_H
#define CODEC_JSON_WRITE_H

#include "codec/text_buffer.h"
#include "merit/output.h"
#include "merit/standing.h"

/* What goes into the event ids besides the event; see codec/event_id.h. */
struct json_names {
    const char *application_id;
    const char *score_changes; /* topics */
    const char *designations;
};

/* "meritd", "merit.score-changes", "merit.designations". */
extern const struct json_names json_names_default;

/* Appends one line with its line feed. Fields are those of config/schemas, in their order behind
 * "type"; null optional fields are written as null. Texts must be UTF-8. */
void json_write_output(struct text_buffer *buffer,
                       const struct json_names *names,
                       const struct merit_output *output);

/* Appends one line with its line feed that json_reader_read reads back to the same event. Null
 * optional fields, no products, and a timestamp equal to occurred_at are left out. */
void json_write_event(struct text_buffer *buffer, const struct merit_event *event);
/* Likewise, for json_reader_read_line. */
void json_write_standing(struct text_buffer *buffer, const struct merit_standing *standing);

#endif
