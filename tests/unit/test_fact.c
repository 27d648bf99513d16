/* Tests of facts as messages: all of it back, and nothing else read. */
#include "check_main.h"
#include "task/fact.h"
#include "unit_tools.h"

static struct fact_header header_of(bool first, bool last)
{
    return (struct fact_header){
        .kind = FACT_GROUP,
        .source = 4095,
        .day = on(2023, 5, 1),
        .first = first,
        .last = last,
        .partner_id = merit_text_of("p1"),
        .tenant_id = merit_text_of("t1"),
        .event_id = merit_text_of("e1"),
        .occurred_at = INT64_C(-123456789),
    };
}

static const struct series_names names = {{"m365/teams", 10}, {NULL, 0}, {"trial", 5}};

/* The header of the list's message; the reader stands at its items. */
static struct reader open_message(const struct fact_list *list,
                                  uint32_t index,
                                  struct fact_header *ret_header)
{
    struct reader reader = reader_of(fact_list_message(list, index));
    ck_assert(fact_read_header(&reader, ret_header));
    return reader;
}

START_TEST(a_groups_header_comes_back)
{
    struct fact_list list = {0};
    for (int i = 0; i < 4; i++) {
        struct fact_header header = header_of(i % 2 == 1, i / 2 == 1);
        fact_list_begin(&list, &header);
        fact_list_end(&list);
    }
    ck_assert_uint_eq(list.count, 4);
    for (uint32_t i = 0; i < 4; i++) {
        struct fact_header back;
        struct reader reader = open_message(&list, i, &back);
        ck_assert_uint_eq(reader_left(&reader), 0);
        ck_assert_int_eq(back.kind, FACT_GROUP);
        ck_assert_uint_eq(back.source, 4095);
        ck_assert_int_eq(back.day, on(2023, 5, 1));
        ck_assert_int_eq(back.first, i % 2 == 1);
        ck_assert_int_eq(back.last, i / 2 == 1);
        ck_assert(text_is(back.partner_id, "p1"));
        ck_assert(text_is(back.tenant_id, "t1"));
        ck_assert(text_is(back.event_id, "e1"));
        ck_assert_int_eq(back.occurred_at, -123456789);
    }
    fact_list_fini(&list);
}
END_TEST

START_TEST(a_watermark_comes_back)
{
    struct fact_list list = {0};
    struct fact_header header = {.kind = FACT_WATERMARK, .source = 3, .day = MERIT_NO_DAY};
    fact_list_begin(&list, &header);
    fact_list_end(&list);
    struct fact_header back;
    open_message(&list, 0, &back);
    ck_assert_int_eq(back.kind, FACT_WATERMARK);
    ck_assert_uint_eq(back.source, 3);
    ck_assert_int_eq(back.day, MERIT_NO_DAY);
    fact_list_fini(&list);
}
END_TEST

START_TEST(the_message_being_written_can_still_become_the_last)
{
    struct fact_list list = {0};
    struct fact_header header = header_of(true, false);
    fact_list_begin(&list, &header);
    fact_list_end(&list);
    header.first = false;
    fact_list_begin(&list, &header);
    ck_assert_uint_gt(fact_list_length(&list), 0);
    size_t before = fact_list_length(&list);
    fact_detach(&list.bytes);
    ck_assert_uint_eq(fact_list_length(&list), before + 1);
    fact_list_set_last(&list);
    fact_list_end(&list);
    struct fact_header back;
    open_message(&list, 0, &back);
    ck_assert(!back.last);
    open_message(&list, 1, &back);
    ck_assert(back.last && !back.first);
    fact_list_clear(&list);
    ck_assert_uint_eq(list.count, 0);
    fact_list_begin(&list, &header);
    fact_list_end(&list);
    open_message(&list, 0, &back);
    ck_assert(!back.last);
    fact_list_fini(&list);
}
END_TEST

/* ---- items ------------------------------------------------------------------------------- */

static struct fact_item read_item(const struct buffer *bytes)
{
    struct reader reader = reader_of(buffer_view(bytes));
    struct fact_item item;
    ck_assert(fact_read_item(&reader, &item));
    ck_assert_uint_eq(reader_left(&reader), 0);
    struct fact_item none;
    ck_assert(!fact_read_item(&reader, &none) && !reader.failed);
    return item;
}

