/* Finds again, when scoring opens, what follows from its records: the roster, the due, the waiting.
 */
#ifndef TASK_REOPEN_H
#define TASK_REOPEN_H

#include "task/scoring.h"

/* The task record is read already. False: a record is damaged or missing. */
bool reopen_records(struct scoring *scoring);

#endif
