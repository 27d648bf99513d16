/* The bytes of a file that is to be read as YAML. */
#ifndef YAML_FILE_H
#define YAML_FILE_H

#include "yaml/errors.h"

/* The whole file in the arena; null, and said, where it cannot be read or is too large. */
struct merit_text yaml_file_read(struct arena *arena, struct yaml_errors *errors, const char *path);

/* "PATH: error: cannot be read: REASON", the reason being errno's. */
void yaml_error_unreadable(struct yaml_errors *errors, const char *path);

#endif
