/* A directory of rule files to a rule program. */
#ifndef RULES_PROGRAM_LOAD_H
#define RULES_PROGRAM_LOAD_H

#include "merit/program.h"
#include "rules/entries.h"
#include "rules/program_read.h"
#include "yaml/errors.h"

/* One version file, kept for people: what is in force and where it is said. */
struct rules_origin {
    const char *path;
    struct merit_text designation;
    int32_t effective;
    struct rules_entries entries;
};

/* Owns all it points to. */
struct rules {
    struct arena arena;
    struct merit_program *program;
    const char *program_path;
    struct rules_entries program_entries;
    uint32_t source_count;
    const struct rules_source *sources;
    uint32_t origin_count;
    const struct rules_origin *origins; /* by designation as in the program, then by date */
};

/* The program of a directory: program.yaml and one folder of version files for each designation.
 * NULL where anything is wrong; then `errors` holds all that is, of all files. */
struct rules *rules_load(const char *directory, struct yaml_errors *errors);

/* One version file by itself: as if a program.yaml named its designation alone. */
struct rules *rules_load_file(const char *path, struct yaml_errors *errors);
/* The same of bytes that were read already; `path` is what messages call them. */
struct rules *rules_load_bytes(const char *path,
                               struct merit_text bytes,
                               struct yaml_errors *errors);

/* NULL is allowed. */
void rules_free(struct rules *rules);

#endif
