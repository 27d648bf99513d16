/* Tests of facts applied to a partner's records. */
#include "check_main.h"
#include "scoring_fixture.h"
#include "task/scoring_records.h"

enum { TODAY = 19500 }; /* 2023-05-23 */

static struct scoring_world world;

static void begin(void)
{
    world_begin(&world, 1);
    world_day(&world, TODAY);
}

/* Applies the one message begun: nothing waits, so it is applied at once. */
static void apply(void)
{
    ck_assert(world_send(&world));
    ck_assert(!scoring_has_work(&world.scoring));
}

static void apply_usage(const char *product, int32_t as_of, int64_t users, int64_t revenue)
{
    world_group(&world, "p1", "t1", TODAY, "eu");
    world_add_usage(&world, product, as_of, users, revenue);
    apply();
}

static void apply_link(const char *id, enum merit_association_type type, int32_t start)
{
    world_group(&world, "p1", "t1", TODAY, "el");
    world_add_link(&world, id, type, start, MERIT_NO_DAY);
    apply();
}

static void begin_linked(void)
{
    begin();
    apply_link("a1", MERIT_TYPE_CPOR, on(2022, 1, 1));
}

static int64_t users_points(void)
{
    return world_points(&world, "p1", FIXTURE_USERS);
}

static struct contributor tenant_of(const char *partner, const char *name)
{
    uint32_t number = scoring_find_partner(&world.scoring, merit_text_of(partner));
    uint32_t tenant =
        scoring_find_contributor(&world.scoring, number, CONTRIBUTOR_TENANT, merit_text_of(name));
    ck_assert_uint_ne(tenant, SCORING_NOBODY);
    struct contributor contributor;
    scoring_get_contributor(&world.scoring, number, tenant, &contributor);
    return contributor;
}

START_TEST(reports_add_up_over_series_and_tenants)
{
    begin_linked();
    apply_usage("m365/teams", TODAY, 5, MERIT_NO_FIGURE);
    ck_assert_int_eq(users_points(), 500);
    apply_usage("m365/intune", TODAY, 7, MERIT_NO_FIGURE);
    ck_assert_int_eq(users_points(), 1200);
    apply_usage("m365/other", TODAY, 70, MERIT_NO_FIGURE);
    ck_assert_int_eq(users_points(), 1200);
    world_link(&world, "p1", "t2", TODAY);
    world_users(&world, "p1", "t2", 20, TODAY);
    ck_assert_int_eq(users_points(), 3200);
    apply_usage("m365/teams", TODAY, 1, MERIT_NO_FIGURE);
    ck_assert_int_eq(users_points(), 2800);
    ck_assert_uint_eq(tenant_of("p1", "t1").series_count, 3);
    world_end(&world);
}
END_TEST

START_TEST(a_report_that_is_no_news_says_nothing)
{
    begin_linked();
    apply_usage("m365/teams", TODAY, 5, MERIT_NO_FIGURE);
    world_said(&world, false);
    apply_usage("m365/teams", TODAY, 5, MERIT_NO_FIGURE);
    ck_assert_str_eq(world_said(&world, false), "");
    apply_usage("m365/teams", TODAY - 1, 9, MERIT_NO_FIGURE);
    ck_assert_str_eq(world_said(&world, false), "");
    ck_assert_int_eq(users_points(), 500);
    world_end(&world);
}
END_TEST

START_TEST(the_event_of_the_message_is_the_cause)
{
    begin_linked();
    apply_usage("m365/teams", TODAY, 5, MERIT_NO_FIGURE);
    ck_assert_str_eq(world_said(&world, true), "p1:users=500 2023-5-23 EVENT eu; ");
    world_end(&world);
}
END_TEST

START_TEST(an_excluded_offer_does_not_exist)
{
    begin_linked();
    world_group(&world, "p1", "t1", TODAY, "eu");
    struct series_names names = {{"m365/teams", 10}, {NULL, 0}, {"trial", 5}};
    struct ledger_report report = {TODAY, {50, 0, 0}, 0};
    fact_usage(&world.facts.bytes, &names, &report, 1);
    names.offer = merit_text_of("paid");
    report.figures[0] = 3;
    fact_usage(&world.facts.bytes, &names, &report, 1);
    apply();
    ck_assert_int_eq(users_points(), 300);
    world_end(&world);
}
END_TEST

