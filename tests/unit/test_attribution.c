/* Tests of attribution: which partners are told of which tenant's facts. */
#include "check_main.h"
#include "event_fixture.h"
#include "facts_said.h"
#include "task/attribution.h"

enum { TODAY = 19500 }; /* 2023-05-23 */

static struct table state;
static struct attribution attribution;
static struct fact_list facts;

static void begin(void)
{
    table_init(&state);
    ck_assert(attribution_open(&attribution, &state, 3));
    attribution_advance(&attribution, TODAY, &facts);
    fact_list_clear(&facts);
}

static void end(void)
{
    attribution_fini(&attribution);
    table_fini(&state);
    fact_list_fini(&facts);
}

/* Writes all into the state and begins anew from there. */
static void reopen(void)
{
    attribution_save(&attribution);
    attribution_fini(&attribution);
    ck_assert(attribution_open(&attribution, &state, 3));
}

/* What a good event makes attribution say. */
static const char *apply(struct merit_event event)
{
    ck_assert_int_eq(attribution_check(&attribution, &event).bad, MERIT_BAD_NONE);
    fact_list_clear(&facts);
    attribution_apply(&attribution, &event, &facts);
    return facts_said(&facts);
}

static struct merit_event later(struct merit_event event, const char *event_id, int64_t seconds)
{
    event.event_id = merit_text_of(event_id);
    event.occurred_at += seconds * 1000000;
    return event;
}

static const char *associate(const char *association_id, const char *partner, int64_t second)
{
    return apply(later(event_association(association_id, partner, "t1", TODAY), "ea", second));
}

static const char *report(const char *product, int64_t users, int64_t second)
{
    return apply(later(event_usage("t1", product, users, TODAY), "eu", second));
}

/* ---- the clock --------------------------------------------------------------------------- */

START_TEST(the_clock_is_announced)
{
    begin();
    attribution_advance(&attribution, TODAY + 1, &facts);
    ck_assert_str_eq(facts_said(&facts), "[ 19501]");
    struct reader reader = reader_of(fact_list_message(&facts, 0));
    struct fact_header header;
    ck_assert(fact_read_header(&reader, &header));
    ck_assert_uint_eq(header.source, 3);
    reopen();
    ck_assert_int_eq(attribution.day, TODAY + 1);
    end();
}
END_TEST

START_TEST(a_new_task_has_no_day)
{
    table_init(&state);
    ck_assert(attribution_open(&attribution, &state, 0));
    ck_assert_int_eq(attribution.day, MERIT_NO_DAY);
    ck_assert(!attribution_is_busy(&attribution));
    end();
}
END_TEST

/* ---- usage ------------------------------------------------------------------------------- */

START_TEST(usage_of_nobodys_tenant_is_kept_and_not_told)
{
    begin();
    ck_assert_str_eq(report("m365/teams", 5, 0), "");
    ck_assert_str_eq(report("m365/intune", 6, 0), "");
    ck_assert_str_eq(associate("a1", "p1", 0),
                     "[p1 t1 link a1 series m365/teams series m365/intune]");
    end();
}
END_TEST

START_TEST(usage_is_told_to_each_partner_of_the_tenant)
{
    begin();
    ck_assert_str_eq(associate("a1", "p1", 0), "[p1 t1 link a1]");
    ck_assert_str_eq(associate("a2", "p2", 0), "[p2 t1 link a2]");
    ck_assert_str_eq(associate("a3", "p1", 0), "[p1 t1 link a3]");
    ck_assert_str_eq(report("m365/teams", 5, 0),
                     "[p1 t1 usage m365/teams 5 -1 -1] [p2 t1 usage m365/teams 5 -1 -1]");
    ck_assert_str_eq(apply(event_usage("t2", "m365/teams", 7, TODAY)), "");
    end();
}
END_TEST

