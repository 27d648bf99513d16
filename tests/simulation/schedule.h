/* What a run is made of: the events, the day each arrives on, and how they come. */
#ifndef SCHEDULE_H
#define SCHEDULE_H

#include "base/arena.h"
#include "chance.h"
#include "group.h"
#include "merit/event.h"

enum {
    SCHEDULE_TENANTS = 16,
    SCHEDULE_PARTNERS = 9,
    SCHEDULE_LAST_PARTNER = 8, /* is new to every tenant in the end */
    SCHEDULE_EVENTS_BEFORE = 200,
    SCHEDULE_EVENTS = SCHEDULE_EVENTS_BEFORE + SCHEDULE_TENANTS,
};

struct schedule_event {
    struct merit_event event;
    int64_t arrival; /* wall clock, microseconds; a late record's timestamp lies days before it */
    uint32_t number; /* of making: for equal arrivals */
    bool bad;        /* goes to the dead letters */
};

struct schedule {
    uint32_t tasks;
    uint32_t slots; /* workers */
    uint32_t disks; /* processes: workers on one disk live and die together */
    bool one_a_day; /* at most one event a day for each partner and tenant */
    bool preloaded; /* all of it lies there before the first start */
    int32_t first_day;
    int32_t last_day; /* to which the wall clock goes on after the last event */
    int32_t ahead_days;
    uint32_t count;
    struct schedule_event *events; /* by arrival */
};

/* Makes one of a seed. Partners win customers, people and growth enough to qualify for Modern Work
 * and lose them again, over five days at the least; some run on to anniversaries. In the end one
 * more partner claims every tenant, and is told all that is kept of it: what its score comes to
 * shows attribution's whole state. Memory lies in the arena. */
void schedule_make(struct schedule *schedule, struct chance *chance, struct arena *arena);

/* Bits: the partners that an event may concern, from bit SCHEDULE_PARTNERS on its tenant. */
uint32_t schedule_concerns(const struct merit_event *event);

#endif
