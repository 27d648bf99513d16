/* A worker's transactions: what goes into a commit, and what becomes of it, as
 * daemon/worker_commit.c, daemon/open_task.c and kafka/producer_commit.c do it. */
#include "task/news.h"
#include "worker.h"
#include "world.h"

enum { CHUNK_BYTES = 6000, CHUNKS_MAX = 3, FACTS_KEPT = 12 };

/* ---- beginnings and ends ----------------------------------------------------------------- */

/* Goes on to a step of the product's. */
static void enter(struct worker *worker, enum commit_step step)
{
    worker->at = 0;
    switch (step) {
    case COMMIT_SHARES:
        worker->phase = PHASE_SCORES;
        return;
    case COMMIT_FACTS:
        worker->phase = PHASE_FACTS;
        return;
    case COMMIT_END:
        worker->phase = PHASE_SEND_POSITIONS;
        return;
    case COMMIT_STORE:
        worker->world->commits++;
        worker->phase = PHASE_STORE;
        return;
    case COMMIT_ABORT:
        worker->phase = PHASE_ABORT;
        return;
    case COMMIT_PRODUCER:
        worker_drop_sender(worker);
        worker->begin_anew = true; /* once the tasks are closed */
        worker->phase = PHASE_CLOSE;
        return;
    case COMMIT_REOPEN:
    case COMMIT_OVER:
        worker->phase = PHASE_CLOSE;
        return;
    case COMMIT_LEAVE:
        worker_leave(worker);
        return;
    case COMMIT_STOP:
        break;
    }
    world_fail(worker->world, "worker %u: a record cannot be committed", worker->slot);
}

void worker_begin_commit(struct worker *worker, enum then then)
{
    worker->then = then;
    if (worker->sender.open) {
        enter(worker, COMMIT_SHARES);
    } else {
        worker->phase = then == THEN_RUN ? PHASE_RUN : PHASE_CLOSE;
    }
}

/* What is not committed cannot be put aside. */
static void park_no_more(struct worker *worker)
{
    if (worker->then == THEN_PARK) {
        worker->then = THEN_JOIN;
    }
}

void worker_begin_abort(struct worker *worker, enum then then)
{
    worker->then = then;
    worker->phase = worker->sender.open ? PHASE_ABORT : PHASE_CLOSE;
}

static struct open_task *at(struct worker *worker)
{
    return worker->open[worker->at];
}

/* ---- each task's share ------------------------------------------------------------------- */

static enum step tell_scores(struct worker *worker)
{
    while (worker->at < worker->open_count && !at(worker)->task.touched) {
        worker->at++;
    }
    if (worker->at == worker->open_count) {
        enter(worker, commit_next(COMMIT_SHARES, ATTEMPTS_GO_ON));
        return STEP_NONE;
    }
    struct open_task *open = at(worker);
    struct merit_output output;
    while (news_next(&open->task.scoring, &output)) {
        worker_send_output(worker, &output);
    }
    for (int i = 0; i < TASK_INPUT_COUNT; i++) {
        worker_take_end(worker, open, (enum task_input)i, false);
    }
    worker->chunks_left = 1 + chance_below(&worker->world->chance, CHUNKS_MAX);
    worker->phase = PHASE_SNAPSHOT;
    return STEP_SCORES_SENT;
}

/* A reader of the store as of the commit it holds. */
static void take_copy(struct worker *worker, struct open_task *open)
{
    struct disk *disk = &worker->world->disks[worker->disk];
    struct store *store = &disk->stores[open->number];
    if (open->has_copy || !snapshot_is_due(&open->task, 0) ||
        !store_flush(disk, open->number, UINT32_MAX) || store->at.commit == 0) {
        return;
    }
    store_copy(&store->table, &open->copy);
    open->has_copy = true;
    open->copied = 0;
    bool wrong = planted(BUG_SNAPSHOT_WITHOUT_TAIL);
    snapshot_start(&open->snapshot, wrong ? open->task.record.commit + 1 : store->at.commit,
                   store->at.log_offset);
}

static void send_mark(struct worker *worker, struct open_task *open, struct messages *message)
{
    struct outgoing outgoing = {.partition = partition_of(TOPIC_CHANGES, open->number),
                                .record = {.bytes = messages_at(message, 0)},
                                .task = NOBODY};
    worker_send(worker, &outgoing);
    messages_clear(message);
}

