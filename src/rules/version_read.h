/* One version file of a designation, read and checked by itself. */
#ifndef RULES_VERSION_READ_H
#define RULES_VERSION_READ_H

#include "rules/model.h"

/* Fills in the version from its file's tree. `metrics`: the ids that metrics may have, separated by
 * spaces; "" for any. Faults are said; the version is of use only where file->error_count stayed 0.
 */
void version_read(struct rules_version *version, const struct yaml_node *root, const char *metrics);

#endif
