/* Noise: single events that fall on or beside the lines that the rules draw. */
#include "history_maker.h"
#include "naive.h"

enum {
    PRODUCTS = 14,
    CODES = 14,
};

static const char *const products[PRODUCTS] = {"m365/teams",
                                               "m365/exchange_online",
                                               "m365/intune",
                                               "m365/sharepoint_online",
                                               "m365/apps",
                                               "m365/yammer",
                                               "m365/teams",
                                               "m365/exchange_online",
                                               "m365/viva_topics",
                                               "m365/viva_insights",
                                               "d365/business_central",
                                               "azure/virtual_machines",
                                               "m365/teams_premium",
                                               "m365"};
static const char *const codes[CODES] = {"MS-900",
                                         "MS-203",
                                         "MD-100",
                                         "MD-101",
                                         "MS-700",
                                         "MS-600",
                                         "SC-300",
                                         "MS-720",
                                         "MD-102",
                                         "MS-100",
                                         "MS-101",
                                         "MS-102",
                                         "TEAMS-ROOMS-ASSESSMENT",
                                         "AZ-900"};

static struct merit_text some_product(struct history *history)
{
    if (history->options.all_six && history_chance(history, 70)) {
        return merit_text_of(history_family_product(history));
    }
    return merit_text_of(products[history_below(history, PRODUCTS)]);
}

static struct merit_text some_code(struct history *history)
{
    if (history->options.all_six && history_chance(history, 70)) {
        return merit_text_of(history_family_code(history));
    }
    return merit_text_of(codes[history_below(history, CODES)]);
}

/* A day on, or a day beside, something known or what is 12 months off it; or any day. */
static int32_t boundary_day(struct history *history)
{
    if (history_chance(history, 25)) {
        return history_between(history, history_first_day() - 400, history_last_day());
    }
    int32_t day = history->days[history_below(history, history->day_count)];
    if (history->options.all_six && history_chance(history, 25)) {
        day = naive_first_of_month(day);
    }
    uint32_t way = history_below(history, 6);
    if (way == 0) {
        day = naive_months_later(day, 12);
    } else if (way == 1) {
        day = naive_months_later(day, -12);
    }
    return day + history_between(history, -1, 1);
}

/* Mostly soon after the day that the event is about; sometimes late, sometimes ahead of it. */
static int32_t arrival_day(struct history *history, int32_t day)
{
    uint32_t way = history_below(history, 10);
    if (way == 0) {
        return day + history_between(history, 20, 420);
    }
    if (way <= 2) {
        return day - history_between(history, 1, 60);
    }
    return day + history_between(history, 0, 5);
}

/* An earlier entry of the kind, NULL if the draw finds none. */
static const struct history_entry *earlier(struct history *history, enum merit_event_kind kind)
{
    for (int tries = 0; tries < 8 && history->entry_count > 0; tries++) {
        const struct history_entry *entry =
            &history->entries[history_below(history, history->entry_count)];
        if (entry->event.kind == kind) {
            return entry;
        }
    }
    return NULL;
}

/* ---- usage ------------------------------------------------------------------------------- */

static int64_t some_units(struct history *history)
{
    static const int64_t units[] = {0, 9, 10, 11, 12, 20, 21, 25, 250, 299, 300, 301, 302, 1000};
    return units[history_below(history, 14)];
}

static int64_t some_users(struct history *history, int64_t units)
{
    switch (history_below(history, 6)) {
    case 0:
        return 0;
    case 1:
        return units;
    case 2:
        return history_between(history, 0, 1200);
    default:
        break;
    }
    int64_t users = units * 2 / 5 + history_between(history, -1, 1);
    return users < 0 ? 0 : users;
}

