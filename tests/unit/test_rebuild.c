/* Tests of what is computed again from the records that the change log carries. */
#include "check_main.h"
#include "scoring_fixture.h"
#include "task/rebuild.h"
#include "task/scoring_records.h"

#include <stdio.h>

enum { TENANTS = 5 };

static struct scoring_world world;
static struct table before;

static void copy_records(const struct table *from, struct table *to, bool logged)
{
    table_init(to);
    size_t cursor = 0;
    struct bytes key;
    struct bytes value;
    while (table_walk(from, &cursor, &key, &value)) {
        if (!logged || key_logged[key.at[0]]) {
            table_put(to, key, value);
        }
    }
}

/* Goes on from what is logged; `before` is then all that there was. */
static void reopen_from_log(void)
{
    scoring_save(&world.scoring);
    copy_records(&world.state, &before, false);
    struct table logged;
    copy_records(&world.state, &logged, true);
    int32_t certification_day = world.scoring.certification_day;
    scoring_fini(&world.scoring);
    table_fini(&world.state);
    world.state = logged;
    ck_assert(world_open(&world));
    world.scoring.certification_day = certification_day;
}

/* Sums that are all zero may have a record or none. */
static bool says_nothing(struct bytes key, struct bytes value)
{
    return key.at[0] == KEY_SUMS && all_bytes_are(value.at, value.length, 0);
}

/* Every record of the one is in the other as it is. */
static void assert_holds(const struct table *table, const struct table *other)
{
    size_t cursor = 0;
    struct bytes key;
    struct bytes value;
    while (table_walk(table, &cursor, &key, &value)) {
        struct bytes found = state_get(other, key);
        if (found.at == NULL) {
            ck_assert_msg(says_nothing(key, value), "a record of kind %c", key.at[0]);
            continue;
        }
        ck_assert_uint_eq(found.length, value.length);
        ck_assert_msg(value.length == 0 || memcmp(found.at, value.at, value.length) == 0,
                      "a record of kind %c", key.at[0]);
    }
}

static void assert_as_before(void)
{
    scoring_save(&world.scoring);
    assert_holds(&before, &world.state);
    assert_holds(&world.state, &before);
    table_fini(&before);
}

/* Tenants with users and revenue, whose claims and months give due days; a person. */
static void begin(int32_t day)
{
    world_begin(&world, 1);
    world_day(&world, day);
    for (int i = 0; i < TENANTS; i++) {
        char tenant[8];
        (void)snprintf(tenant, sizeof tenant, "t%d", i);
        world_group(&world, i < 3 ? "p1" : "p2", tenant, day, "e1");
        world_add_link(&world, "a1", MERIT_TYPE_CPOR, on(2022, 1, 1),
                       i == 4 ? day + 2 : MERIT_NO_DAY);
        world_add_link(&world, "a2", MERIT_TYPE_PAL, on(2022, 1, 1), MERIT_NO_DAY);
        world_add_usage(&world, "m365/teams", day, 7 + i, MERIT_NO_FIGURE);
        world_add_usage(&world, i % 2 == 0 ? "azure/vm" : "azure/sql", day, MERIT_NO_FIGURE, 100);
        ck_assert(world_send(&world));
    }
    struct merit_event event = event_certification("p1", "n1", "AZ-104", day);
    event.certification.expires_day = day + 2;
    scoring_certify(&world.scoring, &event);
    world_run(&world);
}

START_TEST(what_follows_is_as_it_was)
{
    begin(on(2023, 5, 10));
    reopen_from_log();
    assert_as_before();
    world_end(&world);
}
END_TEST

START_TEST(it_goes_on_as_if_never_stopped)
{
    char undisturbed[OUTPUTS_SAID_BYTES];
    for (int32_t day = on(2023, 5, 10); day <= on(2023, 6, 2); day++) {
        begin(on(2023, 5, 10));
        (void)world_said(&world, true);
        world_day(&world, on(2023, 7, 2));
        (void)snprintf(undisturbed, sizeof undisturbed, "%s", world_said(&world, true));
        world_end(&world);
        begin(on(2023, 5, 10));
        (void)world_said(&world, true);
        world_day(&world, day);
        size_t so_far = strlen(world_said(&world, true));
        reopen_from_log();
        assert_as_before();
        world_day(&world, on(2023, 7, 2));
        ck_assert_str_eq(world_said(&world, true), undisturbed + so_far);
        world_end(&world);
    }
}
END_TEST

/* In the middle of a day's start some contributors are as of the day, others as of the day before;
 * on 2023-06-01 those days have other rules. */
static void stop_in_start(int32_t day, int pieces)
{
    begin(day - 2);
    (void)world_said(&world, true);
    world_watermark(&world, 0, day);
    while (world.scoring.day < day) {
        ck_assert(scoring_step(&world.scoring));
    }
    for (int i = 0; i < pieces; i++) {
        ck_assert(scoring_has_work(&world.scoring));
        ck_assert(scoring_step(&world.scoring));
    }
    reopen_from_log();
    ck_assert_int_eq(world.scoring.day, day);
    assert_as_before();
    world_end(&world);
}

static int pieces_of_start(int32_t day)
{
    begin(day - 2);
    world_watermark(&world, 0, day);
    while (world.scoring.day < day) {
        ck_assert(scoring_step(&world.scoring));
    }
    int pieces = 0;
    for (; scoring_has_work(&world.scoring); pieces++) {
        ck_assert(scoring_step(&world.scoring));
    }
    world_end(&world);
    return pieces;
}

START_TEST(a_days_start_may_be_under_way)
{
    const int32_t days[] = {on(2023, 5, 12), on(2023, 6, 1)};
    for (int i = 0; i < 2; i++) {
        int all = pieces_of_start(days[i]);
        ck_assert_int_gt(all, i == 0 ? 1 : TENANTS);
        for (int pieces = 0; pieces <= all; pieces++) {
            stop_in_start(days[i], pieces);
        }
    }
}
END_TEST

START_TEST(nothing_follows_from_a_number_that_is_free)
{
    begin(on(2023, 5, 10));
    world_group(&world, "p1", "t1", on(2023, 5, 10), "e2");
    fact_detach(&world.facts.bytes);
    ck_assert(world_send(&world));
    world_run(&world);
    reopen_from_log();
    ck_assert_ptr_null(roster_contributor(&world.scoring.roster, 0, 1)->derived);
    assert_as_before();
    world_end(&world);
}
END_TEST

START_TEST(what_was_kept_stays)
{
    begin(on(2023, 5, 10));
    struct key key = scoring_derived_key(0, 0);
    const struct table_block *kept = table_find(&world.state, key_view(&key));
    int64_t points = world_points(&world, "p1", FIXTURE_USERS);
    rebuild_derived(&world.scoring, false);
    ck_assert_ptr_eq(table_find(&world.state, key_view(&key)), kept);
    ck_assert_int_eq(world_points(&world, "p1", FIXTURE_USERS), points);
    world_end(&world);
}
END_TEST

CHECK_MAIN_TESTS("rebuild",
                 what_follows_is_as_it_was,
                 it_goes_on_as_if_never_stopped,
                 a_days_start_may_be_under_way,
                 nothing_follows_from_a_number_that_is_free,
                 what_was_kept_stays)
