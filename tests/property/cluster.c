/* Tasks over logs in memory: what meritd does around them, without Kafka, disk or time. */
#include "cluster.h"

#include "base/murmur2.h"
#include "cluster_state.h"
#include "task/adopt.h"
#include "task/fact_pack.h"
#include "unit_tools.h"

#include <check.h>

#include <stdio.h>

enum { PACK_BYTES = 300, STEPS_MAX = 120, EARLY_SHARE = 40, COMMIT_SHARE = 3 };

bool cluster_chance(struct cluster *cluster, uint64_t share)
{
    return random_below(&cluster->random, share) == 0;
}

/* ---- life -------------------------------------------------------------------------------- */

void cluster_init(struct cluster *cluster, const struct task_config *config, int32_t wall_day)
{
    *cluster = (struct cluster){
        .config = *config, .count = config->task_count, .random = 1, .wall_day = wall_day};
    ck_assert_uint_le(cluster->count, CLUSTER_TASKS_MAX);
    for (uint32_t i = 0; i < cluster->count; i++) {
        for (int input = 0; input < TASK_INPUT_COUNT; input++) {
            cluster->inputs[input][i].outcomes = &cluster->outcomes;
        }
        cluster->changes[i].outcomes = &cluster->outcomes;
        table_init(&cluster->tasks[i].disk.table);
        cluster_open(cluster, i);
    }
}

void cluster_fini(struct cluster *cluster)
{
    for (uint32_t i = 0; i < cluster->count; i++) {
        cluster_close(cluster, i);
        table_fini(&cluster->tasks[i].disk.table);
        messages_fini(&cluster->tasks[i].deltas);
        said_list_fini(&cluster->tasks[i].pending);
        said_list_fini(&cluster->tasks[i].pending_scores);
        for (uint32_t to = 0; to < cluster->count; to++) {
            buffer_fini(&cluster->tasks[i].packs[to]);
        }
        for (int input = 0; input < TASK_INPUT_COUNT; input++) {
            txlog_fini(&cluster->inputs[input][i]);
        }
        txlog_fini(&cluster->changes[i]);
    }
    said_list_fini(&cluster->said);
    said_list_fini(&cluster->scores);
    txlog_outcomes_fini(&cluster->outcomes);
}

void cluster_import(struct cluster *cluster, const struct merit_standing *standings, size_t count)
{
    uint32_t transaction = txlog_begin(&cluster->outcomes);
    struct fact_list list = {.count = 0};
    struct buffer pack = {0};
    for (size_t i = 0; i < count;) {
        struct merit_text partner = standings[i].partner_id;
        uint32_t own = 0;
        while (i + own < count && merit_text_equal(standings[i + own].partner_id, partner)) {
            own++;
        }
        adopt_message(&list, standings + i, own);
        fact_pack_add(&pack, fact_list_message(&list, 0));
        (void)txlog_append(
            &cluster->inputs[TASK_FACTS][murmur2_partition(partner, cluster->count)],
            (struct txlog_record){.transaction = transaction, .bytes = buffer_view(&pack)});
        fact_list_clear(&list);
        buffer_clear(&pack);
        i += own;
    }
    for (uint32_t i = 0; i < cluster->count; i++) {
        txlog_append_marker(&cluster->inputs[TASK_FACTS][i]);
    }
    cluster->outcomes.items[transaction] = TXLOG_COMMITTED;
    buffer_fini(&pack);
    fact_list_fini(&list);
}

void cluster_feed(struct cluster *cluster, const struct merit_event *event, uint32_t transaction)
{
    static const enum task_input inputs[] = {[MERIT_EVENT_ASSOCIATION] = TASK_ASSOCIATIONS,
                                             [MERIT_EVENT_USAGE] = TASK_USAGE,
                                             [MERIT_EVENT_CERTIFICATION] = TASK_CERTIFICATIONS};
    uint32_t task = murmur2_partition(merit_event_key(event), cluster->count);
    (void)txlog_append(&cluster->inputs[inputs[event->kind]][task],
                       (struct txlog_record){.transaction = transaction, .event = event});
}

