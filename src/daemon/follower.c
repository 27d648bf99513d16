/* Follows the change log of one task that another instance has: an opening that does not end.
 *
 * What is read is committed (read_committed), and goes into table and store in whole commits: it
 * may be taken over at any moment. */
#include "daemon/follower.h"

#include "daemon/opening.h"
#include "kafka/log_reader.h"
#include "task/key.h"
#include "task/recovery.h"

enum { BROKERS_WAIT_MS = 1000 }; /* whoever waits for its end waits for this too */

struct follower {
    struct follower_config config;
    struct log_reader *log;
    struct store *store;
    struct recovery recovery;
    struct table table;
    struct store_position position; /* of the table */
    struct messages held;           /* of a commit that is not whole yet */
    struct messages deltas;         /* applied, for the store */
    bool begun;
    bool stored; /* the store has what the table has, or the writer will see to it */
    bool caught_up;
    bool taken;
    int64_t begun_ms;
    uint64_t bytes; /* of the log, applied */
    struct kafka_batch batch;
};

static enum follower_outcome fail(const struct follower *follower, const char *error)
{
    LOG(follower->config.shared->log, LOG_WARN, "standby cannot follow",
        log_uint("task", follower->config.task), log_text("reason", error));
    return FOLLOWER_FAILED;
}

struct follower *follower_new(const struct follower_config *config)
{
    struct follower *follower = memory_allocate(sizeof *follower);
    memset(follower, 0, sizeof *follower);
    follower->config = *config;
    follower->begun_ms = shared_now_ms();
    table_init(&follower->table);
    return follower;
}

/* ---- the beginning ----------------------------------------------------------------------- */

static bool open_store(struct follower *follower, char *error)
{
    enum store_outcome outcome = opening_store(follower->config.shared, follower->config.task,
                                               &follower->store, &follower->position, error);
    if (outcome == STORE_REBUILD) {
        LOG(follower->config.shared->log, LOG_WARN, "state on disk emptied",
            log_uint("task", follower->config.task), log_text("reason", error));
    }
    return outcome == STORE_OPENED || outcome == STORE_REBUILD;
}

static bool open_log(struct follower *follower, struct recovery_start *start, char *error)
{
    struct shared *shared = follower->config.shared;
    follower->log = log_reader_new(follower->config.settings, shared->sends[SEND_CHANGELOG], error);
    if (follower->log != NULL) {
        log_reader_wait_at_most(follower->log, BROKERS_WAIT_MS);
    }
    return follower->log != NULL && log_reader_range(follower->log, follower->config.task,
                                                     &start->log_low, &start->log_high, error);
}

static const char *origin(const struct follower *follower)
{
    return follower->recovery.from_local ? "disk" : "change log";
}

static enum follower_outcome begin(struct follower *follower)
{
    char error[STORE_TEXT_MAX + KAFKA_TEXT_MAX] = "";
    struct recovery_start start = {.follows = true};
    follower->begun = true;
    if (!open_store(follower, error) || !open_log(follower, &start, error)) {
        return fail(follower, error);
    }
    start.local_commit = follower->position.commit;
    start.local_offset = follower->position.log_offset;
    if (recovery_begin(&follower->recovery, &start, &follower->table) != RECOVERY_READ) {
        return fail(follower, follower->recovery.why);
    }
    if (follower->recovery.from_local) {
        if (!store_load(follower->store, &follower->table, error)) {
            return fail(follower, error);
        }
        follower->stored = true;
        follower->position.state_size = follower->table.bytes;
    } else {
        follower->position = (struct store_position){0, start.log_low, 0};
    }
    LOG(follower->config.shared->log, LOG_INFO, "standby follows",
        log_uint("task", follower->config.task), log_text("from", origin(follower)),
        log_uint("commit", follower->position.commit));
    return log_reader_start(follower->log, follower->config.task, follower->recovery.offset, error)
               ? FOLLOWER_MOVED
               : fail(follower, error);
}

/* ---- messages ---------------------------------------------------------------------------- */

static void apply(struct follower *follower, struct bytes message)
{
    struct change_header header;
    if (!change_apply_message(&follower->table, message, &header)) {
        follower->recovery.why = "the change log holds a record that is none of meritd's";
    }
    follower->bytes += message.length;
}

static void put(struct messages *to, struct bytes message)
{
    buffer_put(&to->bytes, message.at, message.length);
    messages_end(to);
}

/* All that is held is a commit, whole. */
static void apply_held(struct follower *follower)
{
    for (uint32_t i = 0; i < follower->held.count; i++) {
        struct bytes message = messages_at(&follower->held, i);
        apply(follower, message);
        if (follower->stored) {
            put(&follower->deltas, message);
        }
    }
    messages_clear(&follower->held);
    follower->position = (struct store_position){follower->recovery.reached,
                                                 follower->recovery.behind, follower->table.bytes};
}

