/* A partition's log in memory, with transactions: what a read_committed reader sees of it. */
#include "txlog.h"

#include <check.h>

enum { TXLOG_FIRST = 64 };

/* The transaction of a marker: it is never committed. */
#define TXLOG_MARKER UINT32_MAX

void txlog_outcomes_fini(struct txlog_outcomes *outcomes)
{
    memory_free(outcomes->items);
    *outcomes = (struct txlog_outcomes){0};
}

uint32_t txlog_begin(struct txlog_outcomes *outcomes)
{
    if (outcomes->count == outcomes->capacity) {
        outcomes->capacity = outcomes->capacity == 0 ? TXLOG_FIRST : outcomes->capacity * 2;
        outcomes->items =
            memory_resize(outcomes->items, outcomes->capacity * sizeof *outcomes->items);
    }
    outcomes->items[outcomes->count] = TXLOG_OPEN;
    return outcomes->count++;
}

void txlog_fini(struct txlog *log)
{
    for (int64_t i = 0; i < log->count; i++) {
        memory_free((void *)(uintptr_t)log->records[i].bytes.at);
    }
    memory_free(log->records);
    *log = (struct txlog){.outcomes = log->outcomes};
}

int64_t txlog_append(struct txlog *log, struct txlog_record record)
{
    if (log->count == log->capacity) {
        log->capacity = log->capacity == 0 ? TXLOG_FIRST : log->capacity * 2;
        log->records = memory_resize(log->records, (size_t)log->capacity * sizeof *log->records);
    }
    if (record.bytes.at != NULL) {
        uint8_t *copy = memory_allocate(record.bytes.length + 1);
        memcpy(copy, record.bytes.at, record.bytes.length);
        record.bytes.at = copy;
    }
    log->records[log->count] = record;
    return log->count++;
}

void txlog_append_marker(struct txlog *log)
{
    (void)txlog_append(log, (struct txlog_record){.transaction = TXLOG_MARKER});
}

void txlog_delete_before(struct txlog *log, int64_t offset)
{
    ck_assert_int_le(offset, log->count);
    for (; log->low < offset; log->low++) {
        struct bytes *bytes = &log->records[log->low].bytes;
        memory_free((void *)(uintptr_t)bytes->at);
        *bytes = (struct bytes){NULL, 0};
    }
}

static enum txlog_outcome outcome_at(const struct txlog *log, int64_t offset)
{
    uint32_t transaction = log->records[offset].transaction;
    return transaction == TXLOG_MARKER ? TXLOG_ABORTED : log->outcomes->items[transaction];
}

/* The first offset at or after `from` that is not of an aborted record. */
static int64_t skip_aborted(const struct txlog *log, int64_t from)
{
    int64_t offset = from;
    while (offset < log->count && outcome_at(log, offset) == TXLOG_ABORTED) {
        offset++;
    }
    return offset;
}

int64_t txlog_next(const struct txlog *log, int64_t from)
{
    ck_assert_int_ge(from, log->low);
    int64_t offset = skip_aborted(log, from);
    return offset < log->count && outcome_at(log, offset) == TXLOG_COMMITTED ? offset : -1;
}

bool txlog_is_at_end(const struct txlog *log, int64_t from)
{
    return skip_aborted(log, from) == log->count;
}
