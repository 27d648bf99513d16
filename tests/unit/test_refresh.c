/* Tests of what follows from a contributor's records: one change at a time comes to the same as all
 * at once. */
#include "check_main.h"
#include "scoring_fixture.h"
#include "task/refresh.h"
#include "task/sums.h"

enum { ITEMS_MAX = 400, TENANTS = 3 };

/* ---- one fact at a time, and all at once ------------------------------------------------- */

enum item_kind { ITEM_USAGE, ITEM_LINK, ITEM_UNLINK };

struct item {
    enum item_kind kind;
    int tenant;
    const char *name; /* product, or association */
    int32_t day;      /* as_of, or start */
    int32_t end_day;
    int64_t users;
    int64_t revenue;
    enum merit_association_type type;
};

static struct item random_item(uint64_t *seed, int32_t today)
{
    static const char *const products[] = {"m365/teams", "m365/intune", "azure/vm",  "azure/sql",
                                           "azure/",     "m365/other",  "d365/sales"};
    static const char *const links[] = {"a1", "a2", "a3", "a4"};
    struct item item = {.tenant = (int)random_below(seed, TENANTS)};
    uint64_t choice = random_below(seed, 10);
    item.kind = choice < 7 ? ITEM_USAGE : choice < 9 ? ITEM_LINK : ITEM_UNLINK;
    item.day = today + 40 - (int32_t)random_below(seed, 420);
    if (item.kind == ITEM_USAGE) {
        item.name = products[random_below(seed, 7)];
        item.users = random_below(seed, 4) == 0 ? MERIT_NO_FIGURE : (int64_t)random_below(seed, 30);
        item.users *= item.users > 25 ? 1000000000 : 1;
        item.revenue =
            random_below(seed, 2) == 0 ? MERIT_NO_FIGURE : (int64_t)random_below(seed, 3);
    } else {
        item.name = links[random_below(seed, 4)];
        item.end_day =
            random_below(seed, 2) == 0 ? MERIT_NO_DAY : item.day + (int32_t)random_below(seed, 300);
        item.type = random_below(seed, 2) == 0 ? MERIT_TYPE_CPOR : MERIT_TYPE_PAL;
    }
    return item;
}

static void add_item(struct scoring_world *world, const struct item *item)
{
    switch (item->kind) {
    case ITEM_USAGE:
        world_add_usage(world, item->name, item->day, item->users, item->revenue);
        break;
    case ITEM_LINK:
        world_add_link(world, item->name, item->type, item->day, item->end_day);
        break;
    case ITEM_UNLINK:
        fact_unlink(&world->facts.bytes, merit_text_of(item->name));
        break;
    }
}

static const char *tenant_name(int tenant)
{
    static const char *const names[TENANTS] = {"t0", "t1", "t2"};
    return names[tenant];
}

static void send_item(struct scoring_world *world, const struct item *item, int32_t day)
{
    world_group(world, "p1", tenant_name(item->tenant), day, "e1");
    add_item(world, item);
    ck_assert(world_send(world));
}

/* All of a tenant's items in one group: computed once, at its end. */
static void send_all(struct scoring_world *world,
                     const struct item *items,
                     size_t count,
                     int32_t day)
{
    for (int tenant = 0; tenant < TENANTS; tenant++) {
        world_group(world, "p1", tenant_name(tenant), day, "e1");
        for (size_t i = 0; i < count; i++) {
            if (items[i].tenant == tenant) {
                add_item(world, &items[i]);
            }
        }
        ck_assert(world_send(world));
    }
}

static void assert_same_sums(struct scoring_world *one, struct scoring_world *all, uint64_t seed)
{
    for (uint8_t d = 0; d < FIXTURE_DESIGNATIONS; d++) {
        merit_int128 sums[2][MERIT_SLOTS_MAX] = {{0}};
        struct scoring_world *worlds[] = {one, all};
        for (int i = 0; i < 2; i++) {
            uint32_t partner = scoring_find_partner(&worlds[i]->scoring, merit_text_of("p1"));
            struct sums_of of =
                scoring_sums_of(&worlds[i]->scoring, partner, d, worlds[i]->scoring.today.spans[d]);
            ck_assert(sums_read(&of, sums[i]));
        }
        for (int s = 0; s < MERIT_SLOTS_MAX; s++) {
            ck_assert_msg(
                sums[0][s] == sums[1][s], "seed %llu: slot %d of designation %d: %lld, %lld",
                (unsigned long long)seed, s, d, (long long)sums[0][s], (long long)sums[1][s]);
        }
    }
}

