/* The standings of files for `merit import`: all of them checked, in the order of their partners.
 */
#include "daemon/import_lines.h"

#include "base/memory.h"
#include "codec/json_read.h"
#include "codec/line_read.h"
#include "codec/standing_fault.h"
#include "task/adopt.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

enum { LINES_FIRST = 64 };

static void say_bad(struct import_lines *lines,
                    const char *file,
                    uint64_t number,
                    const char *message)
{
    (void)fprintf(stderr, "%s:%" PRIu64 ": %s\n", file, number, message);
    lines->bad_lines++;
}

static void add(struct import_lines *lines,
                const struct line *line,
                const struct merit_standing *standing)
{
    if (lines->count == lines->capacity) {
        lines->capacity = lines->capacity == 0 ? LINES_FIRST : lines->capacity * 2;
        lines->lines = memory_resize(lines->lines, lines->capacity * sizeof *lines->lines);
    }
    struct import_line *added = &lines->lines[lines->count++];
    *added = (struct import_line){*standing, line->file, line->number};
    added->standing.partner_id = arena_text(&lines->arena, standing->partner_id);
    added->standing.designation = arena_text(&lines->arena, standing->designation);
}

static void take_line(struct import_lines *lines,
                      const struct merit_program *program,
                      struct json_reader *reader,
                      const struct line *line)
{
    struct json_line read;
    if (line_is_blank(line->bytes)) {
        return;
    }
    struct merit_fault fault = json_reader_read_line(reader, line->bytes, &read);
    if (fault.bad != MERIT_BAD_NONE) {
        say_bad(lines, line->file, line->number, json_reader_message(reader));
        return;
    }
    if (!read.is_standing) {
        say_bad(lines, line->file, line->number,
                "undecodable: type must be \"standing\": events go through merit produce");
        return;
    }
    uint8_t designation;
    fault = adopt_check(program, &read.standing, &designation);
    if (fault.bad != MERIT_BAD_NONE) {
        char message[STANDING_FAULT_BYTES];
        standing_fault_write(program, &read.standing, &fault, message);
        say_bad(lines, line->file, line->number, message);
        return;
    }
    add(lines, line, &read.standing);
}

/* ---- order ------------------------------------------------------------------------------- */

static int compare_names(const struct import_line *a, const struct import_line *b)
{
    int order = merit_text_compare(a->standing.partner_id, b->standing.partner_id);
    return order != 0 ? order
                      : merit_text_compare(a->standing.designation, b->standing.designation);
}

/* Lines of one partner and designation in the order of their lines; of several files in any. */
static int compare_lines(const void *a, const void *b)
{
    const struct import_line *one = a;
    const struct import_line *other = b;
    int order = compare_names(one, other);
    return order != 0 ? order : (one->number > other->number) - (one->number < other->number);
}

static void refuse_repeated(struct import_lines *lines)
{
    for (size_t i = 1; i < lines->count; i++) {
        const struct import_line *line = &lines->lines[i];
        const struct import_line *before = line - 1;
        if (compare_names(before, line) == 0) {
            char message[256];
            (void)snprintf(message, sizeof message,
                           "bad_standing: designation of this partner is given in %.150s:%" PRIu64
                           " too",
                           before->file, before->number);
            say_bad(lines, line->file, line->number, message);
        }
    }
}

bool import_lines_read(struct import_lines *lines,
                       const struct merit_program *program,
                       const char *const *files,
                       size_t file_count,
                       char error[IMPORT_ERROR_BYTES])
{
    struct json_reader *json = json_reader_new();
    struct line_reader reader;
    line_reader_init(&reader, files, file_count);
    struct line line;
    enum line_result got;
    while ((got = line_reader_next(&reader, &line)) == LINE_READ) {
        take_line(lines, program, json, &line);
    }
    if (got == LINE_FAILED) {
        (void)snprintf(error, IMPORT_ERROR_BYTES, "%s", line_reader_error(&reader));
    }
    line_reader_fini(&reader);
    json_reader_free(json);
    if (lines->count > 0) {
        qsort(lines->lines, lines->count, sizeof *lines->lines, compare_lines);
    }
    refuse_repeated(lines);
    return got != LINE_FAILED;
}

void import_lines_fini(struct import_lines *lines)
{
    memory_free(lines->lines);
    arena_fini(&lines->arena);
}

size_t import_lines_of_partner(const struct import_lines *lines, size_t first)
{
    size_t next = first;
    while (next < lines->count && merit_text_equal(lines->lines[next].standing.partner_id,
                                                   lines->lines[first].standing.partner_id)) {
        next++;
    }
    return next - first;
}
