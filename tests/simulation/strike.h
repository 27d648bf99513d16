/* What each kind of fault does to a world. */
#ifndef STRIKE_H
#define STRIKE_H

#include "world.h"

/* A worker has passed a step: every fault that is due there strikes. */
void strike_at(struct world *world, struct worker *worker, enum step step);
/* Where all stand still for days: the group forgets its positions, then they start. */
void strike_outage(struct world *world);

#endif
