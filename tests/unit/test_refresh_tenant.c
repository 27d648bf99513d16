/* Tests of a tenant's terms and vector, computed from its series and associations. */
#include "check_main.h"
#include "scoring_fixture.h"
#include "task/refresh_tenant.h"

enum { TODAY = 19500 /* 2023-05-23 */, PARTNER = 0, TENANT = 0 };

static struct scoring_world world;
static struct derived fresh;

static void usage(const char *product, int64_t users, int64_t revenue)
{
    world_group(&world, "p1", "t1", TODAY, "eu");
    world_add_usage(&world, product, TODAY, users, revenue);
    ck_assert(world_send(&world));
}

static void link_of(const char *id, enum merit_association_type type, int32_t start)
{
    world_group(&world, "p1", "t1", TODAY, "el");
    world_add_link(&world, id, type, start, MERIT_NO_DAY);
    ck_assert(world_send(&world));
}

static void begin(void)
{
    world_begin(&world, 1);
    world_day(&world, TODAY);
    link_of("a1", MERIT_TYPE_CPOR, on(2022, 1, 1));
}

static void refresh(void)
{
    struct refresh_target target = {.partner = PARTNER, .number = TENANT};
    struct contributor tenant;
    scoring_get_contributor(&world.scoring, PARTNER, TENANT, &tenant);
    arena_reset(&world.scoring.scratch);
    fresh = (struct derived){.due_day = MERIT_NEVER};
    refresh_tenant(&world.scoring, &target, &tenant, &fresh);
}

START_TEST(each_product_that_a_rule_counts_has_a_cell)
{
    begin();
    usage("m365/other", 1, 1);
    usage("m365/teams", 20, 1);
    usage("azure/vm", 1, 1);
    usage("m365/intune", 30, 1);
    usage("azure/sql", 1, 1);
    refresh();
    ck_assert_uint_eq(fresh.series_count, 5);
    ck_assert_uint_eq(fresh.product_count, 4);
    ck_assert_uint_eq(fresh.product_of_series[0], DERIVED_NO_PRODUCT);
    static const uint16_t entries[] = {FIXTURE_TEAMS, FIXTURE_AZURE, FIXTURE_INTUNE, FIXTURE_AZURE};
    for (uint16_t p = 0; p < 4; p++) {
        ck_assert_uint_eq(fresh.product_of_series[p + 1], p);
        ck_assert_uint_eq(fresh.products[p].entry, entries[p]);
        ck_assert_uint_eq(fresh.products[p].first_series, p + 1);
    }
    const struct derived_block *users = derived_block_of(&fresh, FIXTURE_USERS);
    ck_assert_uint_eq(users->cell_count, 2);
    ck_assert_uint_eq(users->products[0], 0);
    ck_assert_uint_eq(users->products[1], 2);
    const struct derived_block *sold = derived_block_of(&fresh, FIXTURE_PRODUCTS);
    ck_assert_uint_eq(sold->cell_count, 2);
    ck_assert_uint_eq(sold->products[0], 1);
    ck_assert_uint_eq(sold->products[1], 3);
    ck_assert_ptr_null(derived_block_of(&fresh, FIXTURE_PEOPLE));
    world_end(&world);
}
END_TEST

START_TEST(series_of_one_product_share_its_cell)
{
    begin();
    usage("m365/teams", 20, 1);
    world_group(&world, "p1", "t1", TODAY, "eu");
    struct series_names names = {{"m365/teams", 10}, {"s1", 2}, {NULL, 0}};
    struct ledger_report report = {TODAY, {7, 0, 0}, 0};
    fact_usage(&world.facts.bytes, &names, &report, 1);
    ck_assert(world_send(&world));
    refresh();
    ck_assert_uint_eq(fresh.product_count, 1);
    const struct derived_block *users = derived_block_of(&fresh, FIXTURE_USERS);
    ck_assert_uint_eq(users->cell_count, 1);
    ck_assert_int_eq(users->terms[0], 27);
    world_end(&world);
}
END_TEST

/* Two rounds over as many products of a family: the second finds those of the first. */
START_TEST(a_family_may_have_many_products)
{
    enum { PRODUCTS = 500 };
    begin();
    world_group(&world, "p1", "t1", TODAY, "eu");
    for (uint32_t i = 0; i < 2 * PRODUCTS; i++) {
        char name[32];
        int length = snprintf(name, sizeof name, "azure/product_%u", i % PRODUCTS);
        struct series_names names = {{name, (uint32_t)length}, {"s1", 2}, {NULL, 0}};
        names.subscription_id.length = i < PRODUCTS ? 1 : 2;
        struct ledger_report report = {TODAY, {1, 0, 0}, 0};
        fact_usage(&world.facts.bytes, &names, &report, 1);
    }
    ck_assert(world_send(&world));
    refresh();
    ck_assert_uint_eq(fresh.series_count, 2 * PRODUCTS);
    ck_assert_uint_eq(fresh.product_count, PRODUCTS);
    for (uint32_t i = 0; i < 2 * PRODUCTS; i++) {
        ck_assert_uint_eq(fresh.product_of_series[i], i % PRODUCTS);
        ck_assert_uint_eq(fresh.products[i % PRODUCTS].first_series, i % PRODUCTS);
    }
    world_end(&world);
}
END_TEST

