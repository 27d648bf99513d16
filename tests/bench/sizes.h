/* How many bytes a task's state takes, by what is kept. */
#ifndef SIZES_H
#define SIZES_H

#include "world.h"

void sizes_say(struct world *world);

#endif
