/* A worker: what meritd's does, a step at a time, with the product's task and its decisions. */
#include "worker.h"

#include "base/murmur2.h"
#include "task/fact_pack.h"
#include "world.h"

enum {
    PACK_BYTES = 300,
    EARLY_SHARE = 60,  /* steps after which changes are given out early */
    COMMIT_SHARE = 24, /* turns after which a transaction's time is over, about */
    FIRST = 64,
};

/* ---- sending ----------------------------------------------------------------------------- */

void worker_begin(struct worker *worker)
{
    struct sender *sender = &worker->sender;
    if (!sender->open) {
        sender->open = true;
        sender->begun_ms = worker->world->broker.now_ms;
        sender->records = 0;
    }
}

void worker_send(struct worker *worker, const struct outgoing *message)
{
    struct sender *sender = &worker->sender;
    worker_begin(worker);
    if (sender->has_failed) {
        return;
    }
    if (sender->queue_count == sender->queue_capacity) {
        sender->queue_capacity = sender->queue_capacity == 0 ? FIRST : sender->queue_capacity * 2;
        sender->queue =
            memory_resize(sender->queue, sender->queue_capacity * sizeof *sender->queue);
    }
    struct outgoing *own = &sender->queue[sender->queue_count++];
    *own = *message;
    own->record.bytes = world_keep(worker->world, message->record.bytes);
}

static struct open_task *find_open(struct worker *worker, uint32_t number)
{
    for (uint32_t i = 0; i < worker->open_count; i++) {
        if (worker->open[i]->number == number) {
            return worker->open[i];
        }
    }
    return NULL;
}

static void fail(struct sender *sender, enum attempts_outcome outcome)
{
    sender->has_failed = true;
    sender->failed = outcome;
    sender->queue_count = 0;
    sender->queue_from = 0;
}

static void delivered(struct worker *worker, const struct outgoing *message, int64_t offset)
{
    struct open_task *open = find_open(worker, message->task);
    if (open != NULL && open->first_offset < 0) {
        open->first_offset = offset;
    }
    struct sender *sender = &worker->sender;
    sender->queue_from++;
    if (sender->queue_from == sender->queue_count) {
        sender->queue_from = 0;
        sender->queue_count = 0;
    }
}

enum step worker_deliver(struct worker *worker)
{
    struct sender *sender = &worker->sender;
    if (sender->queue_from == sender->queue_count) {
        return STEP_NONE;
    }
    if (worker->fail_next) {
        worker->fail_next = false;
        fail(sender, ATTEMPT_ABORTED);
        return STEP_NONE;
    }
    const struct outgoing *message = &sender->queue[sender->queue_from];
    int64_t offset;
    switch (broker_produce(&worker->world->broker, worker->slot, worker->epoch, message->partition,
                           &message->record, &offset)) {
    case REPLY_DONE:
        delivered(worker, message, offset);
        return STEP_DELIVERED;
    case REPLY_RETRY:
        break;
    case REPLY_ABORT:
    case REPLY_INVALID:
        fail(sender, ATTEMPT_ABORTED);
        break;
    case REPLY_FENCED:
        fail(sender, ATTEMPT_FENCED);
        break;
    }
    return STEP_NONE;
}

static void send_pack(struct worker *worker, uint32_t to)
{
    struct buffer *pack = &worker->sender.packs[to];
    struct outgoing message = {.partition = partition_of(TOPIC_FACTS, to),
                               .record = {.bytes = buffer_view(pack)},
                               .task = NOBODY};
    worker_send(worker, &message);
    buffer_clear(pack);
}

static void send_fact(struct worker *worker, struct bytes fact)
{
    uint32_t tasks = worker->world->schedule.tasks;
    struct reader reader = reader_of(fact);
    struct fact_header header;
    bool read = fact_read_header(&reader, &header);
    assert(read && "a message that attribution made");
    for (uint32_t to = 0; to < tasks; to++) {
        if (header.kind == FACT_WATERMARK || to == murmur2_partition(header.partner_id, tasks)) {
            fact_pack_add(&worker->sender.packs[to], fact);
            if (worker->sender.packs[to].length > PACK_BYTES) {
                send_pack(worker, to);
            }
        }
    }
}

void worker_send_output(struct worker *worker, const struct merit_output *output)
{
    struct world *world = worker->world;
    uint32_t partition = murmur2_partition(output->partner_id, OUTPUT_PARTITIONS);
    struct outgoing message = {.partition = partition_of(TOPIC_OUTPUTS, partition),
                               .record = {.item = world_note_output(world, output)},
                               .task = NOBODY};
    worker_send(worker, &message);
}

