/* Follows the change log of one task that another instance has: an opening that does not end.
 *
 * What task/following.h decides, done with log, disk and brokers. */
#include "daemon/follower.h"

#include "daemon/local_state.h"
#include "kafka/log_reader.h"
#include "task/following.h"
#include "task/key.h"

enum { BROKERS_WAIT_MS = 1000 }; /* whoever waits for its end waits for this too */

struct follower {
    struct follower_config config;
    struct log_reader *log;
    struct store *store;
    struct following following;
    bool begun;
    int64_t begun_ms;
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
    following_init(&follower->following);
    return follower;
}

/* ---- the beginning ----------------------------------------------------------------------- */

static bool open_store(struct follower *follower, struct recovery_start *start, char *error)
{
    struct store_position position = {0, 0, 0};
    enum store_outcome outcome = local_state_open(follower->config.shared, follower->config.task,
                                                  &follower->store, &position, error);
    start->local_commit = position.commit;
    start->local_offset = position.log_offset;
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
    return follower->following.recovery.from_local ? "disk" : "change log";
}

static enum follower_outcome read_from(struct follower *follower)
{
    char error[KAFKA_TEXT_MAX] = "";
    return log_reader_start(follower->log, follower->config.task,
                            follower->following.recovery.offset, error)
               ? FOLLOWER_MOVED
               : fail(follower, error);
}

static enum follower_outcome begin(struct follower *follower)
{
    char error[STORE_TEXT_MAX + KAFKA_TEXT_MAX] = "";
    struct following *following = &follower->following;
    struct recovery_start start = {.follows = true};
    follower->begun = true;
    if (!open_store(follower, &start, error) || !open_log(follower, &start, error)) {
        return fail(follower, error);
    }
    if (following_begin(following, &start) != RECOVERY_READ) {
        return fail(follower, following->recovery.why);
    }
    if (following->recovery.from_local && !store_load(follower->store, &following->table, error)) {
        local_state_say_damaged(follower->config.shared, follower->config.task, error);
        following_lose_local(following);
    }
    LOG(follower->config.shared->log, LOG_INFO, "standby follows",
        log_uint("task", follower->config.task), log_text("from", origin(follower)),
        log_uint("commit", following->commit));
    return read_from(follower);
}

/* ---- steps ------------------------------------------------------------------------------- */

static bool take_batch(struct follower *follower)
{
    struct following *following = &follower->following;
    struct kafka_batch *batch = &follower->batch;
    for (uint32_t i = 0; i < batch->count && !recovery_is_over(&following->recovery); i++) {
        following_message(following, batch->records[i].offset, batch->records[i].value);
    }
    bool any = batch->count > 0;
    kafka_batch_free(batch);
    return any;
}

static struct store_position position_of(const struct following *following)
{
    return (struct store_position){following->commit, following->log_offset,
                                   following->table.bytes};
}

static enum follower_outcome add_deltas(struct follower *follower)
{
    struct following *following = &follower->following;
    struct store_position position = position_of(following);
    char error[STORE_TEXT_MAX] = "";
    if (!writer_add(follower->config.writer, follower->store, &following->deltas, &position,
                    error)) {
        return fail(follower, error);
    }
    following_stored(following);
    return FOLLOWER_MOVED;
}

static enum follower_outcome replace_store(struct follower *follower)
{
    struct following *following = &follower->following;
    struct store_position position = position_of(following);
    char error[STORE_TEXT_MAX] = "";
    table_track(&following->table, key_logged);
    bool good = store_clear(follower->store, error) &&
                store_write_table(follower->store, &following->table, &position, error);
    table_track(&following->table, NULL);
    if (!good) {
        return fail(follower, error);
    }
    following_stored(following);
    return FOLLOWER_MOVED;
}

/* From now on it is as good as open. */
static void log_caught_up(const struct follower *follower)
{
    const struct following *following = &follower->following;
    LOG(follower->config.shared->log, LOG_INFO, "standby has caught up",
        log_uint("task", follower->config.task), log_text("from", origin(follower)),
        log_uint("commit", following->commit), log_uint("log_bytes", following->log_bytes),
        log_int("ms", shared_now_ms() - follower->begun_ms));
}

static void report(const struct follower *follower)
{
    if (follower->following.recovery.phase == RECOVERY_DELTAS) {
        atomic_store(&follower->config.shared->reports[follower->config.task].standby_commit,
                     follower->following.commit);
    }
}

static enum follower_outcome go_on(struct follower *follower, bool moved)
{
    struct following *following = &follower->following;
    bool was_behind = !following->caught_up;
    enum following_next next = following_next(following, log_reader_position(follower->log));
    if (was_behind && following->caught_up) {
        log_caught_up(follower);
    }
    switch (next) {
    case FOLLOWING_READ:
        return moved ? FOLLOWER_MOVED : FOLLOWER_IDLE;
    case FOLLOWING_READ_FROM:
        return read_from(follower);
    case FOLLOWING_ADD:
        return add_deltas(follower);
    case FOLLOWING_REPLACE:
        return replace_store(follower);
    case FOLLOWING_END:
        break;
    }
    return fail(follower, following->recovery.why);
}

enum follower_outcome follower_step(struct follower *follower)
{
    if (!follower->begun) {
        return begin(follower);
    }
    log_reader_take(follower->log, 0, &follower->batch);
    if (follower->batch.broken) {
        kafka_batch_free(&follower->batch); /* records that came before */
        return fail(follower, follower->batch.error);
    }
    enum follower_outcome outcome = go_on(follower, take_batch(follower));
    if (outcome != FOLLOWER_FAILED) {
        report(follower);
    }
    return outcome;
}

/* ---- the end ----------------------------------------------------------------------------- */

bool follower_rest(struct follower *follower)
{
    char error[STORE_TEXT_MAX] = "";
    bool good = follower->store != NULL && following_is_of_use(&follower->following);
    if (good && !writer_flush(follower->config.writer, follower->store, error)) {
        (void)fail(follower, error);
        good = false;
    }
    return good;
}

void follower_take(struct follower *follower, struct followed *ret_followed)
{
    struct following *following = &follower->following;
    *ret_followed = (struct followed){following->table, follower->store, position_of(following),
                                      following->stored};
    table_init(&following->table);
    follower->store = NULL;
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
    following_fini(&follower->following);
    memory_free(follower);
}