START_TEST(a_later_state_of_a_link_replaces_the_earlier)
{
    begin_linked();
    apply_usage("m365/teams", TODAY, 5, MERIT_NO_FIGURE);
    apply_link("a1", MERIT_TYPE_DPOR, on(2022, 1, 1));
    ck_assert_int_eq(users_points(), 0);
    apply_link("a2", MERIT_TYPE_CPOR, on(2022, 1, 1));
    ck_assert_int_eq(users_points(), 500);
    apply_link("a2", MERIT_TYPE_CPOR, TODAY + 1);
    ck_assert_int_eq(users_points(), 0);
    world_end(&world);
}
END_TEST

START_TEST(an_unlinked_association_covers_nothing)
{
    begin_linked();
    apply_link("a2", MERIT_TYPE_CPOR, on(2022, 1, 1));
    apply_usage("m365/teams", TODAY, 5, MERIT_NO_FIGURE);
    const char *const left[] = {"a1", "nobody", "a2"};
    for (int i = 0; i < 3; i++) {
        ck_assert_int_eq(users_points(), 500);
        world_group(&world, "p1", "t1", TODAY, "el");
        fact_unlink(&world.facts.bytes, merit_text_of(left[i]));
        apply();
    }
    ck_assert_int_eq(users_points(), 0);
    ck_assert_uint_eq(tenant_of("p1", "t1").list.length, 0);
    world_end(&world);
}
END_TEST

START_TEST(a_detached_tenant_is_forgotten)
{
    begin();
    world_link(&world, "p1", "t0", TODAY);
    size_t before = world.state.count;
    apply_link("a1", MERIT_TYPE_CPOR, on(2022, 1, 1));
    apply_usage("m365/teams", TODAY, 80, MERIT_NO_FIGURE);
    apply_usage("azure/vm", TODAY, MERIT_NO_FIGURE, 5);
    world_said(&world, false);
    world_group(&world, "p1", "t1", TODAY, "ed");
    fact_detach(&world.facts.bytes);
    apply();
    ck_assert_str_eq(world_said(&world, true), "p1:users=0 2023-5-23 EVENT ed; "
                                               "p1:users at risk #2 2023-5-23 EVENT ed; ");
    uint32_t partner = scoring_find_partner(&world.scoring, merit_text_of("p1"));
    ck_assert_uint_eq(
        scoring_find_contributor(&world.scoring, partner, CONTRIBUTOR_TENANT, merit_text_of("t1")),
        SCORING_NOBODY);
    /* What stays of it is the number that may be given again, and sums of nothing. */
    ck_assert_uint_le(world.state.count, before + 2);
    apply_link("a1", MERIT_TYPE_CPOR, on(2022, 1, 1));
    ck_assert_int_eq(users_points(), 0);
    apply_usage("m365/teams", TODAY, 3, MERIT_NO_FIGURE);
    ck_assert_int_eq(users_points(), 300);
    world_end(&world);
}
END_TEST

START_TEST(a_series_brings_all_that_is_known_of_it)
{
    begin();
    struct buffer bytes = {0};
    uint32_t figures;
    for (int32_t day = TODAY - 5; day <= TODAY; day++) {
        struct ledger_report report = {day, {day - TODAY + 10, 1, 1}, at_second(day, 0)};
        ledger_put(&bytes, true, &report, on(2022, 1, 1), &figures);
    }
    struct ledger ledger;
    ck_assert(ledger_open(&ledger, buffer_view(&bytes)));
    struct series_names names = {.product = merit_text_of("m365/teams")};
    for (int again = 0; again < 2; again++) {
        world_group(&world, "p1", "t1", TODAY, "el");
        world_add_link(&world, "a1", MERIT_TYPE_CPOR, on(2022, 1, 1), MERIT_NO_DAY);
        fact_series(&world.facts.bytes, &names, &ledger);
        apply();
        ck_assert_int_eq(users_points(), 1000);
        ck_assert_uint_eq(tenant_of("p1", "t1").series_count, 1);
    }
    names.product = merit_text_of("m365/intune");
    world_group(&world, "p1", "t1", TODAY, "es");
    fact_series(&world.facts.bytes, &names, &ledger);
    apply();
    ck_assert_int_eq(users_points(), 2000);
    apply_usage("m365/teams", TODAY, 12, MERIT_NO_FIGURE);
    ck_assert_int_eq(users_points(), 2200);
    buffer_fini(&bytes);
    world_end(&world);
}
END_TEST

