/* Tests of a tenant's derived record changed where it stands: as if all of it were computed anew.
 */
#include "check_main.h"
#include "scoring_fixture.h"
#include "task/patch.h"
#include "task/refresh.h"
#include "task/sums.h"

enum { TODAY = 19500 /* 2023-05-23 */, PARTNER = 0, TENANT = 0 };

static struct scoring_world world;
static uint32_t changed;

static void send_usage(const char *product, int32_t day, int64_t users, int64_t revenue)
{
    world_group(&world, "p1", "t1", TODAY, "eu");
    world_add_usage(&world, product, day, users, revenue);
    ck_assert(world_send(&world));
}

/* Series 0 teams, 1 intune, 2 azure/vm, 3 what no rule counts. */
static void begin(void)
{
    world_begin(&world, 1);
    world_day(&world, TODAY);
    world_group(&world, "p1", "t1", TODAY, "el");
    world_add_link(&world, "a1", MERIT_TYPE_CPOR, on(2022, 1, 1), MERIT_NO_DAY);
    world_add_link(&world, "a2", MERIT_TYPE_PAL, on(2022, 1, 1), MERIT_NO_DAY);
    ck_assert(world_send(&world));
    send_usage("m365/teams", TODAY, 20, MERIT_NO_FIGURE);
    send_usage("m365/intune", TODAY, 5, MERIT_NO_FIGURE);
    send_usage("azure/vm", on(2023, 4, 30), MERIT_NO_FIGURE, 50);
    send_usage("d365/other", TODAY, 5, 5);
}

/* Changes the reports of a series and nothing else. */
static void report(const char *product, int32_t day, int64_t users, int64_t revenue)
{
    struct contributor tenant;
    scoring_get_contributor(&world.scoring, PARTNER, TENANT, &tenant);
    struct series_owner owner = scoring_series_of(&world.scoring, PARTNER, TENANT, &tenant);
    struct series_names names = {.product = merit_text_of(product)};
    struct series_place place;
    series_find(&owner, &names, &place);
    ck_assert_uint_lt(place.index, tenant.series_count);
    struct buffer ledger = {0};
    struct buffer scratch = {0};
    buffer_put(&ledger, place.ledger.at, place.ledger.length);
    struct ledger_report what = {day, {users, MERIT_NO_FIGURE, revenue}, 0};
    uint32_t figures;
    ledger_put(&ledger, false, &what, on(2021, 1, 1), &figures);
    struct table_block *stored =
        series_store(&owner, &place, &names, buffer_view(&ledger), &scratch);
    roster_set_series(roster_contributor(&world.scoring.roster, PARTNER, TENANT), place.index,
                      stored);
    buffer_fini(&ledger);
    buffer_fini(&scratch);
}

static enum patch_result patch(uint32_t series)
{
    struct refresh_target target = {PARTNER, TENANT, series};
    arena_reset(&world.scoring.scratch);
    return patch_tenant(&world.scoring, &target, &changed);
}

/* Computing all of it anew finds nothing left to change. */
static void assert_whole(void)
{
    struct buffer before = {0};
    struct key key = scoring_derived_key(PARTNER, TENANT);
    struct bytes record = state_get(&world.state, key_view(&key));
    buffer_put(&before, record.at, record.length);
    arena_reset(&world.scoring.scratch);
    ck_assert_uint_eq(refresh_contributor(&world.scoring, PARTNER, TENANT, REFRESH_ALL, 0), 0);
    record = state_get(&world.state, key_view(&key));
    ck_assert_int_eq(derived_due_day(record), derived_due_day(buffer_view(&before)));
    buffer_fini(&before);
}

static int64_t sum_of(uint8_t designation, int slot)
{
    merit_int128 sums[MERIT_SLOTS_MAX];
    struct sums_of of = scoring_sums_of(&world.scoring, PARTNER, designation,
                                        world.scoring.today.spans[designation]);
    ck_assert(sums_read(&of, sums));
    return (int64_t)sums[slot];
}

