/* Tests of the order in which a generated history arrives. */
#include "check_main.h"
#include "cli/generate_agenda.h"
#include "generate_parts.h"

static void check_order(const struct generate_plan *plan,
                        const struct generate_agenda *agenda,
                        int32_t month)
{
    for (size_t i = 0; i < agenda->count; i++) {
        const struct generate_item *item = &agenda->items[i];
        ck_assert_int_eq(merit_month_of_day(item->arrival_day), month);
        ck_assert_int_le(item->arrival_day, plan->last_day);
        ck_assert_int_ge(item->day, plan->first_day);
        ck_assert_int_ge(item->arrival_day, item->day);
        ck_assert_int_le(item->arrival_day, item->day + GENERATE_LATE_DAYS_MAX);
        if (i > 0) {
            const struct generate_item *before = &agenda->items[i - 1];
            ck_assert(before->arrival_day < item->arrival_day ||
                      (before->arrival_day == item->arrival_day && before->minute <= item->minute));
        }
    }
}

START_TEST(goes_by_arrival)
{
    struct generate_plan plan = generate_parts_plan(20, 300);
    struct generate_agenda agenda = {0};
    plan.last_day -= 10;
    for (int32_t i = 0; i < plan.months; i++) {
        generate_agenda_make(&plan, plan.first_month + i, &agenda);
        ck_assert_uint_gt(agenda.count, 300);
        check_order(&plan, &agenda, plan.first_month + i);
    }
    generate_agenda_fini(&agenda);
}
END_TEST

/* Lateness moves lines, but loses and makes none: but for those that would come after the end. */
START_TEST(delays_some)
{
    struct generate_plan plan = generate_parts_plan(20, 300);
    struct generate_agenda agenda = {0};
    size_t counts[2] = {0, 0};
    size_t late = 0;
    size_t old_stamps = 0;
    for (int run = 0; run < 2; run++) {
        plan.late_percent = run == 0 ? 0 : 20;
        for (int32_t i = 0; i < plan.months; i++) {
            generate_agenda_make(&plan, plan.first_month + i, &agenda);
            check_order(&plan, &agenda, plan.first_month + i);
            counts[run] += agenda.count;
            for (size_t k = 0; run == 1 && k < agenda.count; k++) {
                late += agenda.items[k].arrival_day > agenda.items[k].day + 1;
                old_stamps += agenda.items[k].old_stamp;
            }
        }
    }
    generate_agenda_fini(&agenda);
    ck_assert_uint_gt(counts[1], counts[0] * 96 / 100);
    ck_assert_uint_le(counts[1], counts[0]);
    ck_assert_uint_gt(late, counts[1] * 15 / 100);
    ck_assert_uint_lt(late, counts[1] * 25 / 100);
    ck_assert_uint_gt(old_stamps, late / 3);
    ck_assert_uint_lt(old_stamps, late);
}
END_TEST

CHECK_MAIN_TESTS("generate_agenda", goes_by_arrival, delays_some)
