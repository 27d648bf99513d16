/* program.yaml: the revision, the sources, the order of the designations and their standing. */
#ifndef RULES_PROGRAM_READ_H
#define RULES_PROGRAM_READ_H

#include "merit/program.h"
#include "rules/vocabulary.h"

enum { RULES_SOURCES_MAX = 26 };

struct rules_source {
    char letter;
    struct merit_text words;
};

struct rules_program {
    struct yaml_file *file;
    const struct yaml_node *root;
    int64_t revision;
    uint32_t source_count;
    struct rules_source sources[RULES_SOURCES_MAX];
    char letters[RULES_SOURCES_MAX + 1];
    uint32_t designation_count;
    struct rules_value designations[MERIT_DESIGNATIONS_MAX];
    const char *metrics; /* ids separated by spaces */
    struct rules_vocabulary vocabulary;
    struct merit_standing_rules standing;
};

/* Fills in the program from its file's tree. Faults are said. */
void program_read(struct rules_program *program, const struct yaml_node *root);

#endif
