/* What arrives in one month of a generated history, in the order in which it does. */
#include "cli/generate_agenda.h"

#include "base/memory.h"
#include "cli/generate_claim.h"
#include "cli/generate_hash.h"
#include "cli/generate_person.h"

#include <assert.h>

enum {
    ITEM_FOR_LATENESS = 0x30000,
    ITEM_FOR_MINUTE,
    ITEM_FOR_REPORT,
    AGENDA_FIRST = 4096,
    MINUTES_PER_DAY = 1440,
    MINUTE_BUCKETS = 31 * MINUTES_PER_DAY,
    LATE_MONTHS_MAX = 3, /* that many months back something may arrive from */
    REPORT_DAYS = 3,     /* reports of a month come on the first days of the next */
    CORRECTION_DAYS = 10,
    OPENING_MONTHS = 13, /* reports of so long before the history come when it begins */
};

/* Of a thousand lines. */
enum { DUPLICATES = 8, CORRECTIONS = 15, REPLAYS = 10 };

/* The month being made, and the month of recording that is being gone through for it. */
struct visit {
    const struct generate_plan *plan;
    struct generate_agenda *agenda;
    int32_t first_day; /* of arrival */
    int32_t last_day;
    int32_t month;
    bool on_time; /* nothing is late: of the month before, only the daily reports' ends matter */
};

void generate_agenda_fini(struct generate_agenda *agenda)
{
    memory_free(agenda->items);
    memory_free(agenda->unsorted);
    *agenda = (struct generate_agenda){0};
}

static void agenda_add(struct generate_agenda *agenda, const struct generate_item *item)
{
    if (agenda->count == agenda->capacity) {
        agenda->capacity = agenda->capacity == 0 ? AGENDA_FIRST : agenda->capacity * 2;
        agenda->unsorted =
            memory_resize(agenda->unsorted, agenda->capacity * sizeof *agenda->unsorted);
        agenda->items = memory_resize(agenda->items, agenda->capacity * sizeof *agenda->items);
    }
    agenda->unsorted[agenda->count++] = *item;
}

static uint64_t item_hash(const struct generate_plan *plan, const struct generate_item *item)
{
    uint64_t hash = generate_hash(plan->seed, ITEM_FOR_LATENESS + item->kind);
    hash = generate_hash(hash, (int64_t)item->owner << 32 | item->day);
    return generate_hash(hash, (int64_t)item->as_of << 24 | item->first << 16 | item->second << 8 |
                                   item->third);
}

/* Adds an item recorded on item->day if that is in the history and it arrives in the month. */
static void visit_add(const struct visit *visit, struct generate_item item, int32_t delay)
{
    const struct generate_plan *plan = visit->plan;
    if (item.day < plan->first_day) {
        return;
    }
    uint64_t hash = item_hash(plan, &item);
    item.arrival_day = item.day + delay;
    if (plan->late_percent > 0 && generate_chance(hash, plan->late_percent * 10)) {
        uint64_t lateness = generate_mix(hash);
        item.arrival_day += 1 + generate_below(lateness, GENERATE_LATE_DAYS_MAX - delay);
        item.old_stamp = (lateness & 1) != 0;
    }
    if (item.arrival_day < visit->first_day || item.arrival_day > visit->last_day) {
        return;
    }
    agenda_add(visit->agenda, &item);
    if (generate_chance(generate_mix(hash + 1), DUPLICATES)) {
        agenda_add(visit->agenda, &item);
    }
}

static uint16_t choose_minute(uint64_t hash, int32_t from_hour, int32_t to_hour)
{
    return (uint16_t)(from_hour * 60 + generate_below(hash, (to_hour - from_hour) * 60));
}

/* ---- usage ------------------------------------------------------------------------------- */

static void visit_report(const struct visit *visit,
                         const struct generate_tenant *tenant,
                         struct generate_item item,
                         int32_t delay)
{
    bool seats = (visit->plan->products[item.first]->figures & GENERATE_SEATS) != 0;
    if (tenant->reports_apart && seats && item.third == GENERATE_WHOLE) {
        item.third = GENERATE_USERS_ALONE;
        visit_add(visit, item, delay);
        item.third = GENERATE_UNITS_ALONE;
        item.minute = (uint16_t)((item.minute + 300) % MINUTES_PER_DAY);
    }
    visit_add(visit, item, delay);
}

