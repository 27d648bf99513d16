/* Tests of records read by their writers' plans. */
#include "codec/plan.h"
#include "schema_fixture.h"

static struct arena arena;
static struct merit_text products[PLAN_PRODUCTS_MAX];

#define FIELD(name, type) "{\"name\":\"" name "\",\"type\":" type "}"
#define START                                                                                      \
    "{\"type\":\"record\",\"name\":\"R\",\"fields\":[" FIELD("event_id", "\"string\"") "," FIELD(  \
        "occurred_at", "\"int\"") "," FIELD("tenant_id", "\"string\"") "," FIELD("as_of",          \
                                                                                 "\"int\"") ","
#define USAGE(more) START FIELD("product", "\"string\"") "," more "]}"
#define ASSOCIATION(more)                                                                                               \
    START FIELD("association_id", "\"string\"") "," FIELD("partner_id", "\"string\"") "," FIELD(                        \
        "start_date",                                                                                                   \
        "\"int\"") "," FIELD("association_type",                                                                        \
                             "{\"type\":\"enum\",\"name\":\"AssociationType\",\"symbols\":[\"NEW\",\"PAL\"]}") "," more \
                                                                                                               "]}"
/* event_id "e", occurred_at 1, tenant_id "t", as_of 2, product "p" */
#define USAGE_BYTES                                                                                \
    "\x02"                                                                                         \
    "e\x02\x02"                                                                                    \
    "t\x04\x02"                                                                                    \
    "p"
/* ... association_id "a", partner_id "p", start_date 3 */
#define ASSOCIATION_BYTES                                                                          \
    "\x02"                                                                                         \
    "e\x02\x02"                                                                                    \
    "t\x04\x02"                                                                                    \
    "a\x02p\x06"

static struct bytes message; /* what the event's texts point into */

static struct merit_fault read(const char *json,
                               enum merit_event_kind kind,
                               struct bytes bytes,
                               struct merit_event *event)
{
    struct text_buffer errors = {0};
    struct schema schema = schema_of(&arena, json);
    struct plan plan = {0};
    ck_assert(plan_compile(&arena, &schema, kind, &errors, &plan));
    bytes_free(message);
    message = bytes;
    return plan_read(&plan, bytes, products, event);
}

static void expect_fault(struct merit_fault fault, const char *field, const char *reason)
{
    ck_assert_int_eq(fault.bad, MERIT_BAD_UNDECODABLE);
    ck_assert_str_eq(fault.field, field);
    ck_assert_msg(strstr(fault.reason, reason) != NULL, "%s", fault.reason);
}

static void expect_text(struct merit_text text, const char *expected)
{
    ck_assert(merit_text_equal(text, merit_text_of(expected)));
}

static void finish(void)
{
    bytes_free(message);
    message = (struct bytes){NULL, 0};
    arena_fini(&arena);
}

#define FIGURE               USAGE(FIELD("consumed_revenue", "[\"long\",\"null\",\"int\"]"))
#define READ_FIGURE(literal) read(FIGURE, MERIT_EVENT_USAGE, BYTES_OF(USAGE_BYTES literal), &event)

START_TEST(stores_fields)
{
    struct merit_event event;
    ck_assert_int_eq(READ_FIGURE("\x00\x0e").bad, MERIT_BAD_NONE);
    ck_assert_int_eq(event.kind, MERIT_EVENT_USAGE);
    expect_text(event.event_id, "e");
    ck_assert_int_eq(event.occurred_at, 1);
    expect_text(event.usage.tenant_id, "t");
    expect_text(event.usage.product, "p");
    ck_assert_int_eq(event.usage.as_of_day, 2);
    ck_assert_int_eq(event.usage.figures[MERIT_FIGURE_REVENUE], 7);
    ck_assert_int_eq(event.usage.figures[MERIT_FIGURE_PAID_UNITS], MERIT_NO_FIGURE);
    ck_assert(merit_text_is_null(event.usage.offer));
    ck_assert_int_eq(READ_FIGURE("\x02").bad, MERIT_BAD_NONE);
    ck_assert_int_eq(event.usage.figures[MERIT_FIGURE_REVENUE], MERIT_NO_FIGURE);
    ck_assert_int_eq(READ_FIGURE("\x04\x01").bad, MERIT_BAD_NONE);
    ck_assert_int_eq(event.usage.figures[MERIT_FIGURE_REVENUE], -1);
    finish();
}
END_TEST

/* The least numbers stand for null in events; what a record holds is never null. */
START_TEST(no_number_is_null)
{
    struct merit_event event;
    ck_assert_int_eq(READ_FIGURE("\x00\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01").bad,
                     MERIT_BAD_NONE);
    ck_assert_int_eq(event.usage.figures[MERIT_FIGURE_REVENUE], INT64_MIN + 1);
    const char *json = ASSOCIATION(FIELD("end_date", "[\"null\",\"int\"]"));
    ck_assert_int_eq(read(json, MERIT_EVENT_ASSOCIATION,
                          BYTES_OF(ASSOCIATION_BYTES "\x02\x02\xff\xff\xff\xff\x0f"), &event)
                         .bad,
                     MERIT_BAD_NONE);
    ck_assert_int_eq(event.association.end_day, INT32_MIN + 1);
    finish();
}
END_TEST

