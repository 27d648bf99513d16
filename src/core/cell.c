/* The terms of one product at one customer of a partner, computed from its series. */
#include "core/cell.h"

#include "core/comparison.h"

#include <assert.h>

/* What terms are computed from: a row for each reading that some term needs, and in it the figures.
 */
struct cell_work {
    const struct merit_span *span;
    int64_t values[MERIT_QUANTITIES_MAX * MERIT_FIGURE_COUNT];
};

/* ---- series ------------------------------------------------------------------------------ */

static bool covers(const struct link *link, const struct cell_series *series)
{
    return link->covers && link_covers_subscription(link, series->subscription_id);
}

void cell_select(struct link_list *links, struct merit_text product)
{
    for (uint32_t i = 0; i < links->count; i++) {
        links->items[i].covers = link_covers_product(&links->items[i], product);
    }
}

void cell_prepare(struct cell_series *series,
                  uint32_t series_count,
                  const struct link_list *links,
                  int32_t day)
{
    for (uint32_t i = 0; i < series_count; i++) {
        series[i].types = 0;
        series[i].day_count = 0;
        for (uint32_t k = 0; k < links->count; k++) {
            const struct link *link = &links->items[k];
            uint8_t bit = (uint8_t)(1U << link->type);
            bool first = (series[i].types & bit) == 0;
            if (link_holds(link, day) &&
                (first || link->start_day < series[i].start_days[link->type]) &&
                covers(link, &series[i])) {
                series[i].types |= bit;
                series[i].start_days[link->type] = link->start_day;
            }
        }
    }
}

static bool covered_on_another_day(const struct cell_input *input,
                                   const struct cell_series *series,
                                   uint8_t types,
                                   int32_t day)
{
    for (uint32_t i = 0; i < input->links->count; i++) {
        const struct link *link = &input->links->items[i];
        if ((types >> link->type & 1U) != 0 && link_holds(link, day) && covers(link, series)) {
            return true;
        }
    }
    return false;
}

/* True where some association of `types` covers the series and holds on the day; types 0: always.
 */
static inline bool covered_on(const struct cell_input *input,
                              const struct cell_series *series,
                              uint8_t types,
                              int32_t day)
{
    if (types == 0) {
        return true;
    }
    return day == input->moments->day ? (series->types & types) != 0
                                      : covered_on_another_day(input, series, types, day);
}

/* The earliest start among the associations of `types` that cover the series and hold on D;
 * MERIT_NEVER: there is none. */
static int32_t claim_day(const struct cell_series *series, uint8_t types)
{
    int32_t earliest = MERIT_NEVER;
    for (uint32_t held = series->types & types; held != 0; held &= held - 1) {
        int32_t start = series->start_days[__builtin_ctz(held)];
        earliest = start < earliest ? start : earliest;
    }
    return earliest;
}

/* Both gauges of a day not remembered yet; the last place is taken over and over. */
static const int64_t *look_up(struct cell_series *series, int32_t day)
{
    uint8_t at = series->day_count < CELL_DAYS ? series->day_count++ : CELL_DAYS - 1;
    series->days[at] = day;
    ledger_gauges(&series->ledger, day, series->gauges[at]);
    return series->gauges[at];
}

static inline void add_gauges(struct cell_series *series, int32_t day, int64_t *sums)
{
    uint8_t i = 0;
    while (i < series->day_count && series->days[i] != day) {
        i++;
    }
    const int64_t *both = i < series->day_count ? series->gauges[i] : look_up(series, day);
    sums[0] += both[0];
    sums[1] += both[1];
}

static inline bool exists(const struct merit_quantity *quantity, const struct cell_series *series)
{
    return (quantity->excluded_offers & series->offer_bit) == 0;
}

/* ---- readings ---------------------------------------------------------------------------- */

static void read_on(const struct cell_input *input,
                    const struct merit_quantity *quantity,
                    int32_t day,
                    int64_t *sums)
{
    for (uint32_t i = 0; i < input->series_count; i++) {
        struct cell_series *series = &input->series[i];
        if (exists(quantity, series) && covered_on(input, series, quantity->types, day)) {
            add_gauges(series, day, sums);
        }
    }
}

