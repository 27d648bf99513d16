/* Tests of attribution's record of one tenant. */
#include "check_main.h"
#include "task/tenant.h"
#include "unit_tools.h"

static uint32_t fingerprint_at(const uint8_t *fingerprints, size_t index)
{
    uint32_t fingerprint;
    memcpy(&fingerprint, fingerprints + index * sizeof fingerprint, sizeof fingerprint);
    return fingerprint;
}

static struct merit_event event_of(const char *association_id, const char *partner_id)
{
    return (struct merit_event){
        .kind = MERIT_EVENT_ASSOCIATION,
        .event_id = merit_text_of("e7"),
        .occurred_at = 1234567,
        .association =
            {
                .association_id = merit_text_of(association_id),
                .partner_id = merit_text_of(partner_id),
                .tenant_id = merit_text_of("t1"),
                .status = MERIT_STATUS_ACTIVE,
                .start_day = on(2023, 1, 1),
                .end_day = MERIT_NO_DAY,
            },
    };
}

static void add(struct buffer *list, const char *association_id, const char *partner_id)
{
    struct merit_event event = event_of(association_id, partner_id);
    tenant_write_association(list, &event);
}

/* A tenant with series 5 and 6 and four associations of three partners. */
static struct buffer some_tenant(struct buffer *list)
{
    static const uint32_t fingerprints[] = {5, 6};
    add(list, "a1", "p1");
    add(list, "a2", "p2");
    add(list, "a3", "p1");
    add(list, "a4", "p");
    struct tenant_parts parts = {.number = 70000,
                                 .fingerprints = (const uint8_t *)fingerprints,
                                 .series_count = 2,
                                 .associations = buffer_view(list)};
    struct buffer bytes = {0};
    tenant_write(&bytes, &parts);
    return bytes;
}

START_TEST(a_tenant_comes_back)
{
    struct buffer list = {0};
    struct buffer bytes = some_tenant(&list);
    struct tenant tenant;
    ck_assert(tenant_read(buffer_view(&bytes), &tenant));
    ck_assert_uint_eq(tenant.number, 70000);
    ck_assert_uint_eq(tenant.series_count, 2);
    ck_assert_uint_eq(tenant_series_count(buffer_view(&bytes)), 2);
    ck_assert_uint_eq(fingerprint_at(tenant.fingerprints, 0), 5);
    ck_assert_uint_eq(fingerprint_at(tenant.fingerprints, 1), 6);
    ck_assert_uint_eq(tenant.associations.length, list.length);
    ck_assert_mem_eq(tenant.associations.at, list.bytes, list.length);
    buffer_fini(&list);
    buffer_fini(&bytes);
}
END_TEST

START_TEST(each_partner_is_named_once)
{
    struct buffer list = {0};
    struct buffer bytes = some_tenant(&list);
    struct tenant tenant;
    ck_assert(tenant_read(buffer_view(&bytes), &tenant));
    ck_assert_uint_eq(tenant.partner_count, 3);
    struct reader reader = reader_of(tenant.partners);
    ck_assert(text_is(reader_text(&reader), "p1"));
    ck_assert(text_is(reader_text(&reader), "p2"));
    ck_assert(text_is(reader_text(&reader), "p"));
    ck_assert_uint_eq(reader_left(&reader), 0);
    buffer_fini(&list);
    buffer_fini(&bytes);
}
END_TEST

START_TEST(associations_come_back_in_order)
{
    struct buffer list = {0};
    struct buffer bytes = some_tenant(&list);
    struct tenant tenant;
    ck_assert(tenant_read(buffer_view(&bytes), &tenant));
    struct reader reader = reader_of(tenant.associations);
    struct tenant_association association;
    ck_assert(tenant_next_association(&reader, &association));
    ck_assert(text_is(association.partner_id, "p1"));
    ck_assert(text_is(association.event_id, "e7"));
    ck_assert_int_eq(association.occurred_at, 1234567);
    ck_assert(text_is(association.link.association_id, "a1"));
    ck_assert_int_eq(association.link.start_day, on(2023, 1, 1));
    for (int i = 0; i < 3; i++) {
        ck_assert(tenant_next_association(&reader, &association));
    }
    ck_assert(text_is(association.link.association_id, "a4"));
    ck_assert(!tenant_next_association(&reader, &association) && !reader.failed);
    buffer_fini(&list);
    buffer_fini(&bytes);
}
END_TEST

