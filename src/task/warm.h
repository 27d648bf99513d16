/* Fetches into the processor's cache what the next events will need, for many at once. */
#ifndef TASK_WARM_H
#define TASK_WARM_H

#include "task/attribution.h"
#include "task/scoring.h"

/* The records of a task lie scattered in memory, and to wait for each in turn is most of what an
 * event costs. Asked for together, before the events are applied one by one, they arrive side by
 * side. Only a hint: nothing is changed, and leaving it out changes no result. */
enum { WARM_MAX = 32 }; /* events, or facts, at once */

/* For usage reports that attribution will apply next (others are passed over). */
void warm_attribution(const struct attribution *attribution,
                      const struct merit_event *const *events,
                      uint32_t count);

/* One fact of usage that scoring will apply. */
struct warm_fact {
    struct merit_text partner_id;
    struct merit_text tenant_id;
    struct series_names names;
};
void warm_scoring(const struct scoring *scoring, const struct warm_fact *facts, uint32_t count);

/* The facts that a report will lead to, as far as the tenant's record shows them: at most `room`.
 * Returns how many were written. */
uint32_t warm_facts_of(const struct attribution *attribution,
                       const struct merit_event *event,
                       struct warm_fact *ret_facts,
                       uint32_t room);

#endif
