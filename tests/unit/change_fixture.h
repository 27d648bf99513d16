/* Two explanations of a short history, and what changed between them. */
#ifndef CHANGE_FIXTURE_H
#define CHANGE_FIXTURE_H

#include "core/explain_change.h"
#include "explain_fixture.h"

struct change_fixture {
    struct explain_fixture explain;
    struct merit_explanation before;
    struct merit_change change;
};

/* A tenant that is won and grows, a certificate and the gate's that expire, a product in use. */
static inline void change_begin(struct change_fixture *fixture)
{
    struct explain_fixture *explain = &fixture->explain;
    explain_begin(explain);
    explain_claim(explain, "t1", "CPOR", "2022-12-01", ",\"end_date\":\"2023-09-01\"");
    explain_claim(explain, "t1", "PAL", "2022-01-01", "");
    explain_usage(explain, "t1", "m365/teams", "2022-12-20",
                  "\"paid_available_units\":500,\"monthly_active_users\":100");
    explain_usage(explain, "t1", "azure/sql", "2022-08-20", "\"consumed_revenue\":20000");
    explain_usage(explain, "t1", "azure/sql", "2023-08-20", "\"consumed_revenue\":25000");
    explain_certificate(explain, "a", "MS-900", "2022-01-01", "");
    explain_certificate(explain, "b", "MS-900", "2022-01-01", ",\"expires_on\":\"2023-08-01\"");
    explain_certificate(explain, "c", "AZ-500", "2022-01-01", ",\"expires_on\":\"2023-09-01\"");
    (void)explain_on(explain, explain_day_of(2023, 6, 30));
    fixture->before = explain->explanation;
    partner_copy_fini(&explain->copy);
    (void)explain_on(explain, explain_day_of(2023, 9, 5));
    explain_change(&fixture->before, &explain->explanation, &explain->arena, &fixture->change);
}

static inline void change_end(struct change_fixture *fixture)
{
    explain_end(&fixture->explain);
}

#endif
