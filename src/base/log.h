/* The log: one line of keys and values for each thing that happened, written at once. */
#ifndef BASE_LOG_H
#define BASE_LOG_H

#include "merit/text.h"

#include <stddef.h>

enum {
    LOG_LINE_BYTES_MAX = 4096, /* with its newline; a pipe takes as much in one piece */
    LOG_FIELDS_MAX = 32,       /* of one line */
};

/* Written up to the level that is set. No data of partners or tenants above debug. */
enum log_level {
    LOG_ERROR, /* the process ends, or something is lost */
    LOG_WARN,  /* somebody should look at it */
    LOG_INFO,
    LOG_DEBUG,
};

enum log_format {
    LOG_LOGFMT, /* time=2022-10-03T09:00:00.000Z level=info event="task opened" task=3 */
    LOG_JSON,   /* the same as one object */
};

/* Shared by threads and never changed once they run: a line is one write. */
struct log {
    int descriptor;
    enum log_level level;
    enum log_format format;
    bool priorities; /* "<4>" before a line, as the systemd journal reads it */
};

enum log_field_kind {
    LOG_FIELD_END,
    LOG_FIELD_TEXT,
    LOG_FIELD_INT,
    LOG_FIELD_UINT,
    LOG_FIELD_BOOL,
};

struct log_field {
    enum log_field_kind kind;
    const char *key; /* small letters, digits, '_' */
    union {
        struct merit_text text;
        int64_t integer;
        uint64_t natural;
        bool truth;
    };
};

static inline struct log_field log_bytes(const char *key, struct merit_text text)
{
    return (struct log_field){.kind = LOG_FIELD_TEXT, .key = key, .text = text};
}

/* NULL is written as the empty text. */
static inline struct log_field log_text(const char *key, const char *text)
{
    return log_bytes(key, merit_text_of(text));
}

static inline struct log_field log_int(const char *key, int64_t value)
{
    return (struct log_field){.kind = LOG_FIELD_INT, .key = key, .integer = value};
}

static inline struct log_field log_uint(const char *key, uint64_t value)
{
    return (struct log_field){.kind = LOG_FIELD_UINT, .key = key, .natural = value};
}

static inline struct log_field log_bool(const char *key, bool value)
{
    return (struct log_field){.kind = LOG_FIELD_BOOL, .key = key, .truth = value};
}

/* LOG(log, LOG_INFO, "task opened", log_int("task", 3), log_text("reason", reason));
 * The fields are looked at only where the level is written. */
#define LOG(log, level, ...) LOG_WITH_END(log, level, __VA_ARGS__, {.kind = LOG_FIELD_END})
#define LOG_WITH_END(log, level, event, ...)                                                       \
    do {                                                                                           \
        if (log_writes((log), (level))) {                                                          \
            log_line((log), (level), (event), (const struct log_field[]){__VA_ARGS__});            \
        }                                                                                          \
    } while (0)

static inline bool log_writes(const struct log *log, enum log_level level)
{
    return level <= log->level;
}

/* One line now, fields in their order up to the one of LOG_FIELD_END. A line that would be too long
 * is cut, and says so with the field cut=true. A line that cannot be written is lost. Any thread.
 */
void log_line(const struct log *log,
              enum log_level level,
              const char *event,
              const struct log_field *fields);

/* Not terminated; the length counts the newline. */
struct log_composed {
    size_t length;
    char bytes[LOG_LINE_BYTES_MAX];
};

/* The same line into memory; the time is given, the event is the first of the fields. */
void log_compose(const struct log *log,
                 int64_t micros,
                 enum log_level level,
                 const struct log_field *event_and_fields,
                 struct log_composed *ret_line);

/* Whether a descriptor leads to the systemd journal; `stream` is what JOURNAL_STREAM holds (NULL:
 * nothing). Then the log should have priorities. */
bool log_is_journal(int descriptor, const char *stream);

#endif