/* A report of every series on item.as_of, and a few corrections. */
static void visit_series(const struct visit *visit,
                         const struct generate_tenant *tenant,
                         struct generate_item item,
                         uint64_t hash,
                         unsigned figures)
{
    bool replayed = generate_chance(generate_mix(hash), REPLAYS);
    for (int32_t product = 0; product < visit->plan->product_count; product++) {
        int32_t series_count = generate_tenant_series(tenant, product);
        if ((visit->plan->products[product]->figures & figures) == 0) {
            series_count = 0;
        }
        for (int32_t series = 0; series < series_count; series++) {
            item.first = (uint8_t)product;
            item.second = (uint8_t)series;
            item.third = GENERATE_WHOLE;
            visit_report(visit, tenant, item, 0);
            if (replayed) {
                visit_report(visit, tenant, item, 1);
            }
            if (generate_chance(generate_hash(hash, product * 2 + series), CORRECTIONS)) {
                struct generate_item correction = item;
                correction.third = GENERATE_CORRECTION;
                correction.day += CORRECTION_DAYS;
                visit_report(visit, tenant, correction, 0);
            }
        }
    }
}

static bool is_opening_month(int32_t months_before, unsigned *ret_figures)
{
    *ret_figures = months_before % 4 == 1 ? GENERATE_SEATS | GENERATE_USERS | GENERATE_REVENUE
                                          : GENERATE_REVENUE;
    return months_before > 1;
}

/* What was before the history: gauges of some months, amounts of each. */
static void visit_opening(const struct visit *visit,
                          const struct generate_tenant *tenant,
                          struct generate_item item,
                          uint64_t hash)
{
    for (int32_t before = OPENING_MONTHS; before >= 1; before--) {
        unsigned figures = 0;
        int32_t month = visit->month - before;
        if (is_opening_month(before, &figures) && generate_tenant_reports(tenant, month)) {
            item.as_of = merit_month_last_day(month);
            visit_series(visit, tenant, item, generate_hash(hash, before), figures);
        }
    }
}

static void visit_usage(const struct visit *visit, const struct generate_tenant *tenant)
{
    const unsigned all = GENERATE_SEATS | GENERATE_USERS | GENERATE_REVENUE;
    uint64_t hash = generate_hash(generate_hash(tenant->hash, ITEM_FOR_REPORT), visit->month);
    int32_t first = merit_month_first_day(visit->month);
    struct generate_item item = {
        .day = first + generate_below(hash, REPORT_DAYS),
        .as_of = first - 1,
        .owner = tenant->index,
        .minute = choose_minute(generate_hash(hash, ITEM_FOR_MINUTE), 1, 9),
        .kind = GENERATE_USAGE,
    };
    if (visit->month == visit->plan->first_month) {
        visit_opening(visit, tenant, item, hash);
    }
    if (generate_tenant_reports(tenant, visit->month - 1)) {
        visit_series(visit, tenant, item, hash, all);
    }
    if (tenant->reports_daily && generate_tenant_reports(tenant, visit->month)) {
        int32_t last = merit_month_last_day(visit->month);
        for (item.as_of = first; item.as_of < last; item.as_of++) {
            item.day = item.as_of + 1;
            visit_series(visit, tenant, item, generate_hash(hash, item.as_of), all);
        }
    }
}

/* ---- associations and certifications ----------------------------------------------------- */

static bool is_of_month(const struct visit *visit, int32_t day)
{
    return day >= merit_month_first_day(visit->month) && day <= merit_month_last_day(visit->month);
}