START_TEST(a_changed_figure_is_carried_to_the_sums)
{
    begin();
    report("m365/teams", TODAY, 31, MERIT_NO_FIGURE);
    ck_assert_int_eq(patch(0), PATCH_DONE);
    ck_assert_uint_eq(changed, 1U << FIXTURE_USERS);
    ck_assert_int_eq(sum_of(FIXTURE_USERS, FIXTURE_NOW), 36);
    ck_assert_int_eq(sum_of(FIXTURE_USERS, FIXTURE_CUSTOMERS), 1);
    assert_whole();
    report("m365/teams", TODAY, 9, MERIT_NO_FIGURE);
    ck_assert_int_eq(patch(0), PATCH_DONE);
    ck_assert_int_eq(sum_of(FIXTURE_USERS, FIXTURE_NOW), 14);
    ck_assert_msg(sum_of(FIXTURE_USERS, FIXTURE_CUSTOMERS) == 0, "no product has 10");
    assert_whole();
    world_end(&world);
}
END_TEST

/* No computing anew between: each patch goes on from what the last one left in the record. */
START_TEST(many_changes_follow_each_other)
{
    begin();
    uint64_t seed = 2;
    int64_t teams = 20;
    int64_t intune = 5;
    for (int step = 0; step < 300; step++) {
        int64_t users = (int64_t)random_below(&seed, 20);
        bool of_teams = random_below(&seed, 2) == 0;
        teams = of_teams ? users : teams;
        intune = of_teams ? intune : users;
        report(of_teams ? "m365/teams" : "m365/intune", TODAY, users, MERIT_NO_FIGURE);
        ck_assert_int_eq(patch(of_teams ? 0 : 1), PATCH_DONE);
        ck_assert_int_eq(sum_of(FIXTURE_USERS, FIXTURE_NOW), teams + intune);
        ck_assert_int_eq(sum_of(FIXTURE_USERS, FIXTURE_CUSTOMERS), teams >= 10 || intune >= 10);
    }
    assert_whole();
    world_end(&world);
}
END_TEST

START_TEST(what_changes_no_term_changes_nothing)
{
    begin();
    report("m365/teams", TODAY - 1, 3, MERIT_NO_FIGURE);
    ck_assert_int_eq(patch(0), PATCH_DONE);
    ck_assert_uint_eq(changed, 0);
    report("m365/teams", TODAY, MERIT_NO_FIGURE, 500);
    ck_assert_int_eq(patch(0), PATCH_DONE);
    ck_assert_uint_eq(changed, 0);
    assert_whole();
    world_end(&world);
}
END_TEST

START_TEST(what_no_rule_counts_changes_nothing)
{
    begin();
    report("d365/other", TODAY, 50, 50);
    ck_assert_int_eq(patch(3), PATCH_DONE);
    ck_assert_uint_eq(changed, 0);
    assert_whole();
    world_end(&world);
}
END_TEST

START_TEST(a_report_of_a_day_to_come_makes_it_due)
{
    begin();
    size_t due = world.scoring.due.count;
    report("m365/intune", TODAY + 1, 50, MERIT_NO_FIGURE);
    ck_assert_int_eq(patch(1), PATCH_DONE);
    ck_assert_uint_eq(changed, 0);
    ck_assert_uint_eq(world.scoring.due.count, due + 1);
    struct key key = scoring_derived_key(PARTNER, TENANT);
    ck_assert_int_eq(derived_due_day(state_get(&world.state, key_view(&key))), TODAY + 1);
    assert_whole();
    report("m365/intune", TODAY + 2, 50, MERIT_NO_FIGURE);
    ck_assert_int_eq(patch(1), PATCH_DONE);
    ck_assert_uint_eq(world.scoring.due.count, due + 1);
    assert_whole();
    world_end(&world);
}
END_TEST

/* The patch either does it all, or says that it cannot; then computing all of it anew does. */
static void patch_or_refresh(uint32_t series)
{
    if (patch(series) == PATCH_IMPOSSIBLE) {
        arena_reset(&world.scoring.scratch);
        refresh_contributor(&world.scoring, PARTNER, TENANT, REFRESH_ALL, 0);
    }
    assert_whole();
}

