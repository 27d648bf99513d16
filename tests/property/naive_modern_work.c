/* Modern Work from scratch (rules §1 to §3), as the definitions read, with the judge's own numbers.
 */
#include "naive_rules.h"

enum {
    CPOR = NAIVE_CPOR,
    DPOR = NAIVE_DPOR,
    CSP = NAIVE_CSP,
};

enum path {
    ENTERPRISE,
    SMB,
};

/* One path on one day. */
struct scene {
    const struct naive_scene *of;
    int32_t day;      /* D */
    int32_t year_ago; /* D - 12 months */
    bool second;      /* the rules from 2023-06-12 are in force on D */
    enum path path;
};

struct option {
    const char *basis;
    int types;
    int64_t target;
};

/* ---- what exists ------------------------------------------------------------------------- */

enum { FIRST_PRODUCTS = 9, ALL_PRODUCTS = 13 }; /* the first nine; all from 2023-06-12 */

static const char *const eligible_products[ALL_PRODUCTS] = {
    "m365/intune",          "m365/exchange_online", "m365/apps",        "m365/sharepoint_online",
    "m365/teams",           "m365/teams_meetings",  "m365/teams_phone", "m365/teams_platform",
    "m365/yammer",          "m365/viva_insights",   "m365/viva_topics", "m365/viva_learning",
    "m365/viva_connections"};

static int product_count(const struct scene *scene)
{
    return scene->second ? ALL_PRODUCTS : FIRST_PRODUCTS;
}

/* Only paid licences count: series of these offers do not exist. */
static bool paid(const struct naive_series *series)
{
    return !naive_name_is(series->offer, "trial") && !naive_name_is(series->offer, "internal");
}

/* ---- eligible tenants -------------------------------------------------------------------- */

/* Σ PAU of all the tenant's series of the product, whoever covers them. */
static naive_int128 paid_units(const struct naive_tenant *tenant, const char *product, int32_t day)
{
    naive_int128 sum = 0;
    for (const struct naive_series *s = tenant->series; s != NULL; s = s->next) {
        if (naive_name_is(s->product, product) && paid(s)) {
            sum += naive_series_gauge(s, MERIT_FIGURE_PAID_UNITS, day);
        }
    }
    return sum;
}

static bool eligible(const struct scene *scene, const struct naive_tenant *tenant, int32_t day)
{
    for (int p = 0; p < product_count(scene); p++) {
        naive_int128 units = paid_units(tenant, eligible_products[p], day);
        if (scene->path == ENTERPRISE ? units > 300 : units > 10 && units <= 300) {
            return true;
        }
    }
    return false;
}

/* ---- net customer adds ------------------------------------------------------------------- */

static bool has_customer_association(const struct scene *scene,
                                     const struct naive_tenant *tenant,
                                     int types,
                                     int32_t day)
{
    for (const struct naive_association *a = tenant->associations; a != NULL; a = a->next) {
        const struct naive_association_state *state = naive_association_newest(a);
        for (int p = 0; p < product_count(scene); p++) {
            if (naive_association_counts(scene->of, state, types, day) &&
                naive_has_product(state, eligible_products[p])) {
                return true;
            }
        }
    }
    return false;
}

static int64_t customers(const struct scene *scene, int types, int32_t day)
{
    int64_t count = 0;
    for (const struct naive_tenant *t = scene->of->store->tenants; t != NULL; t = t->next) {
        if (has_customer_association(scene, t, types, day) && eligible(scene, t, day)) {
            count++;
        }
    }
    return count;
}

/* ---- usage growth and deployments -------------------------------------------------------- */

/* c: the earliest start among the partner's associations by the types that hold on D and cover the
 * series; MERIT_NO_DAY where none does. */