/* No shorter run of the same bytes is an item. */
static void assert_cuts_are_refused(const struct buffer *bytes)
{
    for (size_t length = 1; length < bytes->length; length++) {
        struct reader reader = reader_of((struct bytes){bytes->bytes, length});
        struct fact_item item;
        ck_assert(!fact_read_item(&reader, &item) && reader.failed);
    }
}

START_TEST(a_usage_report_carries_the_figures_named)
{
    struct ledger_report report = {on(2023, 4, 30), {5, 0, MERIT_FIGURE_MAX}, 77};
    for (uint32_t figures = 0; figures < 8; figures++) {
        struct buffer bytes = {0};
        fact_usage(&bytes, &names, &report, figures);
        struct fact_item item = read_item(&bytes);
        ck_assert_int_eq(item.kind, FACT_USAGE);
        ck_assert(series_names_equal(&item.names, &names));
        ck_assert_int_eq(item.report.as_of_day, on(2023, 4, 30));
        ck_assert_int_eq(item.report.occurred_at, 0);
        for (int i = 0; i < MERIT_FIGURE_COUNT; i++) {
            ck_assert_int_eq(item.report.figures[i],
                             (figures >> i & 1U) != 0 ? report.figures[i] : MERIT_NO_FIGURE);
        }
        assert_cuts_are_refused(&bytes);
        buffer_fini(&bytes);
    }
}
END_TEST

START_TEST(a_report_that_no_event_can_make_is_refused)
{
    const struct ledger_report reports[] = {
        {on(2023, 4, 30), {MERIT_FIGURE_MAX + 1, 0, 0}, 0},
        {on(2023, 4, 30), {0, 0, -1}, 0},
        {MERIT_DAY_FIRST - 1, {0, 0, 0}, 0},
        {MERIT_DAY_LAST + 1, {0, 0, 0}, 0},
    };
    for (size_t i = 0; i < sizeof reports / sizeof reports[0]; i++) {
        struct buffer bytes = {0};
        fact_usage(&bytes, &names, &reports[i], 7);
        struct reader reader = reader_of(buffer_view(&bytes));
        struct fact_item item;
        ck_assert(!fact_read_item(&reader, &item) && reader.failed);
        buffer_fini(&bytes);
    }
}
END_TEST

START_TEST(reports_of_the_first_and_the_last_day_are_read)
{
    for (int i = 0; i < 2; i++) {
        struct ledger_report report = {
            i == 0 ? MERIT_DAY_FIRST : MERIT_DAY_LAST, {0, MERIT_FIGURE_MAX, 0}, 0};
        struct buffer bytes = {0};
        fact_usage(&bytes, &names, &report, 7);
        ck_assert_int_eq(read_item(&bytes).report.as_of_day, report.as_of_day);
        buffer_fini(&bytes);
    }
}
END_TEST

START_TEST(a_series_carries_its_reports_without_stamps)
{
    struct buffer ledger_bytes = {0};
    struct ledger_report report = {on(2023, 4, 30), {5, 6, 700}, at_second(on(2023, 5, 1), 5)};
    uint32_t figures;
    ledger_put(&ledger_bytes, true, &report, MERIT_DAY_FIRST, &figures);
    struct ledger ledger;
    ck_assert(ledger_open(&ledger, buffer_view(&ledger_bytes)));
    struct buffer bytes = {0};
    fact_series(&bytes, &names, &ledger);
    struct fact_item item = read_item(&bytes);
    ck_assert_int_eq(item.kind, FACT_SERIES);
    ck_assert(series_names_equal(&item.names, &names));
    ck_assert(ledger_open(&ledger, item.ledger));
    ck_assert_uint_eq(ledger.stamp_width, 0);
    struct ledger_gauge_row row;
    ledger_gauge_row(&ledger, 0, &row);
    ck_assert(row.day == on(2023, 4, 30) && row.values[0] == 5 && row.values[1] == 6);
    int64_t revenue;
    ledger_revenues(&ledger, merit_month_of_day(on(2023, 4, 1)), 1, &revenue);
    ck_assert_int_eq(revenue, 700);
    assert_cuts_are_refused(&bytes);
    /* The ledger's first byte says how wide its rows are. */
    bytes.bytes[item.ledger.at - bytes.bytes] = 0;
    struct reader reader = reader_of(buffer_view(&bytes));
    ck_assert(!fact_read_item(&reader, &item) && reader.failed);
    buffer_fini(&bytes);
    buffer_fini(&ledger_bytes);
}
END_TEST

