/* The partners' clock's day: what it is to the rules, and whether its start is still under way. */
#ifndef TASK_TODAY_H
#define TASK_TODAY_H

#include "task/scoring.h"

/* Computes the rules' days of the clock's day. */
void today_set(struct scoring *scoring);
/* True while something due on the clock's day has not been looked at. */
bool today_is_starting(const struct scoring *scoring);

#endif
