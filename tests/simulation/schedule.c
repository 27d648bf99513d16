/* What a run is made of: the events, the day each arrives on, and how they come. */
#include "schedule.h"

#include "base/murmur2.h"

#include <stdio.h>
#include <stdlib.h>

enum { PARTNERS = 8, PEOPLE = 4, LATE_SHARE = 12, YEAR = 365 };

struct maker {
    struct schedule *schedule;
    struct chance *chance;
    struct arena *arena;
    int32_t days;      /* in which most events arrive */
    int32_t gap_after; /* a day after which nothing comes for a while; how long */
    int32_t gap;
    uint32_t associations;
};

/* ---- names ------------------------------------------------------------------------------- */

static struct merit_text name(struct maker *maker, const char *what, uint32_t number)
{
    char text[24];
    (void)snprintf(text, sizeof text, "%s%u", what, number);
    return arena_text(maker->arena, merit_text_of(text));
}

/* A tenant has a partner, every fourth a second one. */
static uint32_t partner_of(uint32_t tenant)
{
    return tenant % PARTNERS;
}

static uint32_t other_partner_of(uint32_t tenant)
{
    return tenant % 4 == 0 ? (tenant + 3) % PARTNERS : partner_of(tenant);
}

/* ---- events ------------------------------------------------------------------------------ */

/* A new one, about a day of the run; where there are enough, an event that is thrown away. */
static struct merit_event *add(struct maker *maker, enum merit_event_kind kind, int32_t day)
{
    struct schedule *schedule = maker->schedule;
    static struct schedule_event spare;
    struct schedule_event *event = &spare;
    if (schedule->count < SCHEDULE_EVENTS_BEFORE) {
        event = &schedule->events[schedule->count];
        schedule->count++;
    }
    *event = (struct schedule_event){.number = schedule->count};
    day = day < 0 ? 0 : day;
    day = day >= maker->days ? maker->days - 1 : day;
    int64_t arrival = at_second(schedule->first_day + day, chance_below(maker->chance, 86400));
    event->arrival = arrival;
    event->event.kind = kind;
    event->event.event_id = name(maker, "e", schedule->count);
    event->event.occurred_at = arrival - chance_between(maker->chance, 0, 3) * INT64_C(3600000000);
    return &event->event;
}

static void certify(struct maker *maker, uint32_t partner, uint32_t person, const char *code)
{
    int32_t day = chance_between(maker->chance, 0, maker->days / 2);
    struct merit_event *event = add(maker, MERIT_EVENT_CERTIFICATION, day);
    int32_t on_day = maker->schedule->first_day + day;
    int32_t achieved = on_day - chance_between(maker->chance, -1, 40);
    bool runs_out = chance_percent(maker->chance, 30);
    int32_t expires = on_day + chance_between(maker->chance, 1, maker->days);
    bool linked_later = chance_percent(maker->chance, 20);
    bool unlinked = chance_percent(maker->chance, 5);
    event->certification = (struct merit_certification){
        .partner_id = name(maker, "p", partner),
        .person_id = name(maker, "person", person),
        .certification = merit_text_of(code),
        .achieved_day = achieved,
        .expires_day = runs_out ? expires : achieved + 2 * YEAR,
        .linked_day = linked_later ? on_day + 2 : MERIT_NO_DAY,
        .unlinked_day = unlinked ? on_day + 4 : MERIT_NO_DAY,
    };
}

static void claim(struct maker *maker, uint32_t tenant, uint32_t partner, int32_t day)
{
    struct merit_event *event = add(maker, MERIT_EVENT_ASSOCIATION, day);
    int32_t start = maker->schedule->first_day + day - chance_between(maker->chance, -3, 20);
    bool again = maker->associations > 0 && chance_percent(maker->chance, 10);
    uint32_t number = again ? tenant : 100 + maker->associations++;
    bool first_type = chance_percent(maker->chance, 80);
    bool active = chance_percent(maker->chance, 90);
    bool ends = chance_percent(maker->chance, 20);
    int32_t end = start + chance_between(maker->chance, 0, maker->days + 10);
    event->association = (struct merit_association){
        .association_id = name(maker, "a", number),
        .partner_id = name(maker, "p", partner),
        .tenant_id = name(maker, "t", tenant),
        .type = first_type ? MERIT_TYPE_CPOR : MERIT_TYPE_DPOR,
        .status = active ? MERIT_STATUS_ACTIVE : MERIT_STATUS_PENDING,
        .cloud = MERIT_CLOUD_PUBLIC,
        .start_day = start,
        .end_day = ends ? end : MERIT_NO_DAY,
    };
}

