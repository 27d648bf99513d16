/* All tasks of one run in one process, stepped in turn: what `merit replay` and the tests drive. */
#include "task/ensemble.h"

#include "base/murmur2.h"
#include "task/adopt.h"
#include "task/rule_change.h"
#include "task/score_now.h"

#include <assert.h>

/* ---- life -------------------------------------------------------------------------------- */

static bool open_task(struct ensemble *ensemble,
                      uint32_t index,
                      const struct ensemble_config *config)
{
    struct ensemble_task *task = &ensemble->tasks[index];
    struct scoring_config scoring = {config->program, config->settings, index, config->task_count};
    bool good = attribution_open(&task->attribution, &task->state, index);
    good = scoring_open(&task->scoring, &task->state, &scoring) && good;
    task->scoring.certification_day = MERIT_NEVER;
    return good;
}

static void start(struct ensemble *ensemble, const struct ensemble_config *config)
{
    *ensemble = (struct ensemble){
        .count = config->task_count,
        .latest_day = MERIT_NO_DAY,
        .finish_day = MERIT_NO_DAY,
    };
    size_t size = config->task_count * sizeof *ensemble->tasks;
    ensemble->tasks = memory_allocate(size);
    memset(ensemble->tasks, 0, size);
}

void ensemble_init(struct ensemble *ensemble, const struct ensemble_config *config)
{
    start(ensemble, config);
    for (uint32_t i = 0; i < ensemble->count; i++) {
        table_init(&ensemble->tasks[i].state);
        bool opened = open_task(ensemble, i, config);
        assert(opened && "an empty state is not damaged");
    }
}

bool ensemble_load(struct ensemble *ensemble,
                   const struct ensemble_config *config,
                   struct table *states,
                   const struct ensemble *saved)
{
    start(ensemble, config);
    ensemble->latest_day = saved->latest_day;
    ensemble->finish_day = saved->finish_day;
    ensemble->pending = saved->pending;
    ensemble->refused_count = saved->refused_count;
    bool good = true;
    for (uint32_t i = 0; i < ensemble->count; i++) {
        struct ensemble_task *task = &ensemble->tasks[i];
        task->state = states[i];
        /* Certifications that wait are input not yet read: a log would give them again. */
        const struct ensemble_task *old = &saved->tasks[i];
        buffer_put(&task->certifications, old->certifications.bytes + old->certifications_taken,
                   old->certifications.length - old->certifications_taken);
        good = open_task(ensemble, i, config) && good;
    }
    return good;
}

void ensemble_save(struct ensemble *ensemble)
{
    for (uint32_t i = 0; i < ensemble->count; i++) {
        attribution_save(&ensemble->tasks[i].attribution);
        scoring_save(&ensemble->tasks[i].scoring);
    }
}

void ensemble_fini(struct ensemble *ensemble)
{
    for (uint32_t i = 0; i < ensemble->count; i++) {
        attribution_fini(&ensemble->tasks[i].attribution);
        scoring_fini(&ensemble->tasks[i].scoring);
        table_fini(&ensemble->tasks[i].state);
        buffer_fini(&ensemble->tasks[i].certifications);
    }
    memory_free(ensemble->tasks);
    fact_list_fini(&ensemble->facts);
}

/* ---- facts ------------------------------------------------------------------------------- */

/* The task of a key; one task alone has them all. */
static uint32_t task_of(const struct ensemble *ensemble, struct merit_text key)
{
    return ensemble->count == 1 ? 0 : murmur2_partition(key, ensemble->count);
}

static void deliver_to(struct ensemble *ensemble, uint32_t task, struct bytes message)
{
    bool received = scoring_receive(&ensemble->tasks[task].scoring, message);
    assert(received && "a message that attribution made");
}

static void deliver_message(struct ensemble *ensemble, struct bytes message)
{
    if (ensemble->count > 1 && fact_kind_of(message) == FACT_GROUP) {
        struct reader reader = reader_of(message);
        struct fact_header header;
        bool read = fact_read_header(&reader, &header);
        assert(read && "a message that attribution made");
        deliver_to(ensemble, task_of(ensemble, header.partner_id), message);
        return;
    }
    /* A watermark is for all; one task alone gets everything. */
    for (uint32_t task = 0; task < ensemble->count; task++) {
        deliver_to(ensemble, task, message);
    }
}

static void deliver(struct ensemble *ensemble)
{
    for (uint32_t i = 0; i < ensemble->facts.count; i++) {
        deliver_message(ensemble, fact_list_message(&ensemble->facts, i));
    }
    fact_list_clear(&ensemble->facts);
}