static int32_t claimed_on(const struct scene *scene,
                          const struct naive_tenant *tenant,
                          const struct naive_series *series,
                          int types)
{
    int32_t earliest = MERIT_NO_DAY;
    for (const struct naive_association *a = tenant->associations; a != NULL; a = a->next) {
        const struct naive_association_state *state = naive_association_newest(a);
        if (naive_association_counts(scene->of, state, types, scene->day) &&
            naive_covers(state, series) &&
            (earliest == MERIT_NO_DAY || state->start_day < earliest)) {
            earliest = state->start_day;
        }
    }
    return earliest;
}

static int32_t later(int32_t a, int32_t b)
{
    return a > b ? a : b;
}

static naive_int128 growth_of_tenant(const struct scene *scene,
                                     const struct naive_tenant *tenant,
                                     int types)
{
    naive_int128 growth = 0;
    for (int p = 0; p < product_count(scene); p++) {
        for (const struct naive_series *s = tenant->series; s != NULL; s = s->next) {
            if (!naive_name_is(s->product, eligible_products[p]) || !paid(s)) {
                continue;
            }
            int32_t claimed = claimed_on(scene, tenant, s, types);
            if (claimed != MERIT_NO_DAY) {
                int32_t baseline = later(scene->year_ago, claimed);
                growth += naive_series_gauge(s, MERIT_FIGURE_ACTIVE_USERS, scene->day);
                growth -= naive_series_gauge(s, MERIT_FIGURE_ACTIVE_USERS, baseline);
            }
        }
    }
    return growth;
}

/* Whether the product is deployed on `day` in the series that the partner holds on D. */
static bool deployed(const struct scene *scene,
                     const struct naive_tenant *tenant,
                     const char *product,
                     int types,
                     int32_t day)
{
    naive_int128 users = 0;
    naive_int128 units = 0;
    for (const struct naive_series *s = tenant->series; s != NULL; s = s->next) {
        if (naive_name_is(s->product, product) && paid(s) &&
            claimed_on(scene, tenant, s, types) != MERIT_NO_DAY) {
            users += naive_series_gauge(s, MERIT_FIGURE_ACTIVE_USERS, day);
            units += naive_series_gauge(s, MERIT_FIGURE_PAID_UNITS, day);
        }
    }
    return units > 0 && 100 * users >= 40 * units;
}

static naive_int128 deployments_of_tenant(const struct scene *scene,
                                          const struct naive_tenant *tenant,
                                          int types)
{
    naive_int128 count = 0;
    for (int p = 0; p < product_count(scene); p++) {
        const char *product = eligible_products[p];
        int32_t earliest = MERIT_NO_DAY;
        for (const struct naive_series *s = tenant->series; s != NULL; s = s->next) {
            if (!naive_name_is(s->product, product) || !paid(s)) {
                continue;
            }
            int32_t claimed = claimed_on(scene, tenant, s, types);
            if (claimed != MERIT_NO_DAY && (earliest == MERIT_NO_DAY || claimed < earliest)) {
                earliest = claimed;
            }
        }
        if (earliest != MERIT_NO_DAY) {
            int32_t baseline = later(scene->year_ago, earliest);
            count += deployed(scene, tenant, product, types, scene->day);
            count -= deployed(scene, tenant, product, types, baseline);
        }
    }
    return count;
}

static naive_int128 over_tenants(const struct scene *scene,
                                 int types,
                                 naive_int128 (*of_tenant)(const struct scene *,
                                                           const struct naive_tenant *,
                                                           int))
{
    naive_int128 sum = 0;
    for (const struct naive_tenant *t = scene->of->store->tenants; t != NULL; t = t->next) {
        if (naive_holds_something(scene->of, t, types, scene->day) &&
            eligible(scene, t, scene->day)) {
            sum += of_tenant(scene, t, types);
        }
    }
    return sum;
}

/* ---- people ------------------------------------------------------------------------------ */

static const struct naive_exam first_intermediate[] = {
    {.code = "MS-900"}, {.code = "MS-203"}, {.code = "MD-100", .with = "MD-101"},
    {.code = "MS-700"}, {.code = "MS-600"}, {.code = NULL}};
