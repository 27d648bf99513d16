/* The partners' clock, and what a day's start does: all that happens by time alone. */
#ifndef TASK_DAY_START_H
#define TASK_DAY_START_H

#include "task/scoring.h"

/* Begins the next day, or the first one, where the clock may go there (contract §4). False: it may
 * not. */
bool day_start_begin(struct scoring *scoring);
/* One piece: a contributor computed anew, or a partner evaluated. */
void day_start_piece(struct scoring *scoring);

#endif
