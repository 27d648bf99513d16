/* Stage B, scoring: all rules, all time. It keeps partners and says how their scores change. */
#include "task/scoring.h"

#include "core/person.h"
#include "task/adopt.h"
#include "task/apply.h"
#include "task/day_start.h"
#include "task/evaluate.h"
#include "task/rebuild.h"
#include "task/refresh.h"
#include "task/reopen.h"
#include "task/rule_change.h"
#include "task/today.h"
#include "task/waiting.h"

#include <assert.h>

/* ---- the task record --------------------------------------------------------------------- */

/* Which program's the derived records in the state are; while they are of two, of neither. */
static uint32_t derived_mark(const struct scoring *scoring)
{
    uint32_t hash = scoring->config.program->hash;
    return scoring->change.from == NULL ? hash : ~hash;
}

void scoring_save(struct scoring *scoring)
{
    struct buffer *to = &scoring->record;
    buffer_clear(to);
    buffer_i32(to, scoring->day);
    buffer_i32(to, scoring->first_day);
    buffer_u8(to, today_is_starting(scoring));
    buffer_i64(to, (int64_t)scoring->start_end);
    buffer_u32(to, scoring->partner_count);
    buffer_i64(to, (int64_t)scoring->next_group);
    buffer_u8(to, scoring->applying);
    buffer_i64(to, (int64_t)scoring->applying_group);
    buffer_u32(to, scoring->applying_part);
    buffer_u32(to, derived_mark(scoring));
    buffer_u32(to, scoring->config.task_count);
    for (uint32_t i = 0; i < scoring->config.task_count; i++) {
        buffer_i32(to, scoring->watermarks[i]);
        buffer_u8(to, scoring->open_groups[i].active);
        buffer_i64(to, (int64_t)scoring->open_groups[i].group);
        buffer_u32(to, scoring->open_groups[i].parts);
    }
    struct key key = key_of(KEY_SCORING);
    table_put(scoring->state, key_view(&key), buffer_view(to));
}

/* What the task record says that scoring itself does not keep. */
struct reopened {
    bool starting; /* a day's start was not over */
    uint32_t derived_mark;
};

static bool read_task_record(struct scoring *scoring,
                             struct bytes record,
                             struct reopened *ret_reopened)
{
    struct reader reader = reader_of(record);
    scoring->day = reader_i32(&reader);
    scoring->first_day = reader_i32(&reader);
    ret_reopened->starting = reader_u8(&reader) != 0;
    scoring->start_end = (uint64_t)reader_i64(&reader);
    scoring->partner_count = reader_u32(&reader);
    scoring->next_group = (uint64_t)reader_i64(&reader);
    scoring->applying = reader_u8(&reader) != 0;
    scoring->applying_group = (uint64_t)reader_i64(&reader);
    scoring->applying_part = reader_u32(&reader);
    ret_reopened->derived_mark = reader_u32(&reader);
    if (reader_u32(&reader) != scoring->config.task_count) {
        return false;
    }
    for (uint32_t i = 0; i < scoring->config.task_count; i++) {
        scoring->watermarks[i] = reader_i32(&reader);
        scoring->open_groups[i].active = reader_u8(&reader) != 0;
        scoring->open_groups[i].group = (uint64_t)reader_i64(&reader);
        scoring->open_groups[i].parts = reader_u32(&reader);
    }
    return !reader.failed && reader_left(&reader) == 0;
}

/* From the records. False: they are damaged. */
static bool reopen(struct scoring *scoring, struct bytes record, struct reopened *ret_reopened)
{
    if (!read_task_record(scoring, record, ret_reopened)) {
        return false;
    }
    if (ret_reopened->derived_mark != scoring->config.program->hash) {
        rebuild_forget(scoring);
    }
    return reopen_records(scoring);
}

