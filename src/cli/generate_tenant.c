/* One customer of a generated history: when it is there, what it uses, and how much. */
#include "cli/generate_tenant.h"

#include "cli/generate_hash.h"

/* What the random numbers of a tenant are for; those of a product or month follow on from there. */
enum {
    TENANT_FOR_TENANT = 1,
    TENANT_FOR_PARTNER,
    TENANT_FOR_JOINING,
    TENANT_FOR_JOIN_MONTH,
    TENANT_FOR_LEAVING,
    TENANT_FOR_LEAVE_MONTH,
    TENANT_FOR_SIZE,
    TENANT_FOR_SEATS,
    TENANT_FOR_NEARNESS,
    TENANT_FOR_GROWTH,
    TENANT_FOR_ADOPTION,
    TENANT_FOR_ADOPTION_LAST,
    TENANT_FOR_ADOPTION_MONTHS,
    TENANT_FOR_REPORTING,
    TENANT_FOR_REVENUE,
    TENANT_FOR_SECOND_SERIES,
    TENANT_FOR_PRODUCTS = 0x1000,
    TENANT_FOR_MONTHS = 0x2000,
};

enum {
    MONTHS_BEFORE = 30,        /* how long before the history the oldest customers joined */
    PRODUCTS_USUAL = 5,        /* that a tenant uses */
    PRODUCTS_OF_FOCUS = 4,     /* of them, where its partner has a focus */
    SERIES_SEATS_PERCENT = 20, /* of the first series', in the second */
};

/* Small partners are many: the lower the index, the more customers. */
static int32_t choose_partner(uint64_t hash, int32_t partners)
{
    uint64_t part = hash >> 32;
    return (int32_t)((((part * part) >> 32) * (uint64_t)partners) >> 32);
}

static void choose_months(const struct generate_plan *plan, struct generate_tenant *tenant)
{
    uint64_t hash = tenant->hash;
    if (generate_chance(generate_hash(hash, TENANT_FOR_JOINING), 500)) {
        tenant->join_month =
            plan->first_month - 1 -
            generate_below(generate_hash(hash, TENANT_FOR_JOIN_MONTH), MONTHS_BEFORE);
    } else {
        tenant->join_month =
            plan->first_month +
            generate_below(generate_hash(hash, TENANT_FOR_JOIN_MONTH), plan->months);
    }
    tenant->leave_month = INT32_MAX;
    if (generate_chance(generate_hash(hash, TENANT_FOR_LEAVING), 130)) {
        int32_t from =
            tenant->join_month > plan->first_month ? tenant->join_month : plan->first_month;
        tenant->leave_month =
            from + 4 + generate_below(generate_hash(hash, TENANT_FOR_LEAVE_MONTH), plan->months);
    }
}

static void choose_size(struct generate_tenant *tenant)
{
    static const int64_t limits[] = {10, 11, 300, 301, 24, 25};
    uint64_t seats = generate_hash(tenant->hash, TENANT_FOR_SEATS);
    int32_t size = generate_below(generate_hash(tenant->hash, TENANT_FOR_SIZE), 1000);
    if (size < 260) { /* micro */
        tenant->seats = 1 + generate_below(seats, 10);
    } else if (size < 820) { /* small and medium: more small ones */
        int32_t most = 1 + generate_below(seats, 290);
        tenant->seats = 11 + generate_below(generate_mix(seats), most);
    } else { /* enterprise */
        int32_t most = 1 + generate_below(seats, 5000);
        tenant->seats = 301 + generate_below(generate_mix(seats), most);
    }
    uint64_t near = generate_hash(tenant->hash, TENANT_FOR_NEARNESS);
    tenant->near_limit = generate_chance(near, 120);
    if (tenant->near_limit) {
        tenant->seats = limits[generate_below(generate_mix(near), 6)];
    }
}

static void choose_adoption(struct generate_tenant *tenant)
{
    uint64_t hash = generate_hash(tenant->hash, TENANT_FOR_ADOPTION);
    uint64_t last = generate_hash(tenant->hash, TENANT_FOR_ADOPTION_LAST);
    tenant->adoption_first = generate_below(hash, 30);
    tenant->adoption_last = 20 + generate_below(last, 75);
    if (generate_chance(generate_mix(hash), 150)) {
        tenant->adoption_last =
            39 + generate_below(last, 3); /* about where it counts as deployed */
    }
    tenant->adoption_months =
        4 + generate_below(generate_hash(tenant->hash, TENANT_FOR_ADOPTION_MONTHS), 16);
    tenant->growth_per_mille =
        -4 + generate_below(generate_hash(tenant->hash, TENANT_FOR_GROWTH), 24);
}

static void choose_products(const struct generate_plan *plan, struct generate_tenant *tenant)
{
    const struct generate_focus *focus = generate_plan_focus(plan, tenant->partner);
    uint64_t near = focus == NULL ? 0 : focus->products;
    int32_t near_count = __builtin_popcountll(near);
    int32_t of_focus = focus == NULL ? 0 : PRODUCTS_OF_FOCUS;
    int32_t far_count = plan->product_count - near_count;
    int32_t far_chance = far_count == 0 ? 0 : 1000 * (PRODUCTS_USUAL - of_focus) / far_count;
    tenant->products = 0;
    for (int32_t product = 0; product < plan->product_count; product++) {
        uint64_t hash = generate_hash(tenant->hash, TENANT_FOR_PRODUCTS + product);
        bool is_near = (near >> product & 1) != 0;
        if (generate_chance(hash, is_near ? 1000 * of_focus / near_count : far_chance)) {
            tenant->products |= UINT64_C(1) << product;
        }
    }
    if (tenant->products == 0) {
        int32_t only = generate_below(generate_mix(tenant->hash), plan->product_count);
        tenant->products = UINT64_C(1) << only;
    }
}