static inline int32_t product_claim_day(const struct cell_input *input,
                                        const struct merit_quantity *quantity)
{
    int32_t earliest = MERIT_NEVER;
    for (uint32_t i = 0; i < input->series_count; i++) {
        if (exists(quantity, &input->series[i])) {
            int32_t claim = claim_day(&input->series[i], quantity->types);
            earliest = claim < earliest ? claim : earliest;
        }
    }
    return earliest;
}

static void read_since_claim(const struct cell_input *input,
                             const struct merit_quantity *quantity,
                             int64_t *sums)
{
    int32_t far = input->moments->before[quantity->months_back];
    bool whole_product = quantity->moment == MERIT_MOMENT_CLAIM_PRODUCT;
    int32_t product_claim = whole_product ? product_claim_day(input, quantity) : MERIT_NEVER;
    for (uint32_t i = 0; i < input->series_count; i++) {
        struct cell_series *series = &input->series[i];
        if (!exists(quantity, series) ||
            (quantity->types != 0 && (series->types & quantity->types) == 0)) {
            continue;
        }
        int32_t claim = whole_product ? product_claim : claim_day(series, quantity->types);
        int32_t base = claim == MERIT_NEVER || claim < far ? far : claim;
        add_gauges(series, base, sums);
    }
}

static int64_t revenue_of_months(const struct cell_input *input,
                                 const struct merit_quantity *quantity)
{
    int64_t sum = 0;
    const int32_t *ends = &input->moments->month_end[quantity->months_back];
    int32_t newest = input->moments->month - quantity->months_back;
    for (uint32_t i = 0; i < input->series_count; i++) {
        const struct cell_series *series = &input->series[i];
        if (series->ledger.month_count == 0 || !exists(quantity, series)) {
            continue;
        }
        int64_t revenues[MERIT_TRAILING_MONTHS_MAX];
        ledger_revenues(&series->ledger, newest, quantity->months, revenues);
        for (uint8_t k = 0; k < quantity->months; k++) {
            if (revenues[k] != 0 && covered_on(input, series, quantity->types, ends[k])) {
                sum += revenues[k];
            }
        }
    }
    return sum;
}

static inline void take_reading(const struct cell_input *input,
                                const struct merit_quantity *quantity,
                                int64_t *ret_values)
{
    memset(ret_values, 0, MERIT_FIGURE_COUNT * sizeof *ret_values);
    switch ((enum merit_moment)quantity->moment) {
    case MERIT_MOMENT_DAY:
        read_on(input, quantity, input->moments->before[quantity->months_back], ret_values);
        break;
    case MERIT_MOMENT_CLAIM_SERIES:
    case MERIT_MOMENT_CLAIM_PRODUCT:
        read_since_claim(input, quantity, ret_values);
        break;
    case MERIT_MOMENT_MONTH_END:
        read_on(input, quantity, input->moments->month_end[quantity->months_back], ret_values);
        break;
    case MERIT_MOMENT_MONTHS:
        ret_values[MERIT_FIGURE_REVENUE] = revenue_of_months(input, quantity);
        break;
    }
}

void cell_figures(const struct cell_input *input,
                  const struct merit_quantity *quantity,
                  int64_t ret_values[MERIT_FIGURE_COUNT])
{
    take_reading(input, quantity, ret_values);
}

void cell_gauges_on(const struct cell_input *input,
                    const struct merit_quantity *quantity,
                    int32_t day,
                    int64_t ret_values[MERIT_FIGURE_COUNT])
{
    memset(ret_values, 0, MERIT_FIGURE_COUNT * sizeof *ret_values);
    for (uint32_t i = 0; i < input->series_count; i++) {
        struct cell_series *series = &input->series[i];
        if (exists(quantity, series) &&
            covered_on(input, series, quantity->types, input->moments->day)) {
            add_gauges(series, day, ret_values);
        }
    }
}

uint32_t cell_counted(const struct cell_input *input,
                      const struct merit_quantity *quantity,
                      int32_t day)
{
    enum { PRIME = 0x01000193 };
    uint32_t number = 1;
    for (uint32_t i = 0; i < input->series_count; i++) {
        struct cell_series *series = &input->series[i];
        bool counts = exists(quantity, series) && covered_on(input, series, quantity->types, day);
        number = number * PRIME + counts;
    }
    return number;
}

int32_t cell_claim_base_day(const struct cell_input *input, const struct merit_quantity *quantity)
{
    int32_t far = input->moments->before[quantity->months_back];
    int32_t claim = product_claim_day(input, quantity);
    return claim == MERIT_NEVER || claim < far ? far : claim;
}

