/* A case file: tests of rules that people write as YAML. */
#ifndef CLI_CASE_FILE_H
#define CLI_CASE_FILE_H

#include "cli/case_event.h"
#include "cli/case_want.h"

/* What happens next in a test: a standing is adopted, an event arrives, or something is expected.
 */
struct case_step {
    struct case_step *next;
    const struct yaml_node *node;
    int32_t day;
    /* All but one are NULL. */
    const struct merit_standing *standing;
    const struct merit_event *event;
    const struct case_expectation *expectation;
};

struct case_test {
    struct case_test *next;
    const struct yaml_node *node; /* its name */
    struct merit_text name;
    int32_t outputs_from_day; /* MERIT_NO_DAY: nothing is withheld */
    struct case_step *steps;
};

struct case_file {
    const char *path;
    struct case_test *tests;
};

/* The folder of rules that the file names, in the arena of the file: beside the file, unless it
 * begins with '/'. NULL, and said, where it names none. */
const char *case_file_rules(const struct yaml_node *root);

/* The file's tree; NULL, and said, where it cannot be read or is none. The arena owns all of it. */
const struct yaml_node *case_file_parse(struct arena *arena,
                                        struct yaml_errors *errors,
                                        const char *path);

/* Reads the tests; what is wrong is said. */
void case_file_read(struct case_file *file,
                    const struct yaml_node *root,
                    const struct merit_program *program);

#endif