static void advance(struct ensemble *ensemble, struct ensemble_task *task, int32_t day)
{
    attribution_advance(&task->attribution, day, &ensemble->facts);
    deliver(ensemble);
}

/* ---- certifications that wait ------------------------------------------------------------ */

static void queue_certification(struct ensemble_task *task, const struct merit_event *event)
{
    struct buffer *to = &task->certifications;
    const struct merit_certification *certification = &event->certification;
    buffer_i64(to, event->timestamp);
    buffer_i64(to, event->occurred_at);
    buffer_text(to, event->event_id);
    buffer_text(to, certification->partner_id);
    buffer_text(to, certification->person_id);
    buffer_text(to, certification->certification);
    buffer_i32(to, certification->achieved_day);
    buffer_i32(to, certification->expires_day);
    buffer_i32(to, certification->linked_day);
    buffer_i32(to, certification->unlinked_day);
}

static struct reader waiting_certifications(const struct ensemble_task *task)
{
    const struct buffer *all = &task->certifications;
    if (all->length == 0) {
        return reader_of((struct bytes){NULL, 0}); /* nor is there an address to add to */
    }
    return reader_of((struct bytes){all->bytes + task->certifications_taken,
                                    all->length - task->certifications_taken});
}

static struct merit_event read_certification(struct reader *reader)
{
    struct merit_event event = {.kind = MERIT_EVENT_CERTIFICATION};
    event.timestamp = reader_i64(reader);
    event.occurred_at = reader_i64(reader);
    event.event_id = reader_text(reader);
    struct merit_certification *certification = &event.certification;
    certification->partner_id = reader_text(reader);
    certification->person_id = reader_text(reader);
    certification->certification = reader_text(reader);
    certification->achieved_day = reader_i32(reader);
    certification->expires_day = reader_i32(reader);
    certification->linked_day = reader_i32(reader);
    certification->unlinked_day = reader_i32(reader);
    assert(!reader->failed);
    return event;
}

/* Applies the next certification that waits, if its day has come; tells scoring how far the clock
 * may go as far as certifications are concerned. */
static bool step_certifications(struct ensemble *ensemble, struct ensemble_task *task)
{
    struct reader reader = waiting_certifications(task);
    task->scoring.certification_day = MERIT_NEVER;
    if (reader_left(&reader) == 0) {
        buffer_clear(&task->certifications);
        task->certifications_taken = 0;
        return false;
    }
    struct merit_event event = read_certification(&reader);
    int32_t day = merit_day_of_micros(event.timestamp);
    task->scoring.certification_day = day;
    if (task->scoring.day == MERIT_NO_DAY || task->scoring.day < day ||
        scoring_has_work(&task->scoring)) {
        return false;
    }
    if (scoring_check(&task->scoring, &event).bad == MERIT_BAD_NONE) {
        scoring_certify(&task->scoring, &event);
    } else {
        ensemble->refused_count++;
    }
    task->certifications_taken = (size_t)(reader.at - task->certifications.bytes);
    return true;
}

/* ---- steps ------------------------------------------------------------------------------- */

static struct ensemble_task *owner_of(struct ensemble *ensemble, struct merit_text key)
{
    return &ensemble->tasks[task_of(ensemble, key)];
}

struct merit_fault ensemble_offer(struct ensemble *ensemble, const struct merit_event *event)
{
    assert(ensemble->pending == NULL);
    struct ensemble_task *task = owner_of(ensemble, merit_event_key(event));
    struct merit_fault fault = event->kind == MERIT_EVENT_CERTIFICATION
                                   ? scoring_check(&task->scoring, event)
                                   : attribution_check(&task->attribution, event);
    if (fault.bad == MERIT_BAD_NONE) {
        int32_t day = merit_day_of_micros(event->timestamp);
        ensemble->latest_day = day > ensemble->latest_day ? day : ensemble->latest_day;
        ensemble->pending = event;
    }
    return fault;
}

