/* Opens a task: finds the commit to go on from, and brings its state there. */
#include "daemon/opening.h"

#include "daemon/local_state.h"
#include "daemon/log_range.h"
#include "daemon/opening_meter.h"
#include "daemon/opening_rules.h"
#include "daemon/standby.h"

#include <stdio.h>
#include <stdlib.h>

enum { OPENING_TAKE_MS = 100, EXIT_REFUSED = 2, EXIT_FAILED = 1 };

/* One task being opened. */
struct opening {
    const struct opener *opener;
    uint32_t number;
    const struct merit_program *program;
    struct store *store;
    struct store_position position; /* of the state on disk */
    struct recovery recovery;
    struct table table;
    struct messages deltas; /* read from the log, that the store lacks */
    bool loaded;            /* the state on disk, or of a standby, is in the table */
    bool followed;          /* of a standby */
    bool rewrite;           /* the store has not what is in the table */
    struct opening_meter meter;
};

static enum opening_result fail(const struct opening *opening, int exit_code, const char *error)
{
    char text[KAFKA_TEXT_MAX * 2];
    (void)snprintf(text, sizeof text, "task %u: %s", opening->number, error);
    shared_fail(opening->opener->shared, exit_code, "task cannot be opened", text);
    return OPENING_FAILED;
}

void doubt_set(struct doubt *doubt, const char *what, uint32_t task, const char *error)
{
    doubt->what = what;
    (void)snprintf(doubt->error, sizeof doubt->error, "task %u: %.480s", task, error);
}

static enum opening_result be_in_doubt(const struct opening *opening, const char *error)
{
    doubt_set(opening->opener->doubt, "task cannot be opened", opening->number, error);
    return OPENING_DOUBTFUL;
}

/* ---- the state on disk ------------------------------------------------------------------- */

/* The state that was followed is as good as one on disk, loaded. */
static bool take_followed(struct opening *opening)
{
    struct followed followed;
    if (!standby_take(opening->opener->shared->standby, opening->number, &followed)) {
        return false;
    }
    opening->table = followed.table;
    opening->store = followed.store;
    opening->position = followed.position;
    opening->loaded = true;
    opening->followed = true;
    opening->rewrite = !followed.stored;
    return true;
}

static enum opening_result open_store(struct opening *opening)
{
    const struct shared *shared = opening->opener->shared;
    if (take_followed(opening)) {
        return OPENING_DONE;
    }
    char error[STORE_TEXT_MAX] = "";
    switch (local_state_open(shared, opening->number, &opening->store, &opening->position, error)) {
    case STORE_OPENED:
    case STORE_REBUILD:
        return OPENING_DONE;
    case STORE_REFUSED:
        return fail(opening, EXIT_REFUSED, error);
    case STORE_FAILED:
        break;
    }
    return fail(opening, EXIT_FAILED, error);
}

/* ---- the log ----------------------------------------------------------------------------- */

static void take_items(struct opening *opening, struct bytes message)
{
    struct change_header header;
    if (!change_apply_message(&opening->table, message, &header)) {
        opening->recovery.why = "the change log holds a record that is none of meritd's";
    } else if (header.kind == CHANGE_DELTA && opening->recovery.from_local) {
        buffer_put(&opening->deltas.bytes, message.at, message.length);
        messages_end(&opening->deltas);
    }
}

static void take_batch(struct opening *opening, const struct kafka_batch *batch)
{
    for (uint32_t i = 0; i < batch->count && !recovery_is_over(&opening->recovery); i++) {
        const struct kafka_record *record = &batch->records[i];
        if (recovery_message(&opening->recovery, record->offset, record->value)) {
            opening->meter.log_bytes += record->value.length;
            take_items(opening, record->value);
        }
    }
}

/* Reads one phase's range of the log. */
static enum opening_result read_log(struct opening *opening, struct kafka_batch *batch)
{
    const struct opener *opener = opening->opener;
    struct recovery *recovery = &opening->recovery;
    char error[KAFKA_TEXT_MAX] = "";
    if (!log_reader_start(opener->log, opening->number, recovery->offset, error)) {
        return fail(opening, EXIT_FAILED, error);
    }
    while (!recovery_is_over(recovery) &&
           log_reader_position(opener->log) < recovery->start.log_high) {
        if (!opener->go_on(opener->context)) {
            return OPENING_STOPPED;
        }
        log_reader_take(opener->log, OPENING_TAKE_MS, batch);
        if (batch->broken) {
            kafka_batch_free(batch); /* records that came before */
            return be_in_doubt(opening, batch->error);
        }
        take_batch(opening, batch);
        bool at_end = batch->at_end;
        kafka_batch_free(batch);
        opening_meter_at(&opening->meter,
                         recovery_progress(recovery, log_reader_position(opener->log)));
        fault_at(&opener->shared->faults, FAULT_RESTORE_READ);
        if (at_end) {
            break;
        }
    }
    return OPENING_DONE;
}

