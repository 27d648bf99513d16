/* Two explanations of a short history, and what changed between them. */
#ifndef CHANGE_FIXTURE_H
#define CHANGE_FIXTURE_H

#include "explain_fixture.h"
#include "task/explain_between.h"

struct change_fixture {
    struct explain_fixture explain;
    struct partner_copy then;
    struct merit_explanation before;
    struct explain_between between;
    struct explain_steps steps;
    struct merit_change change;
};

/* The first day: the copy as of it is kept. */
static inline void change_from(struct change_fixture *fixture, int32_t day)
{
    struct explain_fixture *explain = &fixture->explain;
    (void)explain_on(explain, day);
    fixture->before = explain->explanation;
    partner_copy_fini(&explain->copy);
    partner_copy_open(&fixture->then, ensemble_scoring_of(&explain->ensemble, merit_text_of("p1")),
                      merit_text_of("p1"));
}

/* The second day, and what changed. */
static inline void change_to(struct change_fixture *fixture, int32_t day)
{
    struct explain_fixture *explain = &fixture->explain;
    (void)explain_on(explain, day);
    explain_between_open(&fixture->between, &fixture->then, &explain->copy, merit_text_of("p1"));
    fixture->steps.of[EXPLAIN_BEFORE] = &fixture->before;
    fixture->steps.of[EXPLAIN_AFTER] = &explain->explanation;
    explain_between_steps(&fixture->between, 0, &explain->arena, &fixture->steps);
    explain_change(&fixture->steps, &explain->arena, &fixture->change);
}

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
    change_from(fixture, explain_day_of(2023, 6, 30));
    change_to(fixture, explain_day_of(2023, 9, 5));
}

/* "-1/1 ASSOCIATION_ENDED; ": the parts of the n-th option. */
static inline const char *change_said(const struct change_fixture *fixture, uint32_t option)
{
    static char text[400];
    const struct merit_option_change *change = &fixture->change.options[option];
    text[0] = '\0';
    for (uint32_t i = 0; i < change->part_count; i++) {
        const struct merit_change_part *part = &change->parts[i];
        size_t length = strlen(text);
        snprintf(text + length, sizeof text - length, "%d/%d %s%s; ",
                 (int)part->difference.numerator, (int)part->difference.denominator,
                 merit_reason_code(part->reason), part->of_base ? " of the base" : "");
    }
    return text;
}

static inline void change_end(struct change_fixture *fixture)
{
    explain_between_fini(&fixture->between);
    partner_copy_fini(&fixture->then);
    explain_end(&fixture->explain);
}

#endif
