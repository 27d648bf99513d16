/* Tests of what makes an input event bad (contract, "Input events"). */
#include "check_main.h"
#include "merit/standing.h"
#include "unit_tools.h"

static char long_id[MERIT_ID_MAX + 1];
static struct merit_text products[MERIT_ASSOCIATION_PRODUCTS_MAX + 1];

static struct merit_event good_event(enum merit_event_kind kind)
{
    struct merit_event event = {.kind = kind, .event_id = merit_text_of("e1")};
    event.occurred_at = at_second(on(2023, 5, 1), 1);
    event.timestamp = at_second(on(2023, 5, 1), 2);
    return event;
}

static struct merit_event good_association(void)
{
    struct merit_event event = good_event(MERIT_EVENT_ASSOCIATION);
    memset(long_id, 'i', sizeof long_id);
    for (size_t i = 0; i < sizeof products / sizeof products[0]; i++) {
        products[i] = merit_text_of("m365/teams");
    }
    event.association = (struct merit_association){
        .association_id = merit_text_of("a1"),
        .partner_id = merit_text_of("p1"),
        .tenant_id = merit_text_of("t1"),
        .status = MERIT_STATUS_ACTIVE,
        .product_count = MERIT_ASSOCIATION_PRODUCTS_MAX,
        .products = products,
        .start_day = on(2023, 1, 1),
        .end_day = MERIT_NO_DAY,
    };
    return event;
}

static struct merit_event good_usage(void)
{
    struct merit_event event = good_event(MERIT_EVENT_USAGE);
    event.usage = (struct merit_usage){
        .tenant_id = merit_text_of("t1"),
        .product = merit_text_of("m365/teams"),
        .as_of_day = on(2023, 4, 30),
        .figures = {0, MERIT_NO_FIGURE, MERIT_FIGURE_MAX},
    };
    return event;
}

static struct merit_event good_certification(void)
{
    struct merit_event event = good_event(MERIT_EVENT_CERTIFICATION);
    event.certification = (struct merit_certification){
        .partner_id = merit_text_of("p1"),
        .person_id = merit_text_of("n1"),
        .certification = merit_text_of("MS-900"),
        .achieved_day = on(2023, 1, 1),
        .expires_day = MERIT_NO_DAY,
        .linked_day = MERIT_NO_DAY,
        .unlinked_day = MERIT_NO_DAY,
    };
    return event;
}

static void assert_good(const struct merit_event *event)
{
    struct merit_fault fault = merit_event_check(event);
    ck_assert_msg(fault.bad == MERIT_BAD_NONE, "%s", fault.field);
}

static void assert_bad(const struct merit_event *event, const char *code, const char *field)
{
    struct merit_fault fault = merit_event_check(event);
    ck_assert_str_eq(merit_bad_code(fault.bad), code);
    ck_assert_str_eq(fault.field, field);
    ck_assert_ptr_nonnull(fault.reason);
}

/* Each value that an id cannot have, then one that it can. */
static void assert_is_id(struct merit_event *event, struct merit_text *id, const char *field)
{
    *id = (struct merit_text){NULL, 0};
    assert_bad(event, "bad_id", field);
    *id = merit_text_of("");
    assert_bad(event, "bad_id", field);
    *id = (struct merit_text){long_id, MERIT_ID_MAX + 1};
    assert_bad(event, "bad_id", field);
    *id = (struct merit_text){long_id, MERIT_ID_MAX};
    assert_good(event);
}

static void assert_is_optional_id(struct merit_event *event,
                                  struct merit_text *id,
                                  const char *field)
{
    *id = merit_text_of("");
    assert_bad(event, "bad_id", field);
    *id = (struct merit_text){long_id, MERIT_ID_MAX + 1};
    assert_bad(event, "bad_id", field);
    *id = (struct merit_text){NULL, 0};
    assert_good(event);
}

static void assert_is_day(struct merit_event *event, int32_t *day, const char *field)
{
    *day = MERIT_DAY_FIRST - 1;
    assert_bad(event, "bad_date", field);
    *day = MERIT_DAY_LAST + 1;
    assert_bad(event, "bad_date", field);
    *day = MERIT_DAY_FIRST;
    assert_good(event);
    *day = MERIT_DAY_LAST;
    assert_good(event);
}

static void assert_is_time(struct merit_event *event, int64_t *time, const char *field)
{
    *time = at_second(MERIT_DAY_FIRST, 0) - 1;
    assert_bad(event, "bad_timestamp", field);
    *time = at_second(MERIT_DAY_LAST + 1, 0);
    assert_bad(event, "bad_timestamp", field);
    *time = at_second(MERIT_DAY_FIRST, 0);
    assert_good(event);
    *time = at_second(MERIT_DAY_LAST + 1, 0) - 1;
    assert_good(event);
}