static void report(struct maker *maker, uint32_t tenant, uint32_t product, int32_t day, bool grown)
{
    static const char *const products[] = {"m365/teams", "m365/exchange_online", "m365/intune",
                                           "m365/sharepoint_online"};
    struct merit_event *event = add(maker, MERIT_EVENT_USAGE, day);
    int64_t units = 240 + 10 * tenant;
    int32_t as_of = maker->schedule->first_day + day - chance_between(maker->chance, -2, 10);
    int64_t users =
        grown ? units - chance_below(maker->chance, 100) : chance_below(maker->chance, 40);
    event->usage = (struct merit_usage){
        .tenant_id = name(maker, "t", tenant),
        .product = merit_text_of(products[product % 4]),
        .as_of_day = as_of,
        .figures = {users, units, MERIT_NO_FIGURE},
    };
}

/* A customer whose products go from barely used to widely used, and sometimes back. */
static void win_customer(struct maker *maker, uint32_t tenant)
{
    int32_t day = chance_between(maker->chance, 0, maker->days / 2);
    uint32_t partner =
        chance_percent(maker->chance, 80) ? partner_of(tenant) : other_partner_of(tenant);
    claim(maker, tenant, partner, day);
    for (uint32_t product = 0; product < 3; product++) {
        report(maker, tenant, product, day - chance_between(maker->chance, 0, 3), false);
        report(maker, tenant, product, day + chance_between(maker->chance, 1, maker->days), true);
    }
}

static void certify_people(struct maker *maker, uint32_t partner)
{
    static const char *const first[] = {"MS-900", "MS-203", "MS-700", "MS-600"};
    for (uint32_t person = 0; person < 2; person++) {
        certify(maker, partner, person, first[chance_below(maker->chance, 4)]);
    }
    certify(maker, partner, 0, "MS-100");
    certify(maker, partner, 0, "MS-101");
}

static void add_noise(struct maker *maker)
{
    struct chance *chance = maker->chance;
    int32_t day = chance_between(chance, 0, maker->days - 1);
    uint32_t tenant = chance_below(chance, SCHEDULE_TENANTS);
    uint32_t partner = chance_below(chance, PARTNERS);
    uint32_t person = chance_below(chance, PEOPLE);
    uint32_t product = chance_below(chance, 4);
    bool one = chance_percent(chance, 50);
    switch (chance_below(chance, 4)) {
    case 0:
        claim(maker, tenant, one ? partner_of(tenant) : other_partner_of(tenant), day);
        break;
    case 1:
        certify(maker, partner, person, "MS-102");
        break;
    default:
        report(maker, tenant, product, day, one);
        break;
    }
}

/* ---- days -------------------------------------------------------------------------------- */

static uint32_t number_in(struct merit_text text)
{
    return (uint32_t)strtoul(text.at + 1, NULL, 10);
}

uint32_t schedule_concerns(const struct merit_event *event)
{
    if (event->kind == MERIT_EVENT_CERTIFICATION) {
        return UINT32_C(1) << number_in(event->certification.partner_id);
    }
    uint32_t tenant = number_in(event->kind == MERIT_EVENT_USAGE ? event->usage.tenant_id
                                                                 : event->association.tenant_id);
    return UINT32_C(1) << partner_of(tenant) | UINT32_C(1) << other_partner_of(tenant) |
           UINT32_C(1) << (SCHEDULE_PARTNERS + tenant);
}

static int compare_arrivals(const void *left, const void *right)
{
    const struct schedule_event *a = left;
    const struct schedule_event *b = right;
    if (a->arrival != b->arrival) {
        return a->arrival < b->arrival ? -1 : 1;
    }
    return (a->number > b->number) - (a->number < b->number);
}

/* Moves events on until no partner and no tenant has two on one day. */
static void spread_days(struct maker *maker)
{
    enum { DAYS = 512 };
    uint32_t taken[DAYS] = {0};
    for (uint32_t i = 0; i < maker->schedule->count; i++) {
        struct schedule_event *event = &maker->schedule->events[i];
        uint32_t bits = schedule_concerns(&event->event);
        int32_t day = merit_day_of_micros(event->arrival) - maker->schedule->first_day;
        int32_t moved = day;
        while ((taken[moved] & bits) != 0) {
            moved++;
            assert(moved < DAYS);
        }
        taken[moved] |= bits;
        event->arrival += (moved - day) * MERIT_MICROS_PER_DAY;
    }
}

static void add_gap(struct maker *maker)
{
    for (uint32_t i = 0; i < maker->schedule->count; i++) {
        struct schedule_event *event = &maker->schedule->events[i];
        int32_t day = merit_day_of_micros(event->arrival) - maker->schedule->first_day;
        event->arrival += day > maker->gap_after ? maker->gap * MERIT_MICROS_PER_DAY : 0;
    }
}

static void sort(struct schedule *schedule)
{
    qsort(schedule->events, schedule->count, sizeof *schedule->events, compare_arrivals);
}

