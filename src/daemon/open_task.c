/* One task that a worker has open: its inputs, its state, its snapshot, and its share of a commit.
 */
#include "daemon/open_task.h"

#include "task/warm.h"

#include <stdlib.h>

enum {
    CHANGES_EARLY = 2000, /* changed records after which they are given out */
    BACKFILL_DAYS = 2,    /* that the partners' clock is behind: merit.backfill */
    EXIT_FAILED = 1,
    WORK_PIECES = 64, /* bounded pieces of work done at once */
};

/* ---- life -------------------------------------------------------------------------------- */

void open_task_resume(struct open_task *open, struct consumer *consumer)
{
    for (int i = 0; i < TASK_INPUT_COUNT; i++) {
        input_open(&open->inputs[i], open->shared, consumer, (enum task_input)i, open->number);
    }
}

void open_task_park(struct open_task *open)
{
    for (int i = 0; i < TASK_INPUT_COUNT; i++) {
        input_close(&open->inputs[i]);
    }
}

void open_task_init(struct open_task *open, struct consumer *consumer)
{
    open_task_resume(open, consumer);
    open->delivery = (struct producer_delivery){-1, -1, 0};
    open->log_last = -1;
    open->facts_deleted = open->task.record.positions[TASK_FACTS];
    open_task_say_rules_begun(open);
}

void open_task_fini(struct open_task *open)
{
    open_task_park(open);
    if (open->snapshot.reader != NULL) {
        store_snapshot_end(open->snapshot.reader);
    }
    char error[STORE_TEXT_MAX] = "";
    char unused[STORE_TEXT_MAX] = "";
    bool flushed = writer_flush(open->writer, open->store, error);
    if (flushed && open->stored_program != NULL) {
        store_set_program(open->store, open->stored_program->hash, open->stored_program->revision);
    }
    /* In any case: another worker of this process may be about to open it. */
    bool closed = store_close(open->store, flushed ? error : unused);
    if (!flushed || !closed) {
        LOG(open->shared->log, LOG_WARN, "state on disk not closed cleanly",
            log_uint("task", open->number), log_text("error", error));
    }
    task_fini(&open->task);
    messages_fini(&open->deltas);
}

/* ---- sending ----------------------------------------------------------------------------- */

static void begin(struct open_task *open)
{
    sender_begin(open->sender, shared_now_ms());
}

static struct send_moment moment_of(struct open_task *open)
{
    int32_t wall_day = merit_day_of_micros(wall_clock_micros(open->clock));
    int32_t day = open->task.scoring.day;
    return (struct send_moment){
        .task = open->number,
        .commit = open->task.record.commit + 1,
        .backfill = day != MERIT_NO_DAY && day + BACKFILL_DAYS <= wall_day,
    };
}

/* Everything that the last steps made. */
static void send_made(struct open_task *open)
{
    struct task *task = &open->task;
    if (task->facts.count > 0) {
        begin(open);
        sender_facts(open->sender, &task->facts);
    }
    struct output_list *outputs = &task->scoring.outputs;
    if (outputs->count > 0) {
        begin(open);
        struct send_moment moment = moment_of(open);
        for (uint32_t i = 0; i < outputs->count; i++) {
            sender_output(open->sender, outputs->items[i], &moment);
        }
        scoring_clear_outputs(&task->scoring);
        fault_at(&open->shared->faults, FAULT_OUTPUTS_SENT);
    }
}

/* Sends the messages of the delta that are closed and not yet sent. */
static void send_deltas(struct open_task *open)
{
    for (; open->sent < open->deltas.count; open->sent++) {
        sender_change(open->sender, open->number, messages_at(&open->deltas, open->sent),
                      &open->delivery);
    }
}

static void send_changes_early(struct open_task *open)
{
    if (task_changed_count(&open->task) >= CHANGES_EARLY) {
        begin(open);
        task_emit_changes(&open->task, &open->deltas);
        send_deltas(open);
    }
}

/* ---- inputs ------------------------------------------------------------------------------ */

static bool fail(struct open_task *open, const char *what, const char *error)
{
    LOG(open->shared->log, LOG_ERROR, what, log_uint("task", open->number));
    shared_fail(open->shared, EXIT_FAILED, what, error);
    return false;
}

static void warm_window(struct open_task *open, const struct input *input)
{
    if (input->which != TASK_USAGE || input->count < 2) {
        return;
    }
    const struct merit_event *events[INPUT_WINDOW];
    uint32_t count = 0;
    for (uint32_t i = 0; i < input->count; i++) {
        if (input->window[i].fault.bad == MERIT_BAD_NONE) {
            events[count++] = &input->window[i].event;
        }
    }
    warm_attribution(&open->task.attribution, events, count);
}

