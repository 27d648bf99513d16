/* Lines of files or standard input, one after the other, by large reads. */
#include "codec/line_read.h"

#include "base/memory.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    BUFFER_BYTES = 256 * 1024,
    /* The longest good line with its CR LF: full of bytes of one line, that line is too long. */
    BUFFER_BYTES_MAX = LINE_BYTES_MAX + 2,
    STOP_MS = 200, /* so long until it is seen that all ends */
};

static const char standard_input_name[] = "<stdin>";

void line_reader_init(struct line_reader *reader, const char *const *files, size_t file_count)
{
    *reader = (struct line_reader){
        .files = files,
        .file_count = file_count,
        .descriptor = -1,
        .buffer = memory_allocate(BUFFER_BYTES),
        .capacity = BUFFER_BYTES,
    };
}

void line_reader_stops(struct line_reader *reader, const atomic_bool *stopping)
{
    reader->stopping = stopping;
}

static bool is_stopped(const struct line_reader *reader)
{
    return reader->stopping != NULL && atomic_load(reader->stopping);
}

static void file_close(struct line_reader *reader)
{
    if (reader->descriptor > STDERR_FILENO) {
        (void)close(reader->descriptor); /* only read from: nothing can be lost */
    }
    reader->descriptor = -1;
}

void line_reader_fini(struct line_reader *reader)
{
    file_close(reader);
    memory_free(reader->buffer);
    *reader = (struct line_reader){.descriptor = -1};
}

const char *line_reader_error(const struct line_reader *reader)
{
    return reader->error;
}

static enum line_result fail(struct line_reader *reader, int error)
{
    char reason[128];
    if (strerror_r(error, reason, sizeof reason) != 0) {
        (void)snprintf(reason, sizeof reason, "error %d", error);
    }
    (void)snprintf(reader->error, sizeof reader->error, "%.300s: cannot be read: %s",
                   reader->line.file, reason);
    file_close(reader);
    reader->file_next = reader->file_count + 1; /* nothing after this one either */
    return LINE_FAILED;
}

/* Opens the next file; LINE_END where there is none. */
static enum line_result file_open(struct line_reader *reader)
{
    bool standard_input = reader->file_count == 0 && reader->file_next == 0;
    if (reader->file_next >= reader->file_count && !standard_input) {
        return LINE_END;
    }
    const char *name = standard_input ? "-" : reader->files[reader->file_next];
    reader->file_next++;
    reader->at_end = reader->dropping = false;
    reader->begin = reader->searched = reader->end = 0;
    if (strcmp(name, "-") == 0) {
        reader->line = (struct line){.file = standard_input_name};
        reader->descriptor = STDIN_FILENO;
        return LINE_READ;
    }
    reader->line = (struct line){.file = name};
    int descriptor = open(name, O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) {
        return is_stopped(reader) ? LINE_END : fail(reader, errno);
    }
    reader->descriptor = descriptor;
    return LINE_READ;
}

/* A pipe may bring nothing for long. False: all ends. */
static bool wait_for_bytes(const struct line_reader *reader)
{
    struct pollfd waited = {.fd = reader->descriptor, .events = POLLIN};
    while (reader->stopping != NULL && !is_stopped(reader) && poll(&waited, 1, STOP_MS) <= 0) {
    }
    return !is_stopped(reader);
}

/* Reads more bytes behind those in the buffer, which move to its front first. */
static enum line_result fill(struct line_reader *reader)
{
    size_t held = reader->end - reader->begin;
    if (reader->begin > 0) {
        memmove(reader->buffer, reader->buffer + reader->begin, held);
        reader->searched -= reader->begin;
        reader->begin = 0;
        reader->end = held;
    }
    if (held == reader->capacity) {
        assert(held < BUFFER_BYTES_MAX);
        size_t twice = 2 * reader->capacity;
        reader->capacity = twice < BUFFER_BYTES_MAX ? twice : BUFFER_BYTES_MAX;
        reader->buffer = memory_resize(reader->buffer, reader->capacity);
    }
    if (!wait_for_bytes(reader)) {
        return LINE_END;
    }
    ssize_t got;
    do {
        got = read(reader->descriptor, reader->buffer + held, reader->capacity - held);
    } while (got < 0 && errno == EINTR);
    if (got < 0) {
        return fail(reader, errno);
    }
    reader->at_end = got == 0;
    reader->end += (size_t)got;
    return LINE_READ;
}

