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
    struct generate_plan plan = generate_parts_plan_of_six(10, 10);
    ck_assert_int_gt(plan.product_count, 30);
    for (int32_t i = 0; i < plan.product_count; i++) {
        for (int32_t k = 0; k < i; k++) {
            ck_assert_str_ne(plan.products[i]->name, plan.products[k]->name);
        }
    }
}
END_TEST

static bool exam_is_of(const struct generate_exam *exam, const struct generate_exam *list)
{
    while (list->codes[0] != NULL && list != exam) {
        list++;
    }
    return list == exam;
}

START_TEST(partners_take_turns_at_what_they_are_best_at)
{
    struct generate_plan plan = generate_parts_plan_of_six(100, 1000);
    for (int32_t partner = 0; partner < 12; partner++) {
        const struct generate_focus *focus = generate_plan_focus(&plan, partner);
        const struct generate_designation *designation = &generate_designations[partner % 6];
        ck_assert_ptr_eq(focus->designation, designation);
        int products = 0;
        for (const struct generate_product *product = designation->products; product->name != NULL;
             product++, products++) {
            int32_t at = 0;
            while (strcmp(plan.products[at]->name, product->name) != 0) {
                at++;
            }
            ck_assert_msg((focus->products >> at & 1) != 0, "%s", product->name);
        }
        ck_assert_int_eq(__builtin_popcountll(focus->products), products);
        ck_assert_int_gt(focus->intermediate_count, 0);
        for (int32_t i = 0; i < focus->intermediate_count; i++) {
            ck_assert(exam_is_of(plan.intermediate[focus->intermediate_first + i],
                                 designation->intermediate));
        }
        ck_assert_int_gt(focus->advanced_count, 0);
        for (int32_t i = 0; i < focus->advanced_count; i++) {
            ck_assert(exam_is_of(plan.advanced[focus->advanced_first + i], designation->advanced));
        }
    }
}
END_TEST

START_TEST(of_one_designation_there_is_no_choice)
{
    struct generate_plan plan = generate_parts_plan(10, 10);
    ck_assert_ptr_null(generate_plan_focus(&plan, 3));
    for (int i = 0; i < 100; i++) {
        generate_plan_add(&plan, &generate_designations[0]);
    }
    ck_assert_msg(plan.focus_count == 1, "named again, it adds nothing");
}
END_TEST

CHECK_MAIN_TESTS("generate_plan",
                 counts_whole_months_back,
                 has_each_product_once,
                 partners_take_turns_at_what_they_are_best_at,
                 of_one_designation_there_is_no_choice)
