/* Fuzz target: any bytes as a file of lines, with runs long enough to pass every edge of the
 * reader's buffer; the lines are those that cutting the whole at its line feeds gives. */
#include "base/memory.h"
#include "codec/line_read.h"
#include "fuzz.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    FILE_BYTES_MAX = 3 * 512 * 1024,
    TWICE_BYTES_MAX = 16 * 1024, /* a file so small is read a second time, as the next one */
    RUN_MARK =
        0x80, /* such a byte says how often the next one comes: 2^n, and a little more or less */
    RUN_POWERS = 21,
    RUN_LESS = 3,
};

static char *content;
static size_t length;

static void require(bool holds)
{
    if (!holds) {
        abort();
    }
}

static void add(char byte, size_t count)
{
    count = count < FILE_BYTES_MAX - length ? count : FILE_BYTES_MAX - length;
    memset(content + length, byte, count);
    length += count;
}

static void make_content(const uint8_t *data, size_t size)
{
    length = 0;
    for (size_t i = 0; i < size; i++) {
        if (data[i] < RUN_MARK || i + 1 == size) {
            add((char)data[i], 1);
            continue;
        }
        size_t run = data[i] - RUN_MARK;
        size_t count = ((size_t)1 << (run % RUN_POWERS)) + run / RUN_POWERS;
        add((char)data[++i], count > RUN_LESS ? count - RUN_LESS : count);
    }
}

/* The file that holds the content, under a name that opens it. */
static void write_file(char *name, size_t size)
{
    static int file = -1;
    if (file < 0) {
        char path[] = "/tmp/merit_fuzz_lines_XXXXXX";
        file = mkstemp(path);
        require(file >= 0 && unlink(path) == 0);
    }
    require(ftruncate(file, 0) == 0);
    for (size_t at = 0; at < length;) {
        ssize_t written = pwrite(file, content + at, length - at, (off_t)at);
        require(written > 0);
        at += (size_t)written;
    }
    (void)snprintf(name, size, "/dev/fd/%d", file);
}

/* The line that begins at `at`, and where the next one does. */
static size_t cut(size_t at, struct merit_text *ret_line)
{
    const char *feed = memchr(content + at, '\n', length - at);
    size_t end = feed == NULL ? length : (size_t)(feed - content);
    size_t bytes = end - at;
    if (bytes > LINE_BYTES_MAX + 1) {
        bytes = LINE_BYTES_MAX + 1;
    } else if (bytes > 0 && content[end - 1] == '\r') {
        bytes--;
    }
    *ret_line = (struct merit_text){content + at, (uint32_t)bytes};
    return end + 1;
}

static void require_lines(struct line_reader *reader)
{
    uint64_t number = 0;
    for (size_t at = 0; at < length;) {
        struct merit_text expected;
        struct line line;
        at = cut(at, &expected);
        number++;
        require(line_reader_next(reader, &line) == LINE_READ);
        require(line.number == number && line.bytes.length == expected.length);
        require(memcmp(line.bytes.at, expected.at, expected.length) == 0);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char name[32];
    if (content == NULL) {
        content = memory_allocate(FILE_BYTES_MAX);
    }
    make_content(data, size);
    write_file(name, sizeof name);
    const char *const files[] = {name, name};
    size_t count = length <= TWICE_BYTES_MAX ? 2 : 1;
    struct line_reader reader;
    struct line line;
    line_reader_init(&reader, files, count);
    for (size_t i = 0; i < count; i++) {
        require_lines(&reader);
    }
    require(line_reader_next(&reader, &line) == LINE_END);
    line_reader_fini(&reader);
    return 0;
}
