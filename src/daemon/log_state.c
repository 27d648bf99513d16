/* A task's last committed state, from its change log alone. */
#include "daemon/log_state.h"

#include "base/memory.h"

#include <stdio.h>

enum { LOG_STATE_TAKE_MS = 200 };

struct reading {
    struct log_reader *log;
    uint32_t partition;
    struct recovery recovery;
    struct table *table;
    struct kafka_batch *batch;
    char *error;
};

static bool take_batch(struct reading *reading)
{
    const struct kafka_batch *batch = reading->batch;
    for (uint32_t i = 0; i < batch->count && !recovery_is_over(&reading->recovery); i++) {
        const struct kafka_record *record = &batch->records[i];
        struct change_header header;
        if (recovery_message(&reading->recovery, record->offset, record->value) &&
            !change_apply_message(reading->table, record->value, &header)) {
            (void)snprintf(reading->error, KAFKA_TEXT_MAX,
                           "the change log holds a record that is none of meritd's");
            return false;
        }
    }
    return true;
}

/* One phase's range of the log. */
static bool read_range(struct reading *reading)
{
    const struct recovery *recovery = &reading->recovery;
    struct kafka_batch *batch = reading->batch;
    bool good =
        log_reader_start(reading->log, reading->partition, recovery->offset, reading->error);
    bool at_end = false;
    while (good && !at_end && !recovery_is_over(recovery) &&
           log_reader_position(reading->log) < recovery->start.log_high) {
        log_reader_take(reading->log, LOG_STATE_TAKE_MS, batch);
        if (batch->broken) {
            (void)snprintf(reading->error, KAFKA_TEXT_MAX, "%s", batch->error);
        }
        good = !batch->broken && take_batch(reading);
        at_end = batch->at_end;
        kafka_batch_free(batch);
    }
    return good;
}

static enum log_state read_all(struct reading *reading, const struct recovery_start *start)
{
    struct recovery *recovery = &reading->recovery;
    enum recovery_action action = recovery_begin(recovery, start, reading->table);
    while (action == RECOVERY_READ) {
        if (!read_range(reading)) {
            return LOG_STATE_FAILED;
        }
        action = recovery_end(recovery);
    }
    if (action != RECOVERY_DONE) {
        (void)snprintf(reading->error, KAFKA_TEXT_MAX, "%s%s", recovery->why,
                       action == RECOVERY_RULES
                           ? ": use those, or give the rules to go on with a still higher one"
                           : "");
        return LOG_STATE_REFUSED;
    }
    return recovery->target > 0 ? LOG_STATE_READ : LOG_STATE_NONE;
}

enum log_state log_state_read(struct log_reader *log,
                              uint32_t partition,
                              const struct recovery_start *start,
                              struct table *table,
                              char *error)
{
    struct recovery_start from = *start;
    if (!log_reader_range(log, partition, &from.log_low, &from.log_high, error)) {
        return LOG_STATE_FAILED;
    }
    struct reading reading = {
        .log = log,
        .partition = partition,
        .table = table,
        .batch = memory_allocate(sizeof *reading.batch),
        .error = error,
    };
    memset(reading.batch, 0, sizeof *reading.batch);
    enum log_state state = read_all(&reading, &from);
    memory_free(reading.batch);
    return state;
}
