/* A record of any of the six topics, from its Avro bytes to a JSON line for people to read. */
#ifndef CODEC_AVRO_LINE_H
#define CODEC_AVRO_LINE_H

#include "codec/input_read.h"
#include "codec/text_buffer.h"

struct avro_line_record {
    enum record_kind kind;
    enum framing framing;
    struct bytes value;   /* at NULL: null */
    int64_t timestamp_ms; /* the record's, for inputs */
};

/* Appends the line with its line feed, as json_write_event and json_write_output write it. Where
 * the value is no good record of that kind, the fault (see input_read), and the buffer as it was.
 */
struct merit_fault avro_line_add(struct text_buffer *buffer,
                                 const struct schema_set *set,
                                 const struct avro_line_record *record,
                                 struct input_scratch *scratch);

/* The same for the bytes of an output's record alone. */
struct merit_fault avro_line_add_output(struct text_buffer *buffer,
                                        enum merit_output_kind kind,
                                        struct bytes body);

#endif
