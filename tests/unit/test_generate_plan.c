/* Tests of what a generated history is made from. */
#include "check_main.h"
#include "generate_parts.h"

START_TEST(counts_whole_months_back)
{
    struct generate_plan plan = {0};
    generate_plan_set_days(&plan, 24, merit_day_of_date((struct merit_date){2023, 12, 31}));
    ck_assert_int_eq(plan.first_day, merit_day_of_date((struct merit_date){2022, 1, 1}));
    generate_plan_set_days(&plan, 1, merit_day_of_date((struct merit_date){2023, 6, 15}));
    ck_assert_int_eq(plan.first_day, merit_day_of_date((struct merit_date){2023, 6, 1}));
    ck_assert_int_eq(plan.last_day, merit_day_of_date((struct merit_date){2023, 6, 15}));
}
END_TEST

/* All six fit, and what several of them name is there once. */
START_TEST(has_each_product_once)
{
    struct generate_plan plan = {0};
    for (int i = 0; i < 6; i++) {
        generate_plan_add(&plan, &generate_designations[i]);
    }
    ck_assert_int_gt(plan.product_count, 30);
    for (int32_t i = 0; i < plan.product_count; i++) {
        for (int32_t k = 0; k < i; k++) {
            ck_assert_str_ne(plan.products[i]->name, plan.products[k]->name);
        }
    }
}
END_TEST

CHECK_MAIN_TESTS("generate_plan", counts_whole_months_back, has_each_product_once)