static void some_figures(struct history *history, int64_t figures[MERIT_FIGURE_COUNT])
{
    int64_t units = some_units(history);
    if (history->options.all_six && history_chance(history, 50)) {
        figures[MERIT_FIGURE_PAID_UNITS] = history_chance(history, 60) ? units : MERIT_NO_FIGURE;
        figures[MERIT_FIGURE_ACTIVE_USERS] =
            history_chance(history, 50) ? history_family_users(history) : MERIT_NO_FIGURE;
        figures[MERIT_FIGURE_REVENUE] =
            history_chance(history, 80) ? history_family_revenue(history) : MERIT_NO_FIGURE;
        return;
    }
    figures[MERIT_FIGURE_PAID_UNITS] = history_chance(history, 80) ? units : MERIT_NO_FIGURE;
    figures[MERIT_FIGURE_ACTIVE_USERS] =
        history_chance(history, 80) ? some_users(history, units) : MERIT_NO_FIGURE;
    figures[MERIT_FIGURE_REVENUE] =
        history_chance(history, 10) ? history_between(history, 0, 9000) : MERIT_NO_FIGURE;
}

static void new_usage(struct history *history)
{
    static const char *const subscriptions[] = {NULL, NULL, "s1", "s2"};
    static const char *const offers[] = {NULL,    NULL,       NULL,      "nce",
                                         "trial", "internal", "support", "benefit_program"};
    uint32_t offer_count = history->options.all_six ? 8 : 6;
    int32_t as_of = boundary_day(history);
    struct history_entry *entry =
        history_add(history, MERIT_EVENT_USAGE, arrival_day(history, as_of));
    if (entry == NULL) {
        return;
    }
    entry->event.usage = (struct merit_usage){
        .tenant_id = history_tenant(history_below(history, history->tenant_count)),
        .product = some_product(history),
        .subscription_id = merit_text_of(subscriptions[history_below(history, 4)]),
        .offer = merit_text_of(offers[history_below(history, offer_count)]),
        .as_of_day = as_of,
    };
    some_figures(history, entry->event.usage.figures);
    history_note_day(history, as_of);
}

/* The same report corrected, or the next of the same series. */
static void more_usage(struct history *history, const struct history_entry *of)
{
    int32_t as_of = of->event.usage.as_of_day;
    bool correction = history_chance(history, 50);
    if (!correction) {
        as_of += history_between(history, 1, 90);
    }
    struct history_entry *entry =
        history_add(history, MERIT_EVENT_USAGE, arrival_day(history, as_of));
    if (entry == NULL) {
        return;
    }
    entry->event.usage = of->event.usage;
    entry->event.usage.as_of_day = as_of;
    some_figures(history, entry->event.usage.figures);
    if (correction && history_chance(history, 40)) {
        entry->event.occurred_at = of->event.occurred_at;
    }
}

/* ---- associations ------------------------------------------------------------------------ */

static void some_products(struct history *history, struct history_entry *entry)
{
    uint32_t count = history_chance(history, 60) ? 0 : 1 + history_below(history, 3);
    for (uint32_t i = 0; i < count; i++) {
        entry->products[i] = some_product(history);
    }
    entry->event.association.product_count = count;
    entry->event.association.products = count == 0 ? NULL : entry->products;
}

static void some_association(struct history *history, struct history_entry *entry)
{
    static const enum merit_association_type types[] = {MERIT_TYPE_CPOR,      MERIT_TYPE_CPOR,
                                                        MERIT_TYPE_DPOR,      MERIT_TYPE_PAL,
                                                        MERIT_TYPE_CSP_TIER1, MERIT_TYPE_CSP_TIER2};
    struct merit_association *association = &entry->event.association;
    association->partner_id = history_partner(history_below(history, history->partner_count));
    association->type = types[history_below(history, 6)];
    association->status = MERIT_STATUS_ACTIVE;
    if (history_chance(history, 15)) {
        association->status =
            history_chance(history, 50) ? MERIT_STATUS_PENDING : MERIT_STATUS_REJECTED;
    }
    association->cloud = MERIT_CLOUD_PUBLIC;
    if (history_chance(history, 15)) {
        association->cloud =
            history_chance(history, 50) ? MERIT_CLOUD_CHINA : MERIT_CLOUD_GOVERNMENT;
    }
    some_products(history, entry);
    association->subscription_id = history_chance(history, 75)
                                       ? merit_text_of(NULL)
                                       : merit_text_of(history_chance(history, 50) ? "s1" : "s2");
}

