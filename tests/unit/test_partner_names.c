/* Tests of the partners that lines name. */
#include "base/memory.h"
#include "check_main.h"
#include "cli/partner_names.h"
#include "event_fixture.h"

START_TEST(each_is_there_once_in_byte_order)
{
    struct partner_names names;
    partner_names_init(&names);
    static const char *const ids[] = {"p9", "p10", "p9", "P1", "p9x"};
    for (size_t i = 0; i < sizeof ids / sizeof ids[0]; i++) {
        partner_names_add(&names, merit_text_of(ids[i]));
    }
    partner_names_add(&names, (struct merit_text){NULL, 0});
    size_t count;
    struct merit_text *sorted = partner_names_sorted(&names, &count);
    static const char *const want[] = {"P1", "p10", "p9", "p9x"};
    ck_assert_uint_eq(count, 4);
    for (size_t i = 0; i < count; i++) {
        ck_assert(merit_text_equal(sorted[i], merit_text_of(want[i])));
    }
    memory_free(sorted);
    partner_names_fini(&names);
}
END_TEST

START_TEST(nobody_is_an_empty_list)
{
    struct partner_names names;
    partner_names_init(&names);
    size_t count;
    memory_free(partner_names_sorted(&names, &count));
    ck_assert_uint_eq(count, 0);
    partner_names_fini(&names);
}
END_TEST

START_TEST(usage_names_nobody)
{
    struct merit_event event = event_association("a1", "p1", "t1", 19500);
    ck_assert(merit_text_equal(partner_names_of_event(&event), merit_text_of("p1")));
    event = event_certification("p2", "n1", "MS-900", 19500);
    ck_assert(merit_text_equal(partner_names_of_event(&event), merit_text_of("p2")));
    event = event_usage("t1", "m365/teams", 1, 19500);
    ck_assert(merit_text_is_null(partner_names_of_event(&event)));
}
END_TEST

CHECK_MAIN_TESTS("partner_names",
                 each_is_there_once_in_byte_order,
                 nobody_is_an_empty_list,
                 usage_names_nobody)