START_TEST(an_association_carries_all_but_its_partner)
{
    const struct merit_text products[] = {{"azure/vm", 8}};
    struct merit_association association = {
        .association_id = merit_text_of("a1"),
        .type = MERIT_TYPE_PAL,
        .status = MERIT_STATUS_ACTIVE,
        .cloud = MERIT_CLOUD_PUBLIC,
        .product_count = 1,
        .products = products,
        .start_day = on(2023, 1, 1),
        .end_day = MERIT_NO_DAY,
    };
    struct buffer bytes = {0};
    fact_link(&bytes, &association);
    struct fact_item item = read_item(&bytes);
    ck_assert_int_eq(item.kind, FACT_LINK);
    ck_assert(text_is(item.link.association_id, "a1"));
    ck_assert(link_covers_product(&item.link, products[0]));
    ck_assert(link_holds(&item.link, on(2024, 1, 1)));
    assert_cuts_are_refused(&bytes);
    buffer_fini(&bytes);
}
END_TEST

START_TEST(leaving_names_the_association_or_nothing)
{
    struct buffer bytes = {0};
    fact_unlink(&bytes, merit_text_of("a1"));
    struct fact_item item = read_item(&bytes);
    ck_assert_int_eq(item.kind, FACT_UNLINK);
    ck_assert(text_is(item.association_id, "a1"));
    assert_cuts_are_refused(&bytes);
    buffer_clear(&bytes);
    fact_unlink(&bytes, (struct merit_text){NULL, 0});
    struct reader reader = reader_of(buffer_view(&bytes));
    ck_assert(!fact_read_item(&reader, &item) && reader.failed);
    buffer_clear(&bytes);
    fact_detach(&bytes);
    ck_assert_int_eq(read_item(&bytes).kind, FACT_DETACH);
    buffer_fini(&bytes);
}
END_TEST

START_TEST(unknown_items_are_refused)
{
    for (uint32_t kind = 0; kind < 256; kind++) {
        const uint8_t byte = (uint8_t)kind;
        struct reader reader = reader_of((struct bytes){&byte, 1});
        struct fact_item item;
        ck_assert_int_eq(fact_read_item(&reader, &item), kind == FACT_DETACH);
    }
}
END_TEST

START_TEST(cut_or_unknown_headers_are_refused)
{
    struct fact_list list = {0};
    struct fact_header header = header_of(true, true);
    fact_list_begin(&list, &header);
    fact_list_end(&list);
    struct bytes message = fact_list_message(&list, 0);
    struct fact_header back;
    for (size_t length = 0; length < message.length; length++) {
        struct reader reader = reader_of((struct bytes){message.at, length});
        ck_assert(!fact_read_header(&reader, &back));
    }
    header.source = FACT_TASKS_MAX;
    fact_list_begin(&list, &header);
    fact_list_end(&list);
    struct reader reader = reader_of(fact_list_message(&list, 1));
    ck_assert(!fact_read_header(&reader, &back));
    struct fact_header nobody = header_of(true, true);
    nobody.partner_id = (struct merit_text){NULL, 0};
    fact_list_begin(&list, &nobody);
    fact_list_end(&list);
    reader = reader_of(fact_list_message(&list, 2));
    ck_assert(!fact_read_header(&reader, &back));
    list.bytes.bytes[0] = 4;
    reader = reader_of(fact_list_message(&list, 0));
    ck_assert(!fact_read_header(&reader, &back));
    fact_list_fini(&list);
}
END_TEST

/* ---- standings --------------------------------------------------------------------------- */

