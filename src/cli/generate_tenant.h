/* One customer of a generated history: when it is there, what it uses, and how much. */
#ifndef CLI_GENERATE_TENANT_H
#define CLI_GENERATE_TENANT_H

#include "cli/generate_plan.h"

enum { GENERATE_SERIES_MAX = 2 }; /* of one product: subscriptions or offers */

/* All of it follows from the plan's seed and the index. */
struct generate_tenant {
    int32_t index;
    uint64_t hash;
    int32_t partner;          /* the one that looks after it */
    int32_t join_month;       /* the first with usage; may lie before the history */
    int32_t leave_month;      /* the first without; INT32_MAX: it stays */
    int64_t seats;            /* when it joined */
    bool near_limit;          /* seats stay at a limit of the rules, now and then one off */
    int32_t growth_per_mille; /* of seats, a month */
    int32_t adoption_first;   /* percent of the seats in use, at first and at last */
    int32_t adoption_last;
    int32_t adoption_months;
    uint64_t products; /* bit p: uses the plan's product p */
    bool reports_daily;
    bool reports_apart; /* active users and paid units come in reports of their own */
};

struct generate_tenant generate_tenant_make(const struct generate_plan *plan, int32_t index);

/* Number of series of a product that the tenant uses; 0 for the others. */
int32_t generate_tenant_series(const struct generate_tenant *tenant, int32_t product);
/* True in the months with reports: from joining to the month of leaving, whose figures are 0. */
bool generate_tenant_reports(const struct generate_tenant *tenant, int32_t month);

/* The figures of a series on a day, without those that the product does not have. `correction`
 * gives what a later report of the same day says. */
struct generate_figure_key {
    int32_t product;
    int32_t series;
    int32_t day;
    bool correction;
};
void generate_tenant_figures(const struct generate_plan *plan,
                             const struct generate_tenant *tenant,
                             const struct generate_figure_key *key,
                             int64_t ret_figures[MERIT_FIGURE_COUNT]);

#endif
