/* The brokers: partitions, transactions and their coordinator, the group's positions. */
#include "broker.h"

#include "bug.h"

enum { FIRST_TRANSACTIONS = 256 };

void broker_reset(struct broker *broker, uint32_t tasks, int64_t session_ms)
{
    for (uint32_t i = 0; i < PARTITIONS; i++) {
        log_clear(&broker->logs[i]);
    }
    memset(broker->producers, 0, sizeof broker->producers);
    memset(broker->committed, 0, sizeof broker->committed);
    memset(broker->pending, 0, sizeof broker->pending);
    broker->transaction_count = 0;
    broker->now_ms = 1;
    broker->transaction_timeout_ms = session_ms * 3;
    group_reset(&broker->group, tasks, session_ms);
}

void broker_fini(struct broker *broker)
{
    for (uint32_t i = 0; i < PARTITIONS; i++) {
        log_fini(&broker->logs[i]);
    }
    memory_free(broker->outcomes);
}

/* ---- the coordinator --------------------------------------------------------------------- */

static void begin(struct broker *broker, struct producer_id *id)
{
    if (broker->transaction_count == broker->transaction_capacity) {
        broker->transaction_capacity = broker->transaction_capacity == 0
                                           ? FIRST_TRANSACTIONS
                                           : broker->transaction_capacity * 2;
        broker->outcomes = memory_resize(broker->outcomes,
                                         broker->transaction_capacity * sizeof *broker->outcomes);
    }
    broker->outcomes[broker->transaction_count] = OUTCOME_OPEN;
    id->state = PRODUCER_ONGOING;
    id->transaction = broker->transaction_count++;
    id->participants = 0;
    id->begun_ms = broker->now_ms;
}

/* From here on it is decided, whatever the markers' way takes. */
static void decide(struct broker *broker, struct producer_id *id, bool commit)
{
    id->state = id->participants == 0 ? PRODUCER_EMPTY : PRODUCER_ENDING;
    id->commit = commit;
    broker->outcomes[id->transaction] = commit ? OUTCOME_COMMITTED : OUTCOME_ABORTED;
}

enum reply broker_init(struct broker *broker, uint32_t producer, uint32_t *ret_epoch)
{
    struct producer_id *id = &broker->producers[producer];
    switch (id->state) {
    case PRODUCER_ENDING:
        return REPLY_RETRY;
    case PRODUCER_ONGOING:
        id->epoch += !planted(BUG_ZOMBIES_NOT_FENCED);
        decide(broker, id, false);
        return REPLY_RETRY;
    case PRODUCER_EMPTY:
        break;
    }
    id->epoch += !planted(BUG_ZOMBIES_NOT_FENCED);
    *ret_epoch = id->epoch;
    return REPLY_DONE;
}

/* Adds a partition to the transaction of a producer that is not fenced. */
static enum reply take_part(struct broker *broker,
                            uint32_t producer,
                            uint32_t epoch,
                            uint32_t partition)
{
    struct producer_id *id = &broker->producers[producer];
    if (epoch != id->epoch) {
        return REPLY_FENCED;
    }
    if (id->state == PRODUCER_ENDING) {
        return REPLY_RETRY;
    }
    if (id->state == PRODUCER_EMPTY) {
        begin(broker, id);
    }
    id->participants |= UINT32_C(1) << partition;
    return REPLY_DONE;
}

enum reply broker_produce(struct broker *broker,
                          uint32_t producer,
                          uint32_t epoch,
                          uint32_t partition,
                          const struct log_record *record,
                          int64_t *ret_offset)
{
    enum reply reply = take_part(broker, producer, epoch, partition);
    if (reply == REPLY_DONE) {
        *ret_offset = log_append(&broker->logs[partition], broker->producers[producer].transaction,
                                 record->item, record->bytes);
    }
    return reply;
}

