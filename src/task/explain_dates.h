/* The next days on which something about a partner may change by time alone. */
#ifndef TASK_EXPLAIN_DATES_H
#define TASK_EXPLAIN_DATES_H

#include "core/cell.h"
#include "merit/explain.h"
#include "task/scoring.h"

/* Of whom they are gathered, and where. Names and products must be the arena's already. */
struct explain_dates {
    struct scoring *scoring;
    uint8_t designation;
    struct arena *arena;
    struct merit_explanation *explanation; /* the earliest stay */
};

void explain_dates_of_partner(const struct explain_dates *dates, const struct standing *standing);
void explain_dates_of_person(const struct explain_dates *dates,
                             struct merit_text name,
                             struct bytes certificates);
/* Of the associations in scoring->links. */
void explain_dates_of_links(const struct explain_dates *dates, struct merit_text tenant);
void explain_dates_of_series(const struct explain_dates *dates,
                             struct merit_text tenant,
                             struct merit_text product,
                             const struct ledger *ledger);

#endif