/* ---- recovery ---------------------------------------------------------------------------- */

static void take_offsets(struct recovery_start *start, const struct consumer_committed *committed)
{
    const char *metadata[TASK_INPUT_COUNT];
    for (int i = 0; i < TASK_INPUT_COUNT; i++) {
        metadata[i] = committed->metadata[i];
    }
    recovery_take_offsets(start, committed->offsets, metadata);
}

bool opening_may_keep(const struct task *task, const struct consumer_committed *committed)
{
    struct recovery_start start = {.task_count = task->config.task_count};
    take_offsets(&start, committed);
    return recovery_may_keep(&start, &task->state);
}

static enum opening_result describe_start(struct opening *opening,
                                          const struct consumer_committed *committed,
                                          struct recovery_start *start)
{
    const struct shared *shared = opening->opener->shared;
    *start = (struct recovery_start){
        .task_count = shared->task_count,
        .program_hash = opening->program->hash,
        .revision = opening->program->revision,
        .cluster_id = shared->cluster_id,
        .trust_local = shared->embedded,
        .local_commit = opening->position.commit,
        .local_offset = opening->position.log_offset,
    };
    take_offsets(start, committed);
    char error[KAFKA_TEXT_MAX] = "";
    struct log_range range = {0, 0};
    struct log_range_wait wait = {shared->log, opening->opener->go_on, opening->opener->context};
    enum log_range_outcome outcome =
        log_range_ask(opening->opener->log, opening->number, &wait, &range, error);
    start->log_low = range.low;
    start->log_high = range.high;
    return outcome == LOG_RANGE_KNOWN     ? OPENING_DONE
           : outcome == LOG_RANGE_STOPPED ? OPENING_STOPPED
                                          : fail(opening, EXIT_FAILED, error);
}

static void drop_table(struct opening *opening)
{
    table_fini(&opening->table);
    table_init(&opening->table);
}

/* What was followed, or is on disk, may turn out to be of no use: the log alone says what the state
 * is then. */
static void load_local(struct opening *opening)
{
    if (opening->followed && !recovery_may_use_local(&opening->recovery)) {
        drop_table(opening);
        opening->followed = false;
    }
    if (!opening->recovery.from_local || opening->loaded) {
        return;
    }
    char error[STORE_TEXT_MAX] = "";
    opening->loaded = store_load(opening->store, &opening->table, error);
    if (opening->loaded) {
        opening->meter.disk_bytes = opening->table.bytes;
        return;
    }
    local_state_say_damaged(opening->opener->shared, opening->number, error);
    drop_table(opening);
    recovery_lose_local(&opening->recovery);
}

/* The state is there, and is judged by the rules that are, or have come. */
static enum opening_result judge_again(struct opening *opening, enum recovery_action *action)
{
    enum opening_result result =
        opening_rules(opening->opener, opening->number, &opening->recovery);
    if (result == OPENING_DONE) {
        opening->program = atomic_load(&opening->opener->shared->program);
        *action =
            recovery_judge(&opening->recovery, opening->program->hash, opening->program->revision);
    }
    return result;
}

/* What was refused may be of rules that have come while it was read: it is to be asked again. */
static enum opening_result stop(const struct opening *opening, enum recovery_action action)
{
    bool refused = action == RECOVERY_REFUSE &&
                   atomic_load(&opening->opener->shared->program) == opening->program;
    return refused ? fail(opening, EXIT_REFUSED, opening->recovery.why)
                   : be_in_doubt(opening, opening->recovery.why);
}

