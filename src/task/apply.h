/* Applies facts to a partner's records. */
#ifndef TASK_APPLY_H
#define TASK_APPLY_H

#include "task/fact.h"
#include "task/scoring_records.h"

/* The items of a message: a reader at the first and, where whoever received it knows, the only one
 * (most messages have one), which then need not be read again. */
struct apply_items {
    struct reader all;
    const struct fact_item *only;
};

/* Applies one message's items to the contributor's records, and,
 * at the group's last message, computes what follows and evaluates the partner. `parts`: the group
 * has more than one message. */
void apply_message(struct scoring *scoring,
                   const struct fact_header *header,
                   const struct apply_items *items,
                   bool parts);

#endif
