/* Makes a history: waves first, then noise, then the order of arrival. */
#include "history_maker.h"
#include "naive.h"

#include <stdio.h>
#include <stdlib.h>

#define HOUR INT64_C(3600000000)

/* ---- chance (splitmix64) ----------------------------------------------------------------- */

static uint64_t next_random(struct history *history)
{
    history->random += UINT64_C(0x9E3779B97F4A7C15);
    uint64_t z = history->random;
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}

uint32_t history_below(struct history *history, uint32_t below)
{
    return below == 0 ? 0 : (uint32_t)(next_random(history) % below);
}

int32_t history_between(struct history *history, int32_t least, int32_t most)
{
    return least + (int32_t)history_below(history, (uint32_t)(most - least + 1));
}

bool history_chance(struct history *history, uint32_t percent)
{
    return history_below(history, 100) < percent;
}

/* ---- names ------------------------------------------------------------------------------- */

static const char *const partners[HISTORY_PARTNERS_MAX] = {"fabrikam", "contoso", "p10", "p9"};
static const char *const tenants[HISTORY_TENANTS_MAX] = {
    "t1", "t2", "tenant-with-a-longer-name", "t4", "t10", "t6", "T1", "t8"};
static const char *const persons[HISTORY_PERSONS_MAX] = {"ann", "bob", "cyd", "dan",
                                                         "eve", "fay", "gus", "hal"};

struct merit_text history_partner(uint32_t index)
{
    return merit_text_of(partners[index]);
}

struct merit_text history_tenant(uint32_t index)
{
    return merit_text_of(tenants[index]);
}

struct merit_text history_person(uint32_t index)
{
    return merit_text_of(persons[index]);
}

/* ---- days -------------------------------------------------------------------------------- */

int32_t history_first_day(void)
{
    return naive_day_of(2021, 11, 1);
}

int32_t history_last_day(void)
{
    return naive_day_of(2025, 3, 31);
}

void history_note_day(struct history *history, int32_t day)
{
    if (day != MERIT_NO_DAY && history->day_count < HISTORY_DAYS_MAX) {
        history->days[history->day_count] = day;
        history->day_count++;
    }
}

static int32_t held_inside(int32_t day)
{
    int32_t last = history_last_day() - 1;
    if (day < history_first_day()) {
        return history_first_day();
    }
    return day > last ? last : day;
}

/* ---- entries ----------------------------------------------------------------------------- */

struct history_entry *history_add(struct history *history, enum merit_event_kind kind, int32_t day)
{
    if (history->entry_count == history->event_limit) {
        return NULL;
    }
    struct history_entry *entry = &history->entries[history->entry_count];
    entry->number = history->entry_count;
    history->entry_count++;
    /* The leading letter makes the byte order of the ids another than that of arrival. */
    snprintf(entry->event_id, sizeof(entry->event_id), "%c%u",
             (int)('a' + history_below(history, 26)), (unsigned)entry->number);
    int64_t midnight = held_inside(day) * MERIT_MICROS_PER_DAY;
    entry->arrival = midnight + (int64_t)history_below(history, 86400) * 1000000;
    entry->event.kind = kind;
    entry->event.event_id = merit_text_of(entry->event_id);
    entry->event.occurred_at = midnight - 6 * HOUR * history_between(history, 0, 3);
    return entry;
}

const struct history_association *history_new_association(struct history *history, uint32_t tenant)
{
    if (history->association_count == HISTORY_ASSOCIATIONS_MAX) {
        return &history->associations[HISTORY_ASSOCIATIONS_MAX - 1];
    }
    struct history_association *association = &history->associations[history->association_count];
    history->association_count++;
    association->tenant = tenant;
    snprintf(association->id, sizeof(association->id), "a%u", (unsigned)history->association_count);
    return association;
}

/* ---- order of arrival -------------------------------------------------------------------- */

static int compare_arrivals(const void *left, const void *right)
{
    const struct history_entry *a = *(struct history_entry *const *)left;
    const struct history_entry *b = *(struct history_entry *const *)right;
    if (a->arrival != b->arrival) {
        return a->arrival < b->arrival ? -1 : 1;
    }
    return (a->number > b->number) - (a->number < b->number);
}

static uint32_t index_of(const char *const *names, uint32_t count, struct merit_text id)
{
    for (uint32_t i = 0; i < count; i++) {
        if (merit_text_equal(merit_text_of(names[i]), id)) {
            return i;
        }
    }
    return count;
}

/* Bits of the partners that an event may concern: all that an association of its tenant names. */
static uint32_t partners_of(const struct history *history, const struct merit_event *event)
{
    if (event->kind == MERIT_EVENT_CERTIFICATION) {
        return 1U << index_of(partners, HISTORY_PARTNERS_MAX, event->certification.partner_id);
    }
    struct merit_text tenant =
        event->kind == MERIT_EVENT_USAGE ? event->usage.tenant_id : event->association.tenant_id;
    uint32_t set = 0;
    for (uint32_t i = 0; i < history->entry_count; i++) {
        const struct merit_event *other = &history->entries[i].event;
        if (other->kind == MERIT_EVENT_ASSOCIATION &&
            merit_text_equal(other->association.tenant_id, tenant)) {
            set |= 1U << index_of(partners, HISTORY_PARTNERS_MAX, other->association.partner_id);
        }
    }
    return set;
}

static uint32_t tenant_of(const struct merit_event *event)
{
    switch (event->kind) {
    case MERIT_EVENT_USAGE:
        return 1U << index_of(tenants, HISTORY_TENANTS_MAX, event->usage.tenant_id);
    case MERIT_EVENT_ASSOCIATION:
        return 1U << index_of(tenants, HISTORY_TENANTS_MAX, event->association.tenant_id);
    case MERIT_EVENT_CERTIFICATION:
        break;
    }
    return 0;
}

