/* Tests of generated events: good ones, and the same again for the same item. */
#include "check_main.h"
#include "cli/generate_agenda.h"
#include "cli/generate_event.h"
#include "codec/json_write.h"
#include "generate_parts.h"

/* Every line of a history of all six designations, with lateness. */
START_TEST(makes_good_events)
{
    struct generate_plan plan = {.seed = 3, .partners = 20, .tenants = 150, .late_percent = 10};
    struct generate_agenda agenda = {0};
    struct generate_texts texts = {0};
    size_t kinds[3] = {0};
    for (int i = 0; i < 6; i++) {
        generate_plan_add(&plan, &generate_designations[i]);
    }
    generate_plan_set_days(&plan, 18, 19722);
    for (int32_t i = 0; i < plan.months; i++) {
        generate_agenda_make(&plan, plan.first_month + i, &agenda);
        for (size_t k = 0; k < agenda.count; k++) {
            struct merit_event event = generate_event_make(&plan, &agenda.items[k], &texts);
            struct merit_fault fault = merit_event_check(&event);
            ck_assert_msg(fault.bad == MERIT_BAD_NONE, "%s %s", fault.field, fault.reason);
            ck_assert(event.timestamp >= event.occurred_at);
            kinds[event.kind]++;
        }
    }
    generate_agenda_fini(&agenda);
    for (int i = 0; i < 3; i++) {
        ck_assert_uint_gt(kinds[i], 200);
    }
}
END_TEST

START_TEST(repeats_itself)
{
    struct generate_plan plan = generate_parts_plan(20, 100);
    struct generate_agenda agenda = {0};
    struct generate_texts texts = {0};
    struct text_buffer lines[2] = {{0}, {0}};
    for (int run = 0; run < 2; run++) {
        generate_agenda_make(&plan, plan.first_month + 5, &agenda);
        for (size_t i = 0; i < agenda.count; i++) {
            struct merit_event event = generate_event_make(&plan, &agenda.items[i], &texts);
            json_write_event(&lines[run], &event);
        }
    }
    ck_assert_uint_gt(lines[0].length, 10000);
    ck_assert_uint_eq(lines[0].length, lines[1].length);
    ck_assert_mem_eq(lines[0].at, lines[1].at, lines[0].length);
    generate_agenda_fini(&agenda);
    text_buffer_fini(&lines[0]);
    text_buffer_fini(&lines[1]);
}
END_TEST

CHECK_MAIN_TESTS("generate_event", makes_good_events, repeats_itself)