/* The record at the head is done with. */
static void pass(struct open_task *open, struct input *input)
{
    task_moved(&open->task, input->which, input_record(input)->offset + 1);
    input_pass(input);
    open->sender->records++;
    atomic_fetch_add_explicit(&open->shared->counters.records[input->which], 1,
                              memory_order_relaxed);
}

static bool step_is_over(const struct open_task *open)
{
    return open->sender->records >= open->until;
}

/* Brings a good record to the head, if there is one; bad ones before it become dead letters. Where
 * the step is over first, the head may be one that was not looked at. */
static bool bring_head(struct open_task *open, struct input *input, int64_t now_ms)
{
    for (;;) {
        bool fresh;
        if (!input_fill(input, now_ms, &fresh)) {
            doubt_set(open->doubt, "input cannot be read", open->number, input->batch.error);
            return false;
        }
        if (fresh) {
            warm_window(open, input);
        }
        struct input_entry *head = input_head(input);
        if (head == NULL || head->admitted) {
            return true;
        }
        if (head->fault.bad == MERIT_BAD_NONE) {
            head->fault = task_admit(&open->task, &head->event);
        }
        if (head->fault.bad == MERIT_BAD_NONE) {
            head->admitted = true;
            return true;
        }
        if (step_is_over(open)) {
            return true;
        }
        begin(open);
        sender_dead_letter(open->sender, input, &head->fault);
        pass(open, input);
    }
}

/* ---- steps ------------------------------------------------------------------------------- */

/* An input that is at its end is read up to there, whatever markers and aborted records lie behind
 * its last one. `now`: a commit is to say so. */
static void take_end(struct open_task *open, struct input *input, bool now)
{
    if (input->batch.at_end && input->next >= input->batch.count && input_head(input) == NULL &&
        input->batch.position > open->task.record.positions[input->which]) {
        if (now) {
            begin(open);
        }
        task_ended(&open->task, input->which, input->batch.position, now);
    }
}

static bool take_view(struct open_task *open, struct task_view *view)
{
    int64_t now_ms = shared_now_ms();
    view->wall_day = merit_day_of_micros(wall_clock_micros(open->clock));
    for (int i = TASK_ASSOCIATIONS; i < TASK_FACTS; i++) {
        if (!bring_head(open, &open->inputs[i], now_ms)) {
            return false;
        }
        view->heads[i] = input_view(&open->inputs[i], now_ms, view->wall_day);
        /* Whoever watches the group's lag sees none then. */
        if (view->heads[i].idle) {
            take_end(open, &open->inputs[i], true);
        }
    }
    struct input *facts = &open->inputs[TASK_FACTS];
    if (facts->next >= facts->batch.count) {
        kafka_batch_free(&facts->batch);
        consumer_take(facts->consumer, TASK_FACTS, open->number, KAFKA_BATCH_MAX, &facts->batch);
        facts->next = 0;
        if (facts->batch.broken) {
            doubt_set(open->doubt, "facts cannot be read", open->number, facts->batch.error);
            return false;
        }
    }
    view->has_facts = facts->next < facts->batch.count;
    return true;
}

static bool take_pack(struct open_task *open)
{
    struct input *facts = &open->inputs[TASK_FACTS];
    const struct kafka_record *record = &facts->batch.records[facts->next];
    if (!task_receive(&open->task, record->value)) {
        return fail(
            open, "facts are damaged",
            "the facts topic holds a record that is none of meritd's (something else writes "
            "to it), or the imported standing of a designation that these rules lack");
    }
    facts->next++;
    task_moved(&open->task, TASK_FACTS, record->offset + 1);
    atomic_fetch_add_explicit(&open->shared->counters.records[TASK_FACTS], 1, memory_order_relaxed);
    fault_at(&open->shared->faults, FAULT_APPLIED);
    return true;
}

/* Applies records of one input one after the other, while that may be. */
static bool apply_run(struct open_task *open, enum task_input which, struct task_view *view)
{
    struct input *input = &open->inputs[which];
    do {
        task_apply(&open->task, &input_head(input)->event);
        pass(open, input);
        send_made(open);
        fault_at(&open->shared->faults, FAULT_APPLIED);
        int64_t now_ms = 0;
        if (input_head(input) == NULL) {
            now_ms = shared_now_ms();
        }
        if (!bring_head(open, input, now_ms)) {
            return false;
        }
        view->heads[which] = input_view(input, now_ms, view->wall_day);
    } while (!step_is_over(open) && task_may_go_on(&open->task, view, which));
    send_changes_early(open);
    return true;
}

