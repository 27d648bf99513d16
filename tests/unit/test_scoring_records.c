/* Tests of partners and contributors found and put by id and number. */
#include "check_main.h"
#include "scoring_fixture.h"
#include "task/scoring_records.h"

static struct scoring_world world;

static uint32_t make_tenant(uint32_t partner, const char *name)
{
    return scoring_make_contributor(&world.scoring, partner, CONTRIBUTOR_TENANT,
                                    merit_text_of(name));
}

static uint32_t find_tenant(uint32_t partner, const char *name)
{
    return scoring_find_contributor(&world.scoring, partner, CONTRIBUTOR_TENANT,
                                    merit_text_of(name));
}

START_TEST(a_partner_keeps_its_number)
{
    world_begin(&world, 1);
    ck_assert_uint_eq(scoring_find_partner(&world.scoring, merit_text_of("p1")), SCORING_NOBODY);
    uint32_t first = scoring_make_partner(&world.scoring, merit_text_of("p1"));
    uint32_t second = scoring_make_partner(&world.scoring, merit_text_of("p"));
    ck_assert_uint_ne(first, second);
    ck_assert_uint_eq(scoring_make_partner(&world.scoring, merit_text_of("p1")), first);
    ck_assert_uint_eq(scoring_find_partner(&world.scoring, merit_text_of("p")), second);
    struct account account;
    scoring_get_account(&world.scoring, second, &account);
    ck_assert(text_is(account.partner_id, "p"));
    world_end(&world);
}
END_TEST

START_TEST(the_longest_ids_fit)
{
    world_begin(&world, 1);
    char id[MERIT_ID_MAX];
    memset(id, 'i', sizeof id);
    struct merit_text name = {id, sizeof id};
    uint32_t partner = scoring_make_partner(&world.scoring, name);
    uint32_t number = scoring_make_contributor(&world.scoring, partner, CONTRIBUTOR_PERSON, name);
    ck_assert_uint_eq(scoring_find_contributor(&world.scoring, partner, CONTRIBUTOR_PERSON, name),
                      number);
    ck_assert_uint_eq(scoring_find_contributor(&world.scoring, partner, CONTRIBUTOR_TENANT, name),
                      SCORING_NOBODY);
    world_end(&world);
}
END_TEST

START_TEST(a_new_due_day_goes_to_the_heap_once)
{
    world_begin(&world, 1);
    uint32_t partner = scoring_make_partner(&world.scoring, merit_text_of("p1"));
    ck_assert_uint_eq(world.scoring.due.count, 0);
    struct account account;
    scoring_get_account(&world.scoring, partner, &account);
    int32_t old = account.due_day;
    account.due_day = 20000;
    scoring_put_account(&world.scoring, partner, &account, old);
    ck_assert_uint_eq(world.scoring.due.count, 1);
    struct heap_entry entry = heap_least(&world.scoring.due);
    struct heap_entry expected = scoring_due_entry(20000, partner, SCORING_NOBODY);
    ck_assert_int_eq(entry.major, expected.major);
    ck_assert_uint_eq(entry.minor, expected.minor);
    scoring_get_account(&world.scoring, partner, &account);
    ck_assert_int_eq(account.due_day, 20000);
    scoring_put_account(&world.scoring, partner, &account, 20000);
    ck_assert_uint_eq(world.scoring.due.count, 1);
    world_end(&world);
}
END_TEST

START_TEST(the_partner_comes_after_all_its_contributors)
{
    struct heap_entry partner = scoring_due_entry(20000, 5, SCORING_NOBODY);
    struct heap_entry contributor = scoring_due_entry(20000, 5, 4000000000);
    struct heap_entry next = scoring_due_entry(20000, 6, 0);
    ck_assert_uint_lt(contributor.minor, partner.minor);
    ck_assert_uint_lt(partner.minor, next.minor);
}
END_TEST

START_TEST(contributors_are_numbered_from_nothing)
{
    world_begin(&world, 1);
    uint32_t partner = scoring_make_partner(&world.scoring, merit_text_of("p1"));
    uint32_t other = scoring_make_partner(&world.scoring, merit_text_of("p2"));
    ck_assert_uint_eq(make_tenant(partner, "t0"), 0);
    ck_assert_uint_eq(make_tenant(partner, "t1"), 1);
    ck_assert_uint_eq(make_tenant(partner, "t0"), 0);
    ck_assert_uint_eq(make_tenant(other, "t1"), 0);
    struct contributor contributor;
    scoring_get_contributor(&world.scoring, partner, 1, &contributor);
    ck_assert(contributor.kind == CONTRIBUTOR_TENANT && text_is(contributor.name, "t1"));
    ck_assert_uint_eq(contributor.series_count, 0);
    world_end(&world);
}
END_TEST

START_TEST(a_contributor_is_put_back)
{
    world_begin(&world, 1);
    uint32_t partner = scoring_make_partner(&world.scoring, merit_text_of("p1"));
    uint32_t number = make_tenant(partner, "t0");
    struct contributor contributor;
    scoring_get_contributor(&world.scoring, partner, number, &contributor);
    const uint8_t list[] = {1, 2, 3};
    contributor.list = (struct bytes){list, sizeof list};
    scoring_put_contributor(&world.scoring, partner, number, &contributor);
    scoring_get_contributor(&world.scoring, partner, number, &contributor);
    ck_assert_uint_eq(contributor.list.length, 3);
    ck_assert_mem_eq(contributor.list.at, list, 3);
    ck_assert(text_is(contributor.name, "t0"));
    world_end(&world);
}
END_TEST

START_TEST(numbers_that_are_free_are_given_again)
{
    world_begin(&world, 1);
    uint32_t partner = scoring_make_partner(&world.scoring, merit_text_of("p1"));
    for (int i = 0; i < 5; i++) {
        const char name[] = {'t', (char)('0' + i), '\0'};
        make_tenant(partner, name);
    }
    scoring_free_contributor(&world.scoring, partner, 1);
    scoring_free_contributor(&world.scoring, partner, 3);
    ck_assert_uint_eq(find_tenant(partner, "t1"), SCORING_NOBODY);
    ck_assert_uint_eq(find_tenant(partner, "t2"), 2);
    struct contributor contributor;
    scoring_get_contributor(&world.scoring, partner, 3, &contributor);
    ck_assert_int_eq(contributor.kind, CONTRIBUTOR_FREE);
    ck_assert_uint_eq(make_tenant(partner, "n1"), 3);
    ck_assert_uint_eq(make_tenant(partner, "n2"), 1);
    ck_assert_uint_eq(make_tenant(partner, "n3"), 5);
    ck_assert_uint_eq(find_tenant(partner, "n2"), 1);
    world_end(&world);
}
END_TEST

START_TEST(keys_of_series_and_derived_records_differ)
{
    struct key series = scoring_series_key(1, 2, 3);
    struct key other = scoring_series_key(1, 3, 2);
    struct key derived = scoring_derived_key(1, 2);
    ck_assert_uint_eq(series.length, other.length);
    ck_assert_mem_ne(series.bytes, other.bytes, series.length);
    ck_assert_uint_ne(series.bytes[0], derived.bytes[0]);
}
END_TEST

CHECK_MAIN_TESTS("scoring_records",
                 a_partner_keeps_its_number,
                 the_longest_ids_fit,
                 a_new_due_day_goes_to_the_heap_once,
                 the_partner_comes_after_all_its_contributors,
                 contributors_are_numbered_from_nothing,
                 a_contributor_is_put_back,
                 numbers_that_are_free_are_given_again,
                 keys_of_series_and_derived_records_differ)
