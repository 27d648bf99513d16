/* What the parts of the history generator share. */
#ifndef HISTORY_MAKER_H
#define HISTORY_MAKER_H

#include "history.h"

enum {
    HISTORY_EVENTS_MAX = 1100,
    HISTORY_MODERN_WORK_EVENTS_MAX = 480,
    HISTORY_DAYS_MAX = 2048,
    HISTORY_PARTNERS_MAX = 4,
    HISTORY_TENANTS_MAX = 8,
    HISTORY_PERSONS_MAX = 8,
    HISTORY_PRODUCTS_MAX = 4, /* in one association */
    HISTORY_ASSOCIATIONS_MAX = 96,
};

struct history_entry {
    struct merit_event event;
    int64_t arrival; /* microseconds; what the events are sorted by */
    uint32_t number; /* order of making, for equal arrivals */
    char event_id[24];
    struct merit_text products[HISTORY_PRODUCTS_MAX];
};

/* An association id in use, so that later events can say more about it. */
struct history_association {
    uint32_t tenant;
    char id[16];
};

struct history {
    uint64_t random;
    struct history_options options;
    uint32_t partner_count;
    uint32_t tenant_count;
    uint32_t person_count; /* of each partner */
    uint32_t association_count;
    uint32_t event_limit;
    struct history_association associations[HISTORY_ASSOCIATIONS_MAX];
    uint32_t day_count;
    int32_t days[HISTORY_DAYS_MAX]; /* days on which something happens */
    uint32_t entry_count;
    struct history_entry entries[HISTORY_EVENTS_MAX];
    struct merit_event *events;
};

/* A whole number from 0 to below - 1. */
uint32_t history_below(struct history *history, uint32_t below);
/* From least to most. */
int32_t history_between(struct history *history, int32_t least, int32_t most);
/* True `percent` times in a hundred. */
bool history_chance(struct history *history, uint32_t percent);

int32_t history_first_day(void);
/* Notes a day as one that others should fall beside; MERIT_NO_DAY is none. */
void history_note_day(struct history *history, int32_t day);

struct merit_text history_partner(uint32_t index);
struct merit_text history_tenant(uint32_t index);
struct merit_text history_person(uint32_t index);

/* A new entry of that kind arriving on that day (held inside the history), with an event id of its
 * own and an occurred_at on one of a few hours of the day before it; NULL when the history is full.
 */
struct history_entry *history_add(struct history *history, enum merit_event_kind kind, int32_t day);
/* A new association id of the tenant, the last one when there are too many. */
const struct history_association *history_new_association(struct history *history, uint32_t tenant);

/* Waves of Modern Work for one partner over the whole history. */
void history_waves(struct history *history, uint32_t partner);
/* One wave in each of the other families (`strong`), or in some; about the day `start`. */
void history_family_waves(struct history *history, uint32_t partner, int32_t start, bool strong);
/* Waves in which a designation is attained on or after the anniversary of others. */
void history_anniversary_waves(struct history *history, uint32_t partner);
/* What noise in all families is about. */
const char *history_family_product(struct history *history);
const char *history_family_code(struct history *history);
/* Cents on or beside an amount that some rule draws a line at. */
int64_t history_family_revenue(struct history *history);
/* Users likewise. */
int64_t history_family_users(struct history *history);
/* One event at some boundary. */
void history_noise(struct history *history);

#endif
