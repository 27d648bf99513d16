/* Stage A, attribution: whose tenant is it? It keeps tenants and tells partners' facts. */
#ifndef TASK_ATTRIBUTION_H
#define TASK_ATTRIBUTION_H

#include "task/fact.h"
#include "task/key.h"
#include "task/tenant.h"
#include "task/tenant_roster.h"

/* A partner that is new to a tenant is sent the tenant's whole ledger, in several steps where it is
 * long. Until attribution_is_busy is false no other input is taken. */
struct emission {
    bool active;
    uint32_t tenant_number;
    uint32_t next_series;
    uint32_t series_count;
    int64_t occurred_at;
    struct buffer texts; /* partner, tenant, event id */
};

/* One task's attribution. Its records lie in `state`, which it shares with scoring of the same
 * task. */
struct attribution {
    struct table *state;
    uint32_t task;
    int32_t day;        /* the tenants' clock; MERIT_NO_DAY before its first day */
    int32_t oldest_day; /* reports before it only carry a gauge on */
    uint32_t tenant_count;
    struct emission emission;
    struct tenant_roster roster; /* where the records are */
    /* The number of the tenant found last: the check and the change of an event ask for the same
     * one. LOOKUP_NONE: none. */
    uint32_t found;
    struct buffer record;       /* scratch */
    struct buffer series;       /* scratch */
    struct buffer associations; /* scratch */
};

/* Reads the task record from the state, or starts anew where there is none; finds the tenants.
 * False: a record is damaged or missing. */
bool attribution_open(struct attribution *attribution, struct table *state, uint32_t task);
/* Writes the task record into the state: all that is not in other records. */
void attribution_save(struct attribution *attribution);
void attribution_fini(struct attribution *attribution);

/* What only the state can show of an association or a usage report: MERIT_BAD_LIMIT, or no fault.
 * Changes no record; to be asked before the event may move a clock. */
struct merit_fault attribution_check(struct attribution *attribution,
                                     const struct merit_event *event);

/* Moves the tenants' clock to a later day and says so to every task's scoring. */
void attribution_advance(struct attribution *attribution, int32_t day, struct fact_list *facts);

/* Says to every task's scoring that this task has no tenants' clock yet. */
void attribution_announce_no_clock(struct attribution *attribution, struct fact_list *facts);

/* Applies an association or a usage report that attribution_check found no fault with, on the
 * clock's day; not while busy. Facts for its partners are added to the list. */
void attribution_apply(struct attribution *attribution,
                       const struct merit_event *event,
                       struct fact_list *facts);

static inline bool attribution_is_busy(const struct attribution *attribution)
{
    return attribution->emission.active;
}
/* Goes on with what made it busy: one more message. */
void attribution_continue(struct attribution *attribution, struct fact_list *facts);

#endif
