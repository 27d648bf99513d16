/* The log: one line of keys and values for each thing that happened, written at once. */
#include "base/log.h"

#include "base/utf8.h"

#include <assert.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

_Static_assert(LOG_LINE_BYTES_MAX <= PIPE_BUF, "lines of several threads do not mix in a pipe");

enum {
    TIME_BYTES = 32,
    NUMBER_BYTES = 24,
    CHARACTER_BYTES_MAX = 6, /* as it is written: \u0007 */
    END_BYTES = 16,          /* kept free for the closing quote, the mark of a cut line, the end */
    FIELD_BYTES_MIN = 32,    /* a field is begun where this much of it fits besides its key */
};

static const char *const level_names[] = {"error", "warn", "info", "debug"};
static const char *const level_priorities[] = {"<3>", "<4>", "<6>", "<7>"};

/* A line as it grows. */
struct line {
    struct log_composed *text;
    size_t fields;
    bool json;
    bool cut;
};

static size_t room(const struct line *line)
{
    return LOG_LINE_BYTES_MAX - END_BYTES - line->text->length;
}

static void put(struct line *line, const char *bytes, size_t length)
{
    assert(line->text->length + length <= LOG_LINE_BYTES_MAX);
    memcpy(line->text->bytes + line->text->length, bytes, length);
    line->text->length += length;
}

static void put_string(struct line *line, const char *string)
{
    put(line, string, strlen(string));
}

/* ---- texts ------------------------------------------------------------------------------- */

/* Control characters: below U+0020, U+007F, and U+0080 to U+009F, which terminals obey too. */
static bool is_control(const unsigned char *at, uint32_t length)
{
    return (length == 1 && (at[0] < ' ' || at[0] == 0x7F)) ||
           (length == 2 && at[0] == 0xC2 && at[1] < 0xA0);
}

static const char *short_escape(unsigned char byte)
{
    switch (byte) {
    case '"':
        return "\\\"";
    case '\\':
        return "\\\\";
    case '\n':
        return "\\n";
    case '\r':
        return "\\r";
    case '\t':
        return "\\t";
    default:
        return NULL;
    }
}

/* One character as it stands between quotes; the same in both formats. Returns the bytes read. */
static uint32_t put_character(struct line *line, const char *text, size_t left)
{
    const unsigned char *at = (const unsigned char *)text;
    uint32_t length = utf8_length(text, left);
    const char *escape = short_escape(at[0]);
    if (length == 0) {
        put_string(line, "\\ufffd");
        return 1;
    }
    if (escape != NULL) {
        put_string(line, escape);
    } else if (is_control(at, length)) {
        char code[CHARACTER_BYTES_MAX + 1];
        (void)snprintf(code, sizeof code, "\\u%04x", length == 1 ? at[0] : at[1]);
        put_string(line, code);
    } else {
        put(line, text, length);
    }
    return length;
}

/* Whether a text of logfmt can stand without quotes. */
static bool is_plain(struct merit_text text)
{
    for (uint32_t i = 0; i < text.length; i++) {
        unsigned char byte = (unsigned char)text.at[i];
        if (byte <= ' ' || byte >= 0x7F || byte == '"' || byte == '\\' || byte == '=') {
            return false;
        }
    }
    return text.length > 0;
}

static void put_text(struct line *line, struct merit_text text)
{
    bool quoted = line->json || !is_plain(text);
    if (quoted) {
        put(line, "\"", 1);
    }
    for (size_t i = 0; i < text.length && !line->cut;) {
        if (room(line) < CHARACTER_BYTES_MAX) {
            line->cut = true;
            break;
        }
        i += put_character(line, text.at + i, text.length - i);
    }
    if (quoted) {
        put(line, "\"", 1);
    }
}

/* ---- fields ------------------------------------------------------------------------------ */

static void put_key(struct line *line, const char *key)
{
    if (line->fields > 0) {
        put_string(line, line->json ? "," : " ");
    }
    put_string(line, line->json ? "\"" : "");
    put_string(line, key);
    put_string(line, line->json ? "\":" : "=");
    line->fields++;
}

