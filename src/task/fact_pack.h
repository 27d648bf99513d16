/* Facts messages on their way: many in one Kafka message, one pack for each destination. */
#ifndef TASK_FACT_PACK_H
#define TASK_FACT_PACK_H

#include "base/bytes.h"

enum {
    FACT_PACK_FORMAT = 1,
    FACT_PACK_BYTES = 64 * 1024, /* a pack is sent once it is this long */
};

/* Appends a message; an empty buffer becomes a pack. */
void fact_pack_add(struct buffer *pack, struct bytes message);
/* Begins to read one. False where the bytes are no pack of this format. */
bool fact_pack_open(struct bytes pack, struct reader *ret_reader);
/* The next message, in place; false at the end, or with reader->failed. */
bool fact_pack_next(struct reader *reader, struct bytes *ret_message);

#endif