bool scoring_open(struct scoring *scoring, struct table *state, const struct scoring_config *config)
{
    assert(config->task_count >= 1 && config->task_count <= FACT_TASKS_MAX);
    *scoring = (struct scoring){
        .state = state,
        .config = *config,
        .day = MERIT_NO_DAY,
        .first_day = MERIT_NEVER,
        .certification_day = MERIT_NO_DAY,
        .wall_day = MERIT_NO_DAY,
        .today = {.next_rule_day = MERIT_NEVER},
        .roster.designation_count = config->program->designation_count,
    };
    scoring->outputs.arena = &scoring->output_arena;
    scoring->watermarks = memory_allocate(config->task_count * sizeof *scoring->watermarks);
    scoring->open_groups = memory_allocate(config->task_count * sizeof *scoring->open_groups);
    for (uint32_t i = 0; i < config->task_count; i++) {
        scoring->watermarks[i] = MERIT_NO_DAY;
        scoring->open_groups[i] = (struct scoring_open_group){false, 0, 0};
    }
    struct key key = key_of(KEY_SCORING);
    struct bytes record = state_get(state, key_view(&key));
    struct reopened reopened = {false, 0};
    if (record.at != NULL && !reopen(scoring, record, &reopened)) {
        return false;
    }
    if (scoring->day != MERIT_NO_DAY) {
        today_set(scoring);
        rebuild_derived(scoring, reopened.starting);
    }
    return true;
}

void scoring_start(struct scoring *scoring, int32_t day)
{
    assert(scoring->day == MERIT_NO_DAY);
    scoring->day = day;
    today_set(scoring);
}

void scoring_fini(struct scoring *scoring)
{
    memory_free(scoring->watermarks);
    memory_free(scoring->open_groups);
    roster_fini(&scoring->roster);
    heap_fini(&scoring->due);
    heap_fini(&scoring->waiting);
    output_list_fini(&scoring->outputs);
    arena_fini(&scoring->output_arena);
    arena_fini(&scoring->scratch);
    memory_free(scoring->news.designations);
    memory_free(scoring->news.partners);
    link_list_fini(&scoring->links);
    buffer_fini(&scoring->record);
    buffer_fini(&scoring->list);
    buffer_fini(&scoring->message);
}

void scoring_clear_outputs(struct scoring *scoring)
{
    scoring->outputs.count = 0;
    arena_reset(&scoring->output_arena);
}

/* ---- facts ------------------------------------------------------------------------------- */

/* A message that came, read. */
struct received {
    struct fact_header header;
    struct apply_items items;
    struct fact_item item; /* the last one */
};

/* True where the message is whole and its parts follow each other as they must. */
static bool is_good(const struct scoring *scoring, struct bytes message, struct received *received)
{
    struct reader reader = reader_of(message);
    struct fact_header *header = &received->header;
    if (!fact_read_header(&reader, header) || header->source >= scoring->config.task_count) {
        return false;
    }
    received->items = (struct apply_items){reader, NULL};
    if (header->kind == FACT_WATERMARK) {
        return true;
    }
    if (header->kind == FACT_STANDING) {
        return adopt_is_good(scoring, header->partner_id, reader);
    }
    uint32_t count = 0;
    while (fact_read_item(&reader, &received->item)) {
        count++;
    }
    received->items.only = count == 1 ? &received->item : NULL;
    return !reader.failed && header->first != scoring->open_groups[header->source].active;
}

bool scoring_has_work(const struct scoring *scoring)
{
    return scoring->applying || today_is_starting(scoring) || waiting_is_due(scoring);
}

static void take_watermark(struct scoring *scoring, const struct fact_header *header)
{
    bool has_clock = header->day != MERIT_NO_DAY;
    scoring->watermarks[header->source] = has_clock ? header->day : SCORING_NO_CLOCK;
    if (has_clock && scoring->day == MERIT_NO_DAY && header->day < scoring->first_day) {
        scoring->first_day = header->day;
    }
}

