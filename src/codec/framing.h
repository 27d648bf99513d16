/* What stands before an Avro record's bytes in a Kafka value and says which schema wrote them. */
#ifndef CODEC_FRAMING_H
#define CODEC_FRAMING_H

#include "codec/schema_set.h"

enum framing {
    FRAMING_SINGLE_OBJECT, /* C3 01, the schema's fingerprint, little-endian */
    FRAMING_RAW,           /* nothing: our schema */
    FRAMING_CONFLUENT, /* 00, a registry's number for the schema; whoever configures refuses it */
};

/* "single_object", "raw", "confluent", NULL: as the configuration has them. */
extern const char *const framing_names[];

struct framed {
    const struct plan *plan; /* of an input's record; NULL for an output's, which has our schema */
    struct bytes body;
};

/* What a value holds. MERIT_BAD_NULL_VALUE; MERIT_BAD_UNDECODABLE where it does not begin as it
 * must or was written with the schema of another record; MERIT_BAD_UNKNOWN_SCHEMA. */
struct merit_fault framing_read(const struct schema_set *set,
                                enum record_kind kind,
                                enum framing framing,
                                struct bytes value,
                                struct framed *ret_framed);

/* Appends what stands before a record written with our schema of that kind. */
void framing_write(struct buffer *buffer,
                   const struct schema_set *set,
                   enum record_kind kind,
                   enum framing framing);

#endif
