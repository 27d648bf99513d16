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

static bool has_product(const struct generate_plan *plan, const char *name)
{
    for (int32_t i = 0; i < plan->product_count; i++) {
        if (strcmp(plan->products[i]->name, name) == 0) {
            return true;
        }
    }
    return false;
}

void generate_plan_add(struct generate_plan *plan, const struct generate_designation *designation)
{
    for (const struct generate_product *product = designation->products; product->name != NULL;
         product++) {
        if (!has_product(plan, product->name)) {
            assert(plan->product_count < GENERATE_PRODUCTS_MAX);
            plan->products[plan->product_count++] = product;
        }
    }
    for (const struct generate_exam *exam = designation->intermediate; exam->codes[0] != NULL;
         exam++) {
        assert(plan->intermediate_count < GENERATE_EXAMS_MAX);
        plan->intermediate[plan->intermediate_count++] = exam;
    }
    for (const struct generate_exam *exam = designation->advanced; exam->codes[0] != NULL; exam++) {
        assert(plan->advanced_count < GENERATE_EXAMS_MAX);
        plan->advanced[plan->advanced_count++] = exam;
    }
}