START_TEST(one_more_series_is_the_last)
{
    struct buffer list = {0};
    struct buffer bytes = some_tenant(&list);
    struct tenant tenant;
    ck_assert(tenant_read(buffer_view(&bytes), &tenant));
    struct tenant_parts parts = {
        tenant.number, tenant.fingerprints, tenant.series_count, true, 99, buffer_view(&list)};
    struct buffer more = {0};
    tenant_write(&more, &parts);
    ck_assert(tenant_read(buffer_view(&more), &tenant));
    ck_assert_uint_eq(tenant.series_count, 3);
    ck_assert_uint_eq(fingerprint_at(tenant.fingerprints, 1), 6);
    ck_assert_uint_eq(fingerprint_at(tenant.fingerprints, 2), 99);
    ck_assert_uint_eq(tenant.partner_count, 3);
    buffer_fini(&list);
    buffer_fini(&bytes);
    buffer_fini(&more);
}
END_TEST

START_TEST(a_tenant_without_anything_comes_back)
{
    struct buffer bytes = {0};
    buffer_u8(&bytes, 'x'); /* what was there goes */
    struct tenant_parts parts = {.number = 1};
    tenant_write(&bytes, &parts);
    struct tenant tenant;
    ck_assert(tenant_read(buffer_view(&bytes), &tenant));
    ck_assert_uint_eq(tenant.number, 1);
    ck_assert_uint_eq(tenant.series_count, 0);
    ck_assert_uint_eq(tenant.partner_count, 0);
    ck_assert_uint_eq(tenant.associations.length, 0);
    buffer_fini(&bytes);
}
END_TEST

/* A cut before the associations is seen at once, one within them when they are read. */
START_TEST(cut_bytes_are_no_tenant)
{
    struct buffer list = {0};
    struct buffer bytes = some_tenant(&list);
    size_t head = bytes.length - list.length;
    for (size_t length = 0; length < head; length++) {
        struct tenant tenant;
        ck_assert(!tenant_read((struct bytes){bytes.bytes, length}, &tenant));
    }
    size_t whole = 0;
    for (size_t length = 1; length <= list.length; length++) {
        struct reader reader = reader_of((struct bytes){list.bytes, length});
        struct tenant_association association;
        while (tenant_next_association(&reader, &association)) {
        }
        whole += !reader.failed;
    }
    ck_assert_uint_eq(whole, 4);
    buffer_fini(&list);
    buffer_fini(&bytes);
}
END_TEST

START_TEST(an_association_of_nobody_is_refused)
{
    struct buffer list = {0};
    add(&list, "a1", NULL);
    struct reader reader = reader_of(buffer_view(&list));
    struct tenant_association association;
    ck_assert(!tenant_next_association(&reader, &association) && reader.failed);
    buffer_clear(&list);
    struct merit_event event = event_of("a1", "p1");
    event.event_id = (struct merit_text){NULL, 0};
    tenant_write_association(&list, &event);
    reader = reader_of(buffer_view(&list));
    ck_assert(!tenant_next_association(&reader, &association) && reader.failed);
    buffer_fini(&list);
}
END_TEST

CHECK_MAIN_TESTS("tenant",
                 a_tenant_comes_back,
                 each_partner_is_named_once,
                 associations_come_back_in_order,
                 one_more_series_is_the_last,
                 a_tenant_without_anything_comes_back,
                 cut_bytes_are_no_tenant,
                 an_association_of_nobody_is_refused)