/* Bit q: reading q is needed. */
struct needed {
    uint64_t words[MERIT_QUANTITIES_MAX / 64];
};

static void take_readings(const struct cell_input *input,
                          const struct needed *needed,
                          struct cell_work *work)
{
    for (uint32_t w = 0; w < MERIT_QUANTITIES_MAX / 64; w++) {
        for (uint64_t rest = needed->words[w]; rest != 0; rest &= rest - 1) {
            uint32_t reading = w * 64 + (uint32_t)__builtin_ctzll(rest);
            take_reading(input, &input->span->quantities[reading],
                         &work->values[(size_t)reading * MERIT_FIGURE_COUNT]);
        }
    }
}

/* ---- terms ------------------------------------------------------------------------------- */

static int64_t value_of(const struct cell_work *work, uint8_t quantity)
{
    return work->values[work->span->value_at[quantity]];
}

/* In 64 bits: bounded by the rules' compiler. */
static bool all_hold(const struct cell_work *work, uint8_t first, uint8_t count)
{
    const struct merit_comparison *comparison = &work->span->comparisons[first];
    for (const struct merit_comparison *end = comparison + count; comparison < end; comparison++) {
        int64_t left = comparison->left_factor * value_of(work, comparison->left);
        int64_t right = comparison->constant;
        if (comparison->right != MERIT_NONE) {
            right += comparison->right_factor * value_of(work, comparison->right);
        }
        if (!comparison_holds((enum merit_compare)comparison->compare, left, right)) {
            return false;
        }
    }
    return true;
}

static int64_t term_value(const struct cell_work *work, const struct merit_term *term)
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

/* The terms of the product that may be other than 0, and what they are computed from. */
static uint64_t live_terms(const struct cell_input *input, struct needed *ret_needed)
{
    uint8_t types = 0; /* of associations that cover one of the series and hold on D */
    for (uint32_t i = 0; i < input->series_count; i++) {
        types |= input->series[i].types;
    }
    *ret_needed = (struct needed){{0}};
    const struct merit_span *span = input->span;
    uint64_t live = span->terms_by_types[types] & span->terms_by_product[input->entry];
    for (uint64_t rest = live; rest != 0; rest &= rest - 1) {
        const struct merit_term *term = &span->terms[__builtin_ctzll(rest)];
        ret_needed->words[0] |= term->readings[0];
        ret_needed->words[1] |= term->readings[1];
    }
    return live;
}

void cell_evaluate(const struct cell_input *input, int64_t *ret_terms)
{
    struct needed needed;
    uint64_t live = live_terms(input, &needed);
    struct cell_work work;
    work.span = input->span;
    take_readings(input, &needed, &work);
    memset(ret_terms, 0, input->span->term_count * sizeof *ret_terms);
    for (; live != 0; live &= live - 1) {
        int term = __builtin_ctzll(live);
        ret_terms[term] = term_value(&work, &input->span->terms[term]);
    }
}

/* ---- due days ---------------------------------------------------------------------------- */

int32_t cell_series_due(const struct ledger *ledger,
                        struct moments *moments,
                        uint32_t lookbacks,
                        int32_t known)
{
    for (uint32_t rest = lookbacks; rest != 0; rest &= rest - 1) {
        int32_t months = __builtin_ctz(rest);
        int32_t next = ledger_next_day(ledger, moments->before[months]);
        if (next != MERIT_NEVER) {
            known = merit_day_earlier(known, moments_far(moments, next, months));
        }
    }
    return known;
}

int32_t cell_links_due(const struct link_list *links, struct moments *moments, uint32_t lookbacks)
{
    int32_t due = MERIT_NEVER;
    for (uint32_t i = 0; i < links->count; i++) {
        const struct link *link = &links->items[i];
        for (int32_t k = 0; link->counts && k <= MERIT_MONTHS_BACK_MAX; k++) {
            if ((lookbacks >> k & 1U) == 0) {
                continue;
            }
            if (link->start_day > moments->before[k]) {
                due = merit_day_earlier(due, moments_far(moments, link->start_day, k));
            }
            if (link->end_day > moments->before[k] && link->end_day != MERIT_NEVER) {
                due = merit_day_earlier(due, moments_far(moments, link->end_day, k));
            }
        }
    }
    return due;
}
