/* A partition in memory: records, the markers that end transactions there, and what a
 * read_committed reader sees of both. */
#include "log.h"

enum { LOG_FIRST = 256 };

void log_fini(struct log *log)
{
    memory_free(log->records);
    *log = (struct log){0};
}

void log_clear(struct log *log)
{
    log->count = 0;
    log->low = 0;
    log->stable = 0;
}

static struct log_record *add(struct log *log)
{
    if (log->count == log->capacity) {
        log->capacity = log->capacity == 0 ? LOG_FIRST : log->capacity * 2;
        log->records = memory_resize(log->records, (size_t)log->capacity * sizeof *log->records);
    }
    return &log->records[log->count++];
}

int64_t log_append(struct log *log, uint32_t transaction, uint32_t item, struct bytes bytes)
{
    *add(log) = (struct log_record){LOG_OPEN, transaction, item, bytes};
    return log->count - 1;
}

void log_append_plain(struct log *log, uint32_t item)
{
    *add(log) = (struct log_record){LOG_COMMITTED, UINT32_MAX, item, {NULL, 0}};
}

void log_mark(struct log *log, uint32_t transaction, bool commit)
{
    for (int64_t offset = log->low; offset < log->count; offset++) {
        struct log_record *record = &log->records[offset];
        if (record->state == LOG_OPEN && record->transaction == transaction) {
            record->state = commit ? LOG_COMMITTED : LOG_ABORTED;
        }
    }
    *add(log) = (struct log_record){LOG_MARKER, transaction, 0, {NULL, 0}};
}

void log_delete_before(struct log *log, int64_t offset)
{
    assert(offset <= log->count);
    log->low = offset > log->low ? offset : log->low;
    log->stable = log->stable > log->low ? log->stable : log->low;
}

static int64_t skip(const struct log *log, int64_t from)
{
    assert(from >= log->low);
    while (from < log->count &&
           (log->records[from].state == LOG_ABORTED || log->records[from].state == LOG_MARKER)) {
        from++;
    }
    return from;
}

int64_t log_stable(struct log *log)
{
    while (log->stable < log->count && log->records[log->stable].state != LOG_OPEN) {
        log->stable++;
    }
    return log->stable;
}

int64_t log_next_uncommitted(const struct log *log, int64_t from)
{
    int64_t offset = skip(log, from);
    return offset < log->count ? offset : -1;
}

int64_t log_next(struct log *log, int64_t from)
{
    int64_t offset = skip(log, from);
    return offset < log_stable(log) ? offset : -1;
}

bool log_is_at_end(struct log *log, int64_t from)
{
    return skip(log, from) == log->count && log_stable(log) == log->count;
}
