/* What arrives in one month of a generated history, in the order in which it does. */
#ifndef CLI_GENERATE_AGENDA_H
#define CLI_GENERATE_AGENDA_H

#include "cli/generate_plan.h"

enum { GENERATE_LATE_DAYS_MAX = 60 };

enum generate_kind {
    GENERATE_USAGE,
    GENERATE_ASSOCIATION,
    GENERATE_CERTIFICATION,
};

/* Which figures a usage report gives. */
enum generate_part {
    GENERATE_WHOLE,
    GENERATE_USERS_ALONE, /* without the paid units */
    GENERATE_UNITS_ALONE, /* without the active users */
    GENERATE_CORRECTION,  /* whole, some days later and with other values */
};

/* One line to be written: which thing's which state. */
struct generate_item {
    int32_t arrival_day;
    int32_t day;     /* on which it was recorded */
    int32_t as_of;   /* usage: the day its figures describe */
    int32_t owner;   /* tenant, or partner of a certification */
    uint16_t minute; /* of the day, both of arrival and of recording */
    uint8_t kind;    /* enum generate_kind */
    uint8_t first;   /* product; claim; person */
    uint8_t second;  /* series; state; slot */
    uint8_t third;   /* enum generate_part; none; state */
    bool old_stamp;  /* a late one whose record's timestamp is that of the recording as well */
};

/* Zero-initialise ({0}). */
struct generate_agenda {
    struct generate_item *items; /* in order of arrival; the agenda's, until the next make */
    size_t count;
    size_t capacity;
    struct generate_item *unsorted;
};

void generate_agenda_fini(struct generate_agenda *agenda);

/* The items that arrive in a month of the plan, up to its last day. Memory: some 50 bytes for each.
 */
void generate_agenda_make(const struct generate_plan *plan,
                          int32_t month,
                          struct generate_agenda *agenda);

#endif
