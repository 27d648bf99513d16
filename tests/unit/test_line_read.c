/* Tests of the line reader. */
#include "check_main.h"
#include "codec/line_read.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

enum { NAME_BYTES = 64 };

static void write_file(char name[NAME_BYTES], const char *bytes, size_t size)
{
    (void)snprintf(name, NAME_BYTES, "/tmp/merit_lines_XXXXXX");
    int descriptor = mkstemp(name);
    ck_assert_int_ge(descriptor, 0);
    while (size > 0) {
        ssize_t written = write(descriptor, bytes, size);
        ck_assert_int_gt(written, 0);
        bytes += written;
        size -= (size_t)written;
    }
    ck_assert_int_eq(close(descriptor), 0);
}

static void expect(struct line_reader *reader, const char *file, uint64_t number, const char *text)
{
    struct line line;
    ck_assert_int_eq(line_reader_next(reader, &line), LINE_READ);
    ck_assert_str_eq(line.file, file);
    ck_assert_uint_eq(line.number, number);
    ck_assert_uint_eq(line.bytes.length, strlen(text));
    ck_assert_mem_eq(line.bytes.at, text, strlen(text));
}

START_TEST(reads_the_lines_of_files_in_turn)
{
    char names[3][NAME_BYTES];
    write_file(names[0], "one\r\n\n \ntwo", 11);
    write_file(names[1], "", 0);
    write_file(names[2], "three\n", 6);
    const char *const files[] = {names[0], names[1], names[2]};
    struct line_reader reader;
    struct line line;
    line_reader_init(&reader, files, 3);
    expect(&reader, names[0], 1, "one");
    expect(&reader, names[0], 2, "");
    expect(&reader, names[0], 3, " ");
    expect(&reader, names[0], 4, "two");
    expect(&reader, names[2], 1, "three");
    ck_assert_int_eq(line_reader_next(&reader, &line), LINE_END);
    ck_assert_int_eq(line_reader_next(&reader, &line), LINE_END);
    line_reader_fini(&reader);
    for (int i = 0; i < 3; i++) {
        (void)unlink(names[i]);
    }
}
END_TEST

static void standard_input_from(const char *name)
{
    int descriptor = open(name, O_RDONLY);
    ck_assert_int_ge(descriptor, 0);
    ck_assert_int_eq(dup2(descriptor, STDIN_FILENO), STDIN_FILENO);
    ck_assert_int_eq(close(descriptor), 0);
}

START_TEST(reads_standard_input)
{
    char name[NAME_BYTES];
    const char *const dash[] = {"-"};
    write_file(name, "a\nb\n", 4);
    for (size_t count = 0; count <= 1; count++) {
        struct line_reader reader;
        struct line line;
        standard_input_from(name);
        line_reader_init(&reader, dash, count);
        expect(&reader, "<stdin>", 1, "a");
        expect(&reader, "<stdin>", 2, "b");
        ck_assert_int_eq(line_reader_next(&reader, &line), LINE_END);
        line_reader_fini(&reader);
    }
    (void)unlink(name);
}
END_TEST

static atomic_bool stopping;

static void stop(int number)
{
    (void)number;
    atomic_store(&stopping, true);
}

/* A pipe that stays open, and a file of which something is left; the test's own time is the limit.
 */
START_TEST(stops_where_all_ends)
{
    int ends[2];
    ck_assert_int_eq(pipe(ends), 0);
    ck_assert_int_eq(dup2(ends[0], STDIN_FILENO), STDIN_FILENO);
    ck_assert_int_eq(write(ends[1], "a\nb", 3), 3);
    struct sigaction action = {.sa_handler = stop};
    ck_assert_int_eq(sigaction(SIGALRM, &action, NULL), 0);
    struct line_reader reader;
    struct line line;
    line_reader_init(&reader, NULL, 0);
    line_reader_stops(&reader, &stopping);
    expect(&reader, "<stdin>", 1, "a");
    (void)alarm(1);
    ck_assert_int_eq(line_reader_next(&reader, &line), LINE_END);
    ck_assert(atomic_load(&stopping));
    line_reader_fini(&reader);

    char name[NAME_BYTES];
    write_file(name, "a\nb\n", 4);
    const char *const files[] = {name};
    atomic_store(&stopping, false);
    line_reader_init(&reader, files, 1);
    line_reader_stops(&reader, &stopping);
    expect(&reader, name, 1, "a");
    atomic_store(&stopping, true);
    ck_assert_int_eq(line_reader_next(&reader, &line), LINE_END);
    line_reader_fini(&reader);
    (void)unlink(name);
}
END_TEST

START_TEST(says_which_file_cannot_be_read)
{
    const char *const missing[] = {"/nonexistent/file", "-"};
    const char *const folder[] = {"/tmp"};
    struct line_reader reader;
    struct line line;
    line_reader_init(&reader, missing, 2);
    ck_assert_int_eq(line_reader_next(&reader, &line), LINE_FAILED);
    ck_assert_str_eq(line_reader_error(&reader),
                     "/nonexistent/file: cannot be read: No such file or directory");
    ck_assert_int_eq(line_reader_next(&reader, &line), LINE_END);
    line_reader_fini(&reader);
    line_reader_init(&reader, folder, 1);
    ck_assert_int_eq(line_reader_next(&reader, &line), LINE_FAILED);
    ck_assert_str_eq(line_reader_error(&reader), "/tmp: cannot be read: Is a directory");
    line_reader_fini(&reader);
}
END_TEST

