/* The standings of files for `merit import`: all of them checked, in the order of their partners.
 */
#ifndef DAEMON_IMPORT_LINES_H
#define DAEMON_IMPORT_LINES_H

#include "base/arena.h"
#include "merit/program.h"
#include "merit/standing.h"

struct import_line {
    struct merit_standing standing;
    const char *file; /* where it stands */
    uint64_t number;
};

/* Zero-initialise. */
struct import_lines {
    struct arena arena;        /* owns the texts */
    struct import_line *lines; /* good ones, by partner and designation */
    size_t count;
    size_t capacity;
    uint64_t bad_lines; /* each said on standard error as FILE:LINE: reason */
};

/* "-": standard input; no file: likewise. False: a file cannot be read, `error` says
 * why. */
enum { IMPORT_ERROR_BYTES = 512 };
bool import_lines_read(struct import_lines *lines,
                       const struct merit_program *program,
                       const char *const *files,
                       size_t file_count,
                       char error[IMPORT_ERROR_BYTES]);
void import_lines_fini(struct import_lines *lines);

/* How many lines from index `first` on are of the same partner. */
size_t import_lines_of_partner(const struct import_lines *lines, size_t first);

#endif