void cluster_end(struct cluster *cluster, uint32_t transaction, bool commit)
{
    cluster->outcomes.items[transaction] = commit ? TXLOG_COMMITTED : TXLOG_ABORTED;
    for (uint32_t i = 0; i < cluster->count; i++) {
        txlog_append_marker(&cluster->inputs[random_below(&cluster->random, TASK_FACTS)][i]);
    }
}

/* ---- sending ----------------------------------------------------------------------------- */

uint32_t cluster_transaction(struct cluster *cluster, uint32_t task)
{
    struct cluster_task *at = &cluster->tasks[task];
    if (!at->is_open) {
        at->is_open = true;
        at->transaction = txlog_begin(&cluster->outcomes);
    }
    return at->transaction;
}

static void flush_pack(struct cluster *cluster, uint32_t task, uint32_t to, size_t least)
{
    struct buffer *pack = &cluster->tasks[task].packs[to];
    if (pack->length > least) {
        (void)txlog_append(&cluster->inputs[TASK_FACTS][to],
                           (struct txlog_record){.transaction = cluster_transaction(cluster, task),
                                                 .bytes = buffer_view(pack)});
        buffer_clear(pack);
    }
}

static void send_fact(struct cluster *cluster, uint32_t task, struct bytes message)
{
    struct reader reader = reader_of(message);
    struct fact_header header;
    ck_assert(fact_read_header(&reader, &header));
    for (uint32_t to = 0; to < cluster->count; to++) {
        if (header.kind == FACT_WATERMARK ||
            to == murmur2_partition(header.partner_id, cluster->count)) {
            fact_pack_add(&cluster->tasks[task].packs[to], message);
            flush_pack(cluster, task, to, PACK_BYTES);
        }
    }
}

static void send_deltas(struct cluster *cluster, uint32_t task)
{
    struct cluster_task *at = &cluster->tasks[task];
    for (; at->sent < at->deltas.count; at->sent++) {
        int64_t offset =
            txlog_append(&cluster->changes[task],
                         (struct txlog_record){.transaction = cluster_transaction(cluster, task),
                                               .bytes = messages_at(&at->deltas, at->sent)});
        at->first_offset = at->first_offset < 0 ? offset : at->first_offset;
    }
}

/* What the last steps made. */
static void send_made(struct cluster *cluster, uint32_t task)
{
    struct cluster_task *at = &cluster->tasks[task];
    for (uint32_t i = 0; i < at->task.facts.count; i++) {
        send_fact(cluster, task, fact_list_message(&at->task.facts, i));
    }
    fact_list_clear(&at->task.facts);
    struct scoring *scoring = &at->task.scoring;
    for (uint32_t i = 0; i < scoring->outputs.count; i++) {
        said_add_product(&at->pending, scoring->outputs.items[i]);
    }
    scoring_clear_outputs(scoring);
    if (cluster_chance(cluster, EARLY_SHARE)) {
        task_emit_changes(&at->task, &at->deltas);
        send_deltas(cluster, task);
    }
}

/* ---- steps ------------------------------------------------------------------------------- */

/* Where an input that was never read begins. */
static int64_t position_of(const struct cluster *cluster, uint32_t task, int input)
{
    int64_t position = cluster->tasks[task].task.record.positions[input];
    return position < 0 ? cluster->inputs[input][task].low : position;
}

