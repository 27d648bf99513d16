/* The terms of one product at one customer of a partner, computed from its series. */
#include "core/cell.h"

#include "core/comparison.h"

#include <assert.h>

/* Quantities are computed when a term first asks for one. */
struct cell_work {
    const struct cell_input *input;
    uint64_t known[MERIT_QUANTITIES_MAX / 64];
    int64_t values[MERIT_QUANTITIES_MAX];
};

/* True where some association of `types` covers the series and holds on the day; types 0: always.
 * *earliest: the earliest start among them (MERIT_NEVER: none). */
static bool covered(const struct cell_input *input,
                    const struct cell_series *series,
                    uint8_t types,
                    int32_t day,
                    int32_t *earliest)
{
    int32_t start = MERIT_NEVER;
    for (uint32_t i = 0; i < input->links->count; i++) {
        const struct link *link = &input->links->items[i];
        if ((types >> link->type & 1U) != 0 && link->start_day < start && link_holds(link, day) &&
            link_covers_subscription(link, series->subscription_id) &&
            link_covers_product(link, series->product)) {
            start = link->start_day;
        }
    }
    *earliest = start;
    return types == 0 || start != MERIT_NEVER;
}

static bool exists(const struct merit_quantity *quantity, const struct cell_series *series)
{
    return (quantity->excluded_offers & series->offer_bit) == 0;
}

static int64_t gauge_on(const struct cell_input *input,
                        const struct merit_quantity *quantity,
                        int32_t day)
{
    int64_t sum = 0;
    int32_t earliest;
    for (uint32_t i = 0; i < input->series_count; i++) {
        const struct cell_series *series = &input->series[i];
        if (exists(quantity, series) && covered(input, series, quantity->types, day, &earliest)) {
            sum += ledger_gauge(&series->ledger, (enum merit_figure)quantity->figure, day);
        }
    }
    return sum;
}

static int64_t gauge_since_claim(const struct cell_input *input,
                                 const struct merit_quantity *quantity)
{
    int32_t far = input->moments->before[quantity->months_back];
    bool whole_product = quantity->moment == MERIT_MOMENT_CLAIM_PRODUCT;
    int32_t product_claim = MERIT_NEVER;
    for (uint32_t i = 0; whole_product && i < input->series_count; i++) {
        int32_t claim;
        if (exists(quantity, &input->series[i]) &&
            covered(input, &input->series[i], quantity->types, input->moments->day, &claim) &&
            claim < product_claim) {
            product_claim = claim;
        }
    }
    int64_t sum = 0;
    for (uint32_t i = 0; i < input->series_count; i++) {
        const struct cell_series *series = &input->series[i];
        int32_t claim;
        if (!exists(quantity, series) ||
            !covered(input, series, quantity->types, input->moments->day, &claim)) {
            continue;
        }
        claim = whole_product ? product_claim : claim;
        int32_t base = claim == MERIT_NEVER || claim < far ? far : claim;
        sum += ledger_gauge(&series->ledger, (enum merit_figure)quantity->figure, base);
    }
    return sum;
}

static int64_t revenue_of_months(const struct cell_input *input,
                                 const struct merit_quantity *quantity)
{
    int64_t sum = 0;
    for (uint32_t i = 0; i < input->series_count; i++) {
        const struct cell_series *series = &input->series[i];
        if (series->ledger.month_count == 0 || !exists(quantity, series)) {
            continue;
        }
        for (int32_t k = quantity->months_back; k < quantity->months_back + quantity->months; k++) {
            int64_t revenue = ledger_revenue(&series->ledger, input->moments->month - k);
            int32_t earliest;
            if (revenue != 0 &&
                covered(input, series, quantity->types, input->moments->month_end[k], &earliest)) {
                sum += revenue;
            }
        }
    }
    return sum;
}

