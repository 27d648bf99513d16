/* For tests of the judge itself: one partner, p1, and what is said about it today. */
#include "naive_bench.h"

#include <stdio.h>
#include <stdlib.h>

int32_t bench_day(const char *date)
{
    char *rest = NULL;
    int32_t year = (int32_t)strtol(date, &rest, 10);
    int32_t month = (int32_t)strtol(rest + 1, &rest, 10);
    int32_t day = (int32_t)strtol(rest + 1, &rest, 10);
    return naive_day_of(year, month, day);
}

static int32_t day_or_none(const char *date)
{
    return date == NULL ? MERIT_NO_DAY : bench_day(date);
}

struct bench bench_on(const char *today)
{
    return (struct bench){.naive = naive_new(1, NAIVE_DESIGNATIONS), .today = bench_day(today)};
}

static void say(struct bench *bench, struct merit_event event)
{
    bench->said++;
    snprintf(bench->event_id, sizeof(bench->event_id), "e%05lld", (long long)bench->said);
    event.event_id = merit_text_of(bench->event_id);
    event.timestamp = bench->today * MERIT_MICROS_PER_DAY + bench->said;
    event.occurred_at = event.timestamp;
    naive_event(bench->naive, &event);
}

void bench_use(struct bench *bench,
               const char *tenant,
               const char *product,
               const char *as_of,
               struct bench_figures figures)
{
    say(bench, (struct merit_event){
                   .kind = MERIT_EVENT_USAGE,
                   .usage = {.tenant_id = merit_text_of(tenant),
                             .product = merit_text_of(product),
                             .as_of_day = bench_day(as_of),
                             .figures = {figures.users, figures.units, MERIT_NO_FIGURE}}});
}

void bench_pay(struct bench *bench,
               const char *tenant,
               const char *product,
               const char *as_of,
               int64_t dollars)
{
    say(bench, (struct merit_event){
                   .kind = MERIT_EVENT_USAGE,
                   .usage = {.tenant_id = merit_text_of(tenant),
                             .product = merit_text_of(product),
                             .as_of_day = bench_day(as_of),
                             .figures = {MERIT_NO_FIGURE, MERIT_NO_FIGURE, 100 * dollars}}});
}

void bench_claim(struct bench *bench,
                 const char *tenant,
                 enum merit_association_type type,
                 const char *start,
                 const char *end)
{
    char id[64];
    snprintf(id, sizeof(id), "%s-%d", tenant, (int)type);
    say(bench, (struct merit_event){.kind = MERIT_EVENT_ASSOCIATION,
                                    .association = {.association_id = merit_text_of(id),
                                                    .partner_id = merit_text_of("p1"),
                                                    .tenant_id = merit_text_of(tenant),
                                                    .type = type,
                                                    .status = MERIT_STATUS_ACTIVE,
                                                    .start_day = bench_day(start),
                                                    .end_day = day_or_none(end)}});
}

void bench_certify(struct bench *bench,
                   const char *person,
                   const char *code,
                   const char *achieved,
                   const char *expires)
{
    say(bench, (struct merit_event){.kind = MERIT_EVENT_CERTIFICATION,
                                    .certification = {.partner_id = merit_text_of("p1"),
                                                      .person_id = merit_text_of(person),
                                                      .certification = merit_text_of(code),
                                                      .achieved_day = bench_day(achieved),
                                                      .expires_day = day_or_none(expires),
                                                      .linked_day = MERIT_NO_DAY,
                                                      .unlinked_day = MERIT_NO_DAY}});
}

const struct naive_score *bench_score(const struct bench *bench, enum naive_designation designation)
{
    return naive_score(bench->naive, merit_text_of("p1"), designation).score;
}
