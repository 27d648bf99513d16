/* Passing over a value of any Avro type. */
#ifndef CODEC_PLAN_SKIP_H
#define CODEC_PLAN_SKIP_H

#include "base/bytes.h"
#include "codec/schema.h"

/* False where the bytes are no value of the type, or end before it does. Time is bounded by the
 * bytes passed over, whatever they say. */
bool plan_skip(const struct schema *schema, uint32_t type, struct reader *reader);

#endif
