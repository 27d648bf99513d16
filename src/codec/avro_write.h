/* Events and outputs as Avro records of our schemas (config/schemas). */
#ifndef CODEC_AVRO_WRITE_H
#define CODEC_AVRO_WRITE_H

#include "base/bytes.h"
#include "codec/framing.h"
#include "codec/output_identity.h"

/* Each appends a record's bytes, what framing_write puts before them not among them. Texts must be
 * UTF-8. No allocation once the buffer has grown. */

/* event_id: that of output_event_id; not looked at for a DesignationScore. */
void avro_write_output(struct buffer *buffer,
                       const struct merit_output *output,
                       const char event_id[EVENT_ID_LENGTH]);

void avro_write_event(struct buffer *buffer, const struct merit_event *event);

#endif
