/* What the makers of the load's events share: drawn numbers, names, the beginning of an event. */
#ifndef WORKLOAD_DRAW_H
#define WORKLOAD_DRAW_H

#include "workload.h"

enum {
    WORKLOAD_TENANT_ID_BYTES = sizeof "tnt-00000000",
    WORKLOAD_PARTNER_ID_BYTES = sizeof "pga-000000",
};

/* What a number is drawn for: another one, another draw. */
enum draw {
    DRAW_SIZE,
    DRAW_JOINS,
    DRAW_JOINED,
    DRAW_LEAVES,
    DRAW_LEFT,
    DRAW_SEATS,
    DRAW_PRODUCT_SEATS,
    DRAW_ACTIVE,
    DRAW_DRIFT,
    DRAW_NOISE,
    DRAW_ASSOCIATIONS,
    DRAW_PARTNER,
    DRAW_TYPE,
    DRAW_NAMES,
    DRAW_NAME_COUNT,
    DRAW_NAME_FIRST,
    DRAW_RECENT,
    DRAW_START,
    DRAW_ENDS,
    DRAW_END,
    DRAW_CERTIFICATION,
    DRAW_PERSON,
    DRAW_ACHIEVED,
    DRAW_EXPIRES,
    DRAW_EXPIRY,
    DRAW_UPDATE_TENANT,
    DRAW_UPDATE_PRODUCT,
    DRAW_UPDATE_NOISE,
    DRAW_REVENUE,
};

/* The product of that number, from 0 to WORKLOAD_PRODUCTS - 1. */
const char *workload_product(const struct workload *workload, uint64_t product);

/* A number below `below`, of (what, a, b). */
int32_t workload_draw(
    const struct workload *workload, uint32_t below, enum draw what, uint64_t a, uint64_t b);
struct merit_text workload_partner_id(const struct workload *workload, uint32_t partner);
/* The event's kind, id (the prefix and the number) and timestamp; all else zero. */
void workload_begin(const struct workload *workload,
                    enum merit_event_kind kind,
                    char prefix,
                    uint64_t number,
                    struct workload_event *event);
/* The first month in which the tenant has seats. */
int32_t workload_joined(const struct workload *workload, uint32_t tenant);

#endif