static void new_association(struct history *history)
{
    int32_t start = boundary_day(history);
    struct history_entry *entry =
        history_add(history, MERIT_EVENT_ASSOCIATION, arrival_day(history, start));
    if (entry == NULL) {
        return;
    }
    uint32_t tenant = history_below(history, history->tenant_count);
    const struct history_association *association = history_new_association(history, tenant);
    some_association(history, entry);
    entry->event.association.association_id = merit_text_of(association->id);
    entry->event.association.tenant_id = history_tenant(association->tenant);
    entry->event.association.start_day = start;
    int32_t end = boundary_day(history);
    entry->event.association.end_day =
        history_chance(history, 50) && end >= start ? end : MERIT_NO_DAY;
    history_note_day(history, start);
}

/* A new state of a known association: moved to another partner, ended, or all anew. */
static void more_association(struct history *history, const struct history_entry *of)
{
    int32_t day = boundary_day(history);
    struct history_entry *entry =
        history_add(history, MERIT_EVENT_ASSOCIATION, arrival_day(history, day));
    if (entry == NULL) {
        return;
    }
    struct merit_association *association = &entry->event.association;
    *association = of->event.association;
    uint32_t way = history_below(history, 4);
    if (way == 0) {
        association->partner_id = history_partner(history_below(history, history->partner_count));
    } else if (way == 1) {
        association->end_day = day >= association->start_day ? day : association->start_day;
    } else if (way == 2) {
        some_association(history, entry);
    } else if (association->end_day == MERIT_NO_DAY || day <= association->end_day) {
        association->start_day = day;
    }
    if (history_chance(history, 20)) {
        entry->event.occurred_at = of->event.occurred_at;
    }
}

/* ---- certifications ---------------------------------------------------------------------- */

static void some_certification(struct history *history, const struct history_entry *of)
{
    int32_t achieved = boundary_day(history);
    struct history_entry *entry =
        history_add(history, MERIT_EVENT_CERTIFICATION, arrival_day(history, achieved));
    if (entry == NULL) {
        return;
    }
    struct merit_certification *certification = &entry->event.certification;
    if (of != NULL) {
        *certification = of->event.certification;
    } else {
        certification->partner_id = history_partner(history_below(history, history->partner_count));
        certification->person_id = history_person(history_below(history, history->person_count));
        certification->certification = some_code(history);
    }
    certification->achieved_day = achieved;
    certification->expires_day =
        history_chance(history, 60) ? achieved + history_between(history, 0, 500) : MERIT_NO_DAY;
    certification->linked_day =
        history_chance(history, 30) ? achieved + history_between(history, -5, 60) : MERIT_NO_DAY;
    certification->unlinked_day =
        history_chance(history, 20) ? achieved + history_between(history, 0, 300) : MERIT_NO_DAY;
    if (of != NULL && history_chance(history, 30)) {
        entry->event.occurred_at = of->event.occurred_at;
    }
    history_note_day(history, achieved);
}

/* ---- duplicates -------------------------------------------------------------------------- */

/* A record again, byte for byte, some days later. */
static void duplicate(struct history *history, const struct history_entry *of)
{
    int32_t day = (int32_t)(of->arrival / MERIT_MICROS_PER_DAY) + history_between(history, 0, 200);
    struct history_entry *entry = history_add(history, of->event.kind, day);
    if (entry != NULL) {
        int64_t timestamp = entry->event.timestamp;
        entry->event = of->event;
        entry->event.timestamp = timestamp;
    }
}

void history_noise(struct history *history)
{
    uint32_t way = history_below(history, 100);
    enum merit_event_kind kind = MERIT_EVENT_USAGE;
    if (way >= 55) {
        kind = way < 78 ? MERIT_EVENT_ASSOCIATION : MERIT_EVENT_CERTIFICATION;
    }
    const struct history_entry *of = earlier(history, kind);
    if (way >= 95) {
        if (of != NULL) {
            duplicate(history, of);
        }
        return;
    }
    bool more = of != NULL && history_chance(history, 45);
    switch (kind) {
    case MERIT_EVENT_USAGE:
        more ? more_usage(history, of) : new_usage(history);
        break;
    case MERIT_EVENT_ASSOCIATION:
        more ? more_association(history, of) : new_association(history);
        break;
    case MERIT_EVENT_CERTIFICATION:
        some_certification(history, more ? of : NULL);
        break;
    }
}
