/* Tests of input events as JSON lines: what is written is read back the same. */
#include "check_main.h"
#include "codec/json_read.h"
#include "codec/json_write.h"

static struct merit_event common(enum merit_event_kind kind)
{
    return (struct merit_event){
        .kind = kind,
        .event_id = merit_text_of("e-1"),
        .occurred_at = INT64_C(1664787600000000),
        .timestamp = INT64_C(1664787600000000),
    };
}

/* Writes, compares, reads back and writes again. */
static void expect(const struct merit_event *event, const char *text)
{
    struct text_buffer buffer = {0};
    struct text_buffer again = {0};
    struct json_reader *reader = json_reader_new();
    struct merit_event back;
    json_write_event(&buffer, event);
    ck_assert_uint_eq(buffer.length, strlen(text));
    ck_assert_mem_eq(buffer.at, text, buffer.length);
    struct merit_text line = {buffer.at, (uint32_t)buffer.length - 1};
    ck_assert_int_eq(json_reader_read(reader, line, &back).bad, MERIT_BAD_NONE);
    json_write_event(&again, &back);
    ck_assert_uint_eq(again.length, buffer.length);
    ck_assert_mem_eq(again.at, buffer.at, buffer.length);
    json_reader_free(reader);
    text_buffer_fini(&buffer);
    text_buffer_fini(&again);
}

START_TEST(writes_associations)
{
    const struct merit_text products[] = {merit_text_of("m365/teams"), merit_text_of("a\n")};
    struct merit_event event = common(MERIT_EVENT_ASSOCIATION);
    event.association = (struct merit_association){
        .association_id = merit_text_of("a1"),
        .partner_id = merit_text_of("p1"),
        .tenant_id = merit_text_of("t1"),
        .type = MERIT_TYPE_CSP_TIER2,
        .status = MERIT_STATUS_ACTIVE,
        .cloud = MERIT_CLOUD_PUBLIC,
        .start_day = 19268,
        .end_day = MERIT_NO_DAY,
    };
    expect(&event, "{\"type\":\"association\",\"event_id\":\"e-1\",\"occurred_at\":"
                   "\"2022-10-03T09:00:00Z\",\"association_id\":\"a1\",\"partner_id\":\"p1\","
                   "\"tenant_id\":\"t1\",\"association_type\":\"CSP_TIER2\",\"status\":\"ACTIVE\","
                   "\"cloud\":\"PUBLIC\",\"start_date\":\"2022-10-03\"}\n");
    event.timestamp += 500000;
    event.association.product_count = 2;
    event.association.products = products;
    event.association.subscription_id = merit_text_of("s1");
    event.association.end_day = 19269;
    expect(&event, "{\"type\":\"association\",\"event_id\":\"e-1\",\"occurred_at\":"
                   "\"2022-10-03T09:00:00Z\",\"timestamp\":\"2022-10-03T09:00:00.500000Z\","
                   "\"association_id\":\"a1\",\"partner_id\":\"p1\","
                   "\"tenant_id\":\"t1\",\"association_type\":\"CSP_TIER2\",\"status\":\"ACTIVE\","
                   "\"cloud\":\"PUBLIC\",\"products\":[\"m365/teams\",\"a\\n\"],"
                   "\"subscription_id\":\"s1\",\"start_date\":\"2022-10-03\","
                   "\"end_date\":\"2022-10-04\"}\n");
}
END_TEST

START_TEST(writes_usage)
{
    struct merit_event event = common(MERIT_EVENT_USAGE);
    event.usage = (struct merit_usage){
        .tenant_id = merit_text_of("t1"),
        .product = merit_text_of("m365/teams"),
        .offer = merit_text_of("trial"),
        .as_of_day = 19265,
        .figures = {0, MERIT_NO_FIGURE, 12345},
    };
    expect(&event, "{\"type\":\"usage\",\"event_id\":\"e-1\",\"occurred_at\":"
                   "\"2022-10-03T09:00:00Z\",\"tenant_id\":\"t1\",\"product\":\"m365/teams\","
                   "\"offer\":\"trial\",\"as_of\":\"2022-09-30\",\"monthly_active_users\":0,"
                   "\"consumed_revenue\":12345}\n");
}
END_TEST

START_TEST(writes_certifications)
{
    struct merit_event event = common(MERIT_EVENT_CERTIFICATION);
    event.certification = (struct merit_certification){
        .partner_id = merit_text_of("p1"),
        .person_id = merit_text_of("x1"),
        .certification = merit_text_of("MS-900"),
        .achieved_day = 19265,
        .expires_day = 19630,
        .linked_day = MERIT_NO_DAY,
        .unlinked_day = 19700,
    };
    expect(&event, "{\"type\":\"certification\",\"event_id\":\"e-1\",\"occurred_at\":"
                   "\"2022-10-03T09:00:00Z\",\"partner_id\":\"p1\",\"person_id\":\"x1\","
                   "\"certification\":\"MS-900\",\"achieved_on\":\"2022-09-30\","
                   "\"expires_on\":\"2023-09-30\",\"unlinked_on\":\"2023-12-09\"}\n");
}
END_TEST

START_TEST(writes_standings)
{
    const struct merit_standing standing = {merit_text_of("p\"1"), merit_text_of("security"), 19268,
                                            19999, 19904};
    struct text_buffer buffer = {0};
    json_write_standing(&buffer, &standing);
    static const char text[] =
        "{\"type\":\"standing\",\"partner_id\":\"p\\\"1\",\"designation\":\"security\","
        "\"attained_on\":\"2022-10-03\",\"anniversary_date\":\"2024-10-03\","
        "\"last_qualified_on\":\"2024-06-30\"}\n";
    ck_assert_uint_eq(buffer.length, strlen(text));
    ck_assert_mem_eq(buffer.at, text, buffer.length);
    struct json_reader *reader = json_reader_new();
    struct json_line back;
    struct merit_text line = {buffer.at, (uint32_t)buffer.length - 1};
    ck_assert_int_eq(json_reader_read_line(reader, line, &back).bad, MERIT_BAD_NONE);
    ck_assert(back.is_standing && merit_text_equal(back.standing.partner_id, standing.partner_id));
    ck_assert_int_eq(back.standing.last_qualified_day, 19904);
    json_reader_free(reader);
    text_buffer_fini(&buffer);
}
END_TEST

CHECK_MAIN_TESTS(
    "json_write_event", writes_associations, writes_usage, writes_certifications, writes_standings)
