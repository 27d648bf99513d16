/* What is wrong with rule files: every fault of a load, as text for people. */
#ifndef RULES_ERRORS_H
#define RULES_ERRORS_H

#include "base/arena.h"
#include "base/bytes.h"

#include <stdarg.h>

enum {
    RULES_FILE_ERRORS_MAX = 20,        /* shown of one file */
    RULES_FILE_BYTES_MAX = 256 * 1024, /* of one rule file */
};

/* Grows as faults are found; the caller prints `text` (not terminated: use its length). */
struct rules_errors {
    struct buffer text;
    uint32_t count;
};

/* One file while it is read. Its bytes stand in the load's arena, so that texts may point there. */
struct rules_file {
    const char *path; /* as messages name it */
    struct merit_text bytes;
    struct arena *arena;
    struct rules_errors *errors;
    const char *letters; /* source letters that may be used; "": any capital letter */
    uint32_t error_count;
};

struct rules_place {
    uint32_t line; /* from 1 */
    uint32_t column;
};

void rules_errors_init(struct rules_errors *errors);
void rules_errors_fini(struct rules_errors *errors);

/* "PATH: error: ...": a fault of a directory or of a file as a whole. */
__attribute__((format(printf, 3, 4))) void rules_error_plain(struct rules_errors *errors,
                                                             const char *path,
                                                             const char *format,
                                                             ...);

/* "PATH:LINE:COLUMN: error: ...", the line with a caret below, and `help: HELP` unless NULL. The
 * same fault at the same place is said once. */
__attribute__((format(printf, 4, 5))) void rules_error_at(
    struct rules_file *file, struct rules_place place, const char *help, const char *format, ...);
__attribute__((format(printf, 4, 0))) void rules_error_at_list(struct rules_file *file,
                                                               struct rules_place place,
                                                               const char *help,
                                                               const char *format,
                                                               va_list arguments);

/* Bytes of the UTF-8 character at the start of a text; 0 where there is none. */
uint32_t rules_utf8_length(const char *text, size_t left);

/* "did you mean 'WORD'?" in the arena. */
const char *rules_did_you_mean(struct arena *arena, struct merit_text word);

#endif
