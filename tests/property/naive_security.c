/* Security from scratch (rules §5): an azure part and an m365 part. */
#include "naive_rules.h"

#define DOLLARS(amount) (INT64_C(100) * (amount))

/* ---- the azure part ---------------------------------------------------------------------- */

static bool is_any(const struct naive_name *product, const char *const *names)
{
    for (; *names != NULL; names++) {
        if (naive_name_is(product, *names)) {
            return true;
        }
    }
    return false;
}

static bool in_azure_part(const struct naive_series *series)
{
    static const char *const products[] = {"azure/advanced_data_security",
                                           "azure/advanced_threat_protection",
                                           "azure/application_gateway",
                                           "azure/ad_b2c",
                                           "azure/ad_domain_services",
                                           "azure/ad_external_identities",
                                           "azure/bastion",
                                           "azure/ddos_protection",
                                           "azure/defender",
                                           "azure/firewall",
                                           "azure/firewall_manager",
                                           "azure/front_door",
                                           "azure/iot_security",
                                           "azure/key_vault",
                                           "azure/network_watcher",
                                           "azure/security_center",
                                           "azure/sentinel",
                                           NULL};
    return naive_in_family(series, "azure") && is_any(series->product, products) &&
           !naive_not_paid(series);
}

/* TTM(t,M - k) in cents. */
static int64_t twelve_months(const struct naive_scene *scene,
                             const struct naive_tenant *tenant,
                             int k)
{
    int64_t sum = 0;
    for (const struct naive_series *s = tenant->series; s != NULL; s = s->next) {
        if (in_azure_part(s)) {
            for (int m = k; m < k + 12; m++) {
                sum += naive_revenue(scene, tenant, s, NAIVE_PAL, m);
            }
        }
    }
    return sum;
}

struct azure_part {
    int64_t customers;
    int64_t deployed;
    int64_t revenue;
};

static struct azure_part azure_part(const struct naive_scene *scene, int k)
{
    struct azure_part part = {0, 0, 0};
    for (const struct naive_tenant *t = scene->store->tenants; t != NULL; t = t->next) {
        int64_t revenue = twelve_months(scene, t, k);
        part.customers += revenue >= DOLLARS(100);
        part.deployed += revenue >= DOLLARS(12000);
        part.revenue += revenue;
    }
    return part;
}

/* ---- the m365 part ----------------------------------------------------------------------- */

static const char *const seat_products[] = {"m365/entra_id_premium",
                                            "m365/defender_office",
                                            "m365/defender_endpoint",
                                            "m365/defender_identity",
                                            "m365/information_protection",
                                            "m365/intune",
                                            NULL};

struct seat_part {
    int64_t customers;
    int64_t deployed;
    naive_int128 users;
};

/* Adds the tenant: sums over the partner's series of each product at end(M - k). */
static void add_tenant(const struct naive_scene *scene,
                       const struct naive_tenant *tenant,
                       int k,
                       struct seat_part *part)
{
    int32_t day = scene->month_last[k];
    bool customer = false;
    bool deployed = false;
    for (const char *const *product = seat_products; *product != NULL; product++) {
        naive_int128 users = 0;
        naive_int128 seats = 0;
        for (const struct naive_series *s = tenant->series; s != NULL; s = s->next) {
            if (naive_name_is(s->product, *product) && !naive_name_is(s->offer, "trial") &&
                !naive_name_is(s->offer, "internal") &&
                naive_is_partners(scene, tenant, s, NAIVE_CPOR, day)) {
                users += naive_series_gauge(s, MERIT_FIGURE_ACTIVE_USERS, day);
                seats += naive_series_gauge(s, MERIT_FIGURE_PAID_UNITS, day);
            }
        }
        customer = customer || seats >= 25;
        deployed = deployed || (seats >= 25 && 100 * users >= 15 * seats);
        part->users += users;
    }
    part->customers += customer;
    part->deployed += deployed;
}

static struct seat_part seat_part(const struct naive_scene *scene, int k)
{
    struct seat_part part = {0, 0, 0};
    for (const struct naive_tenant *t = scene->store->tenants; t != NULL; t = t->next) {
        add_tenant(scene, t, k, &part);
    }
    return part;
}

/* ---- the metrics ------------------------------------------------------------------------- */

static struct naive_metric two_parts(const char *id,
                                     struct naive_fraction azure,
                                     int64_t azure_target,
                                     naive_int128 seats,
                                     int64_t seats_target)
{
    struct naive_part first = {"azure", azure, naive_whole(azure_target)};
    struct naive_part second = {"m365", naive_whole(seats), naive_whole(seats_target)};
    return naive_metric_of_parts(id, first, second, 20);
}

struct naive_usage naive_security_usage(const struct naive_scene *scene)
{
    struct azure_part azure = azure_part(scene, 0);
    struct azure_part azure_then = azure_part(scene, 12);
    struct seat_part seats = seat_part(scene, 0);
    struct seat_part seats_then = seat_part(scene, 12);
    return (struct naive_usage){
        .adds = two_parts("net_customer_adds", naive_whole(azure.customers - azure_then.customers),
                          10, seats.customers - seats_then.customers, 10),
        .growth = two_parts("usage_growth", naive_fraction(azure.revenue - azure_then.revenue, 100),
                            25000, seats.users - seats_then.users, 2500),
        .deployments = two_parts("deployments", naive_whole(azure.deployed - azure_then.deployed),
                                 6, seats.deployed - seats_then.deployed, 6),
    };
}

/* ---- people ------------------------------------------------------------------------------ */

static const struct naive_exam gate_1[] = {{.code = "AZ-500"}, {.code = NULL}};
static const struct naive_exam gate_2[] = {
    {.code = "SC-200"}, {.code = "MS-500", .until = {2024, 7, 1}}, {.code = NULL}};
static const struct naive_exam counted[] = {{.code = "SC-100"},
                                            {.code = "SC-200", .until = {2023, 12, 1}},
                                            {.code = "SC-300"},
                                            {.code = "SC-400"},
                                            {.code = NULL}};

struct naive_score naive_security(const struct naive_scene *scene, const struct naive_usage *usage)
{
    int64_t needed = scene->day >= naive_day_of(2023, 12, 1) ? 2 : 1;
    int64_t people = 0;
    if (naive_people(scene, gate_1) >= needed && naive_people(scene, gate_2) >= needed) {
        people = naive_people(scene, counted);
    }
    struct naive_score score = {.path = NULL};
    naive_add_metric(&score, usage->adds);
    naive_add_metric(&score,
                     naive_metric_of("intermediate_certifications", naive_whole(people), 6, 40));
    naive_add_metric(&score, usage->growth);
    naive_add_metric(&score, usage->deployments);
    naive_sum_up(&score);
    return score;
}
