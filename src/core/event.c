/* What makes an input event bad, and the names of its enums (contract §1). */
#include "merit/event.h"

#include "merit/standing.h"

#include <stddef.h>

const char *const merit_association_type_names[] = {"CPOR",      "DPOR",      "PAL",
                                                    "CSP_TIER1", "CSP_TIER2", NULL};
const char *const merit_association_status_names[] = {"PENDING", "ACTIVE", "REJECTED", NULL};
const char *const merit_cloud_names[] = {"PUBLIC", "CHINA", "GOVERNMENT", NULL};
const char *const merit_figure_names[] = {"monthly_active_users", "paid_available_units",
                                          "consumed_revenue", NULL};

static const struct merit_fault no_fault = {MERIT_BAD_NONE, NULL, NULL};

const char *merit_bad_code(enum merit_bad bad)
{
    static const char *const codes[] = {
#define BAD_CODE(name, code) code,
        MERIT_BAD_MAP(BAD_CODE)
#undef BAD_CODE
    };
    return codes[bad];
}

static struct merit_fault check_id(struct merit_text id, const char *field)
{
    if (merit_text_is_null(id) || id.length == 0) {
        return (struct merit_fault){MERIT_BAD_ID, field, "is empty: an id has 1 to 128 bytes"};
    }
    if (id.length > MERIT_ID_MAX) {
        return (struct merit_fault){MERIT_BAD_ID, field, "is longer than 128 bytes"};
    }
    return no_fault;
}

static struct merit_fault check_optional_id(struct merit_text id, const char *field)
{
    return merit_text_is_null(id) ? no_fault : check_id(id, field);
}

static struct merit_fault check_day(int32_t day, const char *field)
{
    if (day < MERIT_DAY_FIRST || day > MERIT_DAY_LAST) {
        return (struct merit_fault){MERIT_BAD_DATE, field,
                                    "is not a date from 2000-01-01 to 2199-12-31"};
    }
    return no_fault;
}

static struct merit_fault check_optional_day(int32_t day, const char *field)
{
    return day == MERIT_NO_DAY ? no_fault : check_day(day, field);
}

static struct merit_fault check_time(int64_t micros, const char *field)
{
    if (micros < MERIT_DAY_FIRST * MERIT_MICROS_PER_DAY ||
        micros >= (MERIT_DAY_LAST + INT64_C(1)) * MERIT_MICROS_PER_DAY) {
        return (struct merit_fault){MERIT_BAD_TIMESTAMP, field,
                                    "is not a time of the years 2000 to 2199"};
    }
    return no_fault;
}

static struct merit_fault check_figure(int64_t figure, const char *field)
{
    if (figure != MERIT_NO_FIGURE && figure < 0) {
        return (struct merit_fault){MERIT_BAD_FIGURE, field, "is negative"};
    }
    if (figure > MERIT_FIGURE_MAX) {
        return (struct merit_fault){MERIT_BAD_TOO_LARGE, field, "is above 1,000,000,000,000"};
    }
    return no_fault;
}

/* The first of a few checks that finds a fault. */
static struct merit_fault first_fault(const struct merit_fault *faults, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (faults[i].bad != MERIT_BAD_NONE) {
            return faults[i];
        }
    }
    return no_fault;
}
#define FIRST_FAULT(faults) first_fault(faults, sizeof(faults) / sizeof *(faults))

static struct merit_fault check_association(const struct merit_association *association)
{
    const struct merit_fault ids[] = {
        check_id(association->association_id, "association_id"),
        check_id(association->partner_id, "partner_id"),
        check_id(association->tenant_id, "tenant_id"),
    };
    struct merit_fault fault = FIRST_FAULT(ids);
    if (fault.bad == MERIT_BAD_NONE &&
        association->product_count > MERIT_ASSOCIATION_PRODUCTS_MAX) {
        fault = (struct merit_fault){MERIT_BAD_LIMIT, "products", "has more than 256 products"};
    }
    for (uint32_t i = 0; fault.bad == MERIT_BAD_NONE && i < association->product_count; i++) {
        fault = check_id(association->products[i], "products");
    }
    if (fault.bad != MERIT_BAD_NONE) {
        return fault;
    }
    const struct merit_fault rest[] = {
        check_optional_id(association->subscription_id, "subscription_id"),
        check_day(association->start_day, "start_date"),
        check_optional_day(association->end_day, "end_date"),
    };
    fault = FIRST_FAULT(rest);
    if (fault.bad == MERIT_BAD_NONE && association->end_day != MERIT_NO_DAY &&
        association->end_day < association->start_day) {
        fault = (struct merit_fault){MERIT_BAD_DATE, "end_date", "is before start_date"};
    }
    return fault;
}