bool scoring_receive(struct scoring *scoring, struct bytes message)
{
    struct received received;
    if (!is_good(scoring, message, &received)) {
        return false;
    }
    const struct fact_header *header = &received.header;
    if (header->kind == FACT_WATERMARK) {
        take_watermark(scoring, header);
        return true;
    }
    if (header->kind == FACT_STANDING) {
        adopt_message_apply(scoring, header->partner_id, received.items.all);
        return true;
    }
    bool now = header->first && header->last && scoring->day != MERIT_NO_DAY &&
               header->day <= scoring->day && !scoring_has_work(scoring);
    if (now) {
        apply_message(scoring, header, &received.items, false);
    } else {
        waiting_add(scoring, header, message);
    }
    return true;
}

/* One part of the group that is being applied. */
static void apply_part(struct scoring *scoring)
{
    struct bytes part = waiting_part(scoring, scoring->applying_group, scoring->applying_part);
    assert(part.at != NULL && "a whole group has all its parts");
    /* The record moves while its facts are applied. */
    buffer_clear(&scoring->message);
    buffer_put(&scoring->message, part.at, part.length);
    struct bytes message = buffer_view(&scoring->message);
    struct reader reader = reader_of(message);
    struct fact_header header;
    bool read = fact_read_header(&reader, &header);
    assert(read && "checked when it was received");
    waiting_remove(scoring, scoring->applying_group, scoring->applying_part);
    struct apply_items items = {reader, NULL};
    apply_message(scoring, &header, &items, scoring->applying_part > 0);
    scoring->applying_part++;
    scoring->applying = !header.last;
}

/* ---- certifications ---------------------------------------------------------------------- */

struct merit_fault scoring_check(const struct scoring *scoring, const struct merit_event *event)
{
    struct merit_fault fault = {MERIT_BAD_NONE, NULL, NULL};
    const struct merit_certification *certification = &event->certification;
    uint32_t partner = scoring_find_partner(scoring, certification->partner_id);
    if (partner == SCORING_NOBODY) {
        return fault;
    }
    uint32_t number =
        scoring_find_contributor(scoring, partner, CONTRIBUTOR_PERSON, certification->person_id);
    if (number != SCORING_NOBODY) {
        struct contributor person;
        scoring_get_contributor(scoring, partner, number, &person);
        if (person_is_full(person.list, certification->certification)) {
            fault = (struct merit_fault){MERIT_BAD_LIMIT, "certification",
                                         "is the person's 257th certification"};
        }
    }
    return fault;
}

void scoring_certify(struct scoring *scoring, const struct merit_event *event)
{
    assert(event->kind == MERIT_EVENT_CERTIFICATION && scoring->day != MERIT_NO_DAY &&
           !scoring_has_work(scoring));
    const struct merit_certification *certification = &event->certification;
    uint32_t partner = scoring_make_partner(scoring, certification->partner_id);
    rule_change_bring(scoring, partner);
    uint32_t number =
        scoring_make_contributor(scoring, partner, CONTRIBUTOR_PERSON, certification->person_id);
    struct contributor person;
    scoring_get_contributor(scoring, partner, number, &person);
    buffer_clear(&scoring->list);
    buffer_put(&scoring->list, person.list.at, person.list.length);
    enum person_outcome outcome = person_put(&scoring->list, event);
    assert(outcome != PERSON_FULL && "scoring_check comes first");
    if (outcome == PERSON_UNCHANGED) {
        return;
    }
    person.list = buffer_view(&scoring->list);
    scoring_put_contributor(scoring, partner, number, &person);
    arena_reset(&scoring->scratch);
    uint32_t changed = refresh_contributor(scoring, partner, number, REFRESH_ALL, 0);
    if (changed != 0) {
        struct evaluation evaluation = {partner, changed, false, event->event_id,
                                        event->occurred_at};
        evaluate_partner(scoring, &evaluation);
    }
}

/* ---- steps ------------------------------------------------------------------------------- */

bool scoring_step(struct scoring *scoring)
{
    if (scoring->applying) {
        apply_part(scoring);
        return true;
    }
    if (today_is_starting(scoring)) {
        day_start_piece(scoring);
        return true;
    }
    if (waiting_is_due(scoring)) {
        scoring->applying = true;
        scoring->applying_group = waiting_take(scoring);
        scoring->applying_part = 0;
        apply_part(scoring);
        return true;
    }
    return day_start_begin(scoring);
}
