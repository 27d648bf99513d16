/* Lines of files or standard input, one after the other, by large reads. */
#ifndef CODEC_LINE_READ_H
#define CODEC_LINE_READ_H

#include "merit/text.h"

#include <stdatomic.h>
#include <stddef.h>

/* A longer line is never held whole: its first LINE_BYTES_MAX + 1 bytes are given, so that whoever
 * decodes it can tell, and the rest is passed over. */
enum { LINE_BYTES_MAX = 1024 * 1024, LINE_ERROR_BYTES = 512 };

enum line_result {
    LINE_READ,
    LINE_END,    /* of the last file */
    LINE_FAILED, /* line_reader_error says why; nothing more can be read */
};

struct line {
    const char *file;        /* as named by the caller; "<stdin>" for standard input */
    uint64_t number;         /* from 1, in its file */
    struct merit_text bytes; /* without LF or CR LF; the reader's, until the next call */
};

struct line_reader {
    const char *const *files; /* borrowed */
    size_t file_count;
    size_t file_next;
    const atomic_bool *stopping; /* line_reader_stops */
    int descriptor;              /* -1: none open */
    bool at_end;                 /* of the open file: all its bytes are in the buffer */
    bool dropping;               /* the rest of a line that was too long */
    struct line line;
    char *buffer;
    size_t capacity;
    size_t begin; /* the bytes not yet given are [begin, end); those before `searched` are no LF */
    size_t searched;
    size_t end;
    char error[LINE_ERROR_BYTES];
};

/* Reads the files in turn, "-" being standard input; no file at all: standard input. Nothing is
 * opened yet. To be released by line_reader_fini. */
void line_reader_init(struct line_reader *reader, const char *const *files, size_t file_count);
void line_reader_fini(struct line_reader *reader);
/* Where *stopping (NULL: never) is set, nothing more is read: LINE_END, also while nothing comes. A
 * signal that sets it must not restart what it interrupts. */
void line_reader_stops(struct line_reader *reader, const atomic_bool *stopping);

/* The next line; a last line without a line feed counts. Empty lines are given too. ret_line is
 * left alone unless the result is LINE_READ. */
enum line_result line_reader_next(struct line_reader *reader, struct line *ret_line);
/* After LINE_FAILED: "FILE: cannot be read: reason". */
const char *line_reader_error(const struct line_reader *reader);

/* True where a line holds nothing but blanks. */
bool line_is_blank(struct merit_text bytes);

/* True where each file can be read ("-": standard input always); else `ret_error` says which
 * cannot, and why. To be asked before anything is done with them. */
bool line_files_check(const char *const *files,
                      size_t file_count,
                      char ret_error[LINE_ERROR_BYTES]);

#endif