START_TEST(numbers_may_grow_to_any_width)
{
    begin();
    for (int64_t users = 1; users <= MERIT_FIGURE_MAX; users *= 10) {
        report("m365/teams", TODAY, users, MERIT_NO_FIGURE);
        patch_or_refresh(0);
        ck_assert_int_eq(sum_of(FIXTURE_USERS, FIXTURE_NOW), users + 5);
    }
    for (int64_t users = MERIT_FIGURE_MAX; users > 0; users /= 10) {
        report("m365/teams", TODAY, users, MERIT_NO_FIGURE);
        ck_assert_int_eq(patch(0), PATCH_DONE);
        ck_assert_int_eq(sum_of(FIXTURE_USERS, FIXTURE_NOW), users + 5);
        assert_whole();
    }
    world_end(&world);
}
END_TEST

START_TEST(products_that_begin_to_count_are_counted)
{
    begin();
    ck_assert_int_eq(sum_of(FIXTURE_PRODUCTS, 0), 1);
    report("azure/vm", on(2023, 4, 30), MERIT_NO_FIGURE, 0);
    ck_assert_int_eq(patch(2), PATCH_DONE);
    ck_assert_uint_eq(changed, 1U << FIXTURE_PRODUCTS);
    ck_assert_int_eq(sum_of(FIXTURE_PRODUCTS, 0), 0);
    assert_whole();
    report("azure/vm", on(2023, 4, 30), MERIT_NO_FIGURE, 7);
    ck_assert_int_eq(patch(2), PATCH_DONE);
    ck_assert_uint_eq(changed, 1U << FIXTURE_PRODUCTS);
    ck_assert_int_eq(sum_of(FIXTURE_PRODUCTS, 0), 1);
    assert_whole();
    report("azure/vm", on(2023, 4, 30), MERIT_NO_FIGURE, 6);
    ck_assert_int_eq(patch(2), PATCH_DONE);
    ck_assert_msg(changed == 0, "as many products count as before");
    assert_whole();
    report("azure/vm", TODAY, MERIT_NO_FIGURE, 7);
    ck_assert_int_eq(patch(2), PATCH_DONE);
    ck_assert_msg(changed == 0, "May does not count in May");
    assert_whole();
    world_end(&world);
}
END_TEST

/* What a product earns goes on from patch to patch, and comes to nothing in the end. */
START_TEST(what_a_product_earns_is_carried_by_product)
{
    begin();
    uint64_t seed = 3;
    for (int step = 0; step < 300; step++) {
        int64_t revenue = (int64_t)random_below(&seed, 3) * 1000;
        report("azure/vm", on(2023, 4, 30), MERIT_NO_FIGURE, revenue);
        ck_assert_int_eq(patch(2), PATCH_DONE);
        ck_assert_int_eq(sum_of(FIXTURE_PRODUCTS, 0), revenue > 0);
    }
    assert_whole();
    refresh_contributor(&world.scoring, PARTNER, TENANT, REFRESH_NONE, 0);
    ck_assert_msg(sum_of(FIXTURE_PRODUCTS, 0) == 0, "what it said is what was added");
    world_end(&world);
}
END_TEST

START_TEST(what_the_record_does_not_know_is_impossible)
{
    begin();
    ck_assert_msg(patch(4) == PATCH_IMPOSSIBLE, "a new series");
    scoring_put_derived(&world.scoring, PARTNER, TENANT, (struct bytes){NULL, 0});
    ck_assert_msg(patch(0) == PATCH_IMPOSSIBLE, "no record");
    world_end(&world);
}
END_TEST

START_TEST(a_record_under_other_rules_is_impossible)
{
    begin();
    world.scoring.today.spans[FIXTURE_PRODUCTS] = 1;
    ck_assert_int_eq(patch(2), PATCH_IMPOSSIBLE);
    world_end(&world);
}
END_TEST

CHECK_MAIN_TESTS("patch",
                 a_changed_figure_is_carried_to_the_sums,
                 many_changes_follow_each_other,
                 what_changes_no_term_changes_nothing,
                 what_no_rule_counts_changes_nothing,
                 a_report_of_a_day_to_come_makes_it_due,
                 numbers_may_grow_to_any_width,
                 products_that_begin_to_count_are_counted,
                 what_a_product_earns_is_carried_by_product,
                 what_the_record_does_not_know_is_impossible,
                 a_record_under_other_rules_is_impossible)