void worker_send_made(struct worker *worker, struct open_task *open)
{
    for (uint32_t i = 0; i < open->task.facts.count; i++) {
        worker_begin(worker);
        send_fact(worker, fact_list_message(&open->task.facts, i));
    }
    fact_list_clear(&open->task.facts);
    struct scoring *scoring = &open->task.scoring;
    for (uint32_t i = 0; i < scoring->outputs.count; i++) {
        worker_send_output(worker, scoring->outputs.items[i]);
    }
    scoring_clear_outputs(scoring);
}

void worker_send_deltas(struct worker *worker, struct open_task *open)
{
    for (; open->sent < open->deltas.count; open->sent++) {
        struct outgoing message = {.partition = partition_of(TOPIC_CHANGES, open->number),
                                   .record = {.bytes = messages_at(&open->deltas, open->sent)},
                                   .task = open->number};
        worker_send(worker, &message);
    }
}

/* ---- inputs ------------------------------------------------------------------------------ */

/* Where an input that was never read begins. */
int64_t open_task_position(const struct worker *worker, const struct open_task *open, int input)
{
    int64_t position = open->task.record.positions[input];
    return position < 0 ? broker_log(&worker->world->broker, (enum topic)input, open->number)->low
                        : position;
}

static struct seen see(const struct worker *worker, const struct open_task *open, int input)
{
    return world_see(worker->world, partition_of((enum topic)input, open->number),
                     open_task_position(worker, open, input));
}

void worker_take_end(struct worker *worker, struct open_task *open, enum task_input input, bool now)
{
    struct seen seen = see(worker, open, (int)input);
    int64_t end = broker_log(&worker->world->broker, (enum topic)input, open->number)->count;
    if (seen.offset < 0 && seen.at_end && end > open->task.record.positions[input]) {
        if (now) {
            worker_begin(worker);
        }
        task_ended(&open->task, input, end, now);
    }
}

static void note_applied(struct worker *worker, struct open_task *open, uint32_t event, int32_t day)
{
    struct sender *sender = &worker->sender;
    if (sender->applied_count == sender->applied_capacity) {
        sender->applied_capacity =
            sender->applied_capacity == 0 ? FIRST : sender->applied_capacity * 2;
        sender->applied =
            memory_resize(sender->applied, sender->applied_capacity * sizeof *sender->applied);
    }
    sender->applied[sender->applied_count++] =
        (struct applied){.event = event, .task = open->number, .day = day};
    sender->records++;
}

static struct schedule_event *event_at(const struct worker *worker,
                                       const struct open_task *open,
                                       enum task_input input,
                                       int64_t offset,
                                       uint32_t *ret_number)
{
    struct log *log = broker_log(&worker->world->broker, (enum topic)input, open->number);
    *ret_number = log->records[offset].item;
    return &worker->world->schedule.events[*ret_number];
}

/* A bad record at the head of an input becomes a dead letter. */
static bool pass_bad(struct worker *worker, struct open_task *open)
{
    for (int input = 0; input < TASK_FACTS; input++) {
        struct seen seen = see(worker, open, input);
        uint32_t number;
        if (seen.offset >= 0 &&
            event_at(worker, open, (enum task_input)input, seen.offset, &number)->bad) {
            worker_begin(worker);
            note_applied(worker, open, number, MERIT_NO_DAY);
            task_moved(&open->task, (enum task_input)input, seen.offset + 1);
            return true;
        }
    }
    return false;
}

static struct task_head head_of(struct worker *worker,
                                struct open_task *open,
                                int input,
                                struct seen seen)
{
    int64_t now_ms = worker->world->broker.now_ms;
    struct idle *idle = &open->idle[input];
    idle_looked(idle, seen.offset >= 0, seen.at_end, now_ms);
    if (seen.offset < 0) {
        return (struct task_head){.idle = idle_is(idle, now_ms, worker->world->idle_ms)};
    }
    uint32_t number;
    int64_t timestamp =
        event_at(worker, open, (enum task_input)input, seen.offset, &number)->event.timestamp;
    int32_t day = merit_day_earlier(merit_day_of_micros(timestamp), world_day(worker->world));
    return (struct task_head){true, false, day, timestamp};
}

/* ---- steps ------------------------------------------------------------------------------- */

