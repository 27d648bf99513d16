/* Tests of `merit generate` as a whole: what it prints is read back, in order, without a fault. */
#include "check_main.h"
#include "cli/generate.h"
#include "cli/generate_agenda.h"
#include "cli/generate_event.h"
#include "cli/generate_hash.h"
#include "cli/generate_options.h"
#include "codec/json_read.h"
#include "codec/line_read.h"
#include "generate_parts.h"

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

enum { NAME_BYTES = 64, ARGUMENTS_MAX = 8 };

/* Runs it with standard output going to a new file. */
static int run(char *const *arguments, char name[NAME_BYTES])
{
    char *copies[ARGUMENTS_MAX];
    int count = 0;
    while (arguments[count] != NULL) {
        copies[count] = arguments[count];
        count++;
    }
    (void)snprintf(name, NAME_BYTES, "/tmp/merit_generate_XXXXXX");
    int file = mkstemp(name);
    int kept = dup(STDOUT_FILENO);
    ck_assert_int_ge(file, 0);
    ck_assert_int_ge(kept, 0);
    ck_assert_int_eq(fflush(stdout), 0);
    ck_assert_int_eq(dup2(file, STDOUT_FILENO), STDOUT_FILENO);
    int result = cli_generate(count, copies);
    ck_assert_int_eq(dup2(kept, STDOUT_FILENO), STDOUT_FILENO);
    ck_assert_int_eq(close(kept), 0);
    ck_assert_int_eq(close(file), 0);
    return result;
}

struct summary {
    uint64_t lines;
    uint64_t goes_back; /* lines whose day is before that of an earlier one */
    uint64_t hash;
};

static struct summary read_history(const char *name)
{
    const char *const files[] = {name};
    struct summary summary = {0};
    struct json_reader *reader = json_reader_new();
    struct line_reader lines;
    struct line line;
    int32_t clock = MERIT_DAY_FIRST;
    line_reader_init(&lines, files, 1);
    while (line_reader_next(&lines, &line) == LINE_READ) {
        struct merit_event event;
        struct merit_fault fault = json_reader_read(reader, line.bytes, &event);
        ck_assert_msg(fault.bad == MERIT_BAD_NONE, "%s", json_reader_message(reader));
        int32_t day = merit_day_of_micros(event.timestamp);
        summary.goes_back += day < clock;
        clock = day > clock ? day : clock;
        summary.lines++;
        for (uint32_t i = 0; i < line.bytes.length; i++) {
            summary.hash = generate_hash(summary.hash, (unsigned char)line.bytes.at[i]);
        }
    }
    line_reader_fini(&lines);
    json_reader_free(reader);
    (void)unlink(name);
    return summary;
}

START_TEST(prints_a_history_in_order)
{
    char a0[] = "generate", a1[] = "--tenants", a2[] = "200", a3[] = "--months", a4[] = "14";
    char *const arguments[] = {a0, a1, a2, a3, a4, NULL};
    char name[NAME_BYTES];
    ck_assert_int_eq(run(arguments, name), 0);
    struct summary once = read_history(name);
    ck_assert_int_eq(run(arguments, name), 0);
    struct summary again = read_history(name);
    ck_assert_uint_gt(once.lines, 5000);
    ck_assert_uint_eq(once.goes_back, 0);
    ck_assert_uint_eq(once.hash, again.hash);
}
END_TEST

START_TEST(prints_late_lines)
{
    char a0[] = "generate", a1[] = "--tenants", a2[] = "100", a3[] = "--late", a4[] = "10";
    char *const arguments[] = {a0, a1, a2, a3, a4, NULL};
    char name[NAME_BYTES];
    ck_assert_int_eq(run(arguments, name), 0);
    struct summary summary = read_history(name);
    ck_assert_uint_gt(summary.goes_back, summary.lines * 3 / 100);
    ck_assert_uint_lt(summary.goes_back, summary.lines * 8 / 100);
}
END_TEST

START_TEST(prints_nothing_where_it_is_asked_wrongly)
{
    char a0[] = "generate", a1[] = "--tenants", a2[] = "none";
    char *const arguments[] = {a0, a1, a2, NULL};
    char name[NAME_BYTES];
    ck_assert_int_eq(run(arguments, name), 2);
    ck_assert_uint_eq(read_history(name).lines, 0);
}
END_TEST

START_TEST(fails_where_it_cannot_write)
{
    char a0[] = "generate";
    char *arguments[] = {a0, NULL};
    int full = open("/dev/full", O_WRONLY);
    ck_assert_int_ge(full, 0);
    ck_assert_int_eq(fflush(stdout), 0);
    int kept = dup(STDOUT_FILENO);
    ck_assert_int_eq(dup2(full, STDOUT_FILENO), STDOUT_FILENO);
    int result = cli_generate(1, arguments);
    ck_assert_int_eq(dup2(kept, STDOUT_FILENO), STDOUT_FILENO);
    ck_assert_int_eq(close(kept), 0);
    ck_assert_int_eq(close(full), 0);
    ck_assert_int_eq(result, 1);
}
END_TEST

CHECK_MAIN_TESTS("generate",
                 prints_a_history_in_order,
                 prints_late_lines,
                 prints_nothing_where_it_is_asked_wrongly,
                 fails_where_it_cannot_write)
