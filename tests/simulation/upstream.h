/* Who writes the inputs: producers upstream, their transactions, and the wall clock they go by. */
#ifndef UPSTREAM_H
#define UPSTREAM_H

#include "world.h"

/* What lies there before the first start. */
void upstream_begin(struct world *world);
/* Produces, now and then; ends transactions; the wall clock goes on. */
void upstream_step(struct world *world);
/* Opens a transaction that stays open for a while; some are aborted then. */
bool upstream_open(struct world *world);
/* The next event comes days late. */
bool upstream_be_late(struct world *world);
/* All events are there, and it is the last day. */
bool upstream_is_done(const struct world *world);

#endif
