/* Tests of what is found again from the records alone, and of records that are missing. */
#include "check_main.h"
#include "scoring_fixture.h"
#include "task/reopen.h"
#include "task/scoring_records.h"

enum { TODAY = 19500 /* 2023-05-23 */, TENANTS = 6 };

static struct scoring_world world;

static void send_usage(const char *tenant, const char *product)
{
    world_group(&world, "p1", tenant, TODAY, "eu");
    world_add_usage(&world, product, TODAY, 20, 5);
    ck_assert(world_send(&world));
}

static void begin(void)
{
    world_begin(&world, 1);
    world_day(&world, TODAY);
    for (int i = 0; i < TENANTS; i++) {
        const char name[] = {'t', (char)('0' + i), '\0'};
        send_usage(name, "m365/teams");
        send_usage(name, "azure/vm");
    }
    struct merit_event event = event_certification("p2", "n1", "AZ-104", TODAY);
    scoring_certify(&world.scoring, &event);
    scoring_free_contributor(&world.scoring, 0, 2);
}

START_TEST(records_are_where_they_were)
{
    begin();
    world_reopen(&world);
    ck_assert_uint_eq(scoring_find_partner(&world.scoring, merit_text_of("p2")), 1);
    ck_assert_uint_eq(
        scoring_find_contributor(&world.scoring, 1, CONTRIBUTOR_PERSON, merit_text_of("n1")), 0);
    for (uint32_t i = 0; i < TENANTS; i++) {
        const char name[] = {'t', (char)('0' + i), '\0'};
        ck_assert_uint_eq(
            scoring_find_contributor(&world.scoring, 0, CONTRIBUTOR_TENANT, merit_text_of(name)),
            i == 2 ? SCORING_NOBODY : i);
        const struct roster_contributor *at = roster_contributor(&world.scoring.roster, 0, i);
        struct key derived = scoring_derived_key(0, i);
        ck_assert_ptr_eq(at->derived, table_find(&world.state, key_view(&derived)));
        for (uint32_t s = 0; s < 2 && i != 2; s++) {
            struct key series = scoring_series_key(0, i, s);
            ck_assert_ptr_eq(at->series[s], table_find(&world.state, key_view(&series)));
        }
    }
    ck_assert_uint_eq(
        scoring_make_contributor(&world.scoring, 0, CONTRIBUTOR_TENANT, merit_text_of("new")), 2);
    world_end(&world);
}
END_TEST

/* The kinds that nothing else follows from: without one of them the rest makes no sense. */
START_TEST(a_missing_record_is_seen)
{
    const char kinds[] = {KEY_PARTNER, KEY_CONTRIBUTOR, KEY_SERIES};
    for (size_t k = 0; k < sizeof kinds; k++) {
        begin();
        scoring_save(&world.scoring);
        size_t cursor = 0;
        struct table_block *block = table_next(&world.state, &cursor);
        while (block->bytes[0] != kinds[k]) {
            block = table_next(&world.state, &cursor);
        }
        table_remove(&world.state, table_block_key(block));
        scoring_fini(&world.scoring);
        ck_assert(!world_open(&world));
        world_end(&world);
    }
}
END_TEST

START_TEST(numbers_beyond_all_records_are_refused)
{
    begin();
    scoring_save(&world.scoring);
    struct key key = scoring_derived_key(0, 4000000000);
    table_put(&world.state, key_view(&key), (struct bytes){key.bytes, 8});
    scoring_fini(&world.scoring);
    ck_assert(!world_open(&world));
    world_end(&world);
}
END_TEST

CHECK_MAIN_TESTS("reopen",
                 records_are_where_they_were,
                 a_missing_record_is_seen,
                 numbers_beyond_all_records_are_refused)
