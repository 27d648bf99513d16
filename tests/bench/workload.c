/* A made-up but realistic load for benchmarks: each event follows from a seed and a number. */
#include "workload.h"

#include "base/memory.h"
#include "workload_draw.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>

enum {
    NEVER_LEFT = INT32_MAX,
    /* Percent of the tenants: too small for any path, small, and the others large. */
    MICRO_PERCENT = 8,
    SMALL_PERCENT = 46,
    JOINED_PERCENT = 3, /* come after the first month */
    LEFT_PERCENT = 2,
    CENTS_OF_SEAT = 1500, /* of a product, in a month */
};

enum size {
    SIZE_MICRO,
    SIZE_SMALL,
    SIZE_LARGE,
};

/* Figures that a product's reports carry. */
enum figures { USERS = 1, UNITS = 2, REVENUE = 4 };

struct product {
    const char *name;
    unsigned figures; /* enum figures, or-ed */
};

static const struct product products[][WORKLOAD_PRODUCTS] = {
    [WORKLOAD_MODERN_WORK] =
        {
            {"m365/intune", USERS | UNITS},
            {"m365/exchange_online", USERS | UNITS},
            {"m365/apps", USERS | UNITS},
            {"m365/teams", USERS | UNITS},
            {"m365/teams_meetings", USERS | UNITS},
            {"m365/teams_phone", USERS | UNITS},
            {"m365/teams_platform", USERS | UNITS},
            {"m365/yammer", USERS | UNITS},
            {"m365/sharepoint_online", USERS | UNITS},
        },
    [WORKLOAD_ALL_FAMILIES] =
        {
            {"m365/intune", USERS | UNITS},
            {"m365/exchange_online", USERS | UNITS},
            {"m365/teams", USERS | UNITS},
            {"m365/defender_endpoint", USERS | UNITS},
            {"d365/business_central", USERS | REVENUE},
            {"power/apps", USERS | REVENUE},
            {"azure/sentinel", REVENUE},
            {"azure/virtual_machines", REVENUE},
            {"azure/sql_database", REVENUE},
        },
};

static const struct product *product_of(const struct workload *workload, uint64_t series)
{
    return &products[workload->config.families][series % WORKLOAD_PRODUCTS];
}

const char *workload_product(const struct workload *workload, uint64_t product)
{
    return product_of(workload, product)->name;
}

/* ---- drawing numbers --------------------------------------------------------------------- */

static uint64_t scramble(uint64_t value)
{
    value ^= value >> 32;
    value *= UINT64_C(0xd6e8feb86659fd93);
    value ^= value >> 32;
    value *= UINT64_C(0xd6e8feb86659fd93);
    return value ^ value >> 32;
}

/* A number below `below`, of (what, a, b). */
int32_t workload_draw(
    const struct workload *workload, uint32_t below, enum draw what, uint64_t a, uint64_t b)
{
    uint64_t value =
        scramble(workload->config.seed * UINT64_C(0x9e3779b97f4a7c15) + (uint64_t)what);
    value = scramble(value + a * UINT64_C(0xbf58476d1ce4e5b9));
    value = scramble(value + b * UINT64_C(0x94d049bb133111eb));
    return (int32_t)((value >> 32) * below >> 32);
}

