/* One task: both stages over one state, its inputs' clocks, and what a commit of it contains. */
#include "task/task.h"

#include "task/day_start.h"
#include "task/fact_pack.h"
#include "task/migrate.h"
#include "task/rule_change.h"
#include "task/warm.h"

#include <assert.h>

enum { RECEIVE_AHEAD = 16 }; /* messages of a pack fetched ahead; at most WARM_MAX */

/* ---- life -------------------------------------------------------------------------------- */

static struct bytes own_record(const struct table *state)
{
    struct key key = key_of(KEY_TASK);
    return state_get(state, key_view(&key));
}

/* Whoever opens the task later is to know that it went over to these rules. */
static void take_program(struct task *task)
{
    const struct merit_program *program = task->config.program;
    if (task->record.commit > 0 && task->record.revision != program->revision) {
        task->touched = true;
    }
    task->record.program_hash = program->hash;
    task->record.revision = program->revision;
}

static bool read_own_record(struct task *task)
{
    struct bytes stored = own_record(&task->state);
    if (stored.at == NULL) {
        task->record = (struct task_record){.positions = {-1, -1, -1, -1}};
    } else {
        bool newer;
        if (!task_record_read(stored, &task->record, &newer) ||
            !migrate_records(&task->state, task->record.format, task->config.program)) {
            return false;
        }
        task->touched = task->record.format != TASK_FORMAT;
    }
    /* Whose it is was compared before; what is written from now on is ours. */
    task->record.task_count = task->config.task_count;
    take_program(task);
    task->record.cluster_id = task->config.cluster_id;
    return true;
}

/* First clocks as configured: nothing is due on the first day but what was adopted, for nothing
 * else is known. */
static void start_clocks(struct task *task)
{
    if (task->config.first_day == MERIT_NO_DAY || task->record.commit > 0) {
        return;
    }
    attribution_advance(&task->attribution, task->config.first_day, &task->facts);
    scoring_start(&task->scoring, task->config.first_day);
    task->touched = true;
}

bool task_open(struct task *task, const struct task_config *config, struct table *state)
{
    *task = (struct task){.config = *config, .state = *state};
    table_init(state);
    struct scoring_config scoring = {config->program, config->settings, config->task,
                                     config->task_count};
    table_track(&task->state, key_logged);
    bool good = read_own_record(task);
    good = attribution_open(&task->attribution, &task->state, config->task) && good;
    good = scoring_open(&task->scoring, &task->state, &scoring) && good;
    if (good) {
        start_clocks(task);
    }
    return good;
}

void task_fini(struct task *task)
{
    attribution_fini(&task->attribution);
    scoring_fini(&task->scoring);
    table_fini(&task->state);
    fact_list_fini(&task->facts);
    buffer_fini(&task->scratch);
}

/* ---- rules ------------------------------------------------------------------------------- */

bool task_takes_rules(const struct task *task, const struct merit_program *program)
{
    return program->revision > task->config.program->revision && task->scoring.news.count == 0 &&
           task->parts == 0 && rule_change_is_possible(&task->scoring);
}

void task_change_rules(struct task *task, const struct merit_program *program)
{
    assert(program->revision > task->config.program->revision);
    task->config.program = program;
    rule_change_begin(&task->scoring, program);
    take_program(task);
}

/* ---- the tenants' clock (contract §4) ---------------------------------------------------- */

/* The day the two inputs let the clock go to; MERIT_NO_DAY: not known, or nowhere. */
static int32_t inputs_day(const struct task *task, const struct task_view *view)
{
    int32_t least = MERIT_NEVER;
    for (int i = TASK_ASSOCIATIONS; i <= TASK_USAGE; i++) {
        const struct task_head *head = &view->heads[i];
        if (!head->has_record && !head->idle) {
            return MERIT_NO_DAY;
        }
        if (head->has_record) {
            least = merit_day_earlier(least, head->day);
        }
    }
    if (least != MERIT_NEVER) {
        return least;
    }
    return task->attribution.day == MERIT_NO_DAY ? MERIT_NO_DAY : view->wall_day;
}

/* Attribution goes no further ahead of scoring than this. */
static int32_t farthest_day(const struct task *task)
{
    int32_t day = task->scoring.day;
    if (day != MERIT_NO_DAY) {
        return day + task->config.ahead_days;
    }
    return task->attribution.day == MERIT_NO_DAY ? MERIT_NEVER : task->attribution.day;
}

