/* What one customer adds to an option of a metric, product by product, and why. */
#include "core/explain_customer.h"

/* A row while it is made. */
struct row_maker {
    const struct explain_customer *customer;
    const struct explain_option *option;
    const struct explain_cell *cell; /* NULL: the customer as a whole */
    struct merit_contribution *row;
};

void explain_cell_slots(const struct merit_span *span,
                        const int64_t *terms,
                        uint64_t flags,
                        int64_t *ret_slots)
{
    struct vector_totals alone;
    memset(&alone, 0, sizeof alone);
    vector_add(span, terms, 1, &alone);
    vector_of_customer(span, &alone, flags, ret_slots);
    int64_t by_product[MERIT_SLOTS_MAX];
    vector_of_product(span, terms, flags, by_product);
    uint32_t column = 0;
    for (uint8_t s = 0; s < span->slot_count; s++) {
        if (span->slots[s].kind == MERIT_SLOT_BY_PRODUCT) {
            ret_slots[s] = by_product[column++];
        }
    }
}

bool explain_is_whole(const struct merit_span *span, const struct merit_measure *measure)
{
    return span->slots[measure->slot].kind == MERIT_SLOT_FLAG;
}

/* ---- slots ------------------------------------------------------------------------------- */

static merit_int128 amount_of(const struct merit_span *span, const int64_t *slots, uint8_t slot)
{
    if (span->slots[slot].kind != MERIT_SLOT_WEIGHTED) {
        return slots[slot];
    }
    merit_int128 amount = 0;
    for (uint64_t parts = span->slots[slot].parts; parts != 0; parts &= parts - 1) {
        int part = __builtin_ctzll(parts);
        amount += (merit_int128)slots[part] * span->slots[part].weight;
    }
    return amount;
}

/* The slot itself, or of a WEIGHTED one the part that counts the product; and its term that does.
 * False: none does. */
static bool find_term(const struct merit_span *span,
                      uint8_t slot,
                      uint16_t entry,
                      uint8_t *ret_slot,
                      uint8_t *ret_term)
{
    uint64_t slots = span->slots[slot].kind == MERIT_SLOT_WEIGHTED ? span->slots[slot].parts
                                                                   : UINT64_C(1) << slot;
    for (; slots != 0; slots &= slots - 1) {
        uint8_t at = (uint8_t)__builtin_ctzll(slots);
        for (uint64_t terms = span->slots[at].terms; terms != 0; terms &= terms - 1) {
            uint8_t term = (uint8_t)__builtin_ctzll(terms);
            if (merit_product_set_has(&span->terms[term].products, entry)) {
                *ret_slot = at;
                *ret_term = term;
                return true;
            }
        }
    }
    return false;
}

static void set_place(const struct row_maker *maker, uint8_t kind)
{
    struct merit_place_key key = maker->option->key;
    key.kind = kind;
    maker->row->why.place = merit_place_of(maker->customer->span->places, key);
}

static void set_reason(const struct row_maker *maker, enum merit_reason reason, uint8_t kind)
{
    maker->row->why.reason = reason;
    set_place(maker, kind);
}

/* ---- a product --------------------------------------------------------------------------- */

static struct merit_reading read_quantity(const struct cell_input *input, uint8_t quantity)
{
    return (struct merit_reading){explain_day(input, &input->span->quantities[quantity]),
                                  explain_value(input, quantity)};
}

static bool is_claim(const struct merit_quantity *quantity)
{
    return quantity->moment == MERIT_MOMENT_CLAIM_SERIES ||
           quantity->moment == MERIT_MOMENT_CLAIM_PRODUCT;
}