struct generate_tenant generate_tenant_make(const struct generate_plan *plan, int32_t index)
{
    struct generate_tenant tenant = {
        .index = index,
        .hash = generate_hash(generate_hash(plan->seed, TENANT_FOR_TENANT), index),
    };
    uint64_t reporting = generate_hash(tenant.hash, TENANT_FOR_REPORTING);
    tenant.partner = choose_partner(generate_hash(tenant.hash, TENANT_FOR_PARTNER), plan->partners);
    tenant.reports_daily = generate_chance(reporting, 4);
    tenant.reports_apart = generate_chance(generate_mix(reporting), 80);
    choose_months(plan, &tenant);
    choose_size(&tenant);
    choose_adoption(&tenant);
    choose_products(plan, &tenant);
    return tenant;
}

int32_t generate_tenant_series(const struct generate_tenant *tenant, int32_t product)
{
    if ((tenant->products >> product & 1) == 0) {
        return 0;
    }
    uint64_t hash = generate_hash(tenant->hash, TENANT_FOR_SECOND_SERIES);
    return generate_chance(generate_hash(hash, product), 180) ? 2 : 1;
}

bool generate_tenant_reports(const struct generate_tenant *tenant, int32_t month)
{
    return month >= tenant->join_month && month <= tenant->leave_month;
}

static int64_t seats_of(const struct generate_tenant *tenant,
                        uint64_t product_hash,
                        uint64_t month_hash,
                        int32_t age)
{
    if (tenant->near_limit) {
        return tenant->seats + (generate_chance(month_hash, 120) ? 1 : 0) -
               (generate_chance(generate_mix(month_hash), 120) ? 1 : 0);
    }
    int64_t percent = 55 + generate_below(generate_mix(product_hash), 46);
    int64_t seats = tenant->seats * percent / 100;
    seats += seats * tenant->growth_per_mille * age / 1000;
    return seats < 0 ? 0 : seats;
}

static int64_t active_of(const struct generate_tenant *tenant,
                         int64_t seats,
                         uint64_t month_hash,
                         int32_t age)
{
    int32_t done = age < tenant->adoption_months ? age : tenant->adoption_months;
    int64_t percent =
        tenant->adoption_first +
        (int64_t)(tenant->adoption_last - tenant->adoption_first) * done / tenant->adoption_months;
    int64_t active = (seats * percent + 50) / 100;
    active += generate_below(generate_mix(month_hash), (int32_t)(seats / 40) + 2) - seats / 80;
    active = active < 0 ? 0 : active;
    return active > seats ? seats : active;
}

/* Cents of a whole month: from 5 to some 30,000 dollars, growing, some at a limit of the rules. */
static int64_t revenue_of(const struct generate_tenant *tenant, uint64_t product_hash, int32_t age)
{
    static const int64_t limits[] = {10000, 25000, 50000, 100000, 150000, 500000};
    uint64_t hash = generate_hash(product_hash, TENANT_FOR_REVENUE);
    if (tenant->near_limit) {
        return limits[generate_below(hash, 6)];
    }
    int64_t most = INT64_C(500) << generate_below(hash, 13);
    int64_t cents = most / 2 + generate_below(generate_mix(hash), (int32_t)most);
    cents += cents * (tenant->growth_per_mille + 6) * age / 500;
    return cents < 0 ? 0 : cents;
}

void generate_tenant_figures(const struct generate_plan *plan,
                             const struct generate_tenant *tenant,
                             const struct generate_figure_key *key,
                             int64_t ret_figures[MERIT_FIGURE_COUNT])
{
    int32_t month = merit_month_of_day(key->day);
    int32_t age = month - tenant->join_month;
    uint64_t product_hash = generate_hash(tenant->hash, TENANT_FOR_PRODUCTS + key->product);
    uint64_t month_hash = generate_hash(product_hash, TENANT_FOR_MONTHS + age + key->series);
    int64_t seats = seats_of(tenant, product_hash, month_hash, age);
    int64_t cents = revenue_of(tenant, product_hash, age);
    if (key->series > 0) {
        seats = seats * SERIES_SEATS_PERCENT / 100;
        cents = cents * SERIES_SEATS_PERCENT / 100;
    }
    if (month >= tenant->leave_month) {
        seats = 0;
        cents = 0;
    }
    int64_t active = active_of(tenant, seats, month_hash, age);
    int32_t days = merit_month_last_day(month) - merit_month_first_day(month) + 1;
    cents = cents * (key->day - merit_month_first_day(month) + 1) / days;
    if (key->correction) {
        active -= active / 10;
        cents += cents / 20;
    }
    unsigned figures = plan->products[key->product]->figures;
    bool users = (figures & (GENERATE_SEATS | GENERATE_USERS)) != 0;
    ret_figures[MERIT_FIGURE_ACTIVE_USERS] = users ? active : MERIT_NO_FIGURE;
    ret_figures[MERIT_FIGURE_PAID_UNITS] =
        (figures & GENERATE_SEATS) != 0 ? seats : MERIT_NO_FIGURE;
    ret_figures[MERIT_FIGURE_REVENUE] = (figures & GENERATE_REVENUE) != 0 ? cents : MERIT_NO_FIGURE;
}
