/* The standing of designations (attainment, anniversary, renewal, badge) as program.yaml says it.
 */
#ifndef RULES_STANDING_READ_H
#define RULES_STANDING_READ_H

#include "rules/program_read.h"

/* Reads `standing` and `badge`. Faults are said. */
void standing_read(struct rules_program *program);

#endif
