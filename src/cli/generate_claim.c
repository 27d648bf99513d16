/* The associations of a generated customer, each with the states it goes through. */
#include "cli/generate_claim.h"

#include "cli/generate_hash.h"

#include <assert.h>

enum {
    CLAIM_FOR_CLAIM = 0x10000,
    CLAIM_FOR_PRESENCE = 1,
    CLAIM_FOR_PARTNER,
    CLAIM_FOR_TYPE,
    CLAIM_FOR_CLOUD,
    CLAIM_FOR_PRODUCTS,
    CLAIM_FOR_START,
    CLAIM_FOR_LAG,
    CLAIM_FOR_STATUS,
    CLAIM_FOR_CORRECTION,
    CLAIM_FOR_END,
};

enum {
    DAYS_CLAIMED_BEFORE = 500, /* the history: how far back old claims began */
    CLAIM_OPENING_DAYS = 3,    /* in which the state before the history is loaded */
};

/* Most customers have one claim, many a second by the same partner, some one by another. */
static bool is_present(uint64_t hash, int32_t number)
{
    static const int32_t per_thousand[GENERATE_CLAIMS_MAX] = {950, 350, 150, 60};
    return generate_chance(generate_hash(hash, CLAIM_FOR_PRESENCE), per_thousand[number]);
}

static enum merit_association_type choose_type(uint64_t hash)
{
    static const int32_t below[MERIT_TYPE_COUNT] = {480, 580, 640, 840, 1000};
    int32_t place = generate_below(hash, 1000);
    int type = 0;
    while (place >= below[type]) {
        type++;
    }
    return (enum merit_association_type)type;
}

static enum merit_cloud choose_cloud(uint64_t hash)
{
    int32_t place = generate_below(hash, 1000);
    return place < 940   ? MERIT_CLOUD_PUBLIC
           : place < 970 ? MERIT_CLOUD_CHINA
                         : MERIT_CLOUD_GOVERNMENT;
}

/* New customers are claimed within weeks. Of the older ones half were before the history; the
 * others are claimed in its course. */
static int32_t choose_start(const struct generate_plan *plan,
                            const struct generate_tenant *tenant,
                            uint64_t hash)
{
    uint64_t start = generate_hash(hash, CLAIM_FOR_START);
    if (tenant->join_month >= plan->first_month) {
        return merit_month_first_day(tenant->join_month) + generate_below(start, 45);
    }
    if (generate_chance(generate_mix(start), 500)) {
        return plan->first_day - generate_below(start, DAYS_CLAIMED_BEFORE);
    }
    return plan->first_day + generate_below(start, plan->last_day - plan->first_day + 1);
}

static void claim_add_state(struct generate_claim *claim, const struct generate_claim_state *state)
{
    assert(claim->state_count < GENERATE_CLAIM_STATES_MAX);
    claim->states[claim->state_count++] = *state;
}

/* Recorded on or soon after its start, now and then before; asked for first, in some cases, and
 * refused in a few; corrected, rarely; and ended. */
static void choose_states(const struct generate_plan *plan,
                          const struct generate_tenant *tenant,
                          uint64_t hash,
                          struct generate_claim *claim)
{
    uint64_t lag = generate_hash(hash, CLAIM_FOR_LAG);
    uint64_t status = generate_hash(hash, CLAIM_FOR_STATUS);
    uint64_t correction = generate_hash(hash, CLAIM_FOR_CORRECTION);
    uint64_t end = generate_hash(hash, CLAIM_FOR_END);
    struct generate_claim_state state = {
        .status = MERIT_STATUS_ACTIVE,
        .start_day = choose_start(plan, tenant, hash),
        .end_day = MERIT_NO_DAY,
    };
    state.day = state.start_day +
                (generate_chance(lag, 80) ? -generate_below(lag, 200) : generate_below(lag, 9));
    if (state.day < plan->first_day) {
        state.day = plan->first_day + generate_below(lag, CLAIM_OPENING_DAYS);
    }
    bool asked = generate_chance(status, 150);
    state.status = asked ? MERIT_STATUS_PENDING : MERIT_STATUS_ACTIVE;
    claim_add_state(claim, &state);
    if (asked) {
        bool refused = generate_chance(generate_mix(status), 250);
        state.status = refused ? MERIT_STATUS_REJECTED : MERIT_STATUS_ACTIVE;
        state.day += 1 + generate_below(generate_mix(status), 20);
        claim_add_state(claim, &state);
    }
    if (generate_chance(correction, 30)) {
        state.start_day += 1 + generate_below(generate_mix(correction), 20);
        state.day += 1 + generate_below(correction, 600);
        claim_add_state(claim, &state);
    }
    bool lost = generate_chance(end, 60);
    if (lost || tenant->leave_month != INT32_MAX) {
        state.end_day = lost ? state.start_day + generate_below(generate_mix(end), 700)
                             : merit_month_first_day(tenant->leave_month);
        state.end_day = state.end_day < state.start_day ? state.start_day : state.end_day;
        int32_t told = state.end_day - 10 + generate_below(end, 240);
        state.day = told > state.day ? told : state.day + 1;
        claim_add_state(claim, &state);
    }
}

bool generate_claim_make(const struct generate_plan *plan,
                         const struct generate_tenant *tenant,
                         int32_t number,
                         struct generate_claim *ret_claim)
{
    assert(number >= 0 && number < GENERATE_CLAIMS_MAX);
    uint64_t hash = generate_hash(tenant->hash, CLAIM_FOR_CLAIM + number);
    if (!is_present(hash, number)) {
        return false;
    }
    uint64_t products = generate_hash(hash, CLAIM_FOR_PRODUCTS);
    struct generate_claim claim = {
        .partner = tenant->partner,
        .type = choose_type(generate_hash(hash, CLAIM_FOR_TYPE)),
        .cloud = choose_cloud(generate_hash(hash, CLAIM_FOR_CLOUD)),
        .product_first = -1,
    };
    if (number >= 2) {
        claim.partner = generate_below(generate_hash(hash, CLAIM_FOR_PARTNER), plan->partners);
    }
    if (generate_chance(products, number == 0 ? 150 : 400)) {
        claim.product_first = generate_below(generate_mix(products), plan->product_count);
        int32_t left = plan->product_count - claim.product_first;
        claim.product_count = 1 + generate_below(generate_mix(products + 1), left < 8 ? left : 8);
    } else {
        claim.of_subscription = generate_chance(generate_mix(products), 60);
    }
    choose_states(plan, tenant, hash, &claim);
    *ret_claim = claim;
    return true;
}
