/* Why a flag of a customer is yes or no. */
#include "core/comparison.h"
#include "core/explain_customer.h"
#include "core/explain_link.h"

static bool is_yes(const struct explain_customer *customer, uint8_t flag)
{
    return (customer->flags >> flag & 1U) != 0;
}

/* The flag without parts that decides: of BOTH the one that is no, of EITHER the one that is yes,
 * else the first. */
static uint8_t deciding_flag(const struct explain_customer *customer, uint8_t flag)
{
    for (;;) {
        const struct merit_flag *of = &customer->span->flags[flag];
        bool both = of->kind == MERIT_FLAG_BOTH;
        if (!both && of->kind != MERIT_FLAG_EITHER) {
            return flag;
        }
        bool first = both ? !is_yes(customer, of->a) || is_yes(customer, of->b)
                          : is_yes(customer, of->a) || !is_yes(customer, of->b);
        flag = first ? of->a : of->b;
    }
}

/* Whoever is associated: it is the condition on the tenant that says so. */
static uint8_t place_kind(const struct merit_quantity *quantity)
{
    return quantity->types == 0 ? MERIT_PLACE_TENANTS : MERIT_PLACE_TEST;
}

static const struct merit_quantity *first_quantity(const struct merit_span *span,
                                                   const struct merit_term *term)
{
    return &span->quantities[term->kind == MERIT_TERM_TEST ? span->comparisons[term->now].left
                                                           : term->now];
}

/* Of an association that is missing where the figures are: why. */
static struct merit_why missing_link(const struct explain_customer *customer,
                                     uint8_t types,
                                     int32_t day,
                                     const struct merit_product_set *products)
{
    struct explain_links asked = {customer->program, customer->links, types, day, products};
    return explain_links(&asked);
}

/* The product that comes nearest: the one that has it, else the one with the largest figure. */
static const struct explain_cell *nearest_cell(const struct explain_customer *customer,
                                               uint8_t term,
                                               struct merit_check *ret_check)
{
    const struct merit_term *of = &customer->span->terms[term];
    const struct explain_cell *nearest = NULL;
    for (uint32_t i = 0; i < customer->cell_count; i++) {
        const struct explain_cell *cell = &customer->cells[i];
        if (!merit_product_set_has(&of->products, cell->entry)) {
            continue;
        }
        struct merit_check check = explain_check(customer, cell, of->now, of->now_count);
        if (nearest == NULL || cell->terms[term] > 0 || check.left > ret_check->left) {
            nearest = cell;
            *ret_check = check;
        }
        if (cell->terms[term] > 0) {
            break;
        }
    }
    return nearest;
}

static void explain_any(const struct explain_customer *customer,
                        const struct merit_flag *flag,
                        struct explain_flag *result)
{
    const struct merit_term *term = &customer->span->terms[flag->term];
    const struct merit_quantity *quantity = first_quantity(customer->span, term);
    const struct explain_cell *cell = nearest_cell(customer, flag->term, &result->check);
    result->kind = place_kind(quantity);
    if (cell == NULL) {
        result->why.reason = MERIT_REASON_NO_REPORTS;
    } else if (cell->terms[flag->term] > 0) {
        result->why.reason = MERIT_REASON_COUNTED;
    } else {
        struct merit_why why = explain_population(customer, cell, quantity);
        if (why.reason != MERIT_REASON_COUNTED) {
            result->why = why;
            result->kind = quantity->types == 0 ? MERIT_PLACE_OFFERS : MERIT_PLACE_TYPES;
        } else {
            result->why.reason = explain_check_reason(&result->check);
        }
    }
}

static void explain_total(const struct explain_customer *customer,
                          const struct merit_flag *flag,
                          struct explain_flag *result)
{
    const struct merit_term *term = &customer->span->terms[flag->term];
    const struct merit_quantity *quantity = first_quantity(customer->span, term);
    int64_t sum = customer->totals->sums[flag->term];
    result->kind = place_kind(quantity);
    result->check = (struct merit_check){
        .made = true,
        .holds = comparison_holds((enum merit_compare)flag->compare, sum, flag->constant),
        .compare = flag->compare,
        .left_figure = quantity->figure,
        .right_figure = MERIT_NONE,
        .left = sum / term->factor,
        .left_factor = term->factor,
        .constant = flag->constant,
    };
    if (result->check.holds) {
        result->why.reason = MERIT_REASON_COUNTED;
        return;
    }
    if (sum == 0 && quantity->types != 0) {
        int32_t day = quantity->moment == MERIT_MOMENT_DAY
                          ? customer->moments->before[quantity->months_back]
                          : customer->moments->month_end[quantity->months_back];
        struct merit_why why = missing_link(customer, quantity->types, day, &term->products);
        if (why.reason != MERIT_REASON_COUNTED) {
            result->why = why;
            result->kind = MERIT_PLACE_TYPES;
            return;
        }
    }
    result->why.reason = explain_check_reason(&result->check);
}

static void explain_associated(const struct explain_customer *customer,
                               const struct merit_flag *flag,
                               struct explain_flag *result)
{
    int32_t day = flag->moment == MERIT_MOMENT_MONTH_END
                      ? customer->moments->month_end[flag->months_back]
                      : customer->moments->before[flag->months_back];
    result->kind = MERIT_PLACE_TYPES;
    result->why = missing_link(customer, flag->types, day, &flag->products);
}

struct explain_flag explain_flag(const struct explain_customer *customer, uint8_t flag)
{
    struct explain_flag result = {.why = {.day = MERIT_NO_DAY}};
    const struct merit_flag *of = &customer->span->flags[deciding_flag(customer, flag)];
    switch ((enum merit_flag_kind)of->kind) {
    case MERIT_FLAG_ANY:
        explain_any(customer, of, &result);
        break;
    case MERIT_FLAG_TOTAL:
        explain_total(customer, of, &result);
        break;
    case MERIT_FLAG_ASSOCIATED:
        explain_associated(customer, of, &result);
        break;
    case MERIT_FLAG_BOTH:
    case MERIT_FLAG_EITHER:
        break;
    }
    return result;
}
