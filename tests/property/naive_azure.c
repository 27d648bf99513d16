/* Infrastructure, Digital & App Innovation and Data & AI from scratch (rules §6). */
#include "naive_rules.h"

#include <assert.h>

enum {
    TYPES = NAIVE_CSP | NAIVE_DPOR | NAIVE_PAL,
    PRODUCTS_MAX = 64, /* that are distinct, in one history */
};
#define DOLLARS(amount) (INT64_C(100) * (amount))

static bool eligible(const struct naive_series *series)
{
    return naive_in_family(series, "azure") && !naive_not_paid(series);
}

/* ACR(t,M - k) in cents. */
static int64_t consumed(const struct naive_scene *scene, const struct naive_tenant *tenant, int k)
{
    int64_t sum = 0;
    for (const struct naive_series *s = tenant->series; s != NULL; s = s->next) {
        if (eligible(s)) {
            sum += naive_revenue(scene, tenant, s, TYPES, k);
        }
    }
    return sum;
}

static int64_t consumed_by_all(const struct naive_scene *scene, int k)
{
    int64_t sum = 0;
    for (const struct naive_tenant *t = scene->store->tenants; t != NULL; t = t->next) {
        sum += consumed(scene, t, k);
    }
    return sum;
}

/* Tenants with $1,000 in M - k or the month before. */
static int64_t customers(const struct naive_scene *scene, int k)
{
    int64_t count = 0;
    for (const struct naive_tenant *t = scene->store->tenants; t != NULL; t = t->next) {
        count +=
            consumed(scene, t, k) >= DOLLARS(1000) || consumed(scene, t, k + 1) >= DOLLARS(1000);
    }
    return count;
}

static struct naive_fraction growth(const struct naive_scene *scene)
{
    int64_t now = consumed_by_all(scene, 0);
    int64_t then = consumed_by_all(scene, 12);
    if (then == 0 || now < DOLLARS(1000)) {
        return naive_whole(0);
    }
    return naive_fraction((naive_int128)100 * (now - then), then);
}

static bool is_machine(const struct naive_series *series)
{
    return naive_name_is(series->product, "azure/virtual_machines") ||
           naive_name_is(series->product, "azure/virtual_machine_licenses");
}

static bool consumed_within_a_year(const struct naive_scene *scene,
                                   const struct naive_tenant *tenant,
                                   const struct naive_series *series)
{
    for (int k = 0; k < 12; k++) {
        if (naive_revenue(scene, tenant, series, TYPES, k) > 0) {
            return true;
        }
    }
    return false;
}

/* Revenue is never negative: a sum above 0 has a summand above 0. */
static int64_t products_consumed(const struct naive_scene *scene)
{
    const struct naive_name *found[PRODUCTS_MAX];
    int64_t count = 0;
    for (const struct naive_tenant *t = scene->store->tenants; t != NULL; t = t->next) {
        for (const struct naive_series *s = t->series; s != NULL; s = s->next) {
            if (!eligible(s) || is_machine(s) || !consumed_within_a_year(scene, t, s)) {
                continue;
            }
            int64_t at = 0;
            while (at < count && found[at] != s->product) {
                at++;
            }
            if (at == count) {
                assert(count < PRODUCTS_MAX);
                found[count++] = s->product;
            }
        }
    }
    return count;
}

struct naive_usage naive_azure_usage(const struct naive_scene *scene)
{
    int64_t adds = customers(scene, 0) - customers(scene, 12);
    return (struct naive_usage){
        .adds = naive_metric_of("net_customer_adds", naive_whole(adds), 3, 30),
        .growth = naive_metric_of("usage_growth", growth(scene), 20, 20),
        .deployments = naive_metric_of("deployments", naive_whole(products_consumed(scene)), 5, 10),
    };
}

/* ---- people ------------------------------------------------------------------------------ */

static const struct naive_exam az_104[] = {{.code = "AZ-104"}, {.code = NULL}};
static const struct naive_exam az_305[] = {{.code = "AZ-305"}, {.code = NULL}};
static const struct naive_exam infrastructure_intermediate[] = {
    {.code = "AZ-700"},
    {.code = "AZ-600", .until = {2024, 8, 1}},
    {.code = "AZ-800", .with = "AZ-801"},
    {.code = NULL}};
static const struct naive_exam infrastructure_advanced[] = {
    {.code = "AZ-140"}, {.code = "AZ-120"}, {.code = NULL}};
static const struct naive_exam digital_intermediate[] = {
    {.code = "AZ-204"}, {.code = "PL-400"}, {.code = NULL}};
static const struct naive_exam digital_advanced[] = {{.code = "AZ-400"},
                                                     {.code = "AZ-220", .until = {2024, 8, 1}},
                                                     {.code = "PL-600"},
                                                     {.code = NULL}};
static const struct naive_exam data_intermediate[] = {
    {.code = "DP-300"}, {.code = "AI-102"}, {.code = "DP-100"}, {.code = "DP-203"},
    {.code = "PL-300"}, {.code = "MB-260"}, {.code = "DP-420"}, {.code = NULL}};

/* Two people at the gate, or nobody counts. */
static int64_t behind_gate(const struct naive_scene *scene,
                           const struct naive_exam *gate,
                           const struct naive_exam *exams)
{
    return naive_people(scene, gate) >= 2 ? naive_people(scene, exams) : 0;
}

static void add_people(
    struct naive_score *score, const char *id, int64_t people, int64_t target, int32_t max_points)
{
    naive_add_metric(score, naive_metric_of(id, naive_whole(people), target, max_points));
}

struct naive_score naive_azure(const struct naive_scene *scene,
                               const struct naive_usage *usage,
                               enum naive_designation designation)
{
    struct naive_score score = {.path = NULL};
    naive_add_metric(&score, usage->adds);
    if (designation == NAIVE_DATA_AI) {
        int64_t people = 0;
        if (naive_people(scene, az_305) >= 2 && naive_people(scene, az_104) >= 2) {
            people = naive_people(scene, data_intermediate);
        }
        add_people(&score, "intermediate_certifications", people, 10, 40);
    } else {
        bool infrastructure = designation == NAIVE_INFRASTRUCTURE;
        add_people(&score, "intermediate_certifications",
                   behind_gate(scene, az_104,
                               infrastructure ? infrastructure_intermediate : digital_intermediate),
                   5, 20);
        add_people(
            &score, "advanced_certifications",
            behind_gate(scene, az_305, infrastructure ? infrastructure_advanced : digital_advanced),
            5, 20);
    }
    naive_add_metric(&score, usage->growth);
    naive_add_metric(&score, usage->deployments);
    naive_sum_up(&score);
    return score;
}