/* The next chunk, or the end mark. */
static enum step send_chunk(struct worker *worker, struct open_task *open, struct messages *message)
{
    struct buffer items = {0};
    struct bytes key;
    struct bytes value;
    while (items.length < CHUNK_BYTES && table_walk(&open->copy, &open->copied, &key, &value)) {
        for (size_t from = 0; from == 0 || from < value.length;) {
            from = change_put_piece(&items, key, value, from);
        }
    }
    bool more = items.length > 0;
    if (more) {
        snapshot_chunk(&open->snapshot, &open->task, buffer_view(&items), message);
    } else {
        snapshot_end(&open->snapshot, &open->task, message);
    }
    buffer_fini(&items);
    send_mark(worker, open, message);
    return more ? STEP_SNAPSHOT_CHUNK : STEP_SNAPSHOT_ENDED;
}

static void cut_log(struct worker *worker, const struct open_task *open)
{
    log_delete_before(broker_log(&worker->world->broker, TOPIC_CHANGES, open->number),
                      open->snapshot.log_offset);
}

static enum step send_snapshot(struct worker *worker)
{
    struct open_task *open = at(worker);
    take_copy(worker, open);
    if (!open->has_copy || open->snapshot.ending || worker->chunks_left == 0) {
        worker->phase = PHASE_CHANGES;
        return STEP_NONE;
    }
    struct messages message = {0};
    enum step step = STEP_SNAPSHOT_BEGUN;
    if (!open->snapshot.begun) {
        snapshot_begin(&open->snapshot, &open->task, &message);
        send_mark(worker, open, &message);
        if (planted(BUG_LOG_CUT_EARLY)) {
            cut_log(worker, open);
        }
    } else {
        worker->chunks_left--;
        step = send_chunk(worker, open, &message);
    }
    messages_fini(&message);
    return step;
}

static struct store_at store_at_of(const struct open_task *open)
{
    return (struct store_at){open->task.record.commit,
                             open->first_offset < 0 ? 0 : open->first_offset};
}

static enum step send_changes(struct worker *worker)
{
    struct open_task *open = at(worker);
    size_t before = open->deltas.bytes.length;
    open->task.record.log_bytes += before;
    task_commit(&open->task, &open->deltas, &open->metadata);
    open->task.record.log_bytes += open->deltas.bytes.length - before;
    worker_send_deltas(worker, open);
    open->committing = true;
    if (planted(BUG_STORE_BEFORE_COMMIT)) {
        struct store_at at_commit = store_at_of(open);
        struct disk *disk = &worker->world->disks[worker->disk];
        (void)(store_add(disk, open->number, &open->deltas, &at_commit) &&
               store_flush(disk, open->number, UINT32_MAX));
    }
    worker->at++;
    worker->phase = PHASE_SCORES;
    return STEP_CHANGES_SENT;
}

/* ---- the transaction's ------------------------------------------------------------------- */

static void over(struct worker *worker, enum attempts_outcome outcome)
{
    worker->outcome = outcome;
    worker->phase = PHASE_OUTCOME;
}

static enum step send_facts(struct worker *worker)
{
    for (uint32_t to = 0; to < worker->world->schedule.tasks; to++) {
        struct buffer *pack = &worker->sender.packs[to];
        if (pack->length > 0) {
            struct outgoing message = {.partition = partition_of(TOPIC_FACTS, to),
                                       .record = {.bytes = buffer_view(pack)},
                                       .task = NOBODY};
            worker_send(worker, &message);
            buffer_clear(pack);
        }
    }
    enter(worker, commit_next(COMMIT_FACTS, ATTEMPTS_GO_ON));
    return STEP_FACTS_SENT;
}

static enum reply send_positions_of(struct worker *worker, const struct open_task *open)
{
    struct positions positions = {.any = true};
    memcpy(positions.offsets, open->task.record.positions, sizeof positions.offsets);
    task_metadata_write(&open->metadata, positions.metadata);
    if (worker->fail_next) {
        worker->fail_next = false;
        return REPLY_ABORT;
    }
    return broker_send_positions(&worker->world->broker, worker->slot, worker->epoch,
                                 &worker->member, open->number, &positions);
}

static enum step send_positions(struct worker *worker)
{
    while (worker->at < worker->open_count && !at(worker)->committing) {
        worker->at++;
    }
    if (worker->sender.has_failed) {
        over(worker, worker->sender.failed);
        return STEP_NONE;
    }
    if (worker->at == worker->open_count) {
        worker->phase = PHASE_FLUSH;
        return STEP_NONE;
    }
    switch (send_positions_of(worker, at(worker))) {
    case REPLY_DONE:
        worker->at++;
        return STEP_POSITIONS_SENT;
    case REPLY_RETRY:
        break;
    case REPLY_ABORT:
    case REPLY_INVALID:
        over(worker, ATTEMPT_ABORTED);
        break;
    case REPLY_FENCED:
        over(worker, ATTEMPT_FENCED);
        break;
    }
    return STEP_NONE;
}