static bool advance_tenants(struct task *task, const struct task_view *view)
{
    int32_t day = inputs_day(task, view);
    if (day == MERIT_NO_DAY) {
        return false;
    }
    day = merit_day_earlier(day, farthest_day(task));
    if (task->attribution.day != MERIT_NO_DAY && day <= task->attribution.day) {
        return false;
    }
    attribution_advance(&task->attribution, day, &task->facts);
    return true;
}

/* Both inputs were found idle without ever a record: the task says that it has no clock. */
static bool announce_no_clock(struct task *task, const struct task_view *view)
{
    if (task->record.no_clock || task->attribution.day != MERIT_NO_DAY ||
        !view->heads[TASK_ASSOCIATIONS].idle || !view->heads[TASK_USAGE].idle ||
        view->heads[TASK_ASSOCIATIONS].has_record || view->heads[TASK_USAGE].has_record) {
        return false;
    }
    task->record.no_clock = true;
    attribution_announce_no_clock(&task->attribution, &task->facts);
    return true;
}

/* ---- what is next ------------------------------------------------------------------------ */

static void tell_scoring(struct task *task, const struct task_view *view)
{
    const struct task_head *head = &view->heads[TASK_CERTIFICATIONS];
    task->scoring.certification_day = head->has_record ? head->day
                                      : head->idle     ? MERIT_NEVER
                                                       : MERIT_NO_DAY;
    task->scoring.wall_day = view->wall_day;
}

static bool can_apply(const struct task_head *head, int32_t clock)
{
    return head->has_record && clock != MERIT_NO_DAY && head->day <= clock;
}

/* What was imported lies in facts before all that tasks write there: where time.start sets the
 * first day, nothing is applied on it before the task has read that far. */
static bool hears_itself(const struct scoring *scoring)
{
    return scoring->watermarks[scoring->config.task] != MERIT_NO_DAY;
}

/* The earlier of the two inputs' records whose day has come. */
static bool choose_input(const struct task *task,
                         const struct task_view *view,
                         enum task_input *ret_input)
{
    const struct task_head *associations = &view->heads[TASK_ASSOCIATIONS];
    const struct task_head *usage = &view->heads[TASK_USAGE];
    bool first = can_apply(associations, task->attribution.day);
    bool second = can_apply(usage, task->attribution.day);
    if (!first && !second) {
        return false;
    }
    bool both = first && second;
    *ret_input = (both ? associations->timestamp <= usage->timestamp : first) ? TASK_ASSOCIATIONS
                                                                              : TASK_USAGE;
    return true;
}

static bool step(struct task *task)
{
    if (attribution_is_busy(&task->attribution)) {
        attribution_continue(&task->attribution, &task->facts);
        return true;
    }
    return scoring_has_work(&task->scoring) && scoring_step(&task->scoring);
}

static enum task_next choose_next(struct task *task,
                                  const struct task_view *view,
                                  enum task_input *ret_input)
{
    if (rule_change_turn(&task->scoring) || step(task)) {
        return TASK_WORKED;
    }
    if (view->has_facts) {
        return TASK_TAKE_FACTS; /* before inputs, so that a backlog stays bounded */
    }
    if (can_apply(&view->heads[TASK_CERTIFICATIONS], task->scoring.day) &&
        hears_itself(&task->scoring)) {
        *ret_input = TASK_CERTIFICATIONS;
        return TASK_APPLY;
    }
    if (scoring_step(&task->scoring)) {
        return TASK_WORKED; /* a day begins */
    }
    if (choose_input(task, view, ret_input)) {
        return TASK_APPLY;
    }
    return advance_tenants(task, view) || announce_no_clock(task, view) ||
                   rule_change_turn(&task->scoring)
               ? TASK_WORKED
               : TASK_WAIT;
}

enum task_next task_next(struct task *task,
                         const struct task_view *view,
                         enum task_input *ret_input)
{
    tell_scoring(task, view);
    enum task_next next = choose_next(task, view, ret_input);
    task->touched = task->touched || next == TASK_WORKED;
    return next;
}

bool task_may_go_on(const struct task *task, const struct task_view *view, enum task_input input)
{
    enum task_input chosen;
    return input != TASK_CERTIFICATIONS && !attribution_is_busy(&task->attribution) &&
           choose_input(task, view, &chosen) && chosen == input;
}

/* ---- records ----------------------------------------------------------------------------- */