enum reply broker_end(struct broker *broker, uint32_t producer, uint32_t epoch, bool commit)
{
    struct producer_id *id = &broker->producers[producer];
    if (epoch != id->epoch) {
        return REPLY_FENCED;
    }
    switch (id->state) {
    case PRODUCER_ONGOING:
        decide(broker, id, commit);
        return REPLY_DONE;
    case PRODUCER_ENDING:
    case PRODUCER_EMPTY:
        break;
    }
    return id->commit == commit ? REPLY_DONE : REPLY_INVALID;
}

/* ---- the group's positions --------------------------------------------------------------- */

enum reply broker_send_positions(struct broker *broker,
                                 uint32_t producer,
                                 uint32_t epoch,
                                 const struct membership *member,
                                 uint32_t task,
                                 const struct positions *positions)
{
    if (planted(BUG_POSITIONS_APART)) {
        broker->committed[task] = *positions;
        return REPLY_DONE;
    }
    enum reply reply = take_part(broker, producer, epoch, partition_of(TOPIC_OFFSETS, 0));
    if (reply != REPLY_DONE) {
        return reply;
    }
    if (!group_accepts(&broker->group, member) && !planted(BUG_NO_GENERATION)) {
        return REPLY_ABORT;
    }
    broker->pending[producer][task] = (struct pending_positions){true, *positions};
    return REPLY_DONE;
}

static void mark_positions(struct broker *broker, uint32_t producer, bool commit)
{
    for (uint32_t task = 0; task < TASKS_MAX; task++) {
        struct pending_positions *pending = &broker->pending[producer][task];
        if (pending->any && commit) {
            broker->committed[task] = pending->positions;
        }
        pending->any = false;
    }
}

enum reply broker_positions(const struct broker *broker, uint32_t task, struct positions *ret)
{
    for (uint32_t producer = 0; producer < PRODUCERS_MAX; producer++) {
        if (broker->pending[producer][task].any && !planted(BUG_UNSTABLE_POSITIONS)) {
            return REPLY_RETRY;
        }
    }
    *ret = broker->committed[task];
    return REPLY_DONE;
}

void broker_expire_positions(struct broker *broker)
{
    memset(broker->committed, 0, sizeof broker->committed);
}

/* ---- time -------------------------------------------------------------------------------- */

static void mark(struct broker *broker, uint32_t producer, uint32_t partition)
{
    struct producer_id *id = &broker->producers[producer];
    if (partition == partition_of(TOPIC_OFFSETS, 0)) {
        mark_positions(broker, producer, id->commit);
    } else {
        log_mark(&broker->logs[partition], id->transaction, id->commit);
    }
    id->participants &= ~(UINT32_C(1) << partition);
    if (id->participants == 0) {
        id->state = PRODUCER_EMPTY;
    }
}

/* One of the partitions that wait for the marker. */
static uint32_t choose(uint32_t participants, struct chance *chance)
{
    uint32_t skip = chance_below(chance, (uint32_t)__builtin_popcount(participants));
    while (skip-- > 0) {
        participants &= participants - 1;
    }
    return (uint32_t)__builtin_ctz(participants);
}

void broker_step(struct broker *broker, struct chance *chance)
{
    for (uint32_t producer = 0; producer < PRODUCERS_MAX; producer++) {
        struct producer_id *id = &broker->producers[producer];
        if (id->state == PRODUCER_ONGOING && producer < SLOTS_MAX &&
            broker->now_ms - id->begun_ms > broker->transaction_timeout_ms) {
            id->epoch++;
            decide(broker, id, false);
        }
        if (id->state == PRODUCER_ENDING && chance_one_in(chance, 2)) {
            mark(broker, producer, choose(id->participants, chance));
        }
    }
}

bool broker_is_settled(const struct broker *broker)
{
    for (uint32_t producer = 0; producer < PRODUCERS_MAX; producer++) {
        if (broker->producers[producer].state != PRODUCER_EMPTY) {
            return false;
        }
    }
    return true;
}
