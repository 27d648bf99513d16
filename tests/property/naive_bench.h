/* For tests of the judge itself: one partner, p1, and what is said about it today. */
#ifndef NAIVE_BENCH_H
#define NAIVE_BENCH_H

#include "naive.h"

/* A judge of all six, and the day on which what is said next arrives. */
struct bench {
    struct naive *naive;
    int32_t today;
    int64_t said;
    char event_id[24];
};

struct bench_figures {
    int64_t users;
    int64_t units;
};

/* Dates are written YYYY-MM-DD. */
int32_t bench_day(const char *date);
struct bench bench_on(const char *today);
/* A report with users and units, or with the month's revenue so far. */
void bench_use(struct bench *bench,
               const char *tenant,
               const char *product,
               const char *as_of,
               struct bench_figures figures);
void bench_pay(struct bench *bench,
               const char *tenant,
               const char *product,
               const char *as_of,
               int64_t dollars);
/* `end` NULL: none. One association of each type in a tenant. */
void bench_claim(struct bench *bench,
                 const char *tenant,
                 enum merit_association_type type,
                 const char *start,
                 const char *end);
/* `expires` NULL: never. */
void bench_certify(struct bench *bench,
                   const char *person,
                   const char *code,
                   const char *achieved,
                   const char *expires);
/* Lives until more is said. */
const struct naive_score *bench_score(const struct bench *bench,
                                      enum naive_designation designation);

#endif