START_TEST(a_message_says_where_it_comes_from)
{
    begin();
    associate("a1", "p1", 0);
    struct merit_event event = later(event_usage("t1", "m365/teams", 5, TODAY), "e77", 9);
    apply(event);
    struct reader reader = reader_of(fact_list_message(&facts, 0));
    struct fact_header header;
    ck_assert(fact_read_header(&reader, &header));
    ck_assert_uint_eq(header.source, 3);
    ck_assert_int_eq(header.day, TODAY);
    ck_assert(text_is(header.event_id, "e77"));
    ck_assert_int_eq(header.occurred_at, event.occurred_at);
    end();
}
END_TEST

START_TEST(only_figures_that_changed_are_told)
{
    begin();
    associate("a1", "p1", 0);
    struct merit_event event = event_usage("t1", "m365/teams", 5, TODAY);
    event.usage.figures[MERIT_FIGURE_PAID_UNITS] = 8;
    event.usage.figures[MERIT_FIGURE_REVENUE] = 100;
    ck_assert_str_eq(apply(event), "[p1 t1 usage m365/teams 5 8 100]");
    ck_assert_str_eq(apply(event), "");
    event.usage.figures[MERIT_FIGURE_PAID_UNITS] = 9;
    ck_assert_str_eq(apply(later(event, "e2", 1)), "[p1 t1 usage m365/teams -1 9 -1]");
    ck_assert_str_eq(apply(later(event, "e3", 2)), "");
    event.usage.figures[MERIT_FIGURE_PAID_UNITS] = 1;
    ck_assert_str_eq(apply(later(event, "e4", 1)), "");
    event.usage.figures[MERIT_FIGURE_PAID_UNITS] = MERIT_NO_FIGURE;
    event.usage.figures[MERIT_FIGURE_ACTIVE_USERS] = MERIT_NO_FIGURE;
    event.usage.figures[MERIT_FIGURE_REVENUE] = MERIT_NO_FIGURE;
    ck_assert_str_eq(apply(later(event, "e5", 3)), "");
    end();
}
END_TEST

START_TEST(of_reports_at_one_time_the_larger_value_wins)
{
    begin();
    associate("a1", "p1", 0);
    ck_assert_str_eq(report("m365/teams", 5, 0), "[p1 t1 usage m365/teams 5 -1 -1]");
    ck_assert_str_eq(report("m365/teams", 4, 0), "");
    ck_assert_str_eq(report("m365/teams", 6, 0), "[p1 t1 usage m365/teams 6 -1 -1]");
    ck_assert_str_eq(report("m365/teams", 7, -1), "");
    end();
}
END_TEST

START_TEST(a_report_older_than_the_history_only_carries_a_gauge)
{
    begin();
    associate("a1", "p1", 0);
    struct merit_event event = event_usage("t1", "m365/teams", 5, TODAY);
    event.usage.figures[MERIT_FIGURE_REVENUE] = 100;
    event.usage.as_of_day = merit_day_months_before(TODAY, 26) - 1;
    ck_assert_str_eq(apply(event), "[p1 t1 usage m365/teams 5 -1 -1]");
    event.usage.as_of_day++;
    ck_assert_str_eq(apply(event), "[p1 t1 usage m365/teams 5 -1 100]");
    end();
}
END_TEST

START_TEST(series_differ_by_subscription_and_offer)
{
    begin();
    struct merit_event event = event_usage("t1", "m365/teams", 5, TODAY);
    apply(event);
    event.usage.subscription_id = merit_text_of("s1");
    apply(event);
    event.usage.offer = merit_text_of("trial");
    apply(event);
    apply(event);
    ck_assert_str_eq(associate("a1", "p1", 0),
                     "[p1 t1 link a1 series m365/teams series m365/teams series m365/teams]");
    end();
}
END_TEST

START_TEST(tenants_are_kept_apart)
{
    begin();
    associate("a1", "p1", 0);
    apply(event_association("a1", "p2", "t2", TODAY));
    report("m365/teams", 5, 10);
    ck_assert_str_eq(apply(event_usage("t2", "m365/teams", 7, TODAY)),
                     "[p2 t2 usage m365/teams 7 -1 -1]");
    ck_assert_msg(*report("m365/teams", 6, 9) == '\0', "t1 has a newer report");
    ck_assert_str_eq(apply(later(event_usage("t2", "m365/teams", 8, TODAY), "e", 1)),
                     "[p2 t2 usage m365/teams 8 -1 -1]");
    end();
}
END_TEST