static void apply(struct worker *worker,
                  struct open_task *open,
                  enum task_input input,
                  int64_t offset)
{
    struct task *task = &open->task;
    uint32_t number;
    const struct merit_event *event = &event_at(worker, open, input, offset, &number)->event;
    struct merit_fault fault = task_admit(task, event);
    if (fault.bad != MERIT_BAD_NONE) {
        world_fail(worker->world, "event %u is refused", number);
        return;
    }
    int32_t day =
        event->kind == MERIT_EVENT_CERTIFICATION ? task->scoring.day : task->attribution.day;
    task_apply(task, event);
    task_moved(task, input, offset + 1);
    note_applied(worker, open, number, day);
}

static void take_facts(struct worker *worker, struct open_task *open, int64_t offset)
{
    struct log *log = broker_log(&worker->world->broker, TOPIC_FACTS, open->number);
    if (!task_receive(&open->task, log->records[offset].bytes)) {
        world_fail(worker->world, "task %u: facts are damaged", open->number);
    }
    task_moved(&open->task, TASK_FACTS, offset + 1);
}

/* What the task is told of its inputs. */
static struct task_view view_of(struct worker *worker,
                                struct open_task *open,
                                struct seen seen[TASK_INPUT_COUNT])
{
    struct task_view view = {.wall_day = world_day(worker->world)};
    for (int input = 0; input < TASK_INPUT_COUNT; input++) {
        seen[input] = see(worker, open, input);
        if (input == TASK_FACTS) {
            view.has_facts = seen[input].offset >= 0;
            continue;
        }
        view.heads[input] = head_of(worker, open, input, seen[input]);
        if (view.heads[input].idle) {
            worker_take_end(worker, open, (enum task_input)input, true);
        }
    }
    return view;
}

static enum step work(struct worker *worker, struct open_task *open)
{
    if (see(worker, open, TASK_FACTS).gone) {
        worker_doubt(worker);
        return STEP_NONE;
    }
    if (pass_bad(worker, open)) {
        return STEP_APPLIED;
    }
    struct seen seen[TASK_INPUT_COUNT];
    struct task_view view = view_of(worker, open, seen);
    uint32_t behind = open->task.scoring.change.behind;
    enum task_input input = TASK_FACTS;
    enum task_next next = task_next(&open->task, &view, &input);
    if (next == TASK_WAIT) {
        return STEP_NONE;
    }
    worker_begin(worker);
    enum step step = STEP_DAY_WORKED;
    if (next == TASK_APPLY) {
        apply(worker, open, input, seen[input].offset);
        step = STEP_APPLIED;
    } else if (next == TASK_TAKE_FACTS) {
        take_facts(worker, open, seen[TASK_FACTS].offset);
        step = STEP_FACTS_TAKEN;
    }
    if (open->task.scoring.change.behind < behind) {
        step = STEP_RULES_BROUGHT;
    }
    worker_send_made(worker, open);
    if (task_changed_count(&open->task) > 0 && chance_one_in(&worker->world->chance, EARLY_SHARE)) {
        task_emit_changes(&open->task, &open->deltas);
        worker_send_deltas(worker, open);
        step = STEP_CHANGES_EARLY;
    }
    return step;
}

/* ---- the loop ---------------------------------------------------------------------------- */

static enum assignment_event assignment_of(enum group_says says)
{
    switch (says) {
    case GROUP_NOTHING:
        return ASSIGNMENT_SAME;
    case GROUP_ASSIGNED:
        return ASSIGNMENT_GIVEN;
    case GROUP_REVOKED:
        return ASSIGNMENT_REVOKED;
    case GROUP_LOST:
        return ASSIGNMENT_LOST;
    case GROUP_REPLACED:
        break;
    }
    return ASSIGNMENT_REPLACED;
}

static void answer(struct worker *worker, enum group_says says)
{
    struct assignment_answer todo = assignment_answer(assignment_of(says));
    worker_drop_opening(worker);
    if (todo.commit) {
        worker_begin_commit(worker, todo.park ? THEN_PARK : THEN_JOIN);
    } else if (todo.abort || todo.leave) { /* a process that ends aborts what is open */
        worker_begin_abort(worker, todo.leave ? THEN_LEAVE : THEN_JOIN);
    }
}

/* What was to be read is gone: who has the task now has used it up. */
void worker_doubt(struct worker *worker)
{
    worker_drop_opening(worker);
    worker_begin_abort(worker, THEN_JOIN);
}

static bool is_full(const struct worker *worker)
{
    const struct sender *sender = &worker->sender;
    return sender->has_failed || sender->records >= worker->attempts.records;
}

