/* The canonical form of an Avro schema, and the fingerprint that names it. */
#ifndef CODEC_SCHEMA_CANONICAL_H
#define CODEC_SCHEMA_CANONICAL_H

#include "codec/schema.h"

/* Appends the Parsing Canonical Form (Avro 1.11, "Transforming into Parsing Canonical Form"). */
void schema_canonical_add(struct text_buffer *buffer, const struct schema *schema);

/* CRC-64-AVRO of any bytes; of a canonical form it is the schema's fingerprint. */
uint64_t schema_fingerprint(struct merit_text canonical);

#endif
