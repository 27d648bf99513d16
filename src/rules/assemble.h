/* The versions of all designations to the rule program. */
#ifndef RULES_ASSEMBLE_H
#define RULES_ASSEMBLE_H

#include "rules/model.h"
#include "rules/program_read.h"

/* The versions of one designation, by effective date. */
struct rules_designation {
    struct merit_text id;
    uint32_t version_count;
    const struct rules_version **versions;
};

struct rules_assembly {
    struct arena *arena;
    struct yaml_errors *errors;
    const char *path; /* of the directory, for faults that belong to no file */
    uint32_t designation_count;
    struct rules_designation *designations;
};

/* Compiles into `program`, whose revision and standing are set. To be called without faults so far;
 * those of compiling are said. */
void assemble_program(const struct rules_assembly *assembly, struct merit_program *program);

#endif
