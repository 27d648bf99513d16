/* What must hold of each task's state when all is at rest: in memory, in the log, on disks. */
#ifndef STATES_H
#define STATES_H

#include "invariants.h"

void states_check(struct world *world, struct held *held);

#endif