bool open_task_step(struct open_task *open, uint32_t budget, bool *ret_progress)
{
    uint32_t pieces = WORK_PIECES;
    struct task_view view;
    uint32_t records = open->sender->records;
    open->until = records + budget;
    while (!step_is_over(open) && pieces > 0) {
        if (!take_view(open, &view)) {
            return false;
        }
        if (step_is_over(open)) {
            break;
        }
        enum task_input which = TASK_FACTS;
        enum task_next next = task_next(&open->task, &view, &which);
        if (next == TASK_WAIT) {
            break;
        }
        begin(open);
        *ret_progress = true;
        bool good = true;
        if (next == TASK_APPLY) {
            good = apply_run(open, which, &view);
        } else if (next == TASK_TAKE_FACTS) {
            good = take_pack(open);
            uint32_t left = open->until - open->sender->records;
            open->until -= left < WORK_PIECES ? left : WORK_PIECES;
        } else {
            fault_at(&open->shared->faults, FAULT_DAY_STARTED);
            pieces--;
        }
        send_made(open);
        send_changes_early(open);
        if (!good) {
            return false;
        }
    }
    *ret_progress = *ret_progress || open->sender->records != records;
    return true;
}

/* ---- commits ----------------------------------------------------------------------------- */

void open_task_commit(struct open_task *open)
{
    struct task *task = &open->task;
    struct send_moment moment = moment_of(open);
    struct merit_output output;
    while (news_next(&task->scoring, &output)) {
        sender_output(open->sender, &output, &moment);
    }
    fault_at(&open->shared->faults, FAULT_SCORES_SENT);
    for (int i = 0; i < TASK_INPUT_COUNT; i++) {
        take_end(open, &open->inputs[i], false);
    }
    open_task_send_snapshot(open);
    size_t before = open->deltas.bytes.length;
    task->record.log_bytes += before;
    task_commit(task, &open->deltas, &open->metadata);
    task->record.log_bytes += open->deltas.bytes.length - before;
    send_deltas(open);
    open->committing = true;
}

/* Offsets that go back are those of another topic: brokers take what follows without a word. The
 * disk is left as it is, so that opening the task stops too. */
static bool log_goes_on(struct open_task *open)
{
    if (open->delivery.first_offset >= 0 && open->delivery.first_offset <= open->log_last) {
        return fail(open, "the change log was made anew while meritd ran",
                    "begin under another application_id, with the history loaded again");
    }
    open->log_last = open->delivery.last_offset;
    return true;
}

bool open_task_committed(struct open_task *open)
{
    struct store_position position = {
        .commit = open->task.record.commit,
        .log_offset = open->delivery.first_offset < 0 ? 0 : open->delivery.first_offset,
        .state_size = open->task.state.bytes,
    };
    char error[STORE_TEXT_MAX] = "";
    open->committing = false;
    if (!log_goes_on(open)) {
        return false;
    }
    if (!writer_add(open->writer, open->store, &open->deltas, &position, error)) {
        return fail(open, "state cannot be written", error);
    }
    fault_at(&open->shared->faults, FAULT_STORED);
    open->stored_program = open->task.config.program;
    if (open->task.scoring.change.behind == 0) {
        open_task_say_rules(open);
    }
    open_task_finish_snapshot(open);
    open_task_delete_facts(open);
    messages_clear(&open->deltas);
    open->sent = 0;
    open->delivery = (struct producer_delivery){-1, -1, 0};
    return true;
}

void open_task_report(struct open_task *open, uint32_t worker)
{
    struct task_report *report = &open->shared->reports[open->number];
    int64_t lag = 0;
    for (int i = 0; i < TASK_INPUT_COUNT; i++) {
        const struct input *input = &open->inputs[i];
        int64_t end = consumer_end(input->consumer, (uint32_t)i, open->number);
        int64_t position = open->task.record.positions[i];
        /* At its end an input may have markers of transactions behind the last record. */
        bool at_end =
            input->batch.at_end && input->next >= input->batch.count && input->at >= input->count;
        lag += !at_end && end > position && position >= 0 ? end - position : 0;
    }
    atomic_store(&report->worker, (int)worker);
    atomic_store(&report->tenants_day, open->task.attribution.day);
    atomic_store(&report->partners_day, open->task.scoring.day);
    atomic_store(&report->lag, lag);
    atomic_store(&report->commit, open->task.record.commit);
    atomic_store(&report->revision, open->task.config.program->revision);
    atomic_store(&report->behind, open->task.scoring.change.behind);
    if (open->task.scoring.change.behind > 0) {
        open_task_say_rules(open);
    }
}