/* ---- associations ------------------------------------------------------------------------ */

START_TEST(the_newest_state_of_an_association_counts)
{
    begin();
    struct merit_event event = event_association("a1", "p1", "t1", TODAY);
    ck_assert_str_eq(apply(later(event, "e5", 10)), "[p1 t1 link a1]");
    ck_assert_msg(*apply(later(event, "e9", 9)) == '\0', "older");
    ck_assert_msg(*apply(later(event, "e4", 10)) == '\0', "as old, a smaller id");
    ck_assert_msg(*apply(later(event, "e5", 10)) == '\0', "a duplicate");
    ck_assert_str_eq(apply(later(event, "e50", 10)), "[p1 t1 link a1]");
    ck_assert_str_eq(apply(later(event, "e1", 11)), "[p1 t1 link a1]");
    end();
}
END_TEST

START_TEST(a_partner_is_attached_whatever_the_state)
{
    begin();
    report("m365/teams", 5, 0);
    struct merit_event event = event_association("a1", "p1", "t1", TODAY);
    event.association.status = MERIT_STATUS_REJECTED;
    ck_assert_str_eq(apply(event), "[p1 t1 link a1 series m365/teams]");
    event.association.status = MERIT_STATUS_ACTIVE;
    ck_assert_str_eq(apply(later(event, "e2", 1)), "[p1 t1 link a1]");
    end();
}
END_TEST

START_TEST(an_association_that_moves_leaves_the_old_partner)
{
    begin();
    report("m365/teams", 5, 0);
    associate("a1", "p1", 0);
    associate("a2", "p1", 0);
    ck_assert_str_eq(associate("a1", "p2", 1),
                     "[p1 t1 unlink a1] [p2 t1 link a1 series m365/teams]");
    ck_assert_str_eq(associate("a2", "p2", 1), "[p1 t1 detach] [p2 t1 link a2]");
    ck_assert_str_eq(report("m365/teams", 6, 1), "[p2 t1 usage m365/teams 6 -1 -1]");
    ck_assert_str_eq(associate("a1", "p1", 2),
                     "[p2 t1 unlink a1] [p1 t1 link a1 series m365/teams]");
    end();
}
END_TEST

START_TEST(an_older_event_moves_nothing)
{
    begin();
    associate("a1", "p1", 5);
    ck_assert_str_eq(associate("a1", "p2", 4), "");
    ck_assert_str_eq(report("m365/teams", 6, 1), "[p1 t1 usage m365/teams 6 -1 -1]");
    end();
}
END_TEST

/* ---- limits ------------------------------------------------------------------------------ */

static char text[MERIT_ID_MAX + 1];

static const char *numbered(const char *prefix, uint32_t number)
{
    (void)snprintf(text, sizeof text, "%s%u", prefix, number);
    return text;
}

static void assert_limit(struct merit_event event, const char *field)
{
    size_t count = state.count;
    size_t bytes = state.bytes;
    struct merit_fault fault = attribution_check(&attribution, &event);
    ck_assert_int_eq(fault.bad, MERIT_BAD_LIMIT);
    ck_assert_str_eq(fault.field, field);
    ck_assert_uint_eq(state.count, count);
    ck_assert_uint_eq(state.bytes, bytes);
}

static void assert_no_limit(struct merit_event event)
{
    ck_assert_int_eq(attribution_check(&attribution, &event).bad, MERIT_BAD_NONE);
}