/* Now and before; where it is compared with the claim, also at the far edge. */
static void take_readings(const struct row_maker *maker, uint8_t now, uint8_t before)
{
    struct cell_input input = explain_input(maker->customer, maker->cell);
    struct merit_contribution *row = maker->row;
    const struct merit_quantity *quantities = maker->customer->span->quantities;
    row->figure = quantities[now].figure;
    row->now = read_quantity(&input, now);
    row->monthly = quantities[now].moment == MERIT_MOMENT_MONTH_END ||
                   quantities[now].moment == MERIT_MOMENT_MONTHS;
    row->counted = cell_counted(&input, &quantities[now], row->now.day);
    if (before == MERIT_NONE) {
        return;
    }
    row->before = read_quantity(&input, before);
    row->since_claim = is_claim(&quantities[before]);
    int32_t far = maker->customer->moments->before[quantities[before].months_back];
    if (is_claim(&quantities[before]) && row->before.day > far) {
        int64_t values[MERIT_FIGURE_COUNT];
        cell_gauges_on(&input, &quantities[before], far, values);
        row->far = (struct merit_reading){far, values[row->figure]};
    }
}

/* The quantities that a term reads: now, and what is compared with it. */
static uint8_t now_quantity(const struct merit_span *span, const struct merit_term *term)
{
    return term->kind == MERIT_TERM_SUM ? term->now : span->comparisons[term->now].left;
}

static uint8_t before_quantity(const struct merit_span *span, const struct merit_term *term)
{
    if (term->kind == MERIT_TERM_SUM) {
        return term->base;
    }
    return term->base_count == 0 ? MERIT_NONE : span->comparisons[term->base].left;
}

static void explain_amount(const struct row_maker *maker, const struct merit_term *term)
{
    struct merit_contribution *row = maker->row;
    if (term->kind == MERIT_TERM_TEST && term->base_count > 0) {
        set_reason(maker, row->amount > 0 ? MERIT_REASON_NEW : MERIT_REASON_LOST, MERIT_PLACE_TEST);
    } else if (row->far.day != MERIT_NO_DAY) {
        set_reason(maker, MERIT_REASON_BASELINE_AT_CLAIM, MERIT_PLACE_COMPARE);
    } else if (row->before.day != MERIT_NO_DAY) {
        set_reason(maker, MERIT_REASON_BASELINE_AT_FAR_EDGE, MERIT_PLACE_COMPARE);
    } else {
        set_reason(maker, MERIT_REASON_COUNTED, MERIT_PLACE_COUNTED);
    }
}

static void explain_nothing(const struct row_maker *maker, const struct merit_term *term)
{
    struct merit_contribution *row = maker->row;
    const struct merit_span *span = maker->customer->span;
    const struct merit_quantity *quantity = &span->quantities[now_quantity(span, term)];
    struct merit_why why = explain_population(maker->customer, maker->cell, quantity);
    if (why.reason != MERIT_REASON_COUNTED) {
        row->why = why;
        set_place(maker, why.reason == MERIT_REASON_OFFER_EXCLUDED ? MERIT_PLACE_OFFERS
                                                                   : MERIT_PLACE_TYPES);
    } else if (term->kind == MERIT_TERM_TEST && !row->check.holds) {
        set_reason(maker, explain_check_reason(&row->check), MERIT_PLACE_TEST);
    } else if (term->kind == MERIT_TERM_TEST) {
        set_reason(maker, MERIT_REASON_COUNTED_BEFORE, MERIT_PLACE_COMPARE);
    } else if (row->now.value == 0 && row->before.value == 0) {
        set_reason(maker, MERIT_REASON_NO_REPORTS, MERIT_PLACE_COUNTED);
    } else {
        set_reason(maker, MERIT_REASON_NO_CHANGE, MERIT_PLACE_COMPARE);
    }
}

static void set_checks(const struct row_maker *maker, const struct merit_term *term)
{
    if (term->kind != MERIT_TERM_TEST) {
        return;
    }
    struct merit_contribution *row = maker->row;
    row->check = explain_check(maker->customer, maker->cell, term->now, term->now_count);
    if (term->base_count > 0) {
        row->check_before =
            explain_check(maker->customer, maker->cell, term->base, term->base_count);
    }
}

