/* Tests of input events as Avro: read back by our own schemas' plans, which other tests hold. */
#include "codec/avro_write.h"
#include "codec/json_read.h"
#include "schema_fixture.h"

static const char *const lines[] = {
    "{\"type\":\"association\",\"event_id\":\"e\",\"occurred_at\":\"2022-10-03T09:00:00Z\","
    "\"association_id\":\"A\",\"partner_id\":\"P\",\"tenant_id\":\"T\","
    "\"association_type\":\"CSP_TIER2\",\"status\":\"REJECTED\",\"cloud\":\"GOVERNMENT\","
    "\"products\":[\"x\",\"y\"],\"subscription_id\":\"s\",\"start_date\":\"2022-10-03\","
    "\"end_date\":\"2023-10-03\"}\n",
    "{\"type\":\"association\",\"event_id\":\"e\",\"occurred_at\":\"2022-10-03T09:00:00Z\","
    "\"association_id\":\"A\",\"partner_id\":\"P\",\"tenant_id\":\"T\","
    "\"association_type\":\"CPOR\",\"status\":\"ACTIVE\",\"cloud\":\"PUBLIC\","
    "\"start_date\":\"2022-10-03\"}\n",
    "{\"type\":\"usage\",\"event_id\":\"e\",\"occurred_at\":\"2022-10-03T09:00:00.000001Z\","
    "\"tenant_id\":\"T\",\"product\":\"x\",\"subscription_id\":\"s\",\"offer\":\"trial\","
    "\"as_of\":\"2022-10-03\",\"monthly_active_users\":0,\"consumed_revenue\":1000000000000}\n",
    "{\"type\":\"usage\",\"event_id\":\"e\",\"occurred_at\":\"2022-10-03T09:00:00Z\","
    "\"tenant_id\":\"T\",\"product\":\"x\",\"as_of\":\"2022-10-03\",\"paid_available_units\":63}\n",
    "{\"type\":\"certification\",\"event_id\":\"e\",\"occurred_at\":\"2199-12-31T23:59:59Z\","
    "\"partner_id\":\"P\",\"person_id\":\"J\",\"certification\":\"MS-900\","
    "\"achieved_on\":\"2000-01-01\",\"linked_on\":\"2199-12-31\"}\n",
};

START_TEST(reads_back)
{
    struct schema_set *set = schema_set_ours();
    struct json_reader *reader = json_reader_new();
    struct merit_text products[PLAN_PRODUCTS_MAX];
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        struct merit_event event;
        struct merit_event back;
        struct buffer buffer = {0};
        struct text_buffer line = {0};
        ck_assert_int_eq(json_reader_read(reader, merit_text_of(lines[i]), &event).bad,
                         MERIT_BAD_NONE);
        avro_write_event(&buffer, &event);
        struct bytes body = bytes_copy((const char *)buffer.bytes, buffer.length);
        ck_assert_int_eq(plan_read(&set->writers[event.kind].plans[0], body, products, &back).bad,
                         MERIT_BAD_NONE);
        back.timestamp = back.occurred_at;
        json_write_event(&line, &back);
        text_buffer_add_byte(&line, '\0');
        ck_assert_str_eq(line.at, lines[i]);
        bytes_free(body);
        buffer_fini(&buffer);
        text_buffer_fini(&line);
    }
    json_reader_free(reader);
    schema_set_free(set);
}
END_TEST

START_TEST(appends)
{
    const struct merit_event event = {.kind = MERIT_EVENT_CERTIFICATION,
                                      .event_id = merit_text_of("e"),
                                      .occurred_at = -1,
                                      .certification = {.partner_id = merit_text_of("P"),
                                                        .person_id = merit_text_of("J"),
                                                        .certification = merit_text_of("C"),
                                                        .achieved_day = 64,
                                                        .expires_day = MERIT_NO_DAY,
                                                        .linked_day = 1,
                                                        .unlinked_day = MERIT_NO_DAY}};
    struct buffer buffer = {0};
    buffer_u8(&buffer, 0xAA);
    avro_write_event(&buffer, &event);
    static const char expected[] = "\xAA\x02"
                                   "e\x01\x02P\x02J\x02"
                                   "C\x80\x01\x00\x02\x02\x00";
    ck_assert_uint_eq(buffer.length, sizeof expected - 1);
    ck_assert_mem_eq(buffer.bytes, expected, buffer.length);
    buffer_fini(&buffer);
}
END_TEST

CHECK_MAIN_TESTS("avro_write_event", reads_back, appends)