START_TEST(a_tenant_has_up_to_256_partners)
{
    begin();
    for (uint32_t i = 0; i < MERIT_TENANT_PARTNERS_MAX; i++) {
        struct merit_event event = event_association("a", numbered("p", i), "t1", TODAY);
        char association_id[16];
        (void)snprintf(association_id, sizeof association_id, "a%u", i);
        event.association.association_id = merit_text_of(association_id);
        apply(event);
    }
    assert_limit(event_association("more", "another", "t1", TODAY), "partner_id");
    assert_no_limit(event_association("more", "p7", "t1", TODAY));
    assert_no_limit(event_association("more", "another", "t2", TODAY));
    /* One leaves as the other comes; but not where it stays by another association. */
    assert_no_limit(later(event_association("a3", "another", "t1", TODAY), "e", 1));
    assert_no_limit(later(event_association("a3", "another", "t1", TODAY), "e", -1));
    associate("more", "p3", 0);
    assert_limit(later(event_association("a3", "another", "t1", TODAY), "e", 1), "partner_id");
    end();
}
END_TEST

START_TEST(a_tenant_has_up_to_4096_associations)
{
    begin();
    for (uint32_t i = 0; i < MERIT_TENANT_ASSOCIATIONS_MAX; i++) {
        apply(event_association(numbered("a", i), "p1", "t1", TODAY));
    }
    assert_limit(event_association("more", "p1", "t1", TODAY), "association_id");
    assert_no_limit(later(event_association("a4095", "p1", "t1", TODAY), "e", 1));
    end();
}
END_TEST

START_TEST(a_tenant_has_up_to_4096_series)
{
    begin();
    for (uint32_t i = 0; i < MERIT_TENANT_SERIES_MAX; i++) {
        apply(event_usage("t1", numbered("azure/", i), 5, TODAY));
    }
    assert_limit(event_usage("t1", "azure/more", 5, TODAY), "product");
    assert_no_limit(event_usage("t1", "azure/17", 6, TODAY));
    assert_no_limit(event_usage("t2", "azure/more", 5, TODAY));
    end();
}
END_TEST

/* ---- long ledgers ------------------------------------------------------------------------ */

enum { LONG_SERIES = 2500 };

/* A tenant whose ledger does not fit into one message: 100 bytes of name a series. */
static void make_long_tenant(void)
{
    for (uint32_t i = 0; i < LONG_SERIES; i++) {
        char product[128];
        (void)snprintf(product, sizeof product, "azure/%0100u", i);
        apply(event_usage("t1", product, i, TODAY));
    }
}

struct parts {
    uint32_t messages;
    uint32_t firsts;
    uint32_t lasts;
    uint32_t links;
    uint32_t series;
    size_t longest;
};

static void count_parts(struct parts *parts)
{
    for (uint32_t i = 0; i < facts.count; i++) {
        struct bytes message = fact_list_message(&facts, i);
        struct reader reader = reader_of(message);
        struct fact_header header;
        ck_assert(fact_read_header(&reader, &header));
        ck_assert(text_is(header.partner_id, "p1") && text_is(header.tenant_id, "t1") &&
                  text_is(header.event_id, "ea"));
        ck_assert_int_eq(header.occurred_at, at_second(TODAY, 0));
        ck_assert_int_eq(header.first, parts->messages == 0);
        parts->messages++;
        parts->firsts += header.first;
        parts->lasts += header.last;
        parts->longest = message.length > parts->longest ? message.length : parts->longest;
        struct fact_item item;
        while (fact_read_item(&reader, &item)) {
            parts->links += item.kind == FACT_LINK;
            if (item.kind == FACT_SERIES) {
                /* Each series once, in order: its value is its number. */
                struct ledger ledger;
                struct ledger_gauge_row row;
                ck_assert(ledger_open(&ledger, item.ledger));
                ledger_gauge_row(&ledger, 0, &row);
                ck_assert_int_eq(row.values[0], parts->series);
                parts->series++;
            }
        }
        ck_assert(!reader.failed);
    }
    fact_list_clear(&facts);
}

static struct parts emit_long_tenant(bool stops)
{
    struct parts parts = {0};
    apply(event_association("a1", "p1", "t1", TODAY));
    ck_assert(attribution_is_busy(&attribution));
    count_parts(&parts);
    while (attribution_is_busy(&attribution)) {
        if (stops) {
            reopen();
            ck_assert(attribution_is_busy(&attribution));
        }
        attribution_continue(&attribution, &facts);
        ck_assert_uint_eq(facts.count, 1);
        count_parts(&parts);
    }
    return parts;
}

