/* The load's associations and certifications. */
#include "workload_draw.h"

enum {
    SINGLE_PERCENT = 60,  /* tenants with one association; the others have two */
    NAMED_PERCENT = 15,   /* associations that name products */
    RECENT_PERCENT = 30,  /* begin within the last twelve months */
    ENDING_PERCENT = 6,   /* have an end */
    EXPIRING_PERCENT = 30 /* certifications */
};

static const char *const certifications[] = {
    "MS-900", "MS-203", "MD-100", "MD-101", "MS-700",
    "MS-600", "MS-100", "MS-101", "SC-300", "AZ-104",
};
enum { CERTIFICATIONS = sizeof certifications / sizeof certifications[0] };

/* ---- associations ------------------------------------------------------------------------ */

uint32_t workload_association_count(const struct workload *workload, uint32_t tenant)
{
    return workload_draw(workload, 100, DRAW_ASSOCIATIONS, tenant, 0) < SINGLE_PERCENT ? 1 : 2;
}

struct merit_text workload_partner(const struct workload *workload,
                                   uint32_t tenant,
                                   uint32_t association)
{
    uint32_t partners = workload->config.partners;
    uint32_t first = (uint32_t)workload_draw(workload, partners, DRAW_PARTNER, tenant, 0);
    if (association == 0) {
        return workload_partner_id(workload, first);
    }
    /* Another one. */
    uint32_t step =
        partners < 3 ? 1
                     : 1 + (uint32_t)workload_draw(workload, partners - 1, DRAW_PARTNER, tenant, 1);
    return workload_partner_id(workload, (first + step) % partners);
}

static enum merit_association_type type_of(const struct workload *workload, uint64_t number)
{
    int32_t percent = workload_draw(workload, 100, DRAW_TYPE, number, 0);
    if (workload->config.families == WORKLOAD_ALL_FAMILIES && percent % 5 == 0) {
        return MERIT_TYPE_PAL;
    }
    return percent < 50   ? MERIT_TYPE_CPOR
           : percent < 65 ? MERIT_TYPE_DPOR
           : percent < 80 ? MERIT_TYPE_CSP_TIER1
                          : MERIT_TYPE_CSP_TIER2;
}

static int32_t start_of(const struct workload *workload, uint32_t tenant, uint64_t number)
{
    int32_t month = workload_joined(workload, tenant);
    int32_t day = workload->config.day;
    if (month > 0) {
        int32_t start = workload->as_of[month] + 3;
        return start < day ? start : day;
    }
    return workload_draw(workload, 100, DRAW_RECENT, number, 0) < RECENT_PERCENT
               ? workload->year_before + 1 + workload_draw(workload, 330, DRAW_START, number, 0)
               : workload->year_before - 5 - workload_draw(workload, 500, DRAW_START, number, 0);
}

void workload_association(const struct workload *workload,
                          uint32_t tenant,
                          uint32_t association,
                          struct workload_event *ret_event)
{
    static const char *const ids[WORKLOAD_ASSOCIATIONS_MAX] = {"a0", "a1"};
    uint64_t number = (uint64_t)tenant * WORKLOAD_ASSOCIATIONS_MAX + association;
    workload_begin(workload, MERIT_EVENT_ASSOCIATION, 'a', number, ret_event);
    ret_event->tenant = tenant;
    struct merit_association *to = &ret_event->event.association;
    to->association_id = merit_text_of(ids[association]);
    to->partner_id = workload_partner(workload, tenant, association);
    to->tenant_id = workload_tenant(workload, tenant);
    to->type = type_of(workload, number);
    to->status = MERIT_STATUS_ACTIVE;
    to->cloud = MERIT_CLOUD_PUBLIC;
    if (workload_draw(workload, 100, DRAW_NAMES, number, 0) < NAMED_PERCENT) {
        to->product_count = 3 + (uint32_t)workload_draw(workload, 3, DRAW_NAME_COUNT, number, 0);
        uint32_t first =
            (uint32_t)workload_draw(workload, WORKLOAD_PRODUCTS, DRAW_NAME_FIRST, number, 0);
        for (uint32_t i = 0; i < to->product_count; i++) {
            ret_event->products[i] =
                merit_text_of(workload_product(workload, (first + i) % WORKLOAD_PRODUCTS));
        }
        to->products = ret_event->products;
    }
    to->start_day = start_of(workload, tenant, number);
    to->end_day = MERIT_NO_DAY;
    if (workload_draw(workload, 100, DRAW_ENDS, number, 0) < ENDING_PERCENT) {
        int32_t end = workload->year_before + 1 + workload_draw(workload, 400, DRAW_END, number, 0);
        to->end_day = end < to->start_day ? to->start_day : end;
    }
    ret_event->event.occurred_at = to->start_day * MERIT_MICROS_PER_DAY + (int64_t)number;
}

void workload_certification(const struct workload *workload,
                            uint64_t number,
                            struct workload_event *ret_event)
{
    static const char *const people[] = {"p0", "p1", "p2", "p3"};
    workload_begin(workload, MERIT_EVENT_CERTIFICATION, 'c', number, ret_event);
    struct merit_certification *to = &ret_event->event.certification;
    to->partner_id = workload_partner_id(workload, (uint32_t)(number / WORKLOAD_CERTIFICATIONS));
    to->person_id = merit_text_of(people[workload_draw(workload, 4, DRAW_PERSON, number, 0)]);
    to->certification = merit_text_of(
        certifications[workload_draw(workload, CERTIFICATIONS, DRAW_CERTIFICATION, number, 0)]);
    to->achieved_day =
        workload->year_before - workload_draw(workload, 200, DRAW_ACHIEVED, number, 0);
    bool expires = workload_draw(workload, 100, DRAW_EXPIRES, number, 0) < EXPIRING_PERCENT;
    to->expires_day =
        expires ? workload->config.day + 30 + workload_draw(workload, 300, DRAW_EXPIRY, number, 0)
                : MERIT_NO_DAY;
    to->linked_day = MERIT_NO_DAY;
    to->unlinked_day = MERIT_NO_DAY;
    ret_event->event.occurred_at = to->achieved_day * MERIT_MICROS_PER_DAY + (int64_t)number;
}
