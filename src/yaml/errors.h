/* What is wrong with YAML files that people write: every fault, as text for people. */
#ifndef YAML_ERRORS_H
#define YAML_ERRORS_H

#include "base/arena.h"
#include "base/bytes.h"

#include <stdarg.h>

enum {
    YAML_FILE_ERRORS_MAX = 20,        /* shown of one file */
    YAML_FILE_BYTES_MAX = 256 * 1024, /* of one file */
};

/* Grows as faults are found; the caller prints `text` (not terminated: use its length). */
struct yaml_errors {
    struct buffer text;
    uint32_t count;
};

/* One file while it is read. Its bytes stand in the load's arena, so that texts may point there. */
struct yaml_file {
    const char *path;    /* as messages name it */
    const char *noun;    /* what messages call such a file: "a rule file" */
    const char *example; /* of a line of such a file, for whoever wrote something else */
    struct merit_text bytes;
    struct arena *arena;
    struct yaml_errors *errors;
    const char *const *secrets; /* NULL, or words ended by NULL: a line that has one is not shown */
    bool is_value;              /* one value instead of a file: no line and column are said */
    const void *context;        /* what the reader of its nodes wants to know about the file */
    uint32_t error_count;
};

struct yaml_place {
    uint32_t line; /* from 1 */
    uint32_t column;
};

void yaml_errors_init(struct yaml_errors *errors);
void yaml_errors_fini(struct yaml_errors *errors);

/* "PATH: error: ...": a fault of a directory or of a file as a whole. */
__attribute__((format(printf, 3, 4))) void yaml_error_plain(struct yaml_errors *errors,
                                                            const char *path,
                                                            const char *format,
                                                            ...);

/* "PATH:LINE:COLUMN: error: ...", the line with a caret below, and `help: HELP` unless NULL. The
 * same fault at the same place is said once. */
__attribute__((format(printf, 4, 5))) void yaml_error_at(
    struct yaml_file *file, struct yaml_place place, const char *help, const char *format, ...);
__attribute__((format(printf, 4, 0))) void yaml_error_at_list(struct yaml_file *file,
                                                              struct yaml_place place,
                                                              const char *help,
                                                              const char *format,
                                                              va_list arguments);

/* "did you mean 'WORD'?" in the arena. */
const char *yaml_did_you_mean(struct arena *arena, struct merit_text word);

#endif