START_TEST(refuses_wrong_bytes)
{
    struct merit_event event;
    expect_fault(READ_FIGURE("\x06\x01"), "consumed_revenue", "ends too early");
    expect_fault(READ_FIGURE(""), "consumed_revenue", "ends too early");
    expect_fault(READ_FIGURE("\x02\x00"), "value", "goes on after its end");
    expect_fault(READ_FIGURE("\x04\xff\xff\xff\xff\x1f"), "consumed_revenue", "is no number");
    expect_fault(read(FIGURE, MERIT_EVENT_USAGE, BYTES_OF("\x04\xc3("), &event), "event_id",
                 "UTF-8");
    expect_fault(read(FIGURE, MERIT_EVENT_USAGE, BYTES_OF("\x06"), &event), "event_id",
                 "ends too early");
    expect_fault(read(FIGURE, MERIT_EVENT_USAGE, BYTES_OF("\x01"), &event), "event_id",
                 "ends too early");
    expect_fault(read(FIGURE, MERIT_EVENT_USAGE, BYTES_OF(""), &event), "event_id",
                 "ends too early");
    const char *json = USAGE(FIELD("offer", "[\"string\",\"int\"]"));
    expect_fault(read(json, MERIT_EVENT_USAGE, BYTES_OF(USAGE_BYTES "\x02\x02"), &event), "offer",
                 "of a type that it cannot have");
    json = USAGE(FIELD("extra", "\"boolean\""));
    expect_fault(read(json, MERIT_EVENT_USAGE, BYTES_OF(USAGE_BYTES "\x02"), &event), "extra",
                 "ends too early");
    finish();
}
END_TEST

START_TEST(passes_over_what_it_does_not_know)
{
    struct merit_event event;
    const char *json = USAGE(
        FIELD("extra", "{\"type\":\"array\",\"items\":\"bytes\"}") "," FIELD("offer", "\"bytes\""));
    ck_assert_int_eq(
        read(json, MERIT_EVENT_USAGE, BYTES_OF(USAGE_BYTES "\x02\x04\xff\xfe\x00\x00"), &event).bad,
        MERIT_BAD_NONE);
    expect_text(event.usage.offer, ""); /* an empty text, which is no null */
    ck_assert(!merit_text_is_null(event.usage.offer));
    finish();
}
END_TEST

#define PRODUCTS ASSOCIATION(FIELD("products", "{\"type\":\"array\",\"items\":\"string\"}"))
#define READ_PRODUCTS(literal)                                                                     \
    read(PRODUCTS, MERIT_EVENT_ASSOCIATION, BYTES_OF(ASSOCIATION_BYTES literal), &event)

START_TEST(reads_associations)
{
    struct merit_event event;
    ck_assert_int_eq(READ_PRODUCTS("\x02\x02\x02x\x03\x08\x02y\x02z\x00").bad, MERIT_BAD_NONE);
    ck_assert_int_eq(event.association.type, MERIT_TYPE_PAL);
    ck_assert_int_eq(event.association.status, MERIT_STATUS_ACTIVE);
    ck_assert_int_eq(event.association.cloud, MERIT_CLOUD_PUBLIC);
    ck_assert_int_eq(event.association.start_day, 3);
    ck_assert_int_eq(event.association.end_day, MERIT_NO_DAY);
    ck_assert_uint_eq(event.association.product_count, 3);
    expect_text(event.association.products[2], "z");
    expect_fault(READ_PRODUCTS("\x00\x00"), "association_type", "symbol that this version");
    expect_fault(READ_PRODUCTS("\x04\x00"), "association_type", "ends too early");
    expect_fault(READ_PRODUCTS("\x02\x02\x02x"), "products", "ends too early");
    expect_fault(READ_PRODUCTS("\x02\x02\x02\xff\x00"), "products", "UTF-8");
    finish();
}
END_TEST

START_TEST(keeps_no_more_products_than_it_may)
{
    struct merit_event event;
    struct buffer bytes = {0};
    buffer_put(&bytes, ASSOCIATION_BYTES "\x02", sizeof ASSOCIATION_BYTES);
    for (int i = 0; i < 1000; i++) {
        buffer_put(&bytes, "\x02\x02x", 3);
    }
    struct bytes cut = bytes_copy((const char *)bytes.bytes, bytes.length);
    expect_fault(read(PRODUCTS, MERIT_EVENT_ASSOCIATION, cut, &event), "products", "too early");
    buffer_u8(&bytes, 0);
    struct bytes whole = bytes_copy((const char *)bytes.bytes, bytes.length);
    ck_assert_int_eq(read(PRODUCTS, MERIT_EVENT_ASSOCIATION, whole, &event).bad, MERIT_BAD_NONE);
    ck_assert_uint_eq(event.association.product_count, MERIT_ASSOCIATION_PRODUCTS_MAX + 1);
    buffer_fini(&bytes);
    finish();
}
END_TEST

CHECK_MAIN_TESTS("plan_read",
                 stores_fields,
                 no_number_is_null,
                 refuses_wrong_bytes,
                 passes_over_what_it_does_not_know,
                 reads_associations,
                 keeps_no_more_products_than_it_may)