static void visit_claims(const struct visit *visit, const struct generate_tenant *tenant)
{
    for (int32_t number = 0; number < GENERATE_CLAIMS_MAX; number++) {
        struct generate_claim claim;
        if (!generate_claim_make(visit->plan, tenant, number, &claim)) {
            continue;
        }
        for (int32_t state = 0; state < claim.state_count; state++) {
            int32_t day = claim.states[state].day;
            if (is_of_month(visit, day)) {
                struct generate_item item = {
                    .day = day,
                    .owner = tenant->index,
                    .kind = GENERATE_ASSOCIATION,
                    .first = (uint8_t)number,
                    .second = (uint8_t)state,
                };
                item.minute = choose_minute(generate_hash(tenant->hash, day), 8, 18);
                visit_add(visit, item, 0);
            }
        }
    }
}

static void visit_person(const struct visit *visit, int32_t partner, int32_t person)
{
    for (int32_t slot = 0; slot < GENERATE_SLOTS_MAX; slot++) {
        struct generate_code code;
        if (!generate_code_make(visit->plan, partner, person, slot, &code)) {
            continue;
        }
        for (int32_t state = 0; state < code.state_count; state++) {
            int32_t day = code.states[state].day;
            if (is_of_month(visit, day)) {
                struct generate_item item = {
                    .day = day,
                    .owner = partner,
                    .kind = GENERATE_CERTIFICATION,
                    .first = (uint8_t)person,
                    .second = (uint8_t)slot,
                    .third = (uint8_t)state,
                };
                uint64_t hash = generate_hash((uint64_t)partner, day + person);
                item.minute = choose_minute(hash, 9, 20);
                visit_add(visit, item, 0);
            }
        }
    }
}

/* ---- the month --------------------------------------------------------------------------- */

static void visit_month(const struct visit *visit)
{
    bool current = visit->month == merit_month_of_day(visit->first_day);
    for (int32_t index = 0; index < visit->plan->tenants; index++) {
        struct generate_tenant tenant = generate_tenant_make(visit->plan, index);
        if (current || !visit->on_time) {
            visit_claims(visit, &tenant);
            visit_usage(visit, &tenant);
        } else if (tenant.reports_daily) {
            visit_usage(visit, &tenant);
        }
    }
    for (int32_t partner = 0; partner < visit->plan->partners; partner++) {
        int32_t people = generate_people_count(visit->plan, partner);
        for (int32_t person = 0; (current || !visit->on_time) && person < people; person++) {
            visit_person(visit, partner, person);
        }
    }
}

/* By day and minute of arrival; a counting sort keeps the order of equals. */
static void agenda_sort(struct generate_agenda *agenda, int32_t first_day)
{
    static size_t starts[MINUTE_BUCKETS + 1];
    memset(starts, 0, sizeof starts);
    for (size_t i = 0; i < agenda->count; i++) {
        const struct generate_item *item = &agenda->unsorted[i];
        starts[(item->arrival_day - first_day) * MINUTES_PER_DAY + item->minute + 1]++;
    }
    for (size_t bucket = 1; bucket <= MINUTE_BUCKETS; bucket++) {
        starts[bucket] += starts[bucket - 1];
    }
    for (size_t i = 0; i < agenda->count; i++) {
        const struct generate_item *item = &agenda->unsorted[i];
        int32_t bucket = (item->arrival_day - first_day) * MINUTES_PER_DAY + item->minute;
        agenda->items[starts[bucket]++] = *item;
    }
}

void generate_agenda_make(const struct generate_plan *plan,
                          int32_t month,
                          struct generate_agenda *agenda)
{
    struct visit visit = {
        .plan = plan,
        .agenda = agenda,
        .first_day = merit_month_first_day(month),
        .last_day = merit_month_last_day(month),
        .on_time = plan->late_percent == 0,
    };
    visit.last_day = visit.last_day < plan->last_day ? visit.last_day : plan->last_day;
    agenda->count = 0;
    int32_t from = plan->late_percent > 0 ? month - LATE_MONTHS_MAX : month - 1;
    from = from < plan->first_month ? plan->first_month : from;
    for (visit.month = from; visit.month <= month; visit.month++) {
        visit_month(&visit);
    }
    agenda_sort(agenda, visit.first_day);
}
