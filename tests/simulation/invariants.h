/* What must hold of a run when all is at rest. */
#ifndef INVARIANTS_H
#define INVARIANTS_H

#include "world.h"

/* Over all runs, so that it is seen what was compared. */
struct held {
    uint64_t partners_in_all; /* compared in every output */
    uint64_t partners_in_scores;
    uint64_t outputs;
    uint64_t runs_with_changes; /* of the rules: compared in the scores of the end */
    uint64_t stored;            /* states on disk that were compared with those in memory */
    uint64_t followed;
    uint64_t transitions[MERIT_LAPSED + 1];
};

/* Says what does not hold by world_fail. */
void invariants_check(struct world *world, struct held *held);

#endif