START_TEST(reports_before_the_history_only_carry_a_gauge)
{
    begin_linked();
    int32_t oldest = merit_day_months_before(TODAY, 26);
    apply_usage("m365/teams", oldest - 1, 5, 100);
    ck_assert_int_eq(users_points(), 500);
    struct contributor tenant = tenant_of("p1", "t1");
    ck_assert_uint_eq(tenant.series_count, 1);
    apply_usage("m365/intune", oldest - 1, MERIT_NO_FIGURE, 100);
    ck_assert_msg(tenant_of("p1", "t1").series_count == 2,
                  "a report makes its series all the same");
    world_end(&world);
}
END_TEST

static void send_part(bool first, bool last)
{
    struct fact_header header = {.kind = FACT_GROUP,
                                 .day = TODAY,
                                 .first = first,
                                 .last = last,
                                 .partner_id = merit_text_of("p1"),
                                 .tenant_id = merit_text_of("t1"),
                                 .event_id = merit_text_of("el")};
    world_message(&world, &header);
    if (first) {
        world_add_link(&world, "a1", MERIT_TYPE_CPOR, on(2022, 1, 1), MERIT_NO_DAY);
        world_add_usage(&world, "m365/teams", TODAY, 20, MERIT_NO_FIGURE);
    } else if (!last) {
        world_add_usage(&world, "m365/intune", TODAY, 30, MERIT_NO_FIGURE);
    }
    ck_assert(world_send(&world));
}

/* Of a group in parts nothing follows before its last part, which may be empty. */
START_TEST(a_group_in_parts_is_evaluated_at_its_end)
{
    begin();
    send_part(true, false);
    send_part(false, false);
    send_part(false, true);
    for (int part = 0; part < 3; part++) {
        ck_assert_str_eq(world_said(&world, false), "");
        ck_assert_int_eq(users_points(), 0);
        ck_assert(scoring_step(&world.scoring));
    }
    ck_assert_str_eq(world_said(&world, true), "p1:users=5000 2023-5-23 EVENT el; ");
    ck_assert(!scoring_step(&world.scoring));
    world_end(&world);
}
END_TEST

START_TEST(a_group_in_parts_may_change_a_known_tenant)
{
    begin();
    send_part(true, false);
    send_part(false, true);
    world_run(&world);
    apply_usage("m365/intune", TODAY, 1, MERIT_NO_FIGURE);
    for (int part = 0; part < 2; part++) {
        struct fact_header header = {.kind = FACT_GROUP,
                                     .day = TODAY,
                                     .first = part == 0,
                                     .last = part == 1,
                                     .partner_id = merit_text_of("p1"),
                                     .tenant_id = merit_text_of("t1"),
                                     .event_id = merit_text_of("eu")};
        world_message(&world, &header);
        world_add_usage(&world, part == 0 ? "m365/teams" : "m365/intune", TODAY, 5 + part,
                        MERIT_NO_FIGURE);
        ck_assert(world_send(&world));
    }
    world_run(&world);
    ck_assert_int_eq(users_points(), 1100);
    world_end(&world);
}
END_TEST

START_TEST(partners_do_not_share_a_tenant)
{
    begin_linked();
    apply_usage("m365/teams", TODAY, 5, MERIT_NO_FIGURE);
    world_link(&world, "p2", "t1", TODAY);
    world_users(&world, "p2", "t1", 9, TODAY);
    ck_assert_int_eq(users_points(), 500);
    ck_assert_int_eq(world_points(&world, "p2", FIXTURE_USERS), 900);
    world_group(&world, "p1", "t1", TODAY, "ed");
    fact_detach(&world.facts.bytes);
    apply();
    ck_assert_int_eq(users_points(), 0);
    ck_assert_int_eq(world_points(&world, "p2", FIXTURE_USERS), 900);
    world_end(&world);
}
END_TEST

CHECK_MAIN_TESTS("apply",
                 reports_add_up_over_series_and_tenants,
                 a_report_that_is_no_news_says_nothing,
                 the_event_of_the_message_is_the_cause,
                 an_excluded_offer_does_not_exist,
                 a_later_state_of_a_link_replaces_the_earlier,
                 an_unlinked_association_covers_nothing,
                 a_detached_tenant_is_forgotten,
                 a_series_brings_all_that_is_known_of_it,
                 reports_before_the_history_only_carry_a_gauge,
                 a_group_in_parts_is_evaluated_at_its_end,
                 a_group_in_parts_may_change_a_known_tenant,
                 partners_do_not_share_a_tenant)