static void put_value(struct line *line, const struct log_field *field)
{
    char number[NUMBER_BYTES];
    switch (field->kind) {
    case LOG_FIELD_TEXT:
        put_text(line, field->text);
        return;
    case LOG_FIELD_INT:
        (void)snprintf(number, sizeof number, "%lld", (long long)field->integer);
        put_string(line, number);
        return;
    case LOG_FIELD_UINT:
        (void)snprintf(number, sizeof number, "%llu", (unsigned long long)field->natural);
        put_string(line, number);
        return;
    case LOG_FIELD_BOOL:
        put_string(line, field->truth ? "true" : "false");
        return;
    case LOG_FIELD_END:
        return;
    }
}

static void put_field(struct line *line, const struct log_field *field)
{
    if (room(line) < strlen(field->key) + FIELD_BYTES_MIN) {
        line->cut = true;
        return;
    }
    put_key(line, field->key);
    put_value(line, field);
}

static void put_time(struct line *line, int64_t micros)
{
    time_t seconds = (time_t)(micros / 1000000);
    struct tm parts = {0};
    char text[TIME_BYTES];
    (void)gmtime_r(&seconds, &parts);
    size_t length = strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S", &parts);
    (void)snprintf(text + length, sizeof text - length, ".%03uZ",
                   (unsigned)(micros / 1000 % 1000) % 1000);
    const struct log_field time = log_text("time", text);
    put_field(line, &time);
}

void log_compose(const struct log *log,
                 int64_t micros,
                 enum log_level level,
                 const struct log_field *event_and_fields,
                 struct log_composed *ret_line)
{
    assert(micros >= 0);
    ret_line->length = 0;
    struct line line = {.text = ret_line, .json = log->format == LOG_JSON};
    put_string(&line, log->priorities ? level_priorities[level] : "");
    put_string(&line, line.json ? "{" : "");
    put_time(&line, micros);
    const struct log_field level_field = log_text("level", level_names[level]);
    put_field(&line, &level_field);
    for (size_t i = 0; event_and_fields[i].kind != LOG_FIELD_END && !line.cut; i++) {
        assert(i < LOG_FIELDS_MAX);
        put_field(&line, &event_and_fields[i]);
    }
    if (line.cut) {
        put_key(&line, "cut");
        put_string(&line, "true");
    }
    put_string(&line, line.json ? "}\n" : "\n");
}

/* ---- writing ----------------------------------------------------------------------------- */

static void write_all(int descriptor, const char *bytes, size_t length)
{
    while (length > 0) {
        ssize_t written = write(descriptor, bytes, length);
        if (written < 0 && errno == EINTR) {
            continue;
        }
        if (written <= 0) {
            return;
        }
        bytes += written;
        length -= (size_t)written;
    }
}

void log_line(const struct log *log,
              enum log_level level,
              const char *event,
              const struct log_field *fields)
{
    int error = errno; /* whoever logs a failure may still look at it */
    struct log_field all[LOG_FIELDS_MAX + 1] = {log_text("event", event)};
    size_t count = 1;
    for (; fields[count - 1].kind != LOG_FIELD_END; count++) {
        assert(count < LOG_FIELDS_MAX);
        all[count] = fields[count - 1];
    }
    all[count] = (struct log_field){.kind = LOG_FIELD_END};
    struct timespec now = {0};
    (void)clock_gettime(CLOCK_REALTIME, &now);
    struct log_composed line;
    int64_t micros = (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
    log_compose(log, micros, level, all, &line);
    write_all(log->descriptor, line.bytes, line.length);
    errno = error;
}

bool log_is_journal(int descriptor, const char *stream)
{
    struct stat status;
    char expected[2 * NUMBER_BYTES];
    if (stream == NULL || fstat(descriptor, &status) != 0) {
        return false;
    }
    (void)snprintf(expected, sizeof expected, "%llu:%llu", (unsigned long long)status.st_dev,
                   (unsigned long long)status.st_ino);
    return strcmp(stream, expected) == 0;
}
