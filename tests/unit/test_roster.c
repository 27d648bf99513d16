/* Tests of the list of where scoring's records are. */
#include "check_main.h"
#include "task/roster.h"

START_TEST(what_is_added_is_empty_and_stays)
{
    struct roster roster = {.designation_count = 3};
    static struct table_block block;
    for (uint32_t p = 0; p < 200; p += 7) {
        struct roster_partner *partner = roster_add_partner(&roster, p);
        ck_assert_ptr_null(partner->account);
        ck_assert_ptr_null(partner->sums[2]);
        partner->account = &block;
        partner->sums[2] = &block;
        for (uint32_t c = 0; c < 50; c += 3) {
            ck_assert_ptr_null(roster_add_contributor(&roster, p, c)->record);
            roster_contributor(&roster, p, c)->record = &block;
        }
    }
    for (uint32_t p = 0; p < 200; p++) {
        ck_assert_ptr_eq(roster.partners[p].account, p % 7 == 0 ? &block : NULL);
        if (p % 7 == 0) {
            ck_assert_ptr_eq(roster_add_partner(&roster, p)->sums[2], &block);
            ck_assert_ptr_eq(roster_add_contributor(&roster, p, 48)->record, &block);
            ck_assert_ptr_null(roster_add_contributor(&roster, p, 49)->record);
        }
    }
    roster_fini(&roster);
}
END_TEST

START_TEST(series_may_be_found_in_any_order)
{
    struct roster roster = {.designation_count = 1};
    struct table_block *blocks[300];
    for (uint32_t i = 0; i < 300; i++) {
        blocks[i] = memory_allocate(sizeof(struct table_block));
    }
    struct roster_contributor *tenant = roster_add_contributor(&roster, 0, 0);
    for (uint32_t i = 0; i < 300; i++) {
        uint32_t series = i * 77 % 300;
        roster_set_series(tenant, series, blocks[series]);
    }
    ck_assert_uint_ge(tenant->series_capacity, 300);
    for (uint32_t i = 0; i < tenant->series_capacity; i++) {
        ck_assert_ptr_eq(tenant->series[i], i < 300 ? blocks[i] : NULL);
    }
    for (uint32_t i = 0; i < 300; i++) {
        memory_free(blocks[i]);
    }
    roster_fini(&roster);
    ck_assert_ptr_null(roster.partners);
}
END_TEST

CHECK_MAIN_TESTS("roster", what_is_added_is_empty_and_stays, series_may_be_found_in_any_order)
