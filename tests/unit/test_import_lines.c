/* Tests of the lines of `merit import`: all are looked at, and only then given, in order. */
#include "check_main.h"
#include "daemon/import_lines.h"
#include "program_fixture.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static struct program_fixture fixture;
static struct import_lines lines;
static char said[8192];

#define LINE(partner, designation)                                                                 \
    "{\"type\":\"standing\",\"partner_id\":\"" partner "\",\"designation\":\"" designation         \
    "\",\"attained_on\":\"2022-10-03\",\"anniversary_date\":\"2024-10-03\"}\n"

/* Reads a file of the text; what it said on standard error is kept. */
static void read_text(const char *text)
{
    char path[] = "/tmp/merit-test-XXXXXX";
    int file = mkstemp(path);
    ck_assert_int_ge(file, 0);
    ck_assert_int_eq(write(file, text, strlen(text)), (ssize_t)strlen(text));
    ck_assert_int_eq(close(file), 0);
    FILE *heard = tmpfile();
    int kept = dup(STDERR_FILENO);
    ck_assert_int_ge(dup2(fileno(heard), STDERR_FILENO), 0);
    lines = (struct import_lines){0};
    const char *files[] = {path};
    char error[IMPORT_ERROR_BYTES];
    bool read = import_lines_read(&lines, program_fixture_make(&fixture), files, 1, error);
    ck_assert_int_eq(fflush(stderr), 0);
    ck_assert_int_ge(dup2(kept, STDERR_FILENO), 0);
    ck_assert_int_eq(close(kept), 0);
    ck_assert(read);
    rewind(heard);
    said[fread(said, 1, sizeof said - 1, heard)] = '\0';
    ck_assert_int_eq(fclose(heard), 0);
    ck_assert_int_eq(unlink(path), 0);
}

START_TEST(good_lines_come_by_partner_and_designation)
{
    read_text(LINE("p2", "users") "\n" LINE("p1", "users") LINE("p2", "people")
                  LINE("p10", "people"));
    ck_assert_uint_eq(lines.bad_lines, 0);
    ck_assert_str_eq(said, "");
    static const char *const want[] = {"p1 users", "p10 people", "p2 people", "p2 users"};
    ck_assert_uint_eq(lines.count, 4);
    for (size_t i = 0; i < lines.count; i++) {
        const struct merit_standing *standing = &lines.lines[i].standing;
        char is[64];
        (void)snprintf(is, sizeof is, "%.*s %.*s", (int)standing->partner_id.length,
                       standing->partner_id.at, (int)standing->designation.length,
                       standing->designation.at);
        ck_assert_str_eq(is, want[i]);
    }
    ck_assert_uint_eq(import_lines_of_partner(&lines, 0), 1);
    ck_assert_uint_eq(import_lines_of_partner(&lines, 2), 2);
    ck_assert_uint_eq(import_lines_of_partner(&lines, 3), 1);
    import_lines_fini(&lines);
}
END_TEST

static void is_bad(const char *text, uint64_t count, const char *says)
{
    read_text(text);
    ck_assert_uint_eq(lines.bad_lines, count);
    ck_assert_msg(strstr(said, says) != NULL, "%s", said);
    import_lines_fini(&lines);
}

START_TEST(bad_lines_are_said_with_their_number)
{
    is_bad(LINE("p1", "users") "{}\n", 1, ":2: undecodable: type must be");
    is_bad(LINE("", "users"), 1, ":1: bad_id: partner_id is empty");
    is_bad(LINE("p1", "animals") LINE("p1", "beasts"), 2,
           ":2: bad_standing: designation is none that the rules know: they know users, people");
    is_bad(LINE("p1", "all"), 1, ":1: bad_standing: designation is held by whoever holds all");
    is_bad("{\"type\":\"usage\",\"event_id\":\"e\",\"occurred_at\":\"2023-01-01T00:00:00Z\","
           "\"tenant_id\":\"t\",\"product\":\"a\",\"as_of\":\"2023-01-01\"}\n",
           1, ":1: undecodable: type must be \"standing\": events go through merit produce");
}
END_TEST

START_TEST(the_same_twice_is_bad)
{
    is_bad(LINE("p1", "users") LINE("p2", "users") LINE("p1", "users"), 1,
           ":3: bad_standing: designation of this partner is given in /tmp/merit-test-");
    ck_assert_ptr_nonnull(strstr(said, ":1 too"));
}
END_TEST

START_TEST(a_file_that_cannot_be_read_is_said)
{
    lines = (struct import_lines){0};
    const char *files[] = {"/nowhere/x.jsonl"};
    char error[IMPORT_ERROR_BYTES];
    ck_assert(!import_lines_read(&lines, program_fixture_make(&fixture), files, 1, error));
    ck_assert_ptr_nonnull(strstr(error, "/nowhere/x.jsonl"));
    import_lines_fini(&lines);
}
END_TEST

CHECK_MAIN_TESTS("import_lines",
                 good_lines_come_by_partner_and_designation,
                 bad_lines_are_said_with_their_number,
                 the_same_twice_is_bad,
                 a_file_that_cannot_be_read_is_said)