START_TEST(every_event_has_an_id_and_two_times)
{
    struct merit_event events[] = {good_association(), good_usage(), good_certification()};
    for (size_t i = 0; i < sizeof events / sizeof events[0]; i++) {
        assert_is_id(&events[i], &events[i].event_id, "event_id");
        assert_is_time(&events[i], &events[i].occurred_at, "occurred_at");
        assert_is_time(&events[i], &events[i].timestamp, "timestamp");
    }
}
END_TEST

START_TEST(an_association_names_three_ids)
{
    struct merit_event event = good_association();
    assert_is_id(&event, &event.association.association_id, "association_id");
    assert_is_id(&event, &event.association.partner_id, "partner_id");
    assert_is_id(&event, &event.association.tenant_id, "tenant_id");
    assert_is_optional_id(&event, &event.association.subscription_id, "subscription_id");
}
END_TEST

START_TEST(an_association_has_up_to_256_products_that_are_ids)
{
    struct merit_event event = good_association();
    assert_is_id(&event, &products[MERIT_ASSOCIATION_PRODUCTS_MAX - 1], "products");
    event.association.product_count++;
    assert_bad(&event, "limit", "products");
    event.association.product_count = 1;
    products[1] = merit_text_of("");
    assert_good(&event);
    event.association.product_count = 2;
    assert_bad(&event, "bad_id", "products");
}
END_TEST

START_TEST(an_association_does_not_end_before_it_starts)
{
    struct merit_event event = good_association();
    assert_is_day(&event, &event.association.start_day, "start_date");
    event.association.start_day = MERIT_DAY_FIRST;
    assert_is_day(&event, &event.association.end_day, "end_date");
    event.association.start_day = on(2023, 5, 2);
    event.association.end_day = on(2023, 5, 1);
    assert_bad(&event, "bad_date", "end_date");
    event.association.end_day = on(2023, 5, 2);
    assert_good(&event);
}
END_TEST

START_TEST(a_usage_report_names_a_series)
{
    struct merit_event event = good_usage();
    assert_is_id(&event, &event.usage.tenant_id, "tenant_id");
    assert_is_id(&event, &event.usage.product, "product");
    assert_is_optional_id(&event, &event.usage.subscription_id, "subscription_id");
    assert_is_optional_id(&event, &event.usage.offer, "offer");
    assert_is_day(&event, &event.usage.as_of_day, "as_of");
}
END_TEST

START_TEST(figures_are_null_or_from_0_to_a_million_million)
{
    for (int i = 0; i < MERIT_FIGURE_COUNT; i++) {
        struct merit_event event = good_usage();
        event.usage.figures[i] = -1;
        assert_bad(&event, "bad_figure", merit_figure_names[i]);
        event.usage.figures[i] = MERIT_FIGURE_MAX + 1;
        assert_bad(&event, "too_large", merit_figure_names[i]);
        event.usage.figures[i] = INT64_MAX;
        assert_bad(&event, "too_large", merit_figure_names[i]);
        event.usage.figures[i] = MERIT_FIGURE_MAX;
        assert_good(&event);
        event.usage.figures[i] = MERIT_NO_FIGURE;
        assert_good(&event);
    }
}
END_TEST

START_TEST(a_certification_names_a_person_and_a_code)
{
    struct merit_event event = good_certification();
    assert_is_id(&event, &event.certification.partner_id, "partner_id");
    assert_is_id(&event, &event.certification.person_id, "person_id");
    assert_is_id(&event, &event.certification.certification, "certification");
    assert_is_day(&event, &event.certification.achieved_day, "achieved_on");
    assert_is_day(&event, &event.certification.expires_day, "expires_on");
    assert_is_day(&event, &event.certification.linked_day, "linked_on");
    assert_is_day(&event, &event.certification.unlinked_day, "unlinked_on");
}
END_TEST

START_TEST(an_expiry_before_the_start_is_good)
{
    struct merit_event event = good_certification();
    event.certification.expires_day = event.certification.achieved_day - 1;
    event.certification.unlinked_day = event.certification.achieved_day - 2;
    assert_good(&event);
}
END_TEST

START_TEST(the_first_fault_in_field_order_is_told)
{
    struct merit_event event = good_usage();
    event.usage.figures[MERIT_FIGURE_REVENUE] = -1;
    event.usage.as_of_day = 0;
    assert_bad(&event, "bad_date", "as_of");
    event.usage.product = merit_text_of("");
    assert_bad(&event, "bad_id", "product");
    event.timestamp = 0;
    assert_bad(&event, "bad_timestamp", "timestamp");
    event.event_id = merit_text_of("");
    assert_bad(&event, "bad_id", "event_id");
}
END_TEST

START_TEST(the_key_is_the_tenant_or_the_partner)
{
    struct merit_event association = good_association();
    struct merit_event usage = good_usage();
    struct merit_event certification = good_certification();
    ck_assert(text_is(merit_event_key(&association), "t1"));
    ck_assert(text_is(merit_event_key(&usage), "t1"));
    ck_assert(text_is(merit_event_key(&certification), "p1"));
}
END_TEST