/* Moves events on to later days (earlier, where the history ends) until no tenant and no partner
 * has two on one. */
static void spread_days(struct history *history, struct history_entry **sorted)
{
    enum { DAYS = 1400 };
    static const int32_t margin = 8;
    uint32_t *taken = calloc(DAYS, sizeof(*taken));
    if (taken == NULL) {
        abort();
    }
    int32_t last = history_last_day() - history_first_day() - margin;
    for (uint32_t i = 0; i < history->entry_count; i++) {
        struct history_entry *entry = sorted[i];
        uint32_t bits = partners_of(history, &entry->event) << 16 | tenant_of(&entry->event);
        int32_t day = (int32_t)(entry->arrival / MERIT_MICROS_PER_DAY) - history_first_day();
        int32_t step = 1;
        while ((taken[day] & bits) != 0) {
            step = day >= last ? -1 : step;
            day += step;
        }
        taken[day] |= bits;
        entry->arrival = (day + history_first_day()) * MERIT_MICROS_PER_DAY +
                         entry->arrival % MERIT_MICROS_PER_DAY;
    }
    free(taken);
}

static void arrange(struct history *history)
{
    size_t count = history->entry_count;
    struct history_entry **sorted = calloc(count, sizeof(*sorted));
    history->events = calloc(count, sizeof(*history->events));
    if (sorted == NULL || history->events == NULL) {
        abort();
    }
    for (size_t i = 0; i < count; i++) {
        sorted[i] = &history->entries[i];
    }
    qsort(sorted, count, sizeof(*sorted), compare_arrivals);
    if (history->options.one_a_day) {
        spread_days(history, sorted);
        qsort(sorted, count, sizeof(*sorted), compare_arrivals);
    }
    for (size_t i = 0; i < count; i++) {
        sorted[i]->event.timestamp = sorted[i]->arrival;
        if (!history->options.days_in_order && !history->options.one_a_day &&
            history_chance(history, 15)) {
            sorted[i]->event.timestamp -= history_between(history, 1, 20) * MERIT_MICROS_PER_DAY;
        }
        history->events[i] = sorted[i]->event;
    }
    free(sorted);
}

/* ---- all of it --------------------------------------------------------------------------- */

static void note_days(struct history *history)
{
    static const int32_t dates[][3] = {{2022, 10, 3}, {2023, 6, 12}, {2024, 2, 29}, {2023, 2, 28},
                                       {2023, 3, 1},  {2023, 3, 27}, {2023, 7, 1},  {2023, 12, 1},
                                       {2024, 7, 1},  {2024, 8, 1},  {2025, 3, 1}};
    size_t count = history->options.all_six ? sizeof dates / sizeof dates[0] : 5;
    for (size_t i = 0; i < count; i++) {
        history_note_day(history, naive_day_of(dates[i][0], dates[i][1], dates[i][2]));
    }
}

static void make_modern_work(struct history *history)
{
    history->event_limit = HISTORY_MODERN_WORK_EVENTS_MAX;
    history->partner_count = (uint32_t)history_between(history, 2, HISTORY_PARTNERS_MAX);
    history->tenant_count = (uint32_t)history_between(history, 3, HISTORY_TENANTS_MAX);
    history->person_count = (uint32_t)history_between(history, 2, 5);
    note_days(history);
    for (uint32_t p = 0; p < history->partner_count; p++) {
        if (history_chance(history, 75)) {
            history_waves(history, p);
        }
    }
    uint32_t noise = (uint32_t)history_between(history, 60, 180);
    for (uint32_t i = 0; i < noise || history->entry_count < 150; i++) {
        history_noise(history);
    }
}

/* The first partner is to hold all six at once, to lose some of them, and sometimes to hold them
 * again. */
static void make_all_six(struct history *history)
{
    history->event_limit = HISTORY_EVENTS_MAX;
    history->partner_count = (uint32_t)history_between(history, 2, 3);
    history->tenant_count = (uint32_t)history_between(history, 5, HISTORY_TENANTS_MAX);
    history->person_count = (uint32_t)history_between(history, 6, HISTORY_PERSONS_MAX);
    note_days(history);
    int32_t start = naive_day_of(2022, 8, 20) + history_between(history, 0, 200);
    history_family_waves(history, 0, start, true);
    if (history_chance(history, 50)) {
        start += history_between(history, 380, 560);
        history_family_waves(history, 0, start, history_chance(history, 50));
    }
    for (uint32_t p = 0; p < history->partner_count; p++) {
        if (p == 0 || history_chance(history, 40)) {
            history_waves(history, p);
        }
        if (p > 0 && history_chance(history, 20)) {
            history_anniversary_waves(history, p);
        } else if (p > 0) {
            start = naive_day_of(2022, 9, 1) + history_between(history, 0, 600);
            history_family_waves(history, p, start, history_chance(history, 10));
        }
    }
    uint32_t noise = (uint32_t)history_between(history, 40, 160);
    for (uint32_t i = 0; i < noise; i++) {
        history_noise(history);
    }
}

struct history *history_make(uint64_t seed,
                             struct history_options options,
                             const struct merit_event **ret_events,
                             size_t *ret_count)
{
    struct history *history = calloc(1, sizeof(*history));
    if (history == NULL) {
        abort();
    }
    history->random = seed;
    history->options = options;
    if (options.all_six) {
        make_all_six(history);
    } else {
        make_modern_work(history);
    }
    arrange(history);
    *ret_events = history->events;
    *ret_count = history->entry_count;
    return history;
}

void history_free(struct history *history)
{
    if (history != NULL) {
        free(history->events);
        free(history);
    }
}