static enum opening_result recover(struct opening *opening,
                                   const struct consumer_committed *committed)
{
    struct recovery_start start;
    enum opening_result result = describe_start(opening, committed, &start);
    if (result != OPENING_DONE) {
        return result;
    }
    struct kafka_batch *batch = memory_allocate(sizeof *batch);
    memset(batch, 0, sizeof *batch);
    enum recovery_action action = recovery_begin(&opening->recovery, &start, &opening->table);
    while (action == RECOVERY_READ && result == OPENING_DONE) {
        load_local(opening);
        opening_meter_enter(&opening->meter, OPENING_STAGE_LOG);
        result = read_log(opening, batch);
        if (result == OPENING_DONE) {
            action = recovery_end(&opening->recovery);
        }
    }
    log_reader_stop(opening->opener->log); /* it would go on fetching, and hold what it has */
    memory_free(batch);
    if (result == OPENING_DONE && action == RECOVERY_RULES) {
        result = judge_again(opening, &action);
    }
    return result == OPENING_DONE && action != RECOVERY_DONE ? stop(opening, action) : result;
}

/* The store gets what it lacks: the deltas, or all of it. */
static enum opening_result bring_store(struct opening *opening)
{
    const struct recovery *recovery = &opening->recovery;
    struct store_position position = {recovery->target, recovery->behind, opening->table.bytes};
    char error[STORE_TEXT_MAX] = "";
    bool good = true;
    if (recovery->target == 0) {
        return OPENING_DONE;
    }
    if (recovery->from_local && !opening->rewrite) {
        good = opening->deltas.count == 0 || writer_add(opening->opener->writer, opening->store,
                                                        &opening->deltas, &position, error);
    } else {
        table_track(&opening->table, key_logged);
        good = store_clear(opening->store, error) &&
               store_write_table(opening->store, &opening->table, &position, error);
        fault_at(&opening->opener->shared->faults, FAULT_RESTORE_STORED);
    }
    return good ? OPENING_DONE : fail(opening, EXIT_FAILED, error);
}

/* ---- the task ---------------------------------------------------------------------------- */

static struct task_config task_config_of(const struct opening *opening)
{
    const struct shared *shared = opening->opener->shared;
    return (struct task_config){
        .program = opening->program,
        .settings = &shared->settings,
        .task = opening->number,
        .task_count = shared->task_count,
        .cluster_id = shared->cluster_id,
        .first_day = shared->config->time_start_day,
        .ahead_days = (int32_t)shared->config->time_ahead_days,
    };
}

static void log_opened(const struct opening *opening)
{
    const struct recovery *recovery = &opening->recovery;
    const char *from = recovery->target == 0  ? "nothing"
                       : opening->followed    ? "standby"
                       : recovery->from_local ? "disk"
                                              : "change log";
    opening_meter_say(&opening->meter, from, recovery->target, opening->position.commit);
}

static enum opening_result open_all(struct opening *opening,
                                    const struct consumer_committed *committed,
                                    struct task *ret_task)
{
    fault_at(&opening->opener->shared->faults, FAULT_RESTORE_BEGUN);
    enum opening_result result = open_store(opening);
    if (result == OPENING_DONE) {
        opening_meter_enter(&opening->meter, OPENING_STAGE_DISK);
        result = recover(opening, committed);
    }
    if (result == OPENING_DONE) {
        fault_at(&opening->opener->shared->faults, FAULT_RESTORE_DONE);
        opening_meter_enter(&opening->meter, OPENING_STAGE_WRITE);
        result = bring_store(opening);
    }
    if (result != OPENING_DONE) {
        return result;
    }
    opening_meter_enter(&opening->meter, OPENING_STAGE_TASK);
    struct task_config config = task_config_of(opening);
    if (!task_open(ret_task, &config, &opening->table)) {
        task_fini(ret_task);
        return fail(opening, EXIT_FAILED,
                    "its records are damaged: delete the state folder, it is rebuilt from the "
                    "change log");
    }
    log_opened(opening);
    return OPENING_DONE;
}

enum opening_result opening_run(const struct opener *opener,
                                uint32_t task_number,
                                const struct consumer_committed *committed,
                                struct task *ret_task,
                                struct store **ret_store)
{
    struct opening opening = {
        .opener = opener,
        .number = task_number,
        .program = atomic_load(&opener->shared->program),
    };
    opening_meter_begin(&opening.meter, opener->shared, task_number);
    table_init(&opening.table);
    enum opening_result result = open_all(&opening, committed, ret_task);
    opening_meter_end(&opening.meter);
    if (result != OPENING_DONE && opening.store != NULL) {
        char error[STORE_TEXT_MAX] = "";
        (void)writer_flush(opener->writer, opening.store, error);
        (void)store_close(opening.store, error);
        opening.store = NULL;
    }
    *ret_store = opening.store;
    table_fini(&opening.table);
    messages_fini(&opening.deltas);
    return result;
}
