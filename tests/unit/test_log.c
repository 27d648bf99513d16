/* Lines of the log: both formats, what is quoted, where they are cut, and that one is one write. */
#include "base/log.h"
#include "check_main.h"

#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MICROS_PER_SECOND = 1000000 };

/* 2022-10-03T09:00:00.012Z */
static const int64_t moment = INT64_C(1664787600) * MICROS_PER_SECOND + 12999;

static char composed[LOG_LINE_BYTES_MAX + 1];

static const char *compose_at(const struct log *log,
                              enum log_level level,
                              const struct log_field *fields)
{
    struct log_composed line;
    log_compose(log, moment, level, fields, &line);
    ck_assert_uint_le(line.length, LOG_LINE_BYTES_MAX);
    memcpy(composed, line.bytes, line.length);
    composed[line.length] = '\0';
    return composed;
}

static const char *compose(const struct log *log, const struct log_field *fields)
{
    return compose_at(log, LOG_INFO, fields);
}

static const struct log logfmt = {.level = LOG_INFO, .format = LOG_LOGFMT};
static const struct log json = {.level = LOG_INFO, .format = LOG_JSON};

START_TEST(test_log_formats)
{
    const struct log_field fields[] = {
        log_text("event", "task opened"),
        log_int("task", -3),
        log_uint("most", UINT64_MAX),
        log_bool("new", true),
        log_text("how", "a>"),
        log_int("least", INT64_MIN),
        {.kind = LOG_FIELD_END},
    };
    ck_assert_str_eq(compose(&logfmt, fields),
                     "time=2022-10-03T09:00:00.012Z level=info event=\"task opened\" task=-3 "
                     "most=18446744073709551615 new=true how=a> least=-9223372036854775808\n");
    ck_assert_str_eq(compose(&json, fields),
                     "{\"time\":\"2022-10-03T09:00:00.012Z\",\"level\":\"info\","
                     "\"event\":\"task opened\",\"task\":-3,\"most\":18446744073709551615,"
                     "\"new\":true,\"how\":\"a>\",\"least\":-9223372036854775808}\n");
}
END_TEST

START_TEST(test_log_levels_and_priorities)
{
    static const struct log journal = {.level = LOG_DEBUG, .priorities = true};
    const struct log_field fields[] = {log_text("event", "x"), {.kind = LOG_FIELD_END}};
    static const char *const expected[] = {
        "<3>time=2022-10-03T09:00:00.012Z level=error event=x\n",
        "<4>time=2022-10-03T09:00:00.012Z level=warn event=x\n",
        "<6>time=2022-10-03T09:00:00.012Z level=info event=x\n",
        "<7>time=2022-10-03T09:00:00.012Z level=debug event=x\n"};
    for (enum log_level level = LOG_ERROR; level <= LOG_DEBUG; level++) {
        ck_assert_str_eq(compose_at(&journal, level, fields), expected[level]);
    }
}
END_TEST

static void expect_value(const char *text,
                         size_t length,
                         const char *in_logfmt,
                         const char *in_json)
{
    const struct merit_text value = {text, (uint32_t)length};
    const struct log_field fields[] = {log_bytes("v", value), {.kind = LOG_FIELD_END}};
    char expected[256];
    (void)snprintf(expected, sizeof expected, " v=%s\n", in_logfmt);
    const char *line = compose(&logfmt, fields);
    ck_assert_str_eq(strstr(line, " v="), expected);
    (void)snprintf(expected, sizeof expected, ",\"v\":%s}\n", in_json);
    line = compose(&json, fields);
    ck_assert_str_eq(strstr(line, ",\"v\":"), expected);
}

START_TEST(test_log_quoting)
{
    expect_value("plain", 5, "plain", "\"plain\"");
    expect_value("", 0, "\"\"", "\"\"");
    expect_value("a=b", 3, "\"a=b\"", "\"a=b\"");
    expect_value("\"\\", 2, "\"\\\"\\\\\"", "\"\\\"\\\\\"");
    expect_value("a\nb\tc\rd", 7, "\"a\\nb\\tc\\rd\"", "\"a\\nb\\tc\\rd\"");
    expect_value("\033[2J", 4, "\"\\u001b[2J\"", "\"\\u001b[2J\"");
    expect_value("\0", 1, "\"\\u0000\"", "\"\\u0000\"");
    expect_value("\x7F", 1, "\"\\u007f\"", "\"\\u007f\"");
    expect_value("\xC2\x9B", 2, "\"\\u009b\"", "\"\\u009b\"");
    expect_value("\xC3\xA9", 2, "\"\xC3\xA9\"", "\"\xC3\xA9\"");
    expect_value("\xFFx\xC3", 3, "\"\\ufffdx\\ufffd\"", "\"\\ufffdx\\ufffd\"");
}
END_TEST