static struct merit_fault check_usage(const struct merit_usage *usage)
{
    const struct merit_fault faults[] = {
        check_id(usage->tenant_id, "tenant_id"),
        check_id(usage->product, "product"),
        check_optional_id(usage->subscription_id, "subscription_id"),
        check_optional_id(usage->offer, "offer"),
        check_day(usage->as_of_day, "as_of"),
        check_figure(usage->figures[MERIT_FIGURE_ACTIVE_USERS], "monthly_active_users"),
        check_figure(usage->figures[MERIT_FIGURE_PAID_UNITS], "paid_available_units"),
        check_figure(usage->figures[MERIT_FIGURE_REVENUE], "consumed_revenue"),
    };
    return FIRST_FAULT(faults);
}

static struct merit_fault check_certification(const struct merit_certification *certification)
{
    const struct merit_fault faults[] = {
        check_id(certification->partner_id, "partner_id"),
        check_id(certification->person_id, "person_id"),
        check_id(certification->certification, "certification"),
        check_day(certification->achieved_day, "achieved_on"),
        check_optional_day(certification->expires_day, "expires_on"),
        check_optional_day(certification->linked_day, "linked_on"),
        check_optional_day(certification->unlinked_day, "unlinked_on"),
    };
    return FIRST_FAULT(faults);
}

struct merit_fault merit_event_check(const struct merit_event *event)
{
    const struct merit_fault common[] = {
        check_id(event->event_id, "event_id"),
        check_time(event->occurred_at, "occurred_at"),
        check_time(event->timestamp, "timestamp"),
    };
    struct merit_fault fault = FIRST_FAULT(common);
    if (fault.bad != MERIT_BAD_NONE) {
        return fault;
    }
    switch (event->kind) {
    case MERIT_EVENT_ASSOCIATION:
        return check_association(&event->association);
    case MERIT_EVENT_USAGE:
        return check_usage(&event->usage);
    case MERIT_EVENT_CERTIFICATION:
        return check_certification(&event->certification);
    }
    return no_fault;
}

/* Days that the life cycle of a designation cannot have come to (rules §7). */
static struct merit_fault check_life(const struct merit_standing *standing)
{
    if (standing->anniversary_day <= standing->attained_day) {
        return (struct merit_fault){MERIT_BAD_STANDING, "anniversary_date",
                                    "is not after attained_on: give the next anniversary"};
    }
    if (standing->last_qualified_day < standing->attained_day) {
        return (struct merit_fault){MERIT_BAD_STANDING, "last_qualified_on",
                                    "is before attained_on, when it was qualified"};
    }
    if (standing->last_qualified_day >= standing->anniversary_day) {
        return (struct merit_fault){MERIT_BAD_STANDING, "last_qualified_on",
                                    "is not before anniversary_date: that was renewed by then, "
                                    "give the one that follows"};
    }
    return no_fault;
}

struct merit_fault merit_standing_check(const struct merit_standing *standing)
{
    const struct merit_fault faults[] = {
        check_id(standing->partner_id, "partner_id"),
        check_id(standing->designation, "designation"),
        check_day(standing->attained_day, "attained_on"),
        check_day(standing->anniversary_day, "anniversary_date"),
        check_day(standing->last_qualified_day, "last_qualified_on"),
    };
    struct merit_fault fault = FIRST_FAULT(faults);
    return fault.bad == MERIT_BAD_NONE ? check_life(standing) : fault;
}

struct merit_text merit_event_key(const struct merit_event *event)
{
    switch (event->kind) {
    case MERIT_EVENT_ASSOCIATION:
        return event->association.tenant_id;
    case MERIT_EVENT_USAGE:
        return event->usage.tenant_id;
    case MERIT_EVENT_CERTIFICATION:
        return event->certification.partner_id;
    }
    return (struct merit_text){NULL, 0};
}
