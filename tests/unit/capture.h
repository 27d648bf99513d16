/* What a function under test writes to standard output or standard error, as text. */
#ifndef CAPTURE_H
#define CAPTURE_H

#include <check.h>

#include <stdio.h>
#include <unistd.h>

enum { CAPTURE_BYTES = 16384 };

struct capture {
    FILE *stream; /* stdout or stderr */
    int kept;     /* where it went before */
    FILE *file;
    char text[CAPTURE_BYTES];
};

static inline void capture_begin(struct capture *capture, FILE *stream)
{
    fflush(stream);
    capture->stream = stream;
    capture->file = tmpfile();
    ck_assert_ptr_nonnull(capture->file);
    capture->kept = dup(fileno(stream));
    ck_assert_int_ge(capture->kept, 0);
    ck_assert_int_ge(dup2(fileno(capture->file), fileno(stream)), 0);
}

/* The text lives as long as the capture. */
static inline const char *capture_end(struct capture *capture)
{
    fflush(capture->stream);
    dup2(capture->kept, fileno(capture->stream));
    close(capture->kept);
    rewind(capture->file);
    size_t length = fread(capture->text, 1, CAPTURE_BYTES - 1, capture->file);
    capture->text[length] = '\0';
    fclose(capture->file);
    return capture->text;
}

#endif