static const char *line_feed_find(struct line_reader *reader)
{
    const char *from = reader->buffer + reader->searched;
    const char *feed = memchr(from, '\n', reader->end - reader->searched);
    reader->searched = feed != NULL ? (size_t)(feed - reader->buffer) : reader->end;
    return feed;
}

/* Gives the line [begin, end), its line end already left out. */
static enum line_result give(struct line_reader *reader, size_t end, struct line *ret_line)
{
    reader->line.number++;
    reader->line.bytes = (struct merit_text){
        .at = reader->buffer + reader->begin,
        .length = (uint32_t)(end - reader->begin),
    };
    *ret_line = reader->line;
    return LINE_READ;
}

/* A byte order mark, which some editors put before a file's first line, is none of it. */
static void pass_mark(struct line_reader *reader, size_t end)
{
    static const char mark[] = "\xEF\xBB\xBF";
    size_t length = sizeof mark - 1;
    if (reader->line.number == 0 && end - reader->begin >= length &&
        memcmp(reader->buffer + reader->begin, mark, length) == 0) {
        reader->begin += length;
    }
}

static enum line_result give_whole(struct line_reader *reader, size_t end, struct line *ret_line)
{
    pass_mark(reader, end);
    bool returns = end > reader->begin && reader->buffer[end - 1] == '\r';
    (void)give(reader, returns ? end - 1 : end, ret_line);
    size_t next = end + 1; /* behind the line feed, which a last line may lack */
    reader->begin = reader->searched = next < reader->end ? next : reader->end;
    return LINE_READ;
}

static enum line_result give_too_long(struct line_reader *reader, struct line *ret_line)
{
    (void)give(reader, reader->begin + LINE_BYTES_MAX + 1, ret_line);
    reader->begin = reader->end;
    reader->dropping = true;
    return LINE_READ;
}

/* Finds the next line in the open file; LINE_END at the file's end. */
static enum line_result file_next_line(struct line_reader *reader, struct line *ret_line)
{
    for (;;) {
        const char *feed = line_feed_find(reader);
        if (feed != NULL && !reader->dropping) {
            return give_whole(reader, (size_t)(feed - reader->buffer), ret_line);
        }
        if (feed != NULL) {
            reader->begin = ++reader->searched;
            reader->dropping = false;
            continue;
        }
        if (reader->dropping) {
            reader->begin = reader->end;
        }
        if (reader->at_end) {
            return reader->begin < reader->end ? give_whole(reader, reader->end, ret_line)
                                               : LINE_END;
        }
        if (reader->end - reader->begin == BUFFER_BYTES_MAX) {
            return give_too_long(reader, ret_line);
        }
        enum line_result result = fill(reader);
        if (result != LINE_READ) {
            return result;
        }
    }
}

enum line_result line_reader_next(struct line_reader *reader, struct line *ret_line)
{
    for (;;) {
        enum line_result result = is_stopped(reader) ? LINE_END : LINE_READ;
        if (result == LINE_READ && reader->descriptor < 0) {
            result = file_open(reader);
        }
        if (result == LINE_READ) {
            result = file_next_line(reader, ret_line);
            if (result == LINE_END) {
                file_close(reader);
                continue;
            }
        }
        return result;
    }
}

bool line_is_blank(struct merit_text bytes)
{
    for (uint32_t i = 0; i < bytes.length; i++) {
        if (bytes.at[i] != ' ' && bytes.at[i] != '\t' && bytes.at[i] != '\r') {
            return false;
        }
    }
    return true;
}

bool line_files_check(const char *const *files, size_t file_count, char ret_error[LINE_ERROR_BYTES])
{
    for (size_t i = 0; i < file_count; i++) {
        struct stat status;
        if (strcmp(files[i], "-") == 0) {
            continue;
        }
        if (stat(files[i], &status) == 0 && S_ISDIR(status.st_mode)) {
            (void)snprintf(ret_error, LINE_ERROR_BYTES, "%.300s: is a folder; give files of events",
                           files[i]);
            return false;
        }
        char reason[128];
        if (access(files[i], R_OK) != 0) {
            if (strerror_r(errno, reason, sizeof reason) != 0) {
                (void)snprintf(reason, sizeof reason, "error %d", errno);
            }
            (void)snprintf(ret_error, LINE_ERROR_BYTES, "%.300s: cannot be read: %s", files[i],
                           reason);
            return false;
        }
    }
    return true;
}