/* At a commit's edge; true where some task goes over to the rules that its process has now. */
static bool take_rules(struct worker *worker)
{
    const struct merit_program *program = programs_now(worker->world, worker->disk);
    bool taken = false;
    for (uint32_t i = 0; i < worker->open_count; i++) {
        struct task *task = &worker->open[i]->task;
        if (task_takes_rules(task, program)) {
            worker_begin(worker);
            task_change_rules(task, program);
            worker->world->changed_open++;
            taken = true;
        }
    }
    return taken;
}

static enum step run(struct worker *worker)
{
    struct chance *chance = &worker->world->chance;
    if (!worker->sender.open && take_rules(worker)) {
        return STEP_RULES_CHANGED;
    }
    if (worker->sender.open && (is_full(worker) || chance_one_in(chance, COMMIT_SHARE))) {
        worker_begin_commit(worker, THEN_RUN);
        return STEP_NONE;
    }
    if (chance_one_in(chance, 3)) {
        enum step step = worker_deliver(worker);
        if (step != STEP_NONE) {
            return step;
        }
    }
    uint32_t first = worker->open_count == 0 ? 0 : chance_below(chance, worker->open_count);
    for (uint32_t i = 0; i < worker->open_count; i++) {
        enum step step = work(worker, worker->open[(first + i) % worker->open_count]);
        if (step != STEP_NONE || worker->phase != PHASE_RUN) {
            return step;
        }
    }
    if (worker->sender.open) {
        worker_begin_commit(worker, THEN_RUN);
    }
    return STEP_NONE;
}

/* The group is heard in between, but while a transaction is being ended. */
static bool hears(const struct worker *worker)
{
    return worker->phase == PHASE_CLAIM || worker->phase == PHASE_POSITIONS ||
           worker->phase == PHASE_OPEN || worker->phase == PHASE_RESTORE ||
           worker->phase == PHASE_RULES || worker->phase == PHASE_RUN;
}

enum step worker_turn(struct worker *worker)
{
    struct broker *broker = &worker->world->broker;
    if (worker->phase == PHASE_DOWN || worker->frozen_ms > broker->now_ms) {
        return STEP_NONE;
    }
    group_hear(&broker->group, &worker->member, broker->now_ms);
    if (hears(worker)) {
        enum group_says says = group_poll(&broker->group, &worker->member);
        if (says != GROUP_NOTHING) {
            answer(worker, says);
            return STEP_NONE;
        }
    }
    if (worker->phase < PHASE_RUN) {
        return worker_opening_turn(worker);
    }
    return worker->phase == PHASE_RUN ? run(worker) : worker_commit_turn(worker);
}

/* ---- life -------------------------------------------------------------------------------- */

void worker_start(struct worker *worker)
{
    worker->phase = PHASE_PRODUCER;
    worker->then = THEN_JOIN;
    worker->has_joined = false;
    worker->begin_anew = false;
    worker->frozen_ms = 0;
    worker->member = (struct membership){.slot = worker->slot};
    attempts_init(&worker->attempts);
}

void worker_drop_sender(struct worker *worker)
{
    struct sender *sender = &worker->sender;
    for (uint32_t to = 0; to < TASKS_MAX; to++) {
        buffer_clear(&sender->packs[to]);
    }
    sender->open = false;
    sender->records = 0;
    sender->queue_from = 0;
    sender->queue_count = 0;
    sender->applied_count = 0;
    sender->has_failed = false;
}

void worker_drop_open(struct worker *worker, struct open_task *open)
{
    task_fini(&open->task);
    messages_fini(&open->deltas);
    if (open->has_copy) {
        table_fini(&open->copy);
    }
    worker->world->owned[worker->disk][open->number] = false;
    memory_free(open);
}

void worker_drop_tasks(struct worker *worker)
{
    while (worker->open_count > 0) {
        worker_drop_open(worker, worker->open[--worker->open_count]);
    }
    while (worker->parked_count > 0) {
        worker_drop_open(worker, worker->parked[--worker->parked_count]);
    }
}

void worker_kill(struct worker *worker)
{
    worker_drop_opening(worker);
    worker_drop_tasks(worker);
    worker_drop_sender(worker);
    worker->phase = PHASE_DOWN;
    worker->assigned_count = 0;
    if (worker->end_fault == END_DELAYED || worker->end_fault == END_DUPLICATED) {
        worker->world->late_ends[worker->slot].any = false;
    }
    worker->end_fault = END_PLAIN;
    worker->fail_next = false;
}

void worker_leave(struct worker *worker)
{
    struct world *world = worker->world;
    for (uint32_t i = 0; i < worker->open_count; i++) {
        (void)store_flush(&world->disks[worker->disk], worker->open[i]->number, UINT32_MAX);
    }
    world_kill(world, worker->disk);
}
