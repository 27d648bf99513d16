/* What a generated history is made from: its size, its days, its products and exams. */
#include "cli/generate_plan.h"

#include <assert.h>

void generate_plan_set_days(struct generate_plan *plan, int32_t months, int32_t last_day)
{
    plan->months = months;
    plan->first_month = merit_month_of_day(last_day) - months + 1;
    plan->first_day = merit_month_first_day(plan->first_month);
    plan->last_day = last_day;
}

/* The place of a product, the next one where it is not there yet. */
static int32_t find_product(const struct generate_plan *plan, const char *name)
{
    int32_t at = 0;
    while (at < plan->product_count && strcmp(plan->products[at]->name, name) != 0) {
        at++;
    }
    return at;
}

static uint64_t add_products(struct generate_plan *plan, const struct generate_product *product)
{
    uint64_t all = 0;
    for (; product->name != NULL; product++) {
        int32_t at = find_product(plan, product->name);
        if (at == plan->product_count) {
            assert(plan->product_count < GENERATE_PRODUCTS_MAX);
            plan->products[plan->product_count++] = product;
        }
        all |= UINT64_C(1) << at;
    }
    return all;
}

/* Returns how many there are now. */
static int32_t add_exams(const struct generate_exam *exam,
                         const struct generate_exam **exams,
                         int32_t count)
{
    for (; exam->codes[0] != NULL; exam++) {
        assert(count < GENERATE_EXAMS_MAX);
        exams[count++] = exam;
    }
    return count;
}

void generate_plan_add(struct generate_plan *plan, const struct generate_designation *designation)
{
    for (int32_t i = 0; i < plan->focus_count; i++) {
        if (plan->focuses[i].designation == designation) {
            return;
        }
    }
    assert(plan->focus_count < GENERATE_DESIGNATIONS_MAX);
    struct generate_focus *focus = &plan->focuses[plan->focus_count++];
    focus->designation = designation;
    focus->products = add_products(plan, designation->products);
    focus->intermediate_first = plan->intermediate_count;
    plan->intermediate_count =
        add_exams(designation->intermediate, plan->intermediate, plan->intermediate_count);
    focus->intermediate_count = plan->intermediate_count - focus->intermediate_first;
    focus->advanced_first = plan->advanced_count;
    plan->advanced_count = add_exams(designation->advanced, plan->advanced, plan->advanced_count);
    focus->advanced_count = plan->advanced_count - focus->advanced_first;
}

const struct generate_focus *generate_plan_focus(const struct generate_plan *plan, int32_t partner)
{
    return plan->focus_count > 1 ? &plan->focuses[partner % plan->focus_count] : NULL;
}