START_TEST(a_long_ledger_is_told_in_several_parts)
{
    begin();
    make_long_tenant();
    struct parts parts = emit_long_tenant(false);
    ck_assert_uint_eq(parts.series, LONG_SERIES);
    ck_assert_uint_eq(parts.links, 1);
    ck_assert_uint_eq(parts.firsts, 1);
    ck_assert_uint_eq(parts.lasts, 1);
    ck_assert_uint_ge(parts.messages, 4);
    ck_assert_uint_ge(parts.longest, FACT_PART_BYTES);
    ck_assert_uint_lt(parts.longest, FACT_PART_BYTES + 1000);
    ck_assert_str_eq(apply(event_association("a2", "p1", "t1", TODAY)), "[p1 t1 link a2]");
    end();
}
END_TEST

START_TEST(it_goes_on_after_a_stop_between_any_two_parts)
{
    begin();
    make_long_tenant();
    struct parts parts = emit_long_tenant(true);
    ck_assert_uint_eq(parts.series, LONG_SERIES);
    ck_assert_uint_eq(parts.lasts, 1);
    end();
}
END_TEST

/* ---- stopping ---------------------------------------------------------------------------- */

START_TEST(it_goes_on_after_a_stop)
{
    begin();
    report("m365/teams", 5, 0);
    apply(event_usage("t2", "m365/teams", 7, TODAY));
    associate("a1", "p1", 0);
    reopen();
    ck_assert_str_eq(report("m365/teams", 6, 1), "[p1 t1 usage m365/teams 6 -1 -1]");
    ck_assert_str_eq(report("m365/teams", 5, 0), "");
    ck_assert_str_eq(apply(event_usage("t3", "m365/teams", 9, TODAY)), "");
    ck_assert_str_eq(apply(event_association("b1", "p1", "t3", TODAY)),
                     "[p1 t3 link b1 series m365/teams]");
    ck_assert_str_eq(apply(event_association("c1", "p1", "t2", TODAY)),
                     "[p1 t2 link c1 series m365/teams]");
    end();
}
END_TEST

START_TEST(a_damaged_task_record_is_refused)
{
    begin();
    attribution_save(&attribution);
    const uint8_t key = 'a';
    struct table_value record = table_get(&state, (struct bytes){&key, 1});
    ck_assert_ptr_nonnull(record.at);
    uint8_t copy[64];
    ck_assert_uint_le(record.length, sizeof copy);
    memcpy(copy, record.at, record.length);
    size_t whole = record.length;
    attribution_fini(&attribution);
    for (size_t length = 0; length < whole; length++) {
        table_put(&state, (struct bytes){&key, 1}, (struct bytes){copy, length});
        ck_assert(!attribution_open(&attribution, &state, 3));
        attribution_fini(&attribution);
    }
    table_put(&state, (struct bytes){&key, 1}, (struct bytes){copy, whole});
    ck_assert(attribution_open(&attribution, &state, 3));
    end();
}
END_TEST

CHECK_MAIN_TESTS("attribution",
                 the_clock_is_announced,
                 a_new_task_has_no_day,
                 usage_of_nobodys_tenant_is_kept_and_not_told,
                 usage_is_told_to_each_partner_of_the_tenant,
                 a_message_says_where_it_comes_from,
                 only_figures_that_changed_are_told,
                 of_reports_at_one_time_the_larger_value_wins,
                 a_report_older_than_the_history_only_carries_a_gauge,
                 series_differ_by_subscription_and_offer,
                 tenants_are_kept_apart,
                 the_newest_state_of_an_association_counts,
                 a_partner_is_attached_whatever_the_state,
                 an_association_that_moves_leaves_the_old_partner,
                 an_older_event_moves_nothing,
                 a_tenant_has_up_to_256_partners,
                 a_tenant_has_up_to_4096_associations,
                 a_tenant_has_up_to_4096_series,
                 a_long_ledger_is_told_in_several_parts,
                 it_goes_on_after_a_stop_between_any_two_parts,
                 it_goes_on_after_a_stop,
                 a_damaged_task_record_is_refused)
