/* Folders and files of rules as they lie on disk. */
#ifndef RULES_DIRECTORY_H
#define RULES_DIRECTORY_H

#include "yaml/errors.h"

enum { DIRECTORY_ENTRIES_MAX = 1024 };

struct directory_list {
    uint32_t count;
    const char **names; /* sorted */
};

/* The folders (or, otherwise, the regular files that end with .yaml) in a directory; names that
 * begin with a point are passed over. False where it cannot be read: said. */
bool directory_list(struct arena *arena,
                    struct yaml_errors *errors,
                    const char *path,
                    bool folders,
                    struct directory_list *ret_list);

/* Says of each entry that directory_list passes over as no such file, other than names that begin
 * with a point, that it is none: a link that leads nowhere, or a file of another ending, would
 * silently not count. */
void directory_check_files(struct arena *arena,
                           struct yaml_errors *errors,
                           const char *path,
                           const char *expected);

bool directory_has(const char *path, const char *name);

/* "PATH/NAME" in the arena. */
const char *directory_join(struct arena *arena, const char *path, const char *name);

#endif