static void take_message(struct follower *follower, const struct kafka_record *record)
{
    struct recovery *recovery = &follower->recovery;
    if (!recovery_message(recovery, record->offset, record->value)) {
        return;
    }
    if (recovery->phase == RECOVERY_CHUNKS) {
        apply(follower, record->value);
        return;
    }
    put(&follower->held, record->value);
    if (recovery_is_whole(recovery)) {
        apply_held(follower);
    }
}

static bool take_batch(struct follower *follower)
{
    struct kafka_batch *batch = &follower->batch;
    for (uint32_t i = 0; i < batch->count && !recovery_is_over(&follower->recovery); i++) {
        take_message(follower, &batch->records[i]);
    }
    bool any = batch->count > 0;
    kafka_batch_free(batch);
    return any;
}

/* ---- what comes after -------------------------------------------------------------------- */

static bool bring_store(struct follower *follower, char *error)
{
    if (follower->stored) {
        bool good = follower->deltas.count == 0 ||
                    writer_add(follower->config.writer, follower->store, &follower->deltas,
                               &follower->position, error);
        messages_clear(&follower->deltas);
        return good;
    }
    if (!follower->caught_up || follower->position.commit == 0) {
        return true;
    }
    table_track(&follower->table, key_logged);
    bool good = store_clear(follower->store, error) &&
                store_write_table(follower->store, &follower->table, &follower->position, error);
    table_track(&follower->table, NULL);
    follower->stored = good;
    return good;
}

/* The log's end as of the beginning is reached: from now on it is as good as open. */
static void look_whether_caught_up(struct follower *follower)
{
    const struct recovery *recovery = &follower->recovery;
    if (!follower->caught_up && recovery_is_whole(recovery) &&
        log_reader_position(follower->log) >= recovery->start.log_high) {
        follower->caught_up = true;
        int64_t ms = shared_now_ms() - follower->begun_ms;
        LOG(follower->config.shared->log, LOG_INFO, "standby has caught up",
            log_uint("task", follower->config.task), log_text("from", origin(follower)),
            log_uint("commit", follower->position.commit), log_uint("log_bytes", follower->bytes),
            log_int("ms", ms));
    }
}

/* A range of the log before the deltas is read: on to the next. */
static enum follower_outcome end_phase(struct follower *follower)
{
    struct recovery *recovery = &follower->recovery;
    char error[KAFKA_TEXT_MAX] = "";
    if (recovery_end(recovery) != RECOVERY_READ) {
        return fail(follower, recovery->why);
    }
    follower->position.commit = recovery->reached;
    follower->position.log_offset = recovery->behind;
    return log_reader_start(follower->log, follower->config.task, recovery->offset, error)
               ? FOLLOWER_MOVED
               : fail(follower, error);
}

enum follower_outcome follower_step(struct follower *follower)
{
    struct recovery *recovery = &follower->recovery;
    if (!follower->begun) {
        return begin(follower);
    }
    log_reader_take(follower->log, 0, &follower->batch);
    if (follower->batch.broken) {
        return fail(follower, follower->batch.error);
    }
    bool moved = take_batch(follower);
    if (recovery->why != NULL) {
        return fail(follower, recovery->why);
    }
    if (recovery->phase != RECOVERY_DELTAS) {
        bool over = recovery_is_over(recovery) ||
                    log_reader_position(follower->log) >= recovery->start.log_high;
        return over ? end_phase(follower) : moved ? FOLLOWER_MOVED : FOLLOWER_IDLE;
    }
    char error[STORE_TEXT_MAX] = "";
    look_whether_caught_up(follower);
    if (!bring_store(follower, error)) {
        return fail(follower, error);
    }
    atomic_store(&follower->config.shared->reports[follower->config.task].standby_commit,
                 follower->position.commit);
    return moved ? FOLLOWER_MOVED : FOLLOWER_IDLE;
}

/* ---- the end ----------------------------------------------------------------------------- */

bool follower_rest(struct follower *follower)
{
    char error[STORE_TEXT_MAX] = "";
    bool good = follower->store != NULL && follower->recovery.phase == RECOVERY_DELTAS &&
                follower->recovery.why == NULL && follower->position.commit > 0;
    if (good && !writer_flush(follower->config.writer, follower->store, error)) {
        (void)fail(follower, error);
        good = false;
    }
    return good;
}

void follower_take(struct follower *follower, struct followed *ret_followed)
{
    *ret_followed =
        (struct followed){follower->table, follower->store, follower->position, follower->stored};
    table_init(&follower->table);
    follower->store = NULL;
    follower->taken = true;
}

static void close_store(struct follower *follower)
{
    char error[STORE_TEXT_MAX] = "";
    bool good = writer_flush(follower->config.writer, follower->store, error);
    good = store_close(follower->store, error) && good;
    if (!good) {
        (void)fail(follower, error);
    }
}

void follower_close(struct follower *follower)
{
    atomic_store(&follower->config.shared->reports[follower->config.task].standby_commit, 0);
    if (follower->log != NULL) {
        log_reader_close(follower->log);
    }
    if (follower->store != NULL) {
        close_store(follower);
    }
    table_fini(&follower->table);
    messages_fini(&follower->held);
    messages_fini(&follower->deltas);
    memory_free(follower);
}