static struct task_view view_of(const struct cluster *cluster,
                                uint32_t task,
                                int64_t ret_offsets[TASK_INPUT_COUNT])
{
    struct task_view view = {.wall_day = cluster->wall_day};
    for (int input = 0; input < TASK_INPUT_COUNT; input++) {
        const struct txlog *log = &cluster->inputs[input][task];
        int64_t position = position_of(cluster, task, input);
        ret_offsets[input] = txlog_next(log, position);
        if (input == TASK_FACTS) {
            view.has_facts = ret_offsets[input] >= 0;
        } else if (ret_offsets[input] >= 0) {
            int64_t timestamp = log->records[ret_offsets[input]].event->timestamp;
            view.heads[input] =
                (struct task_head){true, false, merit_day_of_micros(timestamp), timestamp};
        } else {
            view.heads[input].idle = cluster->all_produced && txlog_is_at_end(log, position);
        }
    }
    return view;
}

/* True where there was something to do. */
static bool step(struct cluster *cluster, uint32_t number)
{
    struct task *task = &cluster->tasks[number].task;
    int64_t offsets[TASK_INPUT_COUNT];
    struct task_view view = view_of(cluster, number, offsets);
    enum task_input input = TASK_FACTS;
    enum task_next next = task_next(task, &view, &input);
    if (next == TASK_TAKE_FACTS) {
        const struct txlog *log = &cluster->inputs[TASK_FACTS][number];
        ck_assert(task_receive(task, log->records[offsets[TASK_FACTS]].bytes));
    } else if (next == TASK_APPLY) {
        const struct txlog *log = &cluster->inputs[input][number];
        const struct merit_event *event = log->records[offsets[input]].event;
        ck_assert_int_eq(task_admit(task, event).bad, MERIT_BAD_NONE);
        task_apply(task, event);
    }
    if (next == TASK_TAKE_FACTS || next == TASK_APPLY) {
        task_moved(task, input, offsets[input] + 1);
    }
    send_made(cluster, number);
    return next != TASK_WAIT;
}

/* ---- commits ----------------------------------------------------------------------------- */

/* The scores that changed. */
static void tell_scores(struct cluster_task *at)
{
    struct merit_output output;
    while (news_next(&at->task.scoring, &output)) {
        struct said said;
        (void)snprintf(said.partner, sizeof said.partner, "%.*s", (int)output.partner_id.length,
                       output.partner_id.at);
        said_product_score(&output, true, said.text);
        said_list_add(&at->pending_scores, &said);
    }
}

static void keep(struct said_list *to, struct said_list *pending)
{
    for (size_t i = 0; i < pending->count; i++) {
        said_list_add(to, &pending->items[i]);
    }
    pending->count = 0;
}

static void commit(struct cluster *cluster, uint32_t number)
{
    struct cluster_task *at = &cluster->tasks[number];
    tell_scores(at);
    cluster_send_snapshot(cluster, number);
    task_commit(&at->task, &at->deltas, &at->metadata);
    send_deltas(cluster, number);
    for (uint32_t to = 0; to < cluster->count; to++) {
        flush_pack(cluster, number, to, 0);
        txlog_append_marker(&cluster->inputs[TASK_FACTS][to]);
    }
    cluster->outcomes.items[cluster_transaction(cluster, number)] = TXLOG_COMMITTED;
    txlog_append_marker(&cluster->changes[number]);
    at->is_open = false;
    at->has_offsets = true;
    memcpy(at->positions, at->task.record.positions, sizeof at->positions);
    keep(&cluster->said, &at->pending);
    keep(&cluster->scores, &at->pending_scores);
    cluster_committed(cluster, number);
    messages_clear(&at->deltas);
    at->sent = 0;
    at->first_offset = -1;
    cluster->commits++;
}

bool cluster_step(struct cluster *cluster, uint32_t task)
{
    bool any = false;
    bool more = true;
    uint64_t steps = 1 + random_below(&cluster->random, STEPS_MAX);
    for (uint64_t i = 0; i < steps && more; i++) {
        more = step(cluster, task);
        any = any || more;
    }
    if (cluster->tasks[task].task.touched && (!more || cluster_chance(cluster, COMMIT_SHARE))) {
        commit(cluster, task);
        any = true;
    }
    return any;
}
