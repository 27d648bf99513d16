/* Business Applications from scratch (rules §4). */
#include "naive_rules.h"

#include <assert.h>

enum {
    SELLERS = NAIVE_CPOR | NAIVE_CSP | NAIVE_DPOR,
    PRODUCTS_MAX = 64, /* that are distinct, in one history */
};
#define DOLLARS(amount) (INT64_C(100) * (amount))

bool naive_business_second(int32_t day)
{
    return day >= naive_day_of(2023, 3, 27);
}

static bool eligible(const struct naive_series *series)
{
    return naive_in_family(series, "d365") || naive_in_family(series, "power");
}

/* The tenant's products, each seen once: at its first series. */
static bool first_of_product(const struct naive_tenant *tenant, const struct naive_series *series)
{
    const struct naive_series *first = tenant->series;
    while (first->product != series->product) {
        first = first->next;
    }
    return first == series;
}

/* ---- revenue ----------------------------------------------------------------------------- */

/* REV(t,p,M - k) of the partner's series. */
static int64_t product_revenue(const struct naive_scene *scene,
                               const struct naive_tenant *tenant,
                               const struct naive_name *product,
                               int k)
{
    int64_t revenue = 0;
    for (const struct naive_series *s = tenant->series; s != NULL; s = s->next) {
        if (s->product == product) {
            revenue += naive_revenue(scene, tenant, s, SELLERS, k);
        }
    }
    return revenue;
}

static bool is_enterprise(const struct naive_scene *scene)
{
    const struct naive_name *found[PRODUCTS_MAX];
    int count = 0;
    for (const struct naive_tenant *t = scene->store->tenants; t != NULL; t = t->next) {
        for (const struct naive_series *s = t->series; s != NULL; s = s->next) {
            if (!eligible(s) || !first_of_product(t, s) ||
                product_revenue(scene, t, s->product, 0) <= DOLLARS(5000) ||
                product_revenue(scene, t, s->product, 12) <= DOLLARS(5000)) {
                continue;
            }
            int at = 0;
            while (at < count && found[at] != s->product) {
                at++;
            }
            if (at == count) {
                assert(count < PRODUCTS_MAX);
                found[count++] = s->product;
            }
        }
    }
    return count >= 5;
}

static bool sold(const struct naive_scene *scene, bool enterprise, int64_t revenue)
{
    if (!naive_business_second(scene->day)) {
        return revenue > DOLLARS(500);
    }
    return revenue >= (enterprise ? DOLLARS(1500) : DOLLARS(250));
}

static int64_t pairs_sold(const struct naive_scene *scene, bool enterprise, int k)
{
    int64_t count = 0;
    for (const struct naive_tenant *t = scene->store->tenants; t != NULL; t = t->next) {
        for (const struct naive_series *s = t->series; s != NULL; s = s->next) {
            if (eligible(s) && first_of_product(t, s)) {
                count += sold(scene, enterprise, product_revenue(scene, t, s->product, k));
            }
        }
    }
    return count;
}

/* ---- monthly customer value, in fifths of a dollar --------------------------------------- */

/* 0: the product has none. */
static int64_t rate_in_fifths(const struct naive_scene *scene, const struct naive_name *product)
{
    static const struct {
        const char *product;
        int64_t dollars;
    } rates[] = {
        {"d365/business_central", 1000},
        {"d365/core_hr", 1000},
        {"d365/guides", 1000},
        {"d365/remote_assist", 1000},
        {"d365/talent_attract", 1000},
        {"d365/talent_onboard", 1000},
        {"power/apps", 200},
        {"power/automate", 200},
        {"power/bi", 200},
        {"d365/finance_operations", 100},
        {"d365/retail", 100},
    };
    if (naive_name_is(product, "d365/customer_insights")) {
        return 1;
    }
    if (naive_name_is(product, "d365/customer_engagement")) {
        return 5 * (naive_business_second(scene->day) ? 200 : 40);
    }
    for (size_t i = 0; i < sizeof rates / sizeof rates[0]; i++) {
        if (naive_name_is(product, rates[i].product)) {
            return 5 * rates[i].dollars;
        }
    }
    return 0;
}

static int value_types(const struct naive_series *series)
{
    bool by_access = naive_in_family(series, "power") ||
                     naive_name_is(series->product, "d365/customer_insights");
    return by_access ? NAIVE_PAL : NAIVE_CPOR | NAIVE_DPOR | NAIVE_CSP;
}