static const struct naive_exam second_intermediate[] = {
    {.code = "MS-900"}, {.code = "MS-203"}, {.code = "MD-100", .with = "MD-101"},
    {.code = "MS-700"}, {.code = "MS-600"}, {.code = "SC-300"},
    {.code = "MS-720"}, {.code = "MD-102"}, {.code = NULL}};
static const struct naive_exam first_advanced[] = {{.code = "MS-100", .with = "MS-101"},
                                                   {.code = NULL}};
static const struct naive_exam second_advanced[] = {{.code = "MS-100", .with = "MS-101"},
                                                    {.code = "MS-102"},
                                                    {.code = "TEAMS-ROOMS-ASSESSMENT"},
                                                    {.code = NULL}};

/* ---- points ------------------------------------------------------------------------------ */

/* The option with the largest actual / target, of equal ones the first. */
static struct naive_metric best_of(struct naive_metric first, struct naive_metric second)
{
    return naive_compare(naive_divided(second.actual, second.target),
                         naive_divided(first.actual, first.target)) > 0
               ? second
               : first;
}

static struct naive_metric option_metric(const struct scene *scene,
                                         struct option option,
                                         bool growth)
{
    naive_int128 actual =
        over_tenants(scene, option.types, growth ? growth_of_tenant : deployments_of_tenant);
    struct naive_metric metric =
        naive_metric_of(growth ? "usage_growth" : "deployments", naive_whole(actual), option.target,
                        growth ? 30 : 25);
    metric.basis = option.basis;
    return metric;
}

static struct naive_metric usage_metric(const struct scene *scene, bool growth)
{
    struct option claims = {"CPOR", CPOR, 5};
    struct option others = {"DPOR", scene->second ? DPOR : DPOR | CPOR, 10};
    if (scene->path == SMB) {
        others = (struct option){"CSP", CSP, 10};
    }
    if (growth) {
        claims.target = scene->path == ENTERPRISE ? 1000 : 500;
        others.target = scene->path == ENTERPRISE ? 4000 : 2000;
    }
    return best_of(option_metric(scene, claims, growth), option_metric(scene, others, growth));
}

static struct naive_score score_of_path(const struct scene *scene)
{
    bool enterprise = scene->path == ENTERPRISE;
    struct naive_score score = {.path = enterprise ? "enterprise" : "smb"};
    int types = enterprise ? CPOR | DPOR : CPOR | CSP;
    int64_t adds = customers(scene, types, scene->day) - customers(scene, types, scene->year_ago);
    int64_t intermediate =
        naive_people(scene->of, scene->second ? second_intermediate : first_intermediate);
    int64_t advanced = naive_people(scene->of, scene->second ? second_advanced : first_advanced);
    naive_add_metric(
        &score, naive_metric_of("net_customer_adds", naive_whole(adds), enterprise ? 5 : 10, 20));
    naive_add_metric(&score, naive_metric_of("intermediate_certifications",
                                             naive_whole(intermediate), enterprise ? 4 : 2, 10));
    naive_add_metric(&score, naive_metric_of("advanced_certifications", naive_whole(advanced),
                                             enterprise ? 2 : 1, 15));
    naive_add_metric(&score, usage_metric(scene, true));
    naive_add_metric(&score, usage_metric(scene, false));
    naive_sum_up(&score);
    return score;
}

struct naive_score naive_modern_work(const struct naive_scene *scene)
{
    struct scene one = {
        .of = scene,
        .day = scene->day,
        .year_ago = naive_months_later(scene->day, -12),
        .second = scene->day >= naive_day_of(2023, 6, 12),
        .path = ENTERPRISE,
    };
    struct naive_score enterprise = score_of_path(&one);
    one.path = SMB;
    struct naive_score smb = score_of_path(&one);
    if (enterprise.qualified != smb.qualified) {
        return enterprise.qualified ? enterprise : smb;
    }
    return naive_compare(smb.total, enterprise.total) > 0 ? smb : enterprise;
}