static enum step flush(struct worker *worker)
{
    enum step step = worker_deliver(worker);
    if (worker->sender.has_failed) {
        over(worker, worker->sender.failed);
        return STEP_NONE;
    }
    if (worker->sender.queue_count > 0 || step != STEP_NONE) {
        return step;
    }
    worker->phase = PHASE_END;
    return STEP_FLUSHED;
}

/* The events applied are of the transaction that is about to end. */
static void attach_applied(struct worker *worker)
{
    struct world *world = worker->world;
    const struct producer_id *id = &world->broker.producers[worker->slot];
    struct sender *sender = &worker->sender;
    if (id->epoch != worker->epoch) {
        return;
    }
    for (uint32_t i = 0; i < sender->applied_count; i++) {
        sender->applied[i].transaction = id->transaction;
        world_note_applied(world, &sender->applied[i]);
    }
}

static enum attempts_outcome outcome_of(enum reply reply)
{
    switch (reply) {
    case REPLY_DONE:
        return ATTEMPT_COMMITTED;
    case REPLY_FENCED:
        return ATTEMPT_FENCED;
    case REPLY_RETRY:
    case REPLY_ABORT:
    case REPLY_INVALID:
        break;
    }
    return ATTEMPT_INDEFINITE; /* from the commit call on */
}

static void remember_request(struct worker *worker)
{
    struct late_end *late = &worker->world->late_ends[worker->slot];
    late->sent = true;
    late->epoch = worker->epoch;
    worker->fail_next = worker->fail_next || late->step == STEP_ABORTED;
}

/* What the transaction commits is under no older rules than what others committed before. */
static void expect_rising(const struct worker *worker)
{
    for (uint32_t i = 0; i < worker->open_count; i++) {
        const struct open_task *open = worker->open[i];
        int64_t *last = &worker->world->revisions[open->number];
        if (open->committing && open->task.record.revision < *last) {
            world_fail(worker->world, "task %u: a commit under rules %d follows one under %d",
                       open->number, (int)open->task.record.revision, (int)*last);
        }
        *last = open->committing ? open->task.record.revision : *last;
    }
}

static enum step end(struct worker *worker)
{
    struct broker *broker = &worker->world->broker;
    enum end_fault fault = worker->end_fault;
    worker->end_fault = END_PLAIN;
    attach_applied(worker);
    enum attempts_outcome outcome = ATTEMPT_INDEFINITE;
    if (fault == END_DELAYED || fault == END_DUPLICATED) {
        remember_request(worker);
    }
    if (fault != END_NOT_DONE && fault != END_DELAYED) {
        outcome = outcome_of(broker_end(broker, worker->slot, worker->epoch, true));
        if (outcome == ATTEMPT_COMMITTED) {
            expect_rising(worker);
        }
    }
    if (fault == END_DONE_UNSAID) {
        outcome = ATTEMPT_INDEFINITE;
    }
    worker->begin_anew = fault == END_DUPLICATED && !planted(BUG_DOUBTFUL_PRODUCER);
    over(worker, outcome);
    return STEP_ENDED;
}

/* ---- what becomes of it ------------------------------------------------------------------ */

static enum step take_outcome(struct worker *worker)
{
    enum attempts_outcome outcome = worker->outcome;
    if (outcome == ATTEMPT_INDEFINITE && planted(BUG_IN_DOUBT_IS_COMMITTED)) {
        outcome = ATTEMPT_COMMITTED;
    }
    if (outcome == ATTEMPT_INDEFINITE && planted(BUG_IN_DOUBT_OLD_PRODUCER)) {
        outcome = ATTEMPT_ABORTED;
    }
    enum attempts_next next = attempts_took(&worker->attempts, outcome);
    if (next != ATTEMPTS_GO_ON && worker->then == THEN_RUN) {
        worker->then = THEN_REOPEN;
    }
    if (next != ATTEMPTS_GO_ON) {
        park_no_more(worker);
    }
    enter(worker, commit_next(COMMIT_END, next));
    return STEP_NONE;
}

static void forget_deltas(struct open_task *open)
{
    messages_clear(&open->deltas);
    open->sent = 0;
    open->first_offset = -1;
    open->committing = false;
}

