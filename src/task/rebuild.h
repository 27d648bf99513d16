/* Computes again what follows from a task's records, where it was not kept with them. */
#ifndef TASK_REBUILD_H
#define TASK_REBUILD_H

#include "task/scoring.h"

/* The change log and the disk hold no terms, vectors and sums (V, U, K): they follow from the rest.
 * Computes them for every contributor that has none, as they were when the task was saved; to be
 * called by scoring_open alone. `starting`: a day's start was not over when it was saved; what it
 * had not come to is as of the day before. */
void rebuild_derived(struct scoring *scoring, bool starting);
/* Takes away what was kept of it, where it is of another rule program; before anything of the state
 * has been found. */
void rebuild_forget(struct scoring *scoring);

#endif