/* MCV(t,p) at end(M - k), over the partner's series on that day. */
static naive_int128 product_value(const struct naive_scene *scene,
                                  const struct naive_tenant *tenant,
                                  const struct naive_name *product,
                                  int k)
{
    int32_t day = scene->month_last[k];
    naive_int128 users = 0;
    for (const struct naive_series *s = tenant->series; s != NULL; s = s->next) {
        if (s->product == product && naive_is_partners(scene, tenant, s, value_types(s), day)) {
            users += naive_series_gauge(s, MERIT_FIGURE_ACTIVE_USERS, day);
        }
    }
    return users * rate_in_fifths(scene, product);
}

/* Σ MCV at end(M - k); *ret_deployed: the pairs with at least `least` dollars of it. */
static naive_int128 value_of_all(const struct naive_scene *scene,
                                 int64_t least,
                                 int k,
                                 int64_t *ret_deployed)
{
    naive_int128 sum = 0;
    *ret_deployed = 0;
    for (const struct naive_tenant *t = scene->store->tenants; t != NULL; t = t->next) {
        for (const struct naive_series *s = t->series; s != NULL; s = s->next) {
            if (eligible(s) && first_of_product(t, s)) {
                naive_int128 value = product_value(scene, t, s->product, k);
                sum += value;
                *ret_deployed += value >= 5 * least;
            }
        }
    }
    return sum;
}

/* ---- the metrics ------------------------------------------------------------------------- */

struct naive_usage naive_business_usage(const struct naive_scene *scene)
{
    bool second = naive_business_second(scene->day);
    bool enterprise = is_enterprise(scene);
    int64_t adds = pairs_sold(scene, enterprise, 0) - pairs_sold(scene, enterprise, 12);
    int64_t adds_target = second ? 5 : enterprise ? 10 : 20;
    int64_t least_value = enterprise ? 10000 : 5000;
    int64_t deployments_target = second || enterprise ? 5 : 10;
    int64_t least_baseline = second && !enterprise ? 25000 : 50000;
    int64_t growth_target = second ? 30 : 45;

    int64_t deployed_then = 0;
    int64_t deployed_now = 0;
    naive_int128 then = value_of_all(scene, least_value, 12, &deployed_then);
    naive_int128 now = value_of_all(scene, least_value, 0, &deployed_now);
    struct naive_fraction growth = naive_whole(0);
    if (then >= 5 * least_baseline) {
        growth = naive_fraction(100 * (now - then), then);
    }
    return (struct naive_usage){
        .path = enterprise ? "enterprise" : "smb",
        .adds = naive_metric_of("net_customer_adds", naive_whole(adds), adds_target, 15),
        .growth = naive_metric_of("usage_growth", growth, growth_target, 30),
        .deployments = naive_metric_of("deployments", naive_whole(deployed_now - deployed_then),
                                       deployments_target, 20),
    };
}

static const struct naive_exam intermediate[] = {
    {.code = "MB-310"},
    {.code = "MB-340"},
    {.code = "MB-500"},
    {.code = "MB-330"},
    {.code = "MB-320"},
    {.code = "MB-230", .until = {2024, 7, 1}},
    {.code = "MB-210"},
    {.code = "MB-240"},
    {.code = "MB-800"},
    {.code = "MB-220"},
    {.code = "PL-100", .until = {2023, 12, 1}},
    {.code = "PL-300"},
    {.code = "PL-200"},
    {.code = "PL-400"},
    {.code = "MB-260"},
    {.code = "DP-500"},
    {.code = "PL-500"},
    {.code = NULL},
};
static const struct naive_exam advanced[] = {
    {.code = "MB-335"}, {.code = "MB-700"}, {.code = "MB-600", .until = {2023, 7, 1}},
    {.code = "PL-600"}, {.code = NULL},
};

struct naive_score naive_business(const struct naive_scene *scene, const struct naive_usage *usage)
{
    bool enterprise = strcmp(usage->path, "enterprise") == 0;
    struct naive_score score = {.path = usage->path};
    naive_add_metric(&score, usage->adds);
    naive_add_metric(&score, naive_metric_of("intermediate_certifications",
                                             naive_whole(naive_people(scene, intermediate)),
                                             enterprise ? 20 : 5, 20));
    naive_add_metric(&score, naive_metric_of("advanced_certifications",
                                             naive_whole(naive_people(scene, advanced)),
                                             enterprise ? 7 : 2, 15));
    naive_add_metric(&score, usage->growth);
    naive_add_metric(&score, usage->deployments);
    naive_sum_up(&score);
    return score;
}