/* Lines up to the limit are whole; a longer one shows by one byte more, and its rest is dropped. */
START_TEST(bounds_lines)
{
    const size_t lengths[] = {300000, LINE_BYTES_MAX, LINE_BYTES_MAX + 1, 5 * LINE_BYTES_MAX, 7};
    size_t size = 0;
    char *bytes = malloc(8 * LINE_BYTES_MAX);
    ck_assert_ptr_nonnull(bytes);
    for (size_t i = 0; i < 5; i++) {
        memset(bytes + size, 'a' + (int)i, lengths[i]);
        size += lengths[i];
        if (i % 2 == 1) {
            bytes[size++] = '\r';
        }
        bytes[size++] = '\n';
    }
    char name[NAME_BYTES];
    write_file(name, bytes, size - 1); /* the last line without its end */
    const char *const files[] = {name};
    struct line_reader reader;
    struct line line;
    line_reader_init(&reader, files, 1);
    for (size_t i = 0; i < 5; i++) {
        size_t kept = lengths[i] <= LINE_BYTES_MAX ? lengths[i] : LINE_BYTES_MAX + 1;
        ck_assert_int_eq(line_reader_next(&reader, &line), LINE_READ);
        ck_assert_uint_eq(line.number, i + 1);
        ck_assert_uint_eq(line.bytes.length, kept);
        ck_assert_int_eq(line.bytes.at[0], 'a' + (int)i);
        ck_assert_int_eq(line.bytes.at[kept - 1], 'a' + (int)i);
    }
    ck_assert_int_eq(line_reader_next(&reader, &line), LINE_END);
    line_reader_fini(&reader);
    free(bytes);
    (void)unlink(name);
}
END_TEST

/* A too long last line without an end, and one at the end of a file before another. */
START_TEST(bounds_last_lines)
{
    size_t size = 3 * LINE_BYTES_MAX;
    char *bytes = malloc(size);
    ck_assert_ptr_nonnull(bytes);
    memset(bytes, 'x', size);
    char name[NAME_BYTES];
    write_file(name, bytes, size);
    const char *const files[] = {name, name};
    struct line_reader reader;
    struct line line;
    line_reader_init(&reader, files, 2);
    for (int i = 0; i < 2; i++) {
        ck_assert_int_eq(line_reader_next(&reader, &line), LINE_READ);
        ck_assert_uint_eq(line.number, 1);
        ck_assert_uint_eq(line.bytes.length, LINE_BYTES_MAX + 1);
    }
    ck_assert_int_eq(line_reader_next(&reader, &line), LINE_END);
    line_reader_fini(&reader);
    free(bytes);
    (void)unlink(name);
}
END_TEST

/* Before the first line of each file alone. */
START_TEST(passes_over_a_byte_order_mark)
{
    static const char bytes[] = "\xEF\xBB\xBF"
                                "a\n\xEF\xBB\xBF"
                                "b";
    char name[NAME_BYTES];
    write_file(name, bytes, sizeof bytes - 1);
    const char *const files[] = {name, name};
    struct line_reader reader;
    struct line line;
    line_reader_init(&reader, files, 2);
    for (int i = 0; i < 2; i++) {
        ck_assert_int_eq(line_reader_next(&reader, &line), LINE_READ);
        ck_assert(merit_text_equal(line.bytes, merit_text_of("a")));
        ck_assert_int_eq(line_reader_next(&reader, &line), LINE_READ);
        ck_assert_uint_eq(line.bytes.length, 4);
    }
    line_reader_fini(&reader);
    (void)unlink(name);
}
END_TEST

START_TEST(looks_at_files_before_they_are_read)
{
    char name[NAME_BYTES];
    char error[LINE_ERROR_BYTES];
    write_file(name, "x", 1);
    const char *files[] = {name, "-", "/nowhere"};
    ck_assert(line_files_check(files, 2, error));
    ck_assert(!line_files_check(files, 3, error));
    ck_assert_str_eq(error, "/nowhere: cannot be read: No such file or directory");
    files[2] = "/";
    ck_assert(!line_files_check(files, 3, error));
    ck_assert_ptr_nonnull(strstr(error, "is a folder"));
    (void)unlink(name);
}
END_TEST

START_TEST(knows_blank_lines)
{
    ck_assert(line_is_blank(merit_text_of("")));
    ck_assert(line_is_blank(merit_text_of(" \t\r ")));
    ck_assert(!line_is_blank(merit_text_of("  x")));
}
END_TEST

CHECK_MAIN_TESTS("line_read",
                 reads_the_lines_of_files_in_turn,
                 reads_standard_input,
                 stops_where_all_ends,
                 says_which_file_cannot_be_read,
                 bounds_lines,
                 bounds_last_lines,
                 passes_over_a_byte_order_mark,
                 looks_at_files_before_they_are_read,
                 knows_blank_lines)
