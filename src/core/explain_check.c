/* One comparison of a product's figures, as it was made; and who is counted at all. */
#include "core/comparison.h"
#include "core/explain_customer.h"
#include "core/explain_link.h"

struct cell_input explain_input(const struct explain_customer *customer,
                                const struct explain_cell *cell)
{
    cell_select(customer->links, cell->product);
    return (struct cell_input){
        .span = customer->span,
        .moments = customer->moments,
        .links = customer->links,
        .series = cell->series,
        .series_count = cell->series_count,
        .entry = cell->entry,
    };
}

int64_t explain_value(const struct cell_input *input, uint8_t quantity)
{
    int64_t values[MERIT_FIGURE_COUNT];
    cell_figures(input, &input->span->quantities[quantity], values);
    return values[input->span->quantities[quantity].figure];
}

int32_t explain_day(const struct cell_input *input, const struct merit_quantity *quantity)
{
    switch ((enum merit_moment)quantity->moment) {
    case MERIT_MOMENT_DAY:
        return input->moments->before[quantity->months_back];
    case MERIT_MOMENT_CLAIM_SERIES:
    case MERIT_MOMENT_CLAIM_PRODUCT:
        return cell_claim_base_day(input, quantity);
    case MERIT_MOMENT_MONTH_END:
    case MERIT_MOMENT_MONTHS:
        return input->moments->month_end[quantity->months_back];
    }
    return MERIT_NO_DAY;
}

struct merit_check explain_check(const struct explain_customer *customer,
                                 const struct explain_cell *cell,
                                 uint8_t first,
                                 uint8_t count)
{
    struct cell_input input = explain_input(customer, cell);
    const struct merit_span *span = customer->span;
    struct merit_check decides = {0};
    for (uint8_t i = 0; i < count; i++) {
        const struct merit_comparison *made = &span->comparisons[first + i];
        struct merit_check check = {
            .made = true,
            .compare = made->compare,
            .left_figure = span->quantities[made->left].figure,
            .right_figure = MERIT_NONE,
            .left = explain_value(&input, made->left),
            .left_factor = made->left_factor,
            .constant = made->constant,
        };
        int64_t right = made->constant;
        if (made->right != MERIT_NONE) {
            check.right_figure = span->quantities[made->right].figure;
            check.right = explain_value(&input, made->right);
            check.right_factor = made->right_factor;
            right += check.right * check.right_factor;
        }
        check.holds = comparison_holds((enum merit_compare)made->compare,
                                       check.left * check.left_factor, right);
        if (!decides.made || (decides.holds && !check.holds)) {
            decides = check;
        }
    }
    return decides;
}

enum merit_reason explain_check_reason(const struct merit_check *check)
{
    bool floor = check->compare == MERIT_ABOVE || check->compare == MERIT_AT_LEAST;
    if (check->left_figure == MERIT_FIGURE_PAID_UNITS) {
        return floor ? MERIT_REASON_BELOW_SEAT_FLOOR : MERIT_REASON_ABOVE_SEAT_CEILING;
    }
    if (floor && check->right_figure != MERIT_NONE) {
        return MERIT_REASON_BELOW_USAGE_SHARE;
    }
    return floor ? MERIT_REASON_BELOW_AMOUNT : MERIT_REASON_ABOVE_AMOUNT;
}

static bool covered_by_any(const struct link_list *links,
                           const struct cell_series *series,
                           uint8_t types,
                           int32_t day)
{
    for (uint32_t i = 0; i < links->count; i++) {
        const struct link *link = &links->items[i];
        if ((types >> link->type & 1U) != 0 && link_holds(link, day) && link->covers &&
            link_covers_subscription(link, series->subscription_id)) {
            return true;
        }
    }
    return false;
}

struct merit_why explain_population(const struct explain_customer *customer,
                                    const struct explain_cell *cell,
                                    const struct merit_quantity *quantity)
{
    struct cell_input input = explain_input(customer, cell);
    struct merit_why why = {.reason = MERIT_REASON_OFFER_EXCLUDED, .day = MERIT_NO_DAY};
    bool claim = quantity->moment == MERIT_MOMENT_CLAIM_SERIES ||
                 quantity->moment == MERIT_MOMENT_CLAIM_PRODUCT;
    int32_t day = claim ? customer->moments->day : explain_day(&input, quantity);
    bool any = false;
    for (uint32_t i = 0; i < cell->series_count; i++) {
        if ((quantity->excluded_offers & cell->series[i].offer_bit) != 0) {
            continue;
        }
        any = true;
        if (quantity->types == 0 ||
            covered_by_any(customer->links, &cell->series[i], quantity->types, day)) {
            why.reason = MERIT_REASON_COUNTED;
            return why;
        }
    }
    if (!any) {
        return why;
    }
    struct explain_links asked = {customer->program, customer->links, quantity->types, day, NULL};
    why = explain_links(&asked);
    if (why.reason == MERIT_REASON_COUNTED) {
        why.reason = MERIT_REASON_ASSOCIATION_OTHER_SUBSCRIPTION;
        why.day = MERIT_NO_DAY;
    }
    return why;
}