/* The last partner claims all tenants, one after the other. */
static void claim_all(struct maker *maker)
{
    struct schedule *schedule = maker->schedule;
    int32_t day = merit_day_of_micros(schedule->events[schedule->count - 1].arrival);
    for (uint32_t tenant = 0; tenant < SCHEDULE_TENANTS; tenant++) {
        day += schedule->one_a_day || tenant == 0;
        struct schedule_event *event = &schedule->events[schedule->count++];
        *event =
            (struct schedule_event){.arrival = at_second(day, tenant), .number = schedule->count};
        event->event = (struct merit_event){
            .kind = MERIT_EVENT_ASSOCIATION,
            .event_id = name(maker, "e", schedule->count),
            .occurred_at = event->arrival,
            .association =
                {
                    .association_id = name(maker, "last", tenant),
                    .partner_id = name(maker, "p", SCHEDULE_LAST_PARTNER),
                    .tenant_id = name(maker, "t", tenant),
                    .type = MERIT_TYPE_CPOR,
                    .status = MERIT_STATUS_ACTIVE,
                    .cloud = MERIT_CLOUD_PUBLIC,
                    .start_day = day,
                    .end_day = MERIT_NO_DAY,
                },
        };
    }
}

/* Not among the first, with which clocks begin, nor the last. */
static bool is_between(uint32_t event)
{
    return event > SCHEDULE_EVENTS_BEFORE / 8 && event < SCHEDULE_EVENTS_BEFORE;
}

/* Timestamps, most those of the arrival; a few bad ones. */
static void stamp(struct maker *maker)
{
    struct schedule *schedule = maker->schedule;
    bool some_late = !schedule->one_a_day || chance_one_in(maker->chance, 4);
    for (uint32_t i = 0; i < schedule->count; i++) {
        struct schedule_event *event = &schedule->events[i];
        event->event.timestamp = event->arrival;
        if (some_late && is_between(i) && chance_one_in(maker->chance, LATE_SHARE)) {
            event->event.timestamp -= chance_between(maker->chance, 1, 9) * MERIT_MICROS_PER_DAY;
        }
        event->bad = is_between(i) && chance_percent(maker->chance, 2);
    }
}

/* ---- all of it --------------------------------------------------------------------------- */

/* Beside a version of the rules, a month's end, 29 February. */
static int32_t choose_first_day(struct chance *chance)
{
    static const int32_t dates[][3] = {{2022, 9, 30}, {2023, 6, 10},  {2024, 2, 26}, {2023, 2, 25},
                                       {2023, 3, 20}, {2023, 11, 28}, {2024, 7, 28}, {2023, 5, 9}};
    const int32_t *date = dates[chance_below(chance, sizeof dates / sizeof dates[0])];
    return on(date[0], date[1], date[2]);
}

void schedule_make(struct schedule *schedule, struct chance *chance, struct arena *arena)
{
    /* One draw after the other: the order inside a list of values is the compiler's. */
    *schedule = (struct schedule){.tasks = 3 + chance_below(chance, TASKS_MAX - 2)};
    schedule->slots = 2 + chance_below(chance, SLOTS_MAX - 1);
    schedule->one_a_day = chance_percent(chance, 60);
    schedule->preloaded = chance_percent(chance, 20);
    schedule->first_day = choose_first_day(chance);
    schedule->ahead_days = chance_between(chance, 2, 20);
    schedule->events = arena_allocate(arena, SCHEDULE_EVENTS * sizeof *schedule->events);
    schedule->disks = chance_percent(chance, 70) ? schedule->slots : 1;
    struct maker maker = {.schedule = schedule, .chance = chance, .arena = arena};
    maker.days = schedule->one_a_day ? 30 : chance_between(chance, 5, 14);
    for (uint32_t partner = 0; partner < PARTNERS; partner++) {
        certify_people(&maker, partner);
    }
    uint32_t first = chance_below(chance, SCHEDULE_TENANTS);
    for (uint32_t i = 0; i < SCHEDULE_TENANTS; i++) {
        win_customer(&maker, (first + i) % SCHEDULE_TENANTS);
    }
    while (schedule->count < SCHEDULE_EVENTS_BEFORE) {
        add_noise(&maker);
    }
    sort(schedule);
    if (schedule->one_a_day) {
        spread_days(&maker);
    }
    if (chance_percent(chance, 30)) {
        maker.gap_after = chance_between(chance, 3, maker.days);
        maker.gap = chance_percent(chance, 30) ? chance_between(chance, 200, 400)
                                               : chance_between(chance, 1, 40);
        add_gap(&maker);
    }
    sort(schedule);
    claim_all(&maker);
    stamp(&maker);
    int64_t last = schedule->events[schedule->count - 1].arrival;
    schedule->last_day = merit_day_of_micros(last) + chance_between(chance, 1, 30);
    if (chance_one_in(chance, 16)) {
        schedule->last_day += YEAR;
    }
}
