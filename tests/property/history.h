/* Random event histories for the property tests: small, but dense in what the rules draw a line at.
 *
 * A history runs from late 2021 to the end of March 2025, over the program's first day
 * (2022-10-03), all later versions of the rules, 29 February with its far edge and one or two
 * anniversaries. It mixes "waves", in which a
 * partner wins customers, people and growth enough to qualify for Modern Work (and loses them
 * again), with boundary noise: figures at 10, 300 and 40 %, dates at the far edge, corrections,
 * duplicates, ties, late and future reports, moved associations. With `all_six` it is larger and
 * has waves and noise in all product families; in most of them one partner comes to hold all six
 * designations at once. The same seed and options make the same history. */
#ifndef HISTORY_H
#define HISTORY_H

#include "merit/standing.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct history_options {
    bool days_in_order; /* the days of the records never go back; otherwise some do */
    bool one_a_day;     /* days in order, and at most one event a day for each tenant and for each
                         * partner, counting a tenant's event for every partner that any association
                         * of it ever names */
    bool all_six;       /* all families, not only Modern Work's */
};

struct history;

/* `ret_events` are good events in order of arrival; they and their texts live as long as the
 * history. Memory that is not to be had ends the program. */
struct history *history_make(uint64_t seed,
                             struct history_options options,
                             const struct merit_event **ret_events,
                             size_t *ret_count);
void history_free(struct history *history);

/* Good standings of the partners of histories, as another program may have recorded them: none,
 * some or all that a partner can hold; dense in anniversaries and windows on both sides of the day
 * on which a history is begun. At most HISTORY_STANDINGS_MAX; each designation once a partner. */
enum { HISTORY_STANDINGS_MAX = 4 * 6 };
size_t history_standings(uint64_t seed,
                         bool all_six,
                         int32_t first_day,
                         struct merit_standing standings[HISTORY_STANDINGS_MAX]);

/* A day to run on to after the last event: the end of March 2025, whatever the events. */
int32_t history_last_day(void);

#endif