static uint64_t greatest_common_divisor(uint64_t a, uint64_t b)
{
    while (b != 0) {
        uint64_t rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

/* A step through `count` places that comes to each once, with neighbours far apart. */
static uint64_t scattering_stride(uint64_t count)
{
    uint64_t stride = count / 1000 * 618 + 1;
    while (greatest_common_divisor(stride, count) != 1) {
        stride++;
    }
    return stride;
}

/* ---- life -------------------------------------------------------------------------------- */

void workload_init(struct workload *workload, const struct workload_config *config)
{
    assert(config->months >= 1 && config->months <= WORKLOAD_MONTHS_MAX && config->partners >= 1);
    *workload = (struct workload){
        .config = *config,
        .year_before = merit_day_months_before(config->day, 12),
        .series = (uint64_t)config->tenants * WORKLOAD_PRODUCTS,
    };
    workload->stride = scattering_stride(workload->series);
    int32_t last = merit_month_of_day(config->day) - 1;
    for (uint32_t m = 0; m < config->months; m++) {
        workload->as_of[m] = merit_month_last_day(last - (int32_t)(config->months - 1 - m));
    }
    workload->tenant_ids = memory_allocate((size_t)config->tenants * WORKLOAD_TENANT_ID_BYTES);
    for (uint32_t t = 0; t < config->tenants; t++) {
        snprintf(workload->tenant_ids + (size_t)t * WORKLOAD_TENANT_ID_BYTES,
                 WORKLOAD_TENANT_ID_BYTES, "tnt-%08" PRIu32, t % 100000000);
    }
    workload->partner_ids = memory_allocate((size_t)config->partners * WORKLOAD_PARTNER_ID_BYTES);
    for (uint32_t p = 0; p < config->partners; p++) {
        snprintf(workload->partner_ids + (size_t)p * WORKLOAD_PARTNER_ID_BYTES,
                 WORKLOAD_PARTNER_ID_BYTES, "pga-%06" PRIu32, p % 1000000);
    }
}

void workload_fini(struct workload *workload)
{
    memory_free(workload->tenant_ids);
    memory_free(workload->partner_ids);
}

struct merit_text workload_tenant(const struct workload *workload, uint32_t tenant)
{
    return (struct merit_text){workload->tenant_ids + (size_t)tenant * WORKLOAD_TENANT_ID_BYTES,
                               WORKLOAD_TENANT_ID_BYTES - 1};
}

struct merit_text workload_partner_id(const struct workload *workload, uint32_t partner)
{
    return (struct merit_text){workload->partner_ids + (size_t)partner * WORKLOAD_PARTNER_ID_BYTES,
                               WORKLOAD_PARTNER_ID_BYTES - 1};
}

void workload_begin(const struct workload *workload,
                    enum merit_event_kind kind,
                    char prefix,
                    uint64_t number,
                    struct workload_event *event)
{
    memset(&event->event, 0, sizeof event->event);
    event->event.kind = kind;
    event->event.timestamp = workload->config.day * MERIT_MICROS_PER_DAY;
    int length = 0;
    char digits[WORKLOAD_EVENT_ID_BYTES];
    do {
        digits[length++] = (char)('0' + number % 10);
        number /= 10;
    } while (number > 0 || length < 8);
    event->event_id[0] = prefix;
    for (int i = 0; i < length; i++) {
        event->event_id[1 + i] = digits[length - 1 - i];
    }
    event->event.event_id = (struct merit_text){event->event_id, (uint32_t)length + 1};
}

/* ---- figures ----------------------------------------------------------------------------- */

static enum size size_of(const struct workload *workload, uint32_t tenant)
{
    int32_t percent = workload_draw(workload, 100, DRAW_SIZE, tenant, 0);
    return percent < MICRO_PERCENT                   ? SIZE_MICRO
           : percent < MICRO_PERCENT + SMALL_PERCENT ? SIZE_SMALL
                                                     : SIZE_LARGE;
}

/* The first month in which the tenant has seats, and the first in which it has none any more. */
int32_t workload_joined(const struct workload *workload, uint32_t tenant)
{
    uint32_t months = workload->config.months;
    return months > 2 && workload_draw(workload, 100, DRAW_JOINS, tenant, 0) < JOINED_PERCENT
               ? 1 + workload_draw(workload, months - 2, DRAW_JOINED, tenant, 0)
               : 0;
}

static int32_t left(const struct workload *workload, uint32_t tenant)
{
    uint32_t months = workload->config.months;
    return months > 2 && workload_draw(workload, 100, DRAW_LEAVES, tenant, 0) < LEFT_PERCENT
               ? 1 + workload_draw(workload, months - 1, DRAW_LEFT, tenant, 0)
               : NEVER_LEFT;
}

static int32_t seats_of(const struct workload *workload, uint32_t tenant, enum size size)
{
    switch (size) {
    case SIZE_MICRO:
        return 3 + workload_draw(workload, 8, DRAW_SEATS, tenant, 0);
    case SIZE_SMALL:
        return 20 + workload_draw(workload, 231, DRAW_SEATS, tenant, 0);
    case SIZE_LARGE:
        break;
    }
    return 350 + workload_draw(workload, 2650, DRAW_SEATS, tenant, 0);
}

/* Leaves those figures that the product has. What it earns follows from its seats. */
static void keep_figures(const struct workload *workload,
                         uint64_t series,
                         uint64_t moment,
                         struct merit_usage *usage)
{
    unsigned figures = product_of(workload, series)->figures;
    if ((figures & REVENUE) != 0) {
        usage->figures[MERIT_FIGURE_REVENUE] =
            usage->figures[MERIT_FIGURE_PAID_UNITS] * CENTS_OF_SEAT +
            workload_draw(workload, CENTS_OF_SEAT, DRAW_REVENUE, series, moment);
    }
    if ((figures & UNITS) == 0) {
        usage->figures[MERIT_FIGURE_PAID_UNITS] = MERIT_NO_FIGURE;
    }
    if ((figures & USERS) == 0) {
        usage->figures[MERIT_FIGURE_ACTIVE_USERS] = MERIT_NO_FIGURE;
    }
}

/* Seats and active users of a product: the seats of a large tenant grow, its users drift, and a
 * little noise of the moment is in all but the smallest. */
static void set_figures(const struct workload *workload,
                        uint64_t series,
                        int32_t month,
                        uint64_t moment,
                        struct merit_usage *usage)
{
    uint32_t tenant = (uint32_t)(series / WORKLOAD_PRODUCTS);
    enum size size = size_of(workload, tenant);
    int64_t *seats = &usage->figures[MERIT_FIGURE_PAID_UNITS];
    int64_t *active = &usage->figures[MERIT_FIGURE_ACTIVE_USERS];
    *seats = 0;
    *active = 0;
    usage->figures[MERIT_FIGURE_REVENUE] = MERIT_NO_FIGURE;
    if (month < workload_joined(workload, tenant) || month >= left(workload, tenant)) {
        return;
    }
    int32_t all = seats_of(workload, tenant, size);
    int32_t first = all * (50 + workload_draw(workload, 51, DRAW_PRODUCT_SEATS, series, 0)) / 100;
    *seats = (first < 1 ? 1 : first) + (size == SIZE_LARGE ? month : 0);
    int64_t users =
        (int64_t)first * (20 + workload_draw(workload, 51, DRAW_ACTIVE, series, 0)) / 100;
    if (size == SIZE_LARGE) { /* the drift is in hundredths of a user a month */
        users += (workload_draw(workload, 251, DRAW_DRIFT, series, 0) - 50) * month / 100;
        users += workload_draw(workload, 7, DRAW_NOISE, series, moment) - 3;
    } else if (size == SIZE_SMALL) {
        users += (workload_draw(workload, 101, DRAW_DRIFT, series, 0) - 20) * month / 100;
        users += workload_draw(workload, 3, DRAW_NOISE, series, moment) - 1;
    }
    *active = users < 0 ? 0 : users > *seats ? *seats : users;
}

static void name_series(const struct workload *workload,
                        uint64_t series,
                        struct workload_event *event)
{
    event->tenant = (uint32_t)(series / WORKLOAD_PRODUCTS);
    event->event.usage.tenant_id = workload_tenant(workload, event->tenant);
    event->event.usage.product = merit_text_of(workload_product(workload, series));
}

static uint64_t scattered(const struct workload *workload, uint64_t place, uint64_t turn)
{
    return (place * workload->stride + turn * 7919) % workload->series;
}

void workload_monthly(const struct workload *workload,
                      uint64_t number,
                      struct workload_event *ret_event)
{
    uint64_t month = number / workload->series;
    uint64_t place = number % workload->series;
    uint64_t series = scattered(workload, place, month);
    workload_begin(workload, MERIT_EVENT_USAGE, 'u', number, ret_event);
    name_series(workload, series, ret_event);
    ret_event->event.usage.as_of_day = workload->as_of[month];
    ret_event->event.occurred_at =
        (workload->as_of[month] + 1) * MERIT_MICROS_PER_DAY + (int64_t)place;
    set_figures(workload, series, (int32_t)month, month, &ret_event->event.usage);
    keep_figures(workload, series, month, &ret_event->event.usage);
}

/* Products from `first` on, and the day that is reported of them. */
struct update_choice {
    uint32_t first;
    uint32_t count;
    int32_t as_of_day;
};

static void make_update(const struct workload *workload,
                        uint64_t number,
                        struct update_choice choice,
                        struct workload_event *ret_event)
{
    uint32_t tenant =
        (uint32_t)workload_draw(workload, workload->config.tenants, DRAW_UPDATE_TENANT, number, 0);
    uint64_t series =
        (uint64_t)tenant * WORKLOAD_PRODUCTS + choice.first +
        (uint64_t)workload_draw(workload, choice.count, DRAW_UPDATE_PRODUCT, number, 0);
    struct merit_usage *usage = &ret_event->event.usage;
    workload_begin(workload, MERIT_EVENT_USAGE, 's', number, ret_event);
    name_series(workload, series, ret_event);
    usage->as_of_day = choice.as_of_day;
    ret_event->event.occurred_at =
        workload->config.day * MERIT_MICROS_PER_DAY + (int64_t)number * 1000;
    uint32_t month = workload->config.months;
    set_figures(workload, series, (int32_t)month, month, usage);
    int64_t users = usage->figures[MERIT_FIGURE_ACTIVE_USERS] +
                    workload_draw(workload, 13, DRAW_UPDATE_NOISE, number, 0) - 6;
    int64_t seats = usage->figures[MERIT_FIGURE_PAID_UNITS];
    usage->figures[MERIT_FIGURE_ACTIVE_USERS] = users < 0 ? 0 : users > seats ? seats : users;
    keep_figures(workload, series, number, usage);
}

void workload_update(const struct workload *workload,
                     uint64_t number,
                     struct workload_event *ret_event)
{
    struct update_choice any = {0, WORKLOAD_PRODUCTS, workload->config.day};
    make_update(workload, number, any, ret_event);
}

static int32_t last_month_end(const struct workload *workload)
{
    return workload->as_of[workload->config.months - 1];
}

void workload_correct(const struct workload *workload,
                      uint64_t number,
                      struct workload_event *ret_event)
{
    struct update_choice any = {0, WORKLOAD_PRODUCTS, last_month_end(workload)};
    make_update(workload, number, any, ret_event);
}

void workload_correct_shared(const struct workload *workload,
                             uint64_t number,
                             struct workload_event *ret_event)
{
    struct update_choice shared = {0, 1, last_month_end(workload)};
    make_update(workload, number, shared, ret_event);
}

void workload_correct_modern_work(const struct workload *workload,
                                  uint64_t number,
                                  struct workload_event *ret_event)
{
    struct update_choice single = {1, WORKLOAD_MODERN_WORK_ONLY, last_month_end(workload)};
    make_update(workload, number, single, ret_event);
}

void workload_daily(const struct workload *workload,
                    uint64_t number,
                    struct workload_event *ret_event)
{
    int32_t day = (int32_t)(number / workload->series);
    uint64_t place = number % workload->series;
    uint64_t series = scattered(workload, place, (uint64_t)day);
    workload_begin(workload, MERIT_EVENT_USAGE, 'd', number, ret_event);
    name_series(workload, series, ret_event);
    ret_event->event.usage.as_of_day = day;
    ret_event->event.timestamp = day * MERIT_MICROS_PER_DAY + (int64_t)place;
    ret_event->event.occurred_at = ret_event->event.timestamp;
    int32_t month = merit_month_of_day(day) - merit_month_of_day(workload->as_of[0]);
    set_figures(workload, series, month, (uint64_t)day, &ret_event->event.usage);
    keep_figures(workload, series, (uint64_t)day, &ret_event->event.usage);
}