static void assert_names(const char *const *names, const char *joined)
{
    char all[200] = "";
    for (size_t i = 0, length = 0; names[i] != NULL; i++) {
        size_t more = strlen(names[i]);
        ck_assert_uint_lt(length + more + 1, sizeof all);
        memcpy(all + length, names[i], more);
        all[length + more] = ' ';
        length += more + 1;
    }
    ck_assert_str_eq(all, joined);
}

START_TEST(names_are_in_the_order_of_the_enums)
{
    assert_names(merit_association_type_names, "CPOR DPOR PAL CSP_TIER1 CSP_TIER2 ");
    assert_names(merit_association_status_names, "PENDING ACTIVE REJECTED ");
    assert_names(merit_cloud_names, "PUBLIC CHINA GOVERNMENT ");
    assert_names(merit_figure_names, "monthly_active_users paid_available_units consumed_revenue ");
    ck_assert_int_eq(MERIT_TYPE_CSP_TIER2, 4);
    ck_assert_str_eq(merit_bad_code(MERIT_BAD_NONE), "");
    ck_assert_str_eq(merit_bad_code(MERIT_BAD_UNKNOWN_SCHEMA), "unknown_schema");
    ck_assert_str_eq(merit_bad_code(MERIT_BAD_LIMIT), "limit");
}
END_TEST

/* ---- standings --------------------------------------------------------------------------- */

static struct merit_standing good_standing(void)
{
    memset(long_id, 'i', sizeof long_id);
    return (struct merit_standing){merit_text_of("p1"), merit_text_of("security"), on(2022, 10, 3),
                                   on(2024, 10, 3), on(2024, 10, 2)};
}

static void is_bad_standing(struct merit_standing standing, enum merit_bad bad, const char *field)
{
    struct merit_fault fault = merit_standing_check(&standing);
    ck_assert_int_eq(fault.bad, bad);
    ck_assert_str_eq(fault.field, field);
    ck_assert_ptr_nonnull(fault.reason);
}

START_TEST(a_standing_names_a_partner_a_designation_and_days)
{
    struct merit_standing standing = good_standing();
    ck_assert_int_eq(merit_standing_check(&standing).bad, MERIT_BAD_NONE);
    standing.partner_id = (struct merit_text){long_id, MERIT_ID_MAX + 1};
    is_bad_standing(standing, MERIT_BAD_ID, "partner_id");
    standing = good_standing();
    standing.designation = merit_text_of("");
    is_bad_standing(standing, MERIT_BAD_ID, "designation");
    standing = good_standing();
    standing.attained_day = MERIT_NO_DAY;
    is_bad_standing(standing, MERIT_BAD_DATE, "attained_on");
    standing = good_standing();
    standing.anniversary_day = MERIT_DAY_LAST + 1;
    is_bad_standing(standing, MERIT_BAD_DATE, "anniversary_date");
    standing = good_standing();
    standing.last_qualified_day = MERIT_DAY_FIRST - 1;
    is_bad_standing(standing, MERIT_BAD_DATE, "last_qualified_on");
}
END_TEST

START_TEST(a_standings_days_are_those_of_a_life)
{
    struct merit_standing standing = good_standing();
    standing.anniversary_day = standing.attained_day;
    is_bad_standing(standing, MERIT_BAD_STANDING, "anniversary_date");
    standing.anniversary_day = standing.attained_day + 1;
    standing.last_qualified_day = standing.attained_day;
    ck_assert_int_eq(merit_standing_check(&standing).bad, MERIT_BAD_NONE);
    standing.last_qualified_day = standing.attained_day - 1;
    is_bad_standing(standing, MERIT_BAD_STANDING, "last_qualified_on");
    standing.last_qualified_day = standing.anniversary_day;
    is_bad_standing(standing, MERIT_BAD_STANDING, "last_qualified_on");
    ck_assert_str_eq(merit_bad_code(MERIT_BAD_STANDING), "bad_standing");
}
END_TEST

CHECK_MAIN_TESTS("event",
                 every_event_has_an_id_and_two_times,
                 an_association_names_three_ids,
                 an_association_has_up_to_256_products_that_are_ids,
                 an_association_does_not_end_before_it_starts,
                 a_usage_report_names_a_series,
                 figures_are_null_or_from_0_to_a_million_million,
                 a_certification_names_a_person_and_a_code,
                 an_expiry_before_the_start_is_good,
                 the_first_fault_in_field_order_is_told,
                 the_key_is_the_tenant_or_the_partner,
                 names_are_in_the_order_of_the_enums,
                 a_standing_names_a_partner_a_designation_and_days,
                 a_standings_days_are_those_of_a_life)