/* The products' designation, and users too, with several slots by product: of all that is sold, of
 * what customers with 10 users have, of changes; and one slot that is not by product between. */
static void add_slots(struct program_fixture *fixture)
{
    static struct merit_slot sold[3];
    static struct merit_slot used[5];
    sold[0] = fixture->products_slots[0];
    sold[1] = (struct merit_slot){.kind = MERIT_SLOT_SUM, .guard = MERIT_NONE, .terms = 1};
    sold[2] = sold[0];
    for (int i = 2; i < 4; i++) {
        fixture->spans[i].slot_count = 3;
        fixture->spans[i].slots = sold;
    }
    memcpy(used, fixture->users_slots, sizeof fixture->users_slots);
    used[1] = (struct merit_slot){.kind = MERIT_SLOT_BY_PRODUCT, .guard = 0, .terms = 1};
    used[3] = (struct merit_slot){.kind = MERIT_SLOT_SUM, .guard = 2, .terms = 3};
    used[4] = (struct merit_slot){.kind = MERIT_SLOT_BY_PRODUCT, .guard = MERIT_NONE, .terms = 2};
    fixture->spans[0].slot_count = 5;
    fixture->spans[0].slots = used;
}

static void run_seed(uint64_t seed, void (*change)(struct program_fixture *fixture))
{
    static struct scoring_world one;
    static struct scoring_world all;
    static struct item items[ITEMS_MAX];
    uint64_t first_seed = seed;
    int32_t today = on(2023, 4, 20) + (int32_t)random_below(&seed, 60);
    size_t count = 1 + random_below(&seed, ITEMS_MAX);
    world_begin_with(&one, 1, change);
    world_begin_with(&all, 1, change);
    world_day(&one, today);
    for (size_t i = 0; i < count; i++) {
        if (random_below(&seed, 12) == 0) {
            world_day(&one, ++today);
        }
        items[i] = random_item(&seed, today);
        send_item(&one, &items[i], today);
    }
    world_day(&all, today);
    send_all(&all, items, count, today);
    assert_same_sums(&one, &all, first_seed);
    for (int i = 0; i < 80; i++) {
        today++;
        world_day(&one, today);
        world_day(&all, today);
        assert_same_sums(&one, &all, first_seed);
    }
    world_end(&one);
    world_end(&all);
}

START_TEST(one_fact_at_a_time_is_as_all_at_once)
{
    for (uint64_t seed = 1; seed <= 60; seed++) {
        run_seed(seed, NULL);
    }
}
END_TEST

START_TEST(so_it_is_with_several_slots_by_product)
{
    for (uint64_t seed = 101; seed <= 160; seed++) {
        run_seed(seed, add_slots);
    }
}
END_TEST

/* ---- the function itself ----------------------------------------------------------------- */

enum { TODAY = 19500 }; /* 2023-05-23 */

static struct scoring_world world;

static void begin_with_tenant(void)
{
    world_begin(&world, 1);
    world_day(&world, TODAY);
    world_link(&world, "p1", "t1", TODAY);
    world_users(&world, "p1", "t1", 5, TODAY);
    arena_reset(&world.scoring.scratch);
}

START_TEST(nothing_changes_where_nothing_did)
{
    begin_with_tenant();
    ck_assert_uint_eq(refresh_contributor(&world.scoring, 0, 0, REFRESH_ALL, 0), 0);
    ck_assert_uint_eq(refresh_contributor(&world.scoring, 0, 0, REFRESH_SERIES, 0), 0);
    ck_assert_int_eq(world_points(&world, "p1", FIXTURE_USERS), 500);
    world_end(&world);
}
END_TEST

START_TEST(what_goes_takes_its_share_with_it)
{
    begin_with_tenant();
    world_link(&world, "p1", "t2", TODAY);
    world_users(&world, "p1", "t2", 7, TODAY);
    arena_reset(&world.scoring.scratch);
    ck_assert_uint_eq(refresh_contributor(&world.scoring, 0, 0, REFRESH_NONE, 0),
                      1U << FIXTURE_USERS);
    ck_assert_int_eq(world_points(&world, "p1", FIXTURE_USERS), 700);
    ck_assert_uint_eq(refresh_contributor(&world.scoring, 0, 0, REFRESH_NONE, 0), 0);
    ck_assert_uint_eq(refresh_contributor(&world.scoring, 0, 0, REFRESH_ALL, 0),
                      1U << FIXTURE_USERS);
    ck_assert_int_eq(world_points(&world, "p1", FIXTURE_USERS), 1200);
    world_end(&world);
}
END_TEST

