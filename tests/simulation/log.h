/* A partition in memory: records, the markers that end transactions there, and what a
 * read_committed reader sees of both. */
#ifndef LOG_H
#define LOG_H

#include "base/arena.h"
#include "base/bytes.h"

enum log_state {
    LOG_OPEN, /* its transaction's marker has not come to this partition */
    LOG_COMMITTED,
    LOG_ABORTED,
    LOG_MARKER, /* an offset without a record */
};

struct log_record {
    enum log_state state;
    uint32_t transaction;
    uint32_t item;      /* of an input: the event; of outputs: which one */
    struct bytes bytes; /* of the internal topics */
};

/* The offset of a record is its index. */
struct log {
    struct log_record *records;
    int64_t count; /* the high watermark */
    int64_t capacity;
    int64_t low;    /* what lies before is deleted */
    int64_t stable; /* the last stable offset, as far as it was looked for */
};

void log_fini(struct log *log);
/* Takes away all, and keeps the memory. */
void log_clear(struct log *log);
/* Appends a record of an open transaction, `bytes` not copied. Returns its offset. */
int64_t log_append(struct log *log, uint32_t transaction, uint32_t item, struct bytes bytes);
/* Of no transaction: it is there at once. */
void log_append_plain(struct log *log, uint32_t item);
/* The marker of a transaction comes to this partition. */
void log_mark(struct log *log, uint32_t transaction, bool commit);
void log_delete_before(struct log *log, int64_t offset);

/* The last stable offset: of the first record whose transaction is open here; else the end. */
int64_t log_stable(struct log *log);
/* The same for a reader that does not wait for markers: a planted bug. */
int64_t log_next_uncommitted(const struct log *log, int64_t from);
/* The first committed record at or after `from` and before the last stable offset; -1: none. */
int64_t log_next(struct log *log, int64_t from);
/* Nothing is left behind `from`, and no transaction is open there. */
bool log_is_at_end(struct log *log, int64_t from);

#endif
