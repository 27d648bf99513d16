/* Tests of what resolves to our schemas and what does not. */
#include "codec/plan.h"
#include "schema_fixture.h"

static struct arena arena;

#define RECORD(fields)                                                                             \
    "{\"type\":\"record\",\"name\":\"UsageEvent\",\"namespace\":\"merit.v1\",\"fields\":[" fields  \
    "]}"
#define FIELD(name, type) "{\"name\":\"" name "\",\"type\":" type "}"
#define REQUIRED                                                                                   \
    FIELD("event_id", "\"string\"")                                                                \
    "," FIELD("occurred_at", "\"long\"") "," FIELD("tenant_id", "\"string\"") "," FIELD(           \
        "product", "\"bytes\"") "," FIELD("as_of", "\"int\"")
#define ASSOCIATION(type, products)                                                                                              \
    RECORD(                                                                                                                      \
        FIELD("event_id", "\"string\"") "," FIELD("occurred_at", "\"int\"") "," FIELD("association_id", "\"string\"") "," FIELD( \
            "partner_id",                                                                                                        \
            "\"string\"") "," FIELD("tenant_id",                                                                                 \
                                    "\"string\"") "," FIELD("association_type",                                                  \
                                                            type) "," FIELD("products",                                          \
                                                                            products) "," FIELD("start_date",                    \
                                                                                                "\"int\""))
#define ENUM(name) "{\"type\":\"enum\",\"name\":\"" name "\",\"symbols\":[\"NEW\",\"PAL\"]}"

static struct plan compile(const char *json, enum merit_event_kind kind)
{
    struct schema *schema = arena_allocate(&arena, sizeof *schema);
    *schema = schema_of(&arena, json);
    struct text_buffer errors = {0};
    struct plan plan = {0};
    bool good = plan_compile(&arena, schema, kind, &errors, &plan);
    ck_assert_msg(good, "%.*s", (int)errors.length, errors.at);
    text_buffer_fini(&errors);
    return plan;
}

static void expect_refused(const char *json, enum merit_event_kind kind, const char *what)
{
    struct schema schema = schema_of(&arena, json);
    struct text_buffer errors = {0};
    struct plan plan;
    ck_assert(!plan_compile(&arena, &schema, kind, &errors, &plan));
    text_buffer_add_byte(&errors, '\0');
    ck_assert_str_eq(errors.at, what);
    text_buffer_fini(&errors);
}

START_TEST(stores_each_field)
{
    struct plan plan = compile(RECORD(REQUIRED), MERIT_EVENT_USAGE);
    ck_assert_uint_eq(plan.step_count, 5);
    static const enum plan_operation operations[] = {PLAN_TEXT, PLAN_LONG, PLAN_TEXT, PLAN_TEXT,
                                                     PLAN_DAY};
    for (uint32_t i = 0; i < plan.step_count; i++) {
        ck_assert_int_eq(plan.steps[i].operation, operations[i]);
    }
    ck_assert_str_eq(plan.steps[4].field, "as_of");
    ck_assert_int_eq(plan.blank.usage.figures[0], MERIT_NO_FIGURE);
    ck_assert_ptr_null(plan.blank.usage.offer.at);
    arena_fini(&arena);
}
END_TEST

START_TEST(resolves_unions_and_skips)
{
    struct plan plan = compile(
        RECORD(REQUIRED "," FIELD("extra", "{\"type\":\"map\",\"values\":\"int\"}") "," FIELD(
            "offer", "[\"string\",\"null\",\"boolean\"]") "," FIELD("consumed_revenue",
                                                                    "[\"null\",\"int\"]")),
        MERIT_EVENT_USAGE);
    ck_assert_uint_eq(plan.step_count, 8);
    ck_assert_int_eq(plan.steps[5].operation, PLAN_SKIP);
    const struct plan_step *offer = &plan.steps[6];
    ck_assert_int_eq(offer->operation, PLAN_UNION);
    ck_assert_uint_eq(offer->count, 3);
    ck_assert_int_eq(plan.steps[offer->first].operation, PLAN_TEXT);
    ck_assert_int_eq(plan.steps[offer->first + 1].operation, PLAN_NOTHING);
    ck_assert_int_eq(plan.steps[offer->first + 2].operation, PLAN_REFUSE);
    ck_assert_int_eq(plan.steps[plan.steps[7].first + 1].operation, PLAN_INT);
    arena_fini(&arena);
}
END_TEST

START_TEST(resolves_symbols_by_name)
{
    struct plan plan = compile(ASSOCIATION(ENUM("AssociationType"),
                                           "{\"type\":\"array\",\"items\":[\"null\",\"string\"]}"),
                               MERIT_EVENT_ASSOCIATION);
    const struct plan_step *type = &plan.steps[5];
    ck_assert_int_eq(type->operation, PLAN_SYMBOL);
    ck_assert_int_eq(plan.symbols[type->first], -1);
    ck_assert_int_eq(plan.symbols[type->first + 1], MERIT_TYPE_PAL);
    const struct plan_step *products = &plan.steps[6];
    ck_assert_int_eq(products->operation, PLAN_ARRAY);
    ck_assert_int_eq(plan.steps[products->first].operation, PLAN_UNION);
    ck_assert_int_eq(plan.blank.association.status, MERIT_STATUS_ACTIVE);
    ck_assert_int_eq(plan.blank.association.end_day, MERIT_NO_DAY);
    arena_fini(&arena);
}
END_TEST

START_TEST(refuses_what_does_not_resolve)
{
    expect_refused("\"string\"", MERIT_EVENT_USAGE, "is not the schema of a record");
    expect_refused(RECORD(REQUIRED), MERIT_EVENT_CERTIFICATION,
                   "field partner_id is missing, and has no default");
    expect_refused(RECORD(REQUIRED "," FIELD("offer", "\"int\"")), MERIT_EVENT_USAGE,
                   "field offer is of a type that is never a string or null");
    expect_refused(RECORD(REQUIRED "," FIELD("offer", "[\"int\",\"double\"]")), MERIT_EVENT_USAGE,
                   "field offer is of a type that is never a string or null");
    expect_refused(RECORD(REQUIRED "," FIELD("consumed_revenue", "\"double\"")), MERIT_EVENT_USAGE,
                   "field consumed_revenue is of a type that is never a long or null");
    expect_refused(ASSOCIATION(ENUM("Other"), "{\"type\":\"array\",\"items\":\"string\"}"),
                   MERIT_EVENT_ASSOCIATION,
                   "field association_type is of a type that is never AssociationType");
    expect_refused(
        ASSOCIATION(ENUM("AssociationType"), "{\"type\":\"array\",\"items\":[\"null\",\"int\"]}"),
        MERIT_EVENT_ASSOCIATION, "field products is of a type that is never an array of string");
    arena_fini(&arena);
}
END_TEST

START_TEST(a_long_is_no_date)
{
    expect_refused(
        RECORD(FIELD("event_id", "\"string\"") "," FIELD("occurred_at", "\"long\"") "," FIELD(
            "tenant_id", "\"string\"") "," FIELD("product", "\"string\"") "," FIELD("as_of",
                                                                                    "\"long\"")),
        MERIT_EVENT_USAGE, "field as_of is of a type that is never an int (date)");
    arena_fini(&arena);
}
END_TEST

CHECK_MAIN_TESTS("plan_compile",
                 stores_each_field,
                 resolves_unions_and_skips,
                 resolves_symbols_by_name,
                 refuses_what_does_not_resolve,
                 a_long_is_no_date)
