/* The metrics of a version and its paths, and how one path is chosen. */
#ifndef RULES_PATHS_READ_H
#define RULES_PATHS_READ_H

#include "rules/model.h"

/* Reads `metrics`, or `choose` and `paths`. `metrics`: the ids that metrics may have, separated by
 * spaces; "" for any. Faults are said. */
void paths_read(struct rules_version *version, const char *metrics);

#endif
