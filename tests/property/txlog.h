/* A partition's log in memory, with transactions: what a read_committed reader sees of it. */
#ifndef TXLOG_H
#define TXLOG_H

#include "base/bytes.h"
#include "merit/event.h"

/* Of all logs of a world: what became of each transaction. */
enum txlog_outcome { TXLOG_OPEN, TXLOG_COMMITTED, TXLOG_ABORTED };

struct txlog_outcomes {
    enum txlog_outcome *items;
    uint32_t count;
    uint32_t capacity;
};

struct txlog_record {
    uint32_t transaction;
    const struct merit_event *event; /* of an input; borrowed */
    struct bytes bytes;              /* of the others; a copy */
};

/* The offset of a record is its index. */
struct txlog {
    const struct txlog_outcomes *outcomes;
    struct txlog_record *records;
    int64_t count;
    int64_t capacity;
    int64_t low; /* what lies before is deleted */
};

void txlog_outcomes_fini(struct txlog_outcomes *outcomes);
/* A new transaction, open. */
uint32_t txlog_begin(struct txlog_outcomes *outcomes);

void txlog_fini(struct txlog *log);
/* Appends a record; where bytes.at is not NULL, a copy of them. Returns its offset. */
int64_t txlog_append(struct txlog *log, struct txlog_record record);
/* Appends what Kafka leaves at the end of a transaction: an offset without a record. */
void txlog_append_marker(struct txlog *log);
/* Deletes what lies before an offset. */
void txlog_delete_before(struct txlog *log, int64_t offset);

/* The first offset at or after `from` of a committed record; -1 where there is none before the
 * first open transaction. */
int64_t txlog_next(const struct txlog *log, int64_t from);
/* True where nothing is left behind an offset, and no transaction is open there. */
bool txlog_is_at_end(const struct txlog *log, int64_t from);

#endif