START_TEST(test_log_null_text)
{
    const struct log_field fields[] = {log_text("v", NULL), {.kind = LOG_FIELD_END}};
    ck_assert_str_eq(strstr(compose(&logfmt, fields), " v="), " v=\"\"\n");
}
END_TEST

/* Whatever the length of a value, a line is bounded and whole. */
START_TEST(test_log_cut)
{
    static char value[LOG_LINE_BYTES_MAX + 64];
    static const char characters[] = {'x', '\n', '\x01'};
    for (size_t c = 0; c < sizeof characters; c++) {
        memset(value, characters[c], sizeof value);
        for (uint32_t length = 1; length < sizeof value; length++) {
            const struct log_field fields[] = {
                log_bytes("value", (struct merit_text){value, length}),
                log_int("after", 1),
                {.kind = LOG_FIELD_END}};
            const char *line = compose(&logfmt, fields);
            bool cut = strstr(line, " cut=true\n") != NULL;
            ck_assert(cut != (strstr(line, " after=1\n") != NULL));
            line = compose(&json, fields);
            cut = strstr(line, "\",\"cut\":true}\n") != NULL;
            ck_assert(cut != (strstr(line, "\",\"after\":1}\n") != NULL));
        }
        ck_assert_uint_ge(
            strlen(compose(
                &json, (const struct log_field[]){log_bytes("v", (struct merit_text){value, 4160}),
                                                  {.kind = LOG_FIELD_END}})),
            LOG_LINE_BYTES_MAX - 32);
    }
}
END_TEST

static int counted;

static int64_t count(void)
{
    return ++counted;
}

START_TEST(test_log_writes)
{
    int ends[2];
    char line[LOG_LINE_BYTES_MAX + 1];
    ck_assert_int_eq(pipe(ends), 0);
    const struct log log = {.descriptor = ends[1], .level = LOG_INFO, .format = LOG_LOGFMT};
    LOG(&log, LOG_DEBUG, "not written", log_int("n", count()));
    ck_assert_int_eq(counted, 0);
    LOG(&log, LOG_WARN, "stopped");
    ssize_t length = read(ends[0], line, sizeof line - 1);
    ck_assert_int_gt(length, 0);
    line[length] = '\0';
    ck_assert_str_eq(strstr(line, "Z level"), "Z level=warn event=stopped\n");
    errno = ENOENT;
    LOG(&log, LOG_INFO, "started", log_int("n", count()), log_text("t", "a b"));
    ck_assert_int_eq(errno, ENOENT);
    length = read(ends[0], line, sizeof line - 1);
    ck_assert_int_gt(length, 0);
    line[length] = '\0';
    ck_assert_str_eq(strstr(line, "Z level"), "Z level=info event=started n=1 t=\"a b\"\n");
    ck_assert_int_eq(close(ends[0]), 0);
    ck_assert_int_eq(close(ends[1]), 0);
    /* Nobody reads: nothing happens. */
    LOG(&log, LOG_INFO, "lost");
}
END_TEST

START_TEST(test_log_journal)
{
    struct stat status;
    char stream[64];
    int ends[2];
    ck_assert_int_eq(pipe(ends), 0);
    ck_assert_int_eq(fstat(ends[1], &status), 0);
    (void)snprintf(stream, sizeof stream, "%llu:%llu", (unsigned long long)status.st_dev,
                   (unsigned long long)status.st_ino);
    ck_assert(log_is_journal(ends[1], stream));
    ck_assert(!log_is_journal(ends[1], "8:1"));
    ck_assert(!log_is_journal(ends[1], NULL));
    ck_assert(!log_is_journal(-1, stream));
    ck_assert_int_eq(close(ends[0]), 0);
    ck_assert_int_eq(close(ends[1]), 0);
}
END_TEST

CHECK_MAIN_TESTS("log",
                 test_log_formats,
                 test_log_levels_and_priorities,
                 test_log_quoting,
                 test_log_null_text,
                 test_log_cut,
                 test_log_writes,
                 test_log_journal)
