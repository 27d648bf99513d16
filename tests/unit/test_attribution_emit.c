/* Tests of the messages that attribution writes, one function at a time. */
#include "check_main.h"
#include "event_fixture.h"
#include "facts_said.h"
#include "task/attribution_emit.h"

enum { TODAY = 19500 };

static struct table state;
static struct attribution attribution;
static struct fact_list facts;

static void begin(void)
{
    table_init(&state);
    ck_assert(attribution_open(&attribution, &state, 7));
    attribution.day = TODAY;
}

static void end(void)
{
    attribution_fini(&attribution);
    table_fini(&state);
    fact_list_fini(&facts);
}

START_TEST(usage_goes_to_each_partner_in_order)
{
    begin();
    struct buffer partners = {0};
    buffer_text(&partners, merit_text_of("p9"));
    buffer_text(&partners, merit_text_of("p1"));
    struct tenant tenant = {.partner_count = 2, .partners = buffer_view(&partners)};
    struct merit_event event = event_usage("t1", "m365/teams", 5, TODAY);
    event.usage.figures[MERIT_FIGURE_REVENUE] = 100;
    attribution_emit_usage(&attribution, &tenant, &event, 1U << MERIT_FIGURE_REVENUE, &facts);
    ck_assert_str_eq(facts_said(&facts),
                     "[p9 t1 usage m365/teams -1 -1 100] [p1 t1 usage m365/teams -1 -1 100]");
    buffer_fini(&partners);
    end();
}
END_TEST

START_TEST(usage_of_nobodys_tenant_goes_nowhere)
{
    begin();
    struct tenant tenant = {.partner_count = 0};
    struct merit_event event = event_usage("t1", "m365/teams", 5, TODAY);
    attribution_emit_usage(&attribution, &tenant, &event, 1, &facts);
    ck_assert_uint_eq(facts.count, 0);
    end();
}
END_TEST

START_TEST(leaving_is_one_association_or_all)
{
    begin();
    struct merit_event event = event_association("a1", "p2", "t1", TODAY);
    attribution_emit_leave(&attribution, merit_text_of("p1"), &event, false, &facts);
    attribution_emit_leave(&attribution, merit_text_of("p1"), &event, true, &facts);
    ck_assert_str_eq(facts_said(&facts), "[p1 t1 unlink a1] [p1 t1 detach]");
    end();
}
END_TEST

START_TEST(a_link_is_open_until_it_is_closed)
{
    begin();
    struct merit_event event = event_association("a1", "p2", "t1", TODAY);
    attribution_emit_link(&attribution, &event, &facts);
    ck_assert_uint_eq(facts.count, 0);
    attribution_emit_close(&facts);
    ck_assert_str_eq(facts_said(&facts), "[p2 t1 link a1]");
    struct reader reader = reader_of(fact_list_message(&facts, 0));
    struct fact_header header;
    ck_assert(fact_read_header(&reader, &header));
    ck_assert_uint_eq(header.source, 7);
    ck_assert_int_eq(header.day, TODAY);
    ck_assert(header.first && header.last);
    ck_assert(text_is(header.event_id, "ea"));
    end();
}
END_TEST

START_TEST(a_tenant_without_series_needs_one_message)
{
    begin();
    struct merit_event event = event_association("a1", "p2", "t1", TODAY);
    attribution_emit_link(&attribution, &event, &facts);
    attribution_emit_ledger(&attribution, &event, 0, 0, &facts);
    ck_assert_str_eq(facts_said(&facts), "[p2 t1 link a1]");
    ck_assert(!attribution_is_busy(&attribution));
    end();
}
END_TEST

/* The tenant t1, the first of all, with so many series of 100 bytes of name. */
static void make_series(uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        char product[128];
        (void)snprintf(product, sizeof product, "azure/%0100u", i);
        struct merit_event event = event_usage("t1", product, i, TODAY);
        attribution_apply(&attribution, &event, &facts);
    }
    ck_assert_uint_eq(facts.count, 0);
}

/* The values of the series in a message, which follow on `next`; returns the one after them. */
static uint32_t check_part(uint32_t index, uint32_t next, bool first, bool last)
{
    struct reader reader = reader_of(fact_list_message(&facts, index));
    struct fact_header header;
    ck_assert(fact_read_header(&reader, &header));
    ck_assert(header.first == first && header.last == last);
    ck_assert(text_is(header.partner_id, "p2") && text_is(header.tenant_id, "t1") &&
              text_is(header.event_id, "ea"));
    ck_assert_int_eq(header.occurred_at, at_second(TODAY, 0));
    struct fact_item item;
    while (fact_read_item(&reader, &item)) {
        struct ledger ledger;
        struct ledger_gauge_row row;
        if (item.kind == FACT_SERIES) {
            ck_assert(ledger_open(&ledger, item.ledger));
            ledger_gauge_row(&ledger, 0, &row);
            ck_assert_int_eq(row.values[0], next);
            next++;
        }
    }
    return next;
}

START_TEST(a_ledger_follows_its_link_in_parts)
{
    begin();
    make_series(1000);
    struct merit_event event = event_association("a1", "p2", "t1", TODAY);
    attribution_emit_link(&attribution, &event, &facts);
    attribution_emit_ledger(&attribution, &event, 0, 1000, &facts);
    ck_assert_uint_eq(facts.count, 1);
    ck_assert(attribution_is_busy(&attribution));
    uint32_t next = check_part(0, 0, true, false);
    attribution_continue(&attribution, &facts);
    ck_assert(!attribution_is_busy(&attribution));
    ck_assert_uint_eq(check_part(1, next, false, true), 1000);
    /* And once more from the beginning. */
    attribution_emit_link(&attribution, &event, &facts);
    attribution_emit_ledger(&attribution, &event, 0, 3, &facts);
    ck_assert_uint_eq(check_part(2, 0, true, true), 3);
    end();
}
END_TEST

CHECK_MAIN_TESTS("attribution_emit",
                 usage_goes_to_each_partner_in_order,
                 usage_of_nobodys_tenant_goes_nowhere,
                 leaving_is_one_association_or_all,
                 a_link_is_open_until_it_is_closed,
                 a_tenant_without_series_needs_one_message,
                 a_ledger_follows_its_link_in_parts)