static int64_t quantity_value(const struct cell_input *input, const struct merit_quantity *quantity)
{
    switch ((enum merit_moment)quantity->moment) {
    case MERIT_MOMENT_DAY:
        return gauge_on(input, quantity, input->moments->before[quantity->months_back]);
    case MERIT_MOMENT_CLAIM_SERIES:
    case MERIT_MOMENT_CLAIM_PRODUCT:
        return gauge_since_claim(input, quantity);
    case MERIT_MOMENT_MONTH_END:
        return gauge_on(input, quantity, input->moments->month_end[quantity->months_back]);
    case MERIT_MOMENT_MONTHS:
        return revenue_of_months(input, quantity);
    }
    return 0;
}

static int64_t value_of(struct cell_work *work, uint8_t index)
{
    uint64_t bit = UINT64_C(1) << (index % 64);
    if ((work->known[index / 64] & bit) == 0) {
        work->known[index / 64] |= bit;
        work->values[index] = quantity_value(work->input, &work->input->span->quantities[index]);
    }
    return work->values[index];
}

static bool all_hold(struct cell_work *work, uint8_t first, uint8_t count)
{
    for (uint8_t i = 0; i < count; i++) {
        const struct merit_comparison *comparison = &work->input->span->comparisons[first + i];
        merit_int128 left =
            (merit_int128)comparison->left_factor * value_of(work, comparison->left);
        merit_int128 right = comparison->constant;
        if (comparison->right != MERIT_NONE) {
            right += (merit_int128)comparison->right_factor * value_of(work, comparison->right);
        }
        if (!comparison_holds((enum merit_compare)comparison->compare, left, right)) {
            return false;
        }
    }
    return true;
}

static int64_t term_value(struct cell_work *work, const struct merit_term *term)
{
    if (term->kind == MERIT_TERM_TEST) {
        int64_t now = all_hold(work, term->now, term->now_count);
        int64_t base = term->base_count > 0 && all_hold(work, term->base, term->base_count);
        return now - base;
    }
    int64_t change = value_of(work, term->now);
    if (term->base != MERIT_NONE) {
        change -= value_of(work, term->base);
    }
    int64_t result;
    bool overflow = __builtin_mul_overflow(change, term->factor, &result);
    assert(!overflow && "bounded by the rules' compiler");
    return result;
}

void cell_evaluate(const struct cell_input *input, int64_t *ret_terms)
{
    struct cell_work work;
    work.input = input;
    memset(work.known, 0, sizeof work.known);
    for (uint8_t i = 0; i < input->span->term_count; i++) {
        const struct merit_term *term = &input->span->terms[i];
        ret_terms[i] =
            merit_product_set_has(&term->products, input->entry) ? term_value(&work, term) : 0;
    }
}

/* ---- due days ------------------------------------------------------------------------------ */

static int32_t earlier(int32_t a, int32_t b)
{
    return a < b ? a : b;
}

int32_t cell_series_due(const struct ledger *ledger,
                        const struct moments *moments,
                        uint32_t lookbacks)
{
    int32_t due = MERIT_NEVER;
    for (int32_t k = 0; k <= MERIT_MONTHS_BACK_MAX; k++) {
        if ((lookbacks >> k & 1U) == 0) {
            continue;
        }
        int32_t next = ledger_next_day(ledger, moments->before[k]);
        if (next != MERIT_NEVER) {
            due = earlier(due, merit_day_far(next, k));
        }
    }
    return due;
}

int32_t cell_links_due(const struct link_list *links,
                       const struct moments *moments,
                       uint32_t lookbacks)
{
    int32_t due = MERIT_NEVER;
    for (uint32_t i = 0; i < links->count; i++) {
        const struct link *link = &links->items[i];
        for (int32_t k = 0; link->counts && k <= MERIT_MONTHS_BACK_MAX; k++) {
            if ((lookbacks >> k & 1U) == 0) {
                continue;
            }
            if (link->start_day > moments->before[k]) {
                due = earlier(due, merit_day_far(link->start_day, k));
            }
            if (link->end_day > moments->before[k] && link->end_day != MERIT_NEVER) {
                due = earlier(due, merit_day_far(link->end_day, k));
            }
        }
    }
    return due;
}
