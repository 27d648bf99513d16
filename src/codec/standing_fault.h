/* Why a standing cannot be adopted, in words. */
#ifndef CODEC_STANDING_FAULT_H
#define CODEC_STANDING_FAULT_H

#include "merit/program.h"
#include "merit/standing.h"

enum { STANDING_FAULT_BYTES = 1024 };

/* "CODE: FIELD REASON"; of a designation that the rules do not know, which they know. */
void standing_fault_write(const struct merit_program *program,
                          const struct merit_standing *standing,
                          const struct merit_fault *fault,
                          char to[STANDING_FAULT_BYTES]);

#endif