struct merit_fault ensemble_adopt(struct ensemble *ensemble, const struct merit_standing *standing)
{
    struct ensemble_task *task = owner_of(ensemble, standing->partner_id);
    uint8_t designation = 0;
    struct merit_fault fault = adopt_check(task->scoring.config.program, standing, &designation);
    if (fault.bad != MERIT_BAD_NONE) {
        return fault;
    }
    if (ensemble->latest_day != MERIT_NO_DAY || ensemble->finish_day != MERIT_NO_DAY) {
        return (struct merit_fault){MERIT_BAD_STANDING, NULL,
                                    "a standing must stand before the first event"};
    }
    if (adopt_is_held(&task->scoring, standing->partner_id, designation)) {
        return (struct merit_fault){MERIT_BAD_STANDING, "designation",
                                    "was given to this partner before"};
    }
    adopt_message(&ensemble->facts, standing, 1);
    deliver_to(ensemble, task_of(ensemble, standing->partner_id),
               fact_list_message(&ensemble->facts, 0));
    fact_list_clear(&ensemble->facts);
    return fault;
}

void ensemble_warm(const struct ensemble *ensemble,
                   const struct merit_event *const *events,
                   uint32_t count)
{
    /* With several tasks each would get few of a batch, and facts go elsewhere. */
    if (ensemble->count != 1) {
        return;
    }
    const struct ensemble_task *task = &ensemble->tasks[0];
    warm_attribution(&task->attribution, events, count);
    struct warm_fact facts[WARM_MAX];
    uint32_t fact_count = 0;
    for (uint32_t i = 0; i < count; i++) {
        fact_count +=
            warm_facts_of(&task->attribution, events[i], facts + fact_count, WARM_MAX - fact_count);
    }
    warm_scoring(&task->scoring, facts, fact_count);
}

void ensemble_change_rules(struct ensemble *ensemble, const struct merit_program *program)
{
    for (uint32_t i = 0; i < ensemble->count; i++) {
        rule_change_begin(&ensemble->tasks[i].scoring, program);
    }
}

void ensemble_finish(struct ensemble *ensemble, int32_t day)
{
    ensemble->finish_day = day > ensemble->latest_day ? day : ensemble->latest_day;
}

/* Applies the pending event, or does what must come before it. */
static void step_event(struct ensemble *ensemble)
{
    const struct merit_event *event = ensemble->pending;
    struct ensemble_task *task = owner_of(ensemble, merit_event_key(event));
    bool alone = ensemble->count == 1;
    int32_t day = merit_day_of_micros(event->timestamp);
    bool certification = event->kind == MERIT_EVENT_CERTIFICATION;
    if ((alone || !certification) && task->attribution.day < day) {
        advance(ensemble, task, day);
        return;
    }
    ensemble->pending = NULL;
    if (!certification) {
        attribution_apply(&task->attribution, event, &ensemble->facts);
        deliver(ensemble);
    } else if (alone) {
        scoring_certify(&task->scoring, event);
    } else {
        queue_certification(task, event);
    }
}

/* Moves one tenants' clock to the last day; false where all are there. */
static bool step_finish(struct ensemble *ensemble)
{
    for (uint32_t i = 0; i < ensemble->count && ensemble->finish_day != MERIT_NO_DAY; i++) {
        if (ensemble->tasks[i].attribution.day < ensemble->finish_day) {
            advance(ensemble, &ensemble->tasks[i], ensemble->finish_day);
            return true;
        }
    }
    return false;
}

/* What is left of a change of rules. */
static bool step_changes(struct ensemble *ensemble)
{
    for (uint32_t i = 0; i < ensemble->count; i++) {
        struct scoring *scoring = &ensemble->tasks[i].scoring;
        if (scoring->change.behind > 0 && scoring->day != MERIT_NO_DAY) {
            rule_change_step(scoring);
            return true;
        }
    }
    return false;
}

bool ensemble_step(struct ensemble *ensemble)
{
    for (uint32_t i = 0; i < ensemble->count; i++) {
        struct ensemble_task *task = &ensemble->tasks[i];
        if (attribution_is_busy(&task->attribution)) {
            attribution_continue(&task->attribution, &ensemble->facts);
            deliver(ensemble);
            return true;
        }
        if (rule_change_turn(&task->scoring) || step_certifications(ensemble, task) ||
            scoring_step(&task->scoring)) {
            return true;
        }
    }
    if (ensemble->pending != NULL) {
        step_event(ensemble);
        return true;
    }
    return step_finish(ensemble) || step_changes(ensemble);
}

const struct scoring *ensemble_scoring_of(const struct ensemble *ensemble,
                                          struct merit_text partner_id)
{
    return &ensemble->tasks[task_of(ensemble, partner_id)].scoring;
}

void ensemble_score(struct ensemble *ensemble,
                    struct merit_text partner_id,
                    uint8_t designation,
                    struct merit_output *ret_output)
{
    scoring_score(&owner_of(ensemble, partner_id)->scoring, partner_id, designation, ret_output);
}