/* The condition on the tenant is not met. */
static void explain_closed(const struct row_maker *maker, uint8_t guard)
{
    struct explain_flag flag = explain_flag(maker->customer, guard);
    maker->row->closed = true;
    maker->row->why = flag.why;
    maker->row->check = flag.check;
    maker->row->check_before = (struct merit_check){0};
    set_place(maker, flag.kind);
}

static struct merit_contribution new_row(const struct explain_customer *customer)
{
    return (struct merit_contribution){
        .name = customer->name,
        .figure = MERIT_NONE,
        .why = {.day = MERIT_NO_DAY},
        .now = {MERIT_NO_DAY, 0},
        .before = {MERIT_NO_DAY, 0},
        .far = {MERIT_NO_DAY, 0},
    };
}

bool explain_product_row(const struct explain_customer *customer,
                         const struct explain_option *option,
                         const struct explain_cell *cell,
                         struct merit_contribution *ret_row)
{
    const struct merit_span *span = customer->span;
    const struct merit_measure *measure = option->measure;
    uint8_t slot;
    uint8_t index;
    if (!find_term(span, measure->slot, cell->entry, &slot, &index)) {
        return false;
    }
    const struct merit_term *term = &span->terms[index];
    struct row_maker maker = {customer, option, cell, ret_row};
    uint8_t before = before_quantity(span, term);
    *ret_row = new_row(customer);
    ret_row->product = cell->product;
    ret_row->amount = amount_of(span, cell->slots, measure->slot);
    uint8_t base_slot;
    if (measure->kind == MERIT_MEASURE_PERCENT) {
        ret_row->base = amount_of(span, cell->slots, measure->base);
        if (find_term(span, measure->base, cell->entry, &base_slot, &index)) {
            before = now_quantity(span, &span->terms[index]);
        }
    }
    take_readings(&maker, now_quantity(span, term), before);
    set_checks(&maker, term);
    uint8_t guard = span->slots[slot].guard;
    if (ret_row->amount != 0 || ret_row->base != 0) {
        explain_amount(&maker, term);
    } else if (guard != MERIT_NONE && (customer->flags >> guard & 1U) == 0) {
        explain_closed(&maker, guard);
    } else {
        explain_nothing(&maker, term);
    }
    return true;
}

void explain_nothing_row(const struct explain_customer *customer,
                         const struct explain_option *option,
                         struct merit_contribution *ret_row)
{
    struct row_maker maker = {customer, option, NULL, ret_row};
    *ret_row = new_row(customer);
    set_reason(&maker, MERIT_REASON_NO_REPORTS, MERIT_PLACE_PRODUCTS);
}

/* ---- the customer as a whole ------------------------------------------------------------- */

void explain_customer_row(const struct explain_customer *customer,
                          const struct explain_option *option,
                          struct merit_contribution *ret_row)
{
    const struct merit_slot *slot = &customer->span->slots[option->measure->slot];
    struct row_maker maker = {customer, option, NULL, ret_row};
    *ret_row = new_row(customer);
    ret_row->amount = customer->slots[option->measure->slot];
    struct explain_flag now = explain_flag(customer, slot->now);
    ret_row->check = now.check;
    ret_row->why = now.why;
    set_place(&maker, now.kind);
    bool is_now = (customer->flags >> slot->now & 1U) != 0;
    if (!is_now && now.why.reason == MERIT_REASON_COUNTED) {
        /* An association alone adds nothing before something is reported. */
        ret_row->why.reason = MERIT_REASON_NO_REPORTS;
        now.why.reason = MERIT_REASON_NO_REPORTS;
    }
    if (slot->base == MERIT_NONE) {
        return;
    }
    struct explain_flag before = explain_flag(customer, slot->base);
    ret_row->check_before = before.check;
    bool was = (customer->flags >> slot->base & 1U) != 0;
    if (is_now) {
        ret_row->why.reason = was ? MERIT_REASON_COUNTED_BEFORE : MERIT_REASON_NEW;
    } else if (was) {
        /* What it lacks now stands in the check, or is said of its association. */
        ret_row->why.reason = now.check.made ? MERIT_REASON_LOST : now.why.reason;
    }
}