static const struct fact_header standings_header = {.kind = FACT_STANDING,
                                                    .day = MERIT_NO_DAY,
                                                    .first = true,
                                                    .last = true,
                                                    .partner_id = {"p1", 2}};

static struct merit_standing standing_of(const char *designation)
{
    return (struct merit_standing){
        {"p1", 2}, merit_text_of(designation), on(2022, 10, 3), on(2024, 10, 3), on(2024, 6, 30)};
}

START_TEST(standings_come_back)
{
    struct fact_list list = {0};
    fact_list_begin(&list, &standings_header);
    struct merit_standing one = standing_of("security");
    struct merit_standing two = standing_of("modern_work");
    fact_standing(&list.bytes, &one);
    fact_standing(&list.bytes, &two);
    fact_list_end(&list);
    struct fact_header header;
    struct reader reader = open_message(&list, 0, &header);
    ck_assert_int_eq(header.kind, FACT_STANDING);
    ck_assert(text_is(header.partner_id, "p1"));
    struct merit_standing back;
    ck_assert(fact_read_standing(&reader, header.partner_id, &back));
    ck_assert(text_is(back.designation, "security") && text_is(back.partner_id, "p1"));
    ck_assert(fact_read_standing(&reader, header.partner_id, &back));
    ck_assert(text_is(back.designation, "modern_work"));
    ck_assert_int_eq(back.attained_day, on(2022, 10, 3));
    ck_assert_int_eq(back.anniversary_day, on(2024, 10, 3));
    ck_assert_int_eq(back.last_qualified_day, on(2024, 6, 30));
    ck_assert(!fact_read_standing(&reader, header.partner_id, &back) && !reader.failed);
    fact_list_fini(&list);
}
END_TEST

START_TEST(standings_that_cannot_be_are_refused)
{
    struct buffer bytes = {0};
    struct merit_standing standing = standing_of("security");
    struct merit_standing back;
    struct merit_text partner = merit_text_of("p1");
    fact_standing(&bytes, &standing);
    for (size_t length = 1; length < bytes.length; length++) {
        struct reader reader = reader_of((struct bytes){bytes.bytes, length});
        ck_assert(!fact_read_standing(&reader, partner, &back) && reader.failed);
    }
    buffer_clear(&bytes);
    standing.anniversary_day = standing.attained_day;
    fact_standing(&bytes, &standing);
    struct reader reader = reader_of(buffer_view(&bytes));
    ck_assert(!fact_read_standing(&reader, partner, &back) && reader.failed);
    buffer_fini(&bytes);
}
END_TEST

static bool header_is_read(struct fact_header header)
{
    struct fact_list list = {0};
    fact_list_begin(&list, &header);
    fact_list_end(&list);
    struct reader reader = reader_of(fact_list_message(&list, 0));
    struct fact_header back;
    bool read = fact_read_header(&reader, &back);
    fact_list_fini(&list);
    return read;
}

START_TEST(standings_are_no_part_of_anything_and_of_no_day)
{
    struct fact_header header = standings_header;
    ck_assert(header_is_read(header));
    header.last = false;
    ck_assert(!header_is_read(header));
    header = standings_header;
    header.first = false;
    ck_assert(!header_is_read(header));
    header = standings_header;
    header.day = on(2023, 1, 1);
    ck_assert(!header_is_read(header));
    header = standings_header;
    header.partner_id = (struct merit_text){NULL, 0};
    ck_assert(!header_is_read(header));
}
END_TEST

CHECK_MAIN_TESTS("fact",
                 a_groups_header_comes_back,
                 a_watermark_comes_back,
                 the_message_being_written_can_still_become_the_last,
                 a_usage_report_carries_the_figures_named,
                 a_report_that_no_event_can_make_is_refused,
                 reports_of_the_first_and_the_last_day_are_read,
                 a_series_carries_its_reports_without_stamps,
                 an_association_carries_all_but_its_partner,
                 leaving_names_the_association_or_nothing,
                 unknown_items_are_refused,
                 cut_or_unknown_headers_are_refused,
                 standings_come_back,
                 standings_that_cannot_be_are_refused,
                 standings_are_no_part_of_anything_and_of_no_day)
