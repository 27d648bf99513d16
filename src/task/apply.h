/* Applies facts to a partner's records. */
#ifndef TASK_APPLY_H
#define TASK_APPLY_H

#include "task/fact.h"
#include "task/scoring_records.h"

/* Applies one message's items (the reader stands at the first) to the contributor's records, and,
 * at the group's last message, computes what follows and evaluates the partner. `parts`: the group
 * has more than one message. */
void apply_message(struct scoring *scoring,
                   const struct fact_header *header,
                   struct reader *items,
                   bool parts);

#endif