START_TEST(a_subscription_has_its_own_association)
{
    world_begin(&world, 1);
    world_day(&world, TODAY);
    world_group(&world, "p1", "t1", TODAY, "el");
    struct merit_event event = event_association("a1", "p1", "t1", TODAY);
    event.association.subscription_id = merit_text_of("s1");
    fact_link(&world.facts.bytes, &event.association);
    struct series_names names = {{"m365/teams", 10}, {"s1", 2}, {NULL, 0}};
    struct ledger_report report = {TODAY, {7, 0, 0}, 0};
    fact_usage(&world.facts.bytes, &names, &report, 1);
    names.subscription_id = merit_text_of("s2");
    report.figures[0] = 20;
    fact_usage(&world.facts.bytes, &names, &report, 1);
    ck_assert(world_send(&world));
    refresh();
    ck_assert_int_eq(derived_block_of(&fresh, FIXTURE_USERS)->terms[0], 7);
    world_end(&world);
}
END_TEST

START_TEST(a_block_names_the_rules_it_was_computed_under)
{
    begin();
    usage("azure/vm", 1, 1);
    refresh();
    ck_assert_uint_eq(derived_block_of(&fresh, FIXTURE_PRODUCTS)->span, 0);
    world_day(&world, on(2023, 6, 1));
    refresh();
    ck_assert_uint_eq(derived_block_of(&fresh, FIXTURE_PRODUCTS)->span, 1);
    ck_assert_uint_eq(derived_block_of(&fresh, FIXTURE_PRODUCTS)->designation, FIXTURE_PRODUCTS);
    world_end(&world);
}
END_TEST

/* Terms: users now, growth since the claim, 10 users or more. */
START_TEST(terms_totals_and_slots_are_those_of_the_rules)
{
    begin();
    usage("m365/teams", 20, 1);
    usage("m365/intune", 9, 1);
    refresh();
    const struct derived_block *users = derived_block_of(&fresh, FIXTURE_USERS);
    ck_assert_mem_eq(users->terms, ((const int64_t[]){20, 20, 1, 9, 9, 0}), 6 * sizeof(int64_t));
    ck_assert_mem_eq(users->totals->sums, ((const int64_t[]){29, 29, 1}), 3 * sizeof(int64_t));
    ck_assert_uint_eq(users->totals->above[0], 2);
    ck_assert_uint_eq(users->totals->above[2], 1);
    ck_assert_uint_eq(users->associated, 2);
    ck_assert_mem_eq(users->slots, ((const int64_t[]){29, 29, 1}), 3 * sizeof(int64_t));
    world_end(&world);
}
END_TEST

START_TEST(slots_by_product_stand_by_their_cells)
{
    begin();
    link_of("a2", MERIT_TYPE_PAL, on(2022, 1, 1));
    for (int i = 0; i < 2; i++) {
        world_group(&world, "p1", "t1", TODAY, "eu");
        world_add_usage(&world, i == 0 ? "azure/vm" : "azure/sql", on(2023, 4, 30), MERIT_NO_FIGURE,
                        50 + i);
        ck_assert(world_send(&world));
    }
    refresh();
    const struct derived_block *sold = derived_block_of(&fresh, FIXTURE_PRODUCTS);
    ck_assert_int_eq(sold->by_product[0], 50);
    ck_assert_int_eq(sold->by_product[1], 51);
    ck_assert_int_eq(sold->slots[0], 0);
    world_end(&world);
}
END_TEST

START_TEST(it_is_due_when_something_changes_by_time)
{
    begin();
    usage("m365/other", 1, 1);
    refresh();
    ck_assert_msg(fresh.due_day == MERIT_NEVER, "no rule counts it");
    usage("m365/teams", 20, 1);
    refresh();
    ck_assert_msg(fresh.due_day == merit_day_far(TODAY, 12), "today leaves the year's window");
    usage("azure/vm", 20, 1);
    refresh();
    ck_assert_msg(fresh.due_day == on(2023, 6, 1), "the month of the revenue moves");
    link_of("a3", MERIT_TYPE_DPOR, TODAY + 2);
    refresh();
    ck_assert_int_eq(fresh.due_day, TODAY + 2);
    world_end(&world);
}
END_TEST

START_TEST(one_product_can_be_computed_alone)
{
    begin();
    usage("m365/teams", 20, 1);
    usage("m365/intune", 9, 1);
    refresh();
    struct buffer bytes = {0};
    derived_write(&world.fixture.program, &fresh, &bytes);
    struct reader reader = reader_of(buffer_view(&bytes));
    struct derived_head head;
    ck_assert(derived_read_head(&reader, &head));
    struct refresh_target target = {.partner = PARTNER, .number = TENANT};
    struct refresh_product product;
    refresh_open_product(&world.scoring, &target, &head, 1, &product);
    ck_assert_uint_eq(product.index, 1);
    ck_assert_uint_eq(product.entry, FIXTURE_INTUNE);
    ck_assert_uint_eq(product.series_count, 1);
    ck_assert(text_is(product.series[0].product, "m365/intune"));
    int64_t terms[MERIT_TERMS_MAX];
    refresh_evaluate(&world.scoring, FIXTURE_USERS, &product, terms);
    ck_assert_mem_eq(terms, ((const int64_t[]){9, 9, 0}), 3 * sizeof(int64_t));
    ck_assert_int_eq(refresh_product_due(&world.scoring, &product, MERIT_NEVER),
                     merit_day_far(TODAY, 12));
    ck_assert_int_eq(refresh_product_due(&world.scoring, &product, TODAY + 1), TODAY + 1);
    buffer_fini(&bytes);
    world_end(&world);
}
END_TEST

CHECK_MAIN_TESTS("refresh_tenant",
                 each_product_that_a_rule_counts_has_a_cell,
                 series_of_one_product_share_its_cell,
                 a_family_may_have_many_products,
                 a_subscription_has_its_own_association,
                 a_block_names_the_rules_it_was_computed_under,
                 terms_totals_and_slots_are_those_of_the_rules,
                 slots_by_product_stand_by_their_cells,
                 it_is_due_when_something_changes_by_time,
                 one_product_can_be_computed_alone)
