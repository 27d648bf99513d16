/* Random outputs for the tests of their encoding, the same for the same seed. */
#ifndef AVRO_OUTPUTS_H
#define AVRO_OUTPUTS_H

#include "merit/output.h"

/* Texts are static. Kinds come in turn; numbers are of every size that their fields may have. */
void outputs_make(uint64_t seed, struct merit_output *ret_output);

#endif
