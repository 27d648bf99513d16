/* The partners' clock, and what a day's start does: all that happens by time alone. */
#ifndef TASK_DAY_START_H
#define TASK_DAY_START_H

#include "task/scoring.h"

/* Begins the next day, or the first one, where the clock may go there (contract §4). False: it may
 * not. */
bool day_start_begin(struct scoring *scoring);
/* True while something due on the clock's day has not been looked at. */
bool day_start_is_open(const struct scoring *scoring);
/* One piece: a contributor computed anew, or a partner evaluated. */
void day_start_piece(struct scoring *scoring);
/* Computes the rules' days of the clock's day. */
void day_start_today(struct scoring *scoring);

#endif