struct merit_fault task_admit(struct task *task, const struct merit_event *event)
{
    return event->kind == MERIT_EVENT_CERTIFICATION ? scoring_check(&task->scoring, event)
                                                    : attribution_check(&task->attribution, event);
}

void task_apply(struct task *task, const struct merit_event *event)
{
    if (event->kind == MERIT_EVENT_CERTIFICATION) {
        scoring_certify(&task->scoring, event);
    } else {
        attribution_apply(&task->attribution, event, &task->facts);
    }
    task->touched = true;
}

/* Fetches ahead what these messages' reports will need. */
static void warm_messages(const struct task *task, const struct bytes *messages, uint32_t count)
{
    struct warm_fact facts[RECEIVE_AHEAD];
    uint32_t fact_count = 0;
    for (uint32_t i = 0; i < count; i++) {
        struct reader reader = reader_of(messages[i]);
        struct fact_header header;
        struct fact_item item;
        if (fact_read_header(&reader, &header) && header.kind == FACT_GROUP &&
            fact_read_item(&reader, &item) && item.kind == FACT_USAGE) {
            facts[fact_count++] =
                (struct warm_fact){header.partner_id, header.tenant_id, item.names};
        }
    }
    warm_scoring(&task->scoring, facts, fact_count);
}

bool task_receive(struct task *task, struct bytes pack)
{
    task->touched = true;
    struct reader reader;
    if (!fact_pack_open(pack, &reader)) {
        return false;
    }
    struct bytes messages[RECEIVE_AHEAD];
    uint32_t count;
    do {
        count = 0;
        while (count < RECEIVE_AHEAD && fact_pack_next(&reader, &messages[count])) {
            count++;
        }
        warm_messages(task, messages, count);
        for (uint32_t i = 0; i < count; i++) {
            if (!scoring_receive(&task->scoring, messages[i])) {
                return false;
            }
        }
    } while (count == RECEIVE_AHEAD);
    return !reader.failed;
}

void task_moved(struct task *task, enum task_input input, int64_t position)
{
    assert(position >= task->record.positions[input]);
    task->record.positions[input] = position;
    task->touched = true;
}

void task_ended(struct task *task, enum task_input input, int64_t position, bool now)
{
    if (position > task->record.positions[input]) {
        task->record.positions[input] = position;
        task->touched = task->touched || now;
    }
}

/* ---- commits ----------------------------------------------------------------------------- */

uint32_t task_changed_count(const struct task *task)
{
    return task->state.changes.count;
}

static void begin_part(struct task *task, struct messages *deltas)
{
    struct change_header header = {
        .kind = CHANGE_DELTA, .commit = task->record.commit + 1, .index = task->parts++};
    change_begin(deltas, &header);
}

static void end_full_part(struct task *task, struct messages *deltas)
{
    if (messages_length(deltas) >= CHANGE_PART_BYTES) {
        messages_end(deltas);
        begin_part(task, deltas);
    }
}

/* Writes what changed into the part that is begun, and further ones. */
static void write_changes(struct task *task, struct messages *deltas)
{
    struct bytes key;
    struct bytes value;
    for (size_t cursor = 0; table_next_removed(&task->state, &cursor, &key);) {
        change_remove(&deltas->bytes, key);
        end_full_part(task, deltas);
    }
    for (size_t cursor = 0; table_next_changed(&task->state, &cursor, &key, &value);) {
        size_t from = 0;
        do {
            from = change_put_piece(&deltas->bytes, key, value, from);
            end_full_part(task, deltas);
        } while (from < value.length);
    }
    table_forget_changes(&task->state);
}

void task_emit_changes(struct task *task, struct messages *deltas)
{
    begin_part(task, deltas);
    write_changes(task, deltas);
    messages_end(deltas);
}

void task_commit(struct task *task, struct messages *deltas, struct task_metadata *ret_metadata)
{
    assert(task->scoring.news.count == 0 && task->facts.count == 0);
    attribution_save(&task->attribution);
    scoring_save(&task->scoring);
    begin_part(task, deltas);
    task->record.commit++;
    task_record_write(&task->scratch, &task->record);
    struct key key = key_of(KEY_TASK);
    table_put(&task->state, key_view(&key), buffer_view(&task->scratch));
    *ret_metadata = task_metadata_of(buffer_view(&task->scratch), task->record.commit);
    task->record.commit--;
    write_changes(task, deltas);
    task->record.commit++;
    change_set_last(deltas);
    messages_end(deltas);
    task->parts = 0;
    task->touched = false;
}
