/* What the judge's designations share: a scene, months, what is the partner's, people, points. */
#ifndef NAIVE_RULES_H
#define NAIVE_RULES_H

#include "naive_store.h"

enum {
    NAIVE_CPOR = 1 << MERIT_TYPE_CPOR,
    NAIVE_DPOR = 1 << MERIT_TYPE_DPOR,
    NAIVE_PAL = 1 << MERIT_TYPE_PAL,
    NAIVE_CSP = 1 << MERIT_TYPE_CSP_TIER1 | 1 << MERIT_TYPE_CSP_TIER2,
    NAIVE_MONTHS = 24, /* M back to M - 23 */
};

/* Whom and when a score is about. */
struct naive_scene {
    const struct naive_store *store;
    const struct naive_partner *partner;
    int32_t day; /* D */
    /* Of M - k at [k]; M is the calendar month before that of D. Only where naive_see_months was
     * called. */
    int32_t month_first[NAIVE_MONTHS];
    int32_t month_last[NAIVE_MONTHS];
};

struct naive_scene naive_scene(const struct naive_store *store,
                               const struct naive_partner *partner,
                               int32_t day);
void naive_see_months(struct naive_scene *scene);

/* ---- what is the partner's --------------------------------------------------------------- */

/* The partner's association by one of the types, holding on the day. */
bool naive_association_counts(const struct naive_scene *scene,
                              const struct naive_association_state *association,
                              int types,
                              int32_t day);
/* Whether any of the types holds in the tenant on the day: spares tenants that cannot count. */
bool naive_holds_something(const struct naive_scene *scene,
                           const struct naive_tenant *tenant,
                           int types,
                           int32_t day);
/* The association's products are empty or contain the product. */
bool naive_has_product(const struct naive_association_state *association, const char *product);
/* The association covers the series. */
bool naive_covers(const struct naive_association_state *association,
                  const struct naive_series *series);
/* The series is the partner's on the day by the types. */
bool naive_is_partners(const struct naive_scene *scene,
                       const struct naive_tenant *tenant,
                       const struct naive_series *series,
                       int types,
                       int32_t day);
/* The series' revenue of the month M - k in cents, where it is the partner's at that month's end;
 * else 0. */
int64_t naive_revenue(const struct naive_scene *scene,
                      const struct naive_tenant *tenant,
                      const struct naive_series *series,
                      int types,
                      int k);
/* The product's family is `family`. */
bool naive_in_family(const struct naive_series *series, const char *family);
/* The offer is one of the four that are not paid for: support, internal, benefit_program, trial. */
bool naive_not_paid(const struct naive_series *series);

/* ---- people ------------------------------------------------------------------------------ */

/* A certificate that counts for a person, alone or with another. It
 * counts on days before `until` (year, month, day; year 0: without end). */
struct naive_exam {
    const char *code;
    const char *with;
    int32_t until[3];
};

/* The people who hold any of the exams on D; the list ends with a code NULL. */
int64_t naive_people(const struct naive_scene *scene, const struct naive_exam *exams);

/* ---- points ------------------------------------------------------------------------------ */

struct naive_metric naive_metric_of(const char *id,
                                    struct naive_fraction actual,
                                    int64_t target,
                                    int32_t max_points);
struct naive_metric naive_metric_of_parts(const char *id,
                                          struct naive_part first,
                                          struct naive_part second,
                                          int32_t max_points);
/* Adds a metric to the score. */
void naive_add_metric(struct naive_score *score, struct naive_metric metric);
/* Total, rounded total and qualified, from the metrics. */
void naive_sum_up(struct naive_score *score);

/* ---- the designations -------------------------------------------------------------------- */

/* Each looks at nothing but the events; what they say of the months up to M holds for all of D's
 * month while the same version of the rules does, and is computed once for it (naive_scores.c). */
struct naive_score naive_modern_work(const struct naive_scene *scene);

bool naive_business_second(int32_t day); /* the rules from 2023-03-27 are in force */
struct naive_usage naive_business_usage(const struct naive_scene *scene);
struct naive_score naive_business(const struct naive_scene *scene, const struct naive_usage *usage);

struct naive_usage naive_security_usage(const struct naive_scene *scene);
struct naive_score naive_security(const struct naive_scene *scene, const struct naive_usage *usage);

struct naive_usage naive_azure_usage(const struct naive_scene *scene);
struct naive_score naive_azure(const struct naive_scene *scene,
                               const struct naive_usage *usage,
                               enum naive_designation designation);

/* All designations of a partner on a day, the first `count` of the list. */
void naive_scores(const struct naive_store *store,
                  struct naive_partner *partner,
                  int32_t day,
                  int count,
                  struct naive_score *ret_scores);

/* Some dated rule of the designation (of any, for microsoft_cloud) begins or ends on the day. */
bool naive_rules_turn(enum naive_designation designation, int32_t day);
/* The specializations of a designation, ended by NULL. */
const char *const *naive_specializations(enum naive_designation designation);

#endif