static void all_stored(struct worker *worker)
{
    worker_drop_sender(worker);
    if (worker->begin_anew) {
        park_no_more(worker);
    }
    if (worker->then != THEN_RUN) {
        worker->phase = PHASE_CLOSE;
    } else {
        worker->phase = worker->begin_anew ? PHASE_PRODUCER : PHASE_RUN;
    }
}

static void delete_facts(struct log *log, int64_t position)
{
    if (position - log->low >= FACTS_KEPT) {
        log_delete_before(log, position);
    }
}

static enum step store(struct worker *worker)
{
    struct world *world = worker->world;
    while (worker->at < worker->open_count && !at(worker)->committing) {
        worker->at++;
    }
    if (worker->at == worker->open_count) {
        all_stored(worker);
        return STEP_NONE;
    }
    struct open_task *open = at(worker);
    struct store_at at_commit = store_at_of(open);
    if (!planted(BUG_STORE_BEFORE_COMMIT) &&
        !store_add(&world->disks[worker->disk], open->number, &open->deltas, &at_commit)) {
        worker_leave(worker);
        return STEP_NONE;
    }
    delete_facts(broker_log(&world->broker, TOPIC_FACTS, open->number),
                 open->task.record.positions[TASK_FACTS]);
    forget_deltas(open);
    int64_t before;
    if (snapshot_is_whole(&open->snapshot, &before)) {
        worker->phase = PHASE_CUT;
    }
    return STEP_STORED;
}

static enum step cut(struct worker *worker)
{
    struct open_task *open = at(worker);
    cut_log(worker, open);
    table_fini(&open->copy);
    open->has_copy = false;
    open->snapshot = (struct snapshot){.begun = false};
    worker->phase = PHASE_STORE;
    return STEP_SNAPSHOT_DONE;
}

/* Memory has run ahead of what is committed. */
static enum step abort_transaction(struct worker *worker)
{
    (void)broker_end(&worker->world->broker, worker->slot, worker->epoch, false);
    worker_drop_sender(worker);
    enter(worker, commit_next(COMMIT_ABORT, ATTEMPTS_REOPEN));
    if (planted(BUG_MEMORY_AFTER_ABORT) && worker->then == THEN_REOPEN) {
        for (uint32_t i = 0; i < worker->open_count; i++) {
            forget_deltas(worker->open[i]);
        }
        worker->then = THEN_RUN;
        worker->phase = PHASE_RUN;
    }
    return STEP_ABORTED;
}

/* They stay in memory, as they are committed, until it is known whose they are. */
static enum step park_tasks(struct worker *worker)
{
    while (worker->open_count > 0) {
        struct open_task *open = worker->open[--worker->open_count];
        memset(open->idle, 0, sizeof open->idle);
        worker->parked[worker->parked_count++] = open;
    }
    worker->at = 0;
    worker->phase = PHASE_JOIN;
    return STEP_CLOSED;
}

static enum step close_tasks(struct worker *worker)
{
    if (worker->then == THEN_PARK) {
        return park_tasks(worker);
    }
    struct disk *disk = &worker->world->disks[worker->disk];
    for (uint32_t i = 0; i < worker->open_count; i++) {
        (void)store_flush(disk, worker->open[i]->number, UINT32_MAX);
    }
    worker_drop_tasks(worker);
    worker->at = 0;
    if (worker->then == THEN_LEAVE) {
        worker_leave(worker);
    } else if (worker->begin_anew) {
        worker->phase = PHASE_PRODUCER;
    } else {
        worker->phase = worker->then == THEN_REOPEN ? PHASE_POSITIONS : PHASE_JOIN;
    }
    return STEP_CLOSED;
}

enum step worker_commit_turn(struct worker *worker)
{
    static enum step (*const turns[])(struct worker *) = {
        [PHASE_SCORES] = tell_scores,
        [PHASE_SNAPSHOT] = send_snapshot,
        [PHASE_CHANGES] = send_changes,
        [PHASE_FACTS] = send_facts,
        [PHASE_SEND_POSITIONS] = send_positions,
        [PHASE_FLUSH] = flush,
        [PHASE_END] = end,
        [PHASE_OUTCOME] = take_outcome,
        [PHASE_STORE] = store,
        [PHASE_CUT] = cut,
        [PHASE_ABORT] = abort_transaction,
        [PHASE_CLOSE] = close_tasks,
    };
    return turns[worker->phase](worker);
}
