/* A made-up but realistic load for benchmarks: each event follows from a seed and a number. */
#ifndef WORKLOAD_H
#define WORKLOAD_H

#include "merit/event.h"

enum {
    WORKLOAD_PRODUCTS = 9,           /* of each tenant */
    WORKLOAD_ASSOCIATIONS_MAX = 2,   /* of each tenant */
    WORKLOAD_CERTIFICATIONS = 6,     /* of each partner */
    WORKLOAD_NAMED_PRODUCTS_MAX = 5, /* of an association that names some */
    WORKLOAD_MONTHS_MAX = 26,
    WORKLOAD_EVENT_ID_BYTES = 24,
};

/* What tenants use: the eligible products of Modern Work, claimed as its rules want it; or products
 * of all families, claimed by every type. Of both the first is `m365/intune`, which Security counts
 * too; the next ones, WORKLOAD_MODERN_WORK_ONLY of them in all families, are counted by Modern Work
 * alone. */
enum workload_families { WORKLOAD_MODERN_WORK, WORKLOAD_ALL_FAMILIES };
enum { WORKLOAD_MODERN_WORK_ONLY = 2 };

/* `day` is the day on which all is looked at: monthly reports are of the ends of the `months`
 * months before it, and associations begin and end around the twelve months before it. */
struct workload_config {
    uint64_t seed;
    enum workload_families families;
    uint32_t partners;
    uint32_t tenants;
    uint32_t months;
    int32_t day;
};

struct workload {
    struct workload_config config;
    int32_t year_before;
    int32_t as_of[WORKLOAD_MONTHS_MAX];
    uint64_t series; /* tenants x products */
    uint64_t stride; /* scatters the series: coprime to their number */
    char *tenant_ids;
    char *partner_ids;
};

/* An event with what its texts point to: it must not be moved. */
struct workload_event {
    struct merit_event event;
    uint32_t tenant; /* its number; not of a certification */
    struct merit_text products[WORKLOAD_NAMED_PRODUCTS_MAX];
    char event_id[WORKLOAD_EVENT_ID_BYTES];
};

void workload_init(struct workload *workload, const struct workload_config *config);
void workload_fini(struct workload *workload);

/* Timestamps are of config.day, so that loading a history begins no day; workload_daily's are of
 * the reported day. Numbers: association < workload_association_count of the tenant, certification
 * < partners x WORKLOAD_CERTIFICATIONS, monthly < months x series, update: any, daily: the day
 * x series + the place in the day. */
uint32_t workload_association_count(const struct workload *workload, uint32_t tenant);
void workload_association(const struct workload *workload,
                          uint32_t tenant,
                          uint32_t association,
                          struct workload_event *ret_event);
void workload_certification(const struct workload *workload,
                            uint64_t number,
                            struct workload_event *ret_event);
/* Months in order; within a month each series once, in a scattered order. */
void workload_monthly(const struct workload *workload,
                      uint64_t number,
                      struct workload_event *ret_event);
/* A report of config.day for a random series, newer than the ones before it. */
void workload_update(const struct workload *workload,
                     uint64_t number,
                     struct workload_event *ret_event);
/* A newer report of the last month's end, which every designation that counts the product sees: of
 * a random series, of m365/intune, of a product that Modern Work alone counts. */
void workload_correct(const struct workload *workload,
                      uint64_t number,
                      struct workload_event *ret_event);
void workload_correct_shared(const struct workload *workload,
                             uint64_t number,
                             struct workload_event *ret_event);
void workload_correct_modern_work(const struct workload *workload,
                                  uint64_t number,
                                  struct workload_event *ret_event);
void workload_daily(const struct workload *workload,
                    uint64_t number,
                    struct workload_event *ret_event);

struct merit_text workload_partner(const struct workload *workload,
                                   uint32_t tenant,
                                   uint32_t association);
struct merit_text workload_tenant(const struct workload *workload, uint32_t tenant);

#endif