START_TEST(only_the_designations_that_changed_are_named)
{
    begin_with_tenant();
    struct merit_event event = event_certification("p1", "n1", "AZ-104", TODAY);
    scoring_certify(&world.scoring, &event);
    arena_reset(&world.scoring.scratch);
    uint32_t person =
        scoring_find_contributor(&world.scoring, 0, CONTRIBUTOR_PERSON, merit_text_of("n1"));
    ck_assert_uint_eq(refresh_contributor(&world.scoring, 0, person, REFRESH_NONE, 0),
                      1U << FIXTURE_PEOPLE);
    ck_assert_int_eq(world_points(&world, "p1", FIXTURE_PEOPLE), 0);
    world_end(&world);
}
END_TEST

START_TEST(the_due_day_goes_to_the_heap)
{
    begin_with_tenant();
    ck_assert_uint_ge(world.scoring.due.count, 1);
    struct key key = scoring_derived_key(0, 0);
    struct table_value record = table_get(&world.state, key_view(&key));
    struct bytes stored = {record.at, record.length};
    ck_assert_msg(derived_due_day(stored) == on(2023, 6, 1), "the next rule day");
    ck_assert_int_eq(heap_least(&world.scoring.due).major, on(2023, 6, 1));
    world_group(&world, "p1", "t1", TODAY, "el");
    world_add_link(&world, "a2", MERIT_TYPE_DPOR, TODAY + 3, MERIT_NO_DAY);
    ck_assert(world_send(&world));
    ck_assert_int_eq(heap_least(&world.scoring.due).major, TODAY + 3);
    world_end(&world);
}
END_TEST

/* ---- vectors that stay as they were ------------------------------------------------------ */

/* From here on the partner's sums say more than its vectors do: an evaluation would say so. */
static void spoil_sums(uint8_t designation, int64_t more)
{
    struct sums_of of =
        scoring_sums_of(&world.scoring, 0, designation, world.scoring.today.spans[designation]);
    int64_t slots[MERIT_SLOTS_MAX] = {more};
    sums_add(&of, slots, 1);
}

static void send_link(const char *name, enum merit_association_type type)
{
    world_group(&world, "p1", "t1", TODAY, "e9");
    world_add_link(&world, name, type, on(2022, 1, 1), MERIT_NO_DAY);
    ck_assert(world_send(&world));
    world_run(&world);
}

/* A second association that covers what another covers already. */
START_TEST(a_vector_that_stays_evaluates_nobody)
{
    begin_with_tenant();
    (void)world_said(&world, false);
    spoil_sums(FIXTURE_USERS, 40);
    send_link("a2", MERIT_TYPE_CPOR);
    ck_assert_str_eq(world_said(&world, false), "");
    send_link("a3", MERIT_TYPE_DPOR);
    ck_assert_str_eq(world_said(&world, false), "");
    world_users(&world, "p1", "t1", 6, TODAY);
    ck_assert_str_eq(world_said(&world, false), "users=4600 ");
    world_end(&world);
}
END_TEST

static void sell(int64_t revenue)
{
    world_group(&world, "p1", "t1", TODAY, "e8");
    world_add_usage(&world, "azure/vm", on(2023, 4, 30), MERIT_NO_FIGURE, revenue);
    ck_assert(world_send(&world));
    world_run(&world);
}

/* The same where products are counted: theirs are sums of their own, by product. */
START_TEST(so_do_products_that_stay)
{
    begin_with_tenant();
    send_link("a2", MERIT_TYPE_PAL);
    sell(5);
    ck_assert_str_eq(world_said(&world, false), "users=500 products=1000 ");
    spoil_sums(FIXTURE_PRODUCTS, 3);
    send_link("a3", MERIT_TYPE_PAL);
    ck_assert_str_eq(world_said(&world, false), "");
    sell(0);
    ck_assert_str_eq(world_said(&world, false), "products=3000 ");
    world_end(&world);
}
END_TEST

CHECK_MAIN_TESTS("refresh",
                 one_fact_at_a_time_is_as_all_at_once,
                 so_it_is_with_several_slots_by_product,
                 nothing_changes_where_nothing_did,
                 what_goes_takes_its_share_with_it,
                 only_the_designations_that_changed_are_named,
                 the_due_day_goes_to_the_heap,
                 a_vector_that_stays_evaluates_nobody,
                 so_do_products_that_stay)
