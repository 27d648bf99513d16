/* Modern Work from scratch (rules §1 to §3), as the definitions read, with the judge's own numbers.
 */
#include "naive_store.h"

enum {
    CPOR = 1 << MERIT_TYPE_CPOR,
    DPOR = 1 << MERIT_TYPE_DPOR,
    CSP = 1 << MERIT_TYPE_CSP_TIER1 | 1 << MERIT_TYPE_CSP_TIER2,
};

enum path {
    ENTERPRISE,
    SMB,
};

/* Whom and when a score is about. */
struct scene {
    const struct naive_store *store;
    const struct naive_partner *partner;
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

static bool holds(const struct naive_association_state *a, int32_t day)
{
    return a->status == MERIT_STATUS_ACTIVE && a->start_day <= day &&
           (a->end_day == MERIT_NO_DAY || day < a->end_day) &&
           !(a->type == MERIT_TYPE_PAL && a->cloud != MERIT_CLOUD_PUBLIC);
}

static bool has_product(const struct naive_association_state *a, const char *product)
{
    if (a->product_count == 0) {
        return true;
    }
    for (uint32_t i = 0; i < a->product_count; i++) {
        if (naive_name_is(a->products[i], product)) {
            return true;
        }
    }
    return false;
}

/* The partner's association by one of the types, holding on the day. */
static bool counts(const struct scene *scene,
                   const struct naive_association_state *a,
                   int types,
                   int32_t day)
{
    return a->partner == scene->partner->id && (types >> a->type & 1) != 0 && holds(a, day);
}

/* Whether anything of the tenant can be the partner's on D: spares tenants that cannot count. */
static bool holds_something(const struct scene *scene, const struct naive_tenant *tenant, int types)
{
    for (const struct naive_association *a = tenant->associations; a != NULL; a = a->next) {
        if (counts(scene, naive_association_newest(a), types, scene->day)) {
            return true;
        }
    }
    return false;
}

/* ---- eligible tenants -------------------------------------------------------------------- */

/* Σ PAU of all the tenant's series of the product, whoever covers them. */
static naive_int128 paid_units(const struct naive_tenant *tenant, const char *product, int32_t day)
{
    naive_int128 sum = 0;
    for (const struct naive_series *s = tenant->series; s != NULL; s = s->next) {
        if (paid(s) && naive_name_is(s->product, product)) {
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
            if (counts(scene, state, types, day) && has_product(state, eligible_products[p])) {
                return true;
            }
        }
    }
    return false;
}

static int64_t customers(const struct scene *scene, int types, int32_t day)
{
    int64_t count = 0;
    for (const struct naive_tenant *t = scene->store->tenants; t != NULL; t = t->next) {
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
                          const char *product,
                          int types)
{
    int32_t earliest = MERIT_NO_DAY;
    for (const struct naive_association *a = tenant->associations; a != NULL; a = a->next) {
        const struct naive_association_state *state = naive_association_newest(a);
        bool covers = has_product(state, product) &&
                      (state->subscription == NULL || state->subscription == series->subscription);
        if (covers && counts(scene, state, types, scene->day) &&
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
            if (!paid(s) || !naive_name_is(s->product, eligible_products[p])) {
                continue;
            }
            int32_t claimed = claimed_on(scene, tenant, s, eligible_products[p], types);
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
        if (paid(s) && naive_name_is(s->product, product) &&
            claimed_on(scene, tenant, s, product, types) != MERIT_NO_DAY) {
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
            if (!paid(s) || !naive_name_is(s->product, product)) {
                continue;
            }
            int32_t claimed = claimed_on(scene, tenant, s, product, types);
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
    for (const struct naive_tenant *t = scene->store->tenants; t != NULL; t = t->next) {
        if (holds_something(scene, t, types) && eligible(scene, t, scene->day)) {
            sum += of_tenant(scene, t, types);
        }
    }
    return sum;
}

/* ---- people ------------------------------------------------------------------------------ */

static bool is_intermediate(const struct scene *scene, const struct naive_person *person)
{
    int32_t day = scene->day;
    return naive_person_has(person, "MS-900", day) || naive_person_has(person, "MS-203", day) ||
           (naive_person_has(person, "MD-100", day) && naive_person_has(person, "MD-101", day)) ||
           naive_person_has(person, "MS-700", day) || naive_person_has(person, "MS-600", day) ||
           (scene->second &&
            (naive_person_has(person, "SC-300", day) || naive_person_has(person, "MS-720", day) ||
             naive_person_has(person, "MD-102", day)));
}

static bool is_advanced(const struct scene *scene, const struct naive_person *person)
{
    int32_t day = scene->day;
    return (naive_person_has(person, "MS-100", day) && naive_person_has(person, "MS-101", day)) ||
           (scene->second && (naive_person_has(person, "MS-102", day) ||
                              naive_person_has(person, "TEAMS-ROOMS-ASSESSMENT", day)));
}

static int64_t people(const struct scene *scene,
                      bool (*counted)(const struct scene *, const struct naive_person *))
{
    int64_t count = 0;
    for (const struct naive_person *p = scene->partner->persons; p != NULL; p = p->next) {
        count += counted(scene, p);
    }
    return count;
}

/* ---- points ------------------------------------------------------------------------------ */

/* Half up; points are never negative. */
static int64_t hundredths_of(int64_t points)
{
    const int64_t denominator = NAIVE_DENOMINATOR;
    return (200 * points + denominator) / (2 * denominator);
}

static struct naive_metric metric_of(const char *id,
                                     naive_int128 actual,
                                     int64_t target,
                                     int32_t max_points)
{
    naive_int128 most = (naive_int128)max_points * NAIVE_DENOMINATOR;
    naive_int128 points = actual * most / target; /* target divides `most` */
    if (points < 0) {
        points = 0;
    }
    if (points > most) {
        points = most;
    }
    return (struct naive_metric){
        .metric = id,
        .actual = actual,
        .target = target,
        .points = (int64_t)points,
        .hundredths = hundredths_of((int64_t)points),
        .max_points = max_points,
    };
}

/* The option with the largest actual / target, of equal ones the first. */
static struct naive_metric best_of(struct naive_metric first, struct naive_metric second)
{
    return second.actual * first.target > first.actual * second.target ? second : first;
}

static struct naive_metric option_metric(const struct scene *scene,
                                         struct option option,
                                         bool growth)
{
    struct naive_metric metric =
        growth ? metric_of("usage_growth", over_tenants(scene, option.types, growth_of_tenant),
                           option.target, 30)
               : metric_of("deployments", over_tenants(scene, option.types, deployments_of_tenant),
                           option.target, 25);
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
    score.metrics[0] = metric_of("net_customer_adds", adds, enterprise ? 5 : 10, 20);
    score.metrics[1] = metric_of("intermediate_certifications", people(scene, is_intermediate),
                                 enterprise ? 4 : 2, 10);
    score.metrics[2] =
        metric_of("advanced_certifications", people(scene, is_advanced), enterprise ? 2 : 1, 15);
    score.metrics[3] = usage_metric(scene, true);
    score.metrics[4] = usage_metric(scene, false);
    bool all = true;
    for (int i = 0; i < NAIVE_METRICS; i++) {
        score.total += score.metrics[i].points;
        all = all && score.metrics[i].points > 0;
    }
    score.hundredths = hundredths_of(score.total);
    score.qualified = all && score.total >= (int64_t)70 * NAIVE_DENOMINATOR;
    return score;
}

struct naive_score naive_modern_work(const struct naive_store *store,
                                     const struct naive_partner *partner,
                                     int32_t day)
{
    struct scene scene = {
        .store = store,
        .partner = partner,
        .day = day,
        .year_ago = naive_months_later(day, -12),
        .second = day >= naive_day_of(2023, 6, 12),
        .path = ENTERPRISE,
    };
    struct naive_score enterprise = score_of_path(&scene);
    scene.path = SMB;
    struct naive_score smb = score_of_path(&scene);
    if (enterprise.qualified != smb.qualified) {
        return enterprise.qualified ? enterprise : smb;
    }
    return smb.total > enterprise.total ? smb : enterprise;
}
