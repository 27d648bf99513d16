/* A record by any compatible writer's schema becomes the event that libavro's own resolution of it
 * to our schema gives; where libavro finds no value, there is a fault. */
#include "check_main.h"
#include "codec/plan.h"

#include <avro.h>

#include <stddef.h>
#include <stdio.h>

/* What libavro cannot do, defaults and bytes as strings, is compared with fastavro in tests/avro.
 */
enum {
    SCHEMAS = 400,
    RECORDS = 40,
    TEXT_BYTES = 16384,
    TYPE_BYTES = 2048,
    STACK = 4096,
    FIELDS = 12
};

/* ---- chance -------------------------------------------------------------------------------- */

static uint64_t state;

static uint64_t next(void)
{
    uint64_t z = (state += UINT64_C(0x9E3779B97F4A7C15));
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}

static uint32_t below(uint32_t limit)
{
    return (uint32_t)(next() % limit);
}

static int64_t any_long(uint32_t bits)
{
    int64_t size = (int64_t)(next() >> (64 - bits)) >> below(bits);
    return below(2) == 0 ? size : -size;
}

/* ---- schemas ------------------------------------------------------------------------------- */

enum form {
    FORM_TEXT,
    FORM_LONG,
    FORM_DAY,
    FORM_SYMBOL,
    FORM_PRODUCTS,
};

#define AT(member) offsetof(struct merit_event, member)

/* A field of ours: its type for libavro, and types that writers may have for it. */
struct field {
    const char *name;
    enum form form;
    bool optional; /* a writer may leave it out */
    size_t offset;
    const char *ours;
    const char *writers[6];
};

#define ARRAY(items)                                                                               \
    {                                                                                              \
        "{\"type\":\"array\",\"items\":" items "}"                                                 \
    }
#define ENUM(name, symbols) "{\"type\":\"enum\",\"name\":\"" name "\",\"symbols\":[" symbols "]}"
#define TEXT(name, member)                                                                         \
    {                                                                                              \
        name, FORM_TEXT, false, AT(member), "\"string\"",                                          \
        {                                                                                          \
            "\"string\"", "\"string\"", "\"string\"", "[\"string\"]", "[\"null\",\"string\"]",     \
                "[\"string\",\"int\"]"                                                             \
        }                                                                                          \
    }
#define OPTIONAL_TEXT(name, member)                                                                \
    {                                                                                              \
        name, FORM_TEXT, true, AT(member), "[\"null\",\"string\"]",                                \
        {                                                                                          \
            "[\"null\",\"string\"]", "[\"string\",\"null\"]", "\"string\"", "\"null\"",            \
                "[\"string\"]", "[\"int\",\"null\",\"string\"]"                                    \
        }                                                                                          \
    }
#define LONG(name, member)                                                                         \
    {                                                                                              \
        name, FORM_LONG, false, AT(member), "\"long\"",                                            \
        {                                                                                          \
            "\"long\"", "\"long\"", "\"int\"", "[\"int\",\"long\"]", "[\"long\",\"null\"]",        \
                "[\"long\"]"                                                                       \
        }                                                                                          \
    }
#define FIGURE(name, figure)                                                                       \
    {                                                                                              \
        name, FORM_LONG, true, AT(usage.figures[figure]), "[\"null\",\"long\"]",                   \
        {                                                                                          \
            "[\"null\",\"long\"]", "[\"long\",\"null\"]", "\"long\"", "\"int\"",                   \
                "[\"int\",\"null\"]", "[\"null\",\"int\",\"string\"]"                              \
        }                                                                                          \
    }
#define DAY(name, member)                                                                          \
    {                                                                                              \
        name, FORM_DAY, false, AT(member), "\"int\"",                                              \
        {                                                                                          \
            "\"int\"", "\"int\"", "\"int\"", "[\"int\"]", "[\"null\",\"int\"]",                    \
                "[\"int\",\"string\"]"                                                             \
        }                                                                                          \
    }
#define OPTIONAL_DAY(name, member)                                                                 \
    {                                                                                              \
        name, FORM_DAY, true, AT(member), "[\"null\",\"int\"]",                                    \
        {                                                                                          \
            "[\"null\",\"int\"]", "[\"int\",\"null\"]", "\"int\"", "\"null\"", "[\"int\"]",        \
                "[\"long\",\"null\",\"int\"]"                                                      \
        }                                                                                          \
    }
#define TYPE_ENUM(symbols)   ENUM("AssociationType", symbols)
#define STATUS_ENUM(symbols) ENUM("AssociationStatus", symbols)
#define CLOUD_ENUM(symbols)  ENUM("Cloud", symbols)
#define TYPES                "\"CPOR\",\"DPOR\",\"PAL\",\"CSP_TIER1\",\"CSP_TIER2\""
#define STRINGS(items)       "{\"type\":\"array\",\"items\":" items "}"

static const struct field association_fields[] = {
    TEXT("event_id", event_id),
    LONG("occurred_at", occurred_at),
    TEXT("association_id", association.association_id),
    TEXT("partner_id", association.partner_id),
    TEXT("tenant_id", association.tenant_id),
    {"association_type",
     FORM_SYMBOL,
     false,
     AT(association.type),
     TYPE_ENUM(TYPES),
     {TYPE_ENUM(TYPES), TYPE_ENUM(TYPES), TYPE_ENUM("\"PAL\",\"CPOR\""),
      TYPE_ENUM("\"LATER\"," TYPES), "[\"null\"," TYPE_ENUM(TYPES) "]",
      "[" TYPE_ENUM("\"CSP_TIER2\",\"PAL\",\"OTHER\"") ",\"int\"]"}},
    {"status",
     FORM_SYMBOL,
     true,
     AT(association.status),
     STATUS_ENUM("\"PENDING\",\"ACTIVE\",\"REJECTED\""),
     {STATUS_ENUM("\"PENDING\",\"ACTIVE\",\"REJECTED\""), STATUS_ENUM("\"REJECTED\",\"PENDING\""),
      STATUS_ENUM("\"ACTIVE\""), STATUS_ENUM("\"ACTIVE\",\"ENDED\""),
      "[" STATUS_ENUM("\"ACTIVE\",\"PENDING\"") "]", STATUS_ENUM("\"ACTIVE\"")}},
    {"cloud",
     FORM_SYMBOL,
     true,
     AT(association.cloud),
     CLOUD_ENUM("\"PUBLIC\",\"CHINA\",\"GOVERNMENT\""),
     {CLOUD_ENUM("\"PUBLIC\",\"CHINA\",\"GOVERNMENT\""), CLOUD_ENUM("\"GOVERNMENT\",\"PUBLIC\""),
      CLOUD_ENUM("\"CHINA\""), CLOUD_ENUM("\"PUBLIC\",\"MOON\""),
      "[\"null\"," CLOUD_ENUM("\"PUBLIC\"") "]", CLOUD_ENUM("\"PUBLIC\"")}},
    {"products",
     FORM_PRODUCTS,
     true,
     0,
     STRINGS("\"string\""),
     {STRINGS("\"string\""), STRINGS("\"string\""), STRINGS("[\"string\"]"),
      STRINGS("[\"null\",\"string\"]"), "[\"null\"," STRINGS("\"string\"") "]",
      "[" STRINGS("\"string\"") "]"}},
    OPTIONAL_TEXT("subscription_id", association.subscription_id),
    DAY("start_date", association.start_day),
    OPTIONAL_DAY("end_date", association.end_day),
};

static const struct field usage_fields[] = {
    TEXT("event_id", event_id),
    LONG("occurred_at", occurred_at),
    TEXT("tenant_id", usage.tenant_id),
    TEXT("product", usage.product),
    OPTIONAL_TEXT("subscription_id", usage.subscription_id),
    OPTIONAL_TEXT("offer", usage.offer),
    DAY("as_of", usage.as_of_day),
    FIGURE("monthly_active_users", MERIT_FIGURE_ACTIVE_USERS),
    FIGURE("paid_available_units", MERIT_FIGURE_PAID_UNITS),
    FIGURE("consumed_revenue", MERIT_FIGURE_REVENUE),
};

static const struct field certification_fields[] = {
    TEXT("event_id", event_id),
    LONG("occurred_at", occurred_at),
    TEXT("partner_id", certification.partner_id),
    TEXT("person_id", certification.person_id),
    TEXT("certification", certification.certification),
    DAY("achieved_on", certification.achieved_day),
    OPTIONAL_DAY("expires_on", certification.expires_day),
    OPTIONAL_DAY("linked_on", certification.linked_day),
    OPTIONAL_DAY("unlinked_on", certification.unlinked_day),
};

static const struct {
    const struct field *fields;
    uint32_t count;
} kinds[] = {
    {association_fields, sizeof association_fields / sizeof *association_fields},
    {usage_fields, sizeof usage_fields / sizeof *usage_fields},
    {certification_fields, sizeof certification_fields / sizeof *certification_fields},
};

/* A type of a field that is not ours: a simple one, wrapped a few times. */
static void make_type(char text[TYPE_BYTES], const char *name)
{
    static const char *const simple[] = {"\"null\"",
                                         "\"boolean\"",
                                         "\"int\"",
                                         "\"long\"",
                                         "\"float\"",
                                         "\"double\"",
                                         "\"bytes\"",
                                         "\"string\"",
                                         "{\"type\":\"fixed\",\"name\":\"%sF\",\"size\":3}",
                                         ENUM("%sE", "\"A\",\"B\"")};
    const size_t size = TYPE_BYTES;
    char inner[TYPE_BYTES];
    uint32_t chosen = below(sizeof simple / sizeof *simple);
    if (chosen >= 8) {
        const char *part = strstr(simple[chosen], "%s");
        (void)snprintf(text, size, "%.*s%s%s", (int)(part - simple[chosen]), simple[chosen], name,
                       part + 2);
    } else {
        (void)snprintf(text, size, "%s", simple[chosen]);
    }
    bool is_null = chosen == 0;
    for (uint32_t wraps = below(5); wraps > 0; wraps--) {
        memcpy(inner, text, sizeof inner);
        uint32_t wrap = below(4);
        if (wrap == 0) {
            (void)snprintf(text, size, "{\"type\":\"array\",\"items\":%.1000s}", inner);
        } else if (wrap == 1) {
            (void)snprintf(text, size, "{\"type\":\"map\",\"values\":%.1000s}", inner);
        } else if (wrap == 2 && inner[0] != '[' && !is_null) {
            (void)snprintf(text, size, "[\"null\",%.1000s]", inner);
        } else {
            (void)snprintf(text, size,
                           "{\"type\":\"record\",\"name\":\"%sR%u\",\"fields\":["
                           "{\"name\":\"a\",\"type\":\"int\"},{\"name\":\"b\",\"type\":%.1000s},"
                           "{\"name\":\"c\",\"type\":\"string\"}]}",
                           name, wraps, inner);
        }
        is_null = false;
    }
}

/* A writer's schema, ours with the same fields, and which of ours it has. */
struct pair {
    char writer[TEXT_BYTES];
    char reader[TEXT_BYTES];
    const struct field *fields[FIELDS];
    uint32_t count;
};

static void add_field(char *text, const char *name, const char *type)
{
    size_t length = strlen(text);
    (void)snprintf(text + length, TEXT_BYTES - length, "%s{\"name\":\"%s\",\"type\":%s}",
                   text[length - 1] == '[' ? "" : ",", name, type);
}

static void make_pair(enum merit_event_kind kind, struct pair *pair)
{
    static const char start[] = "{\"type\":\"record\",\"name\":\"Event\",\"fields\":[";
    pair->count = 0;
    for (uint32_t i = 0; i < kinds[kind].count; i++) {
        const struct field *field = &kinds[kind].fields[i];
        if (!field->optional || below(5) > 0) {
            pair->fields[pair->count++] = field;
        }
    }
    for (uint32_t i = pair->count; i > 1; i--) {
        uint32_t k = below(i);
        const struct field *field = pair->fields[k];
        pair->fields[k] = pair->fields[i - 1];
        pair->fields[i - 1] = field;
    }
    (void)snprintf(pair->writer, sizeof pair->writer, "%s", start);
    (void)snprintf(pair->reader, sizeof pair->reader, "%s", start);
    for (uint32_t i = 0; i < pair->count; i++) {
        const struct field *field = pair->fields[i];
        if (below(4) == 0) {
            char name[16];
            char type[TYPE_BYTES];
            (void)snprintf(name, sizeof name, "x%u", i);
            make_type(type, name);
            add_field(pair->writer, name, type);
        }
        add_field(pair->writer, field->name, field->writers[below(6)]);
    }
    for (uint32_t i = 0; i < kinds[kind].count; i++) { /* ours keep their order */
        for (uint32_t k = 0; k < pair->count; k++) {
            if (pair->fields[k] == &kinds[kind].fields[i]) {
                add_field(pair->reader, pair->fields[k]->name, pair->fields[k]->ours);
            }
        }
    }
    strncat(pair->writer, "]}", 3);
    strncat(pair->reader, "]}", 3);
}

/* ---- records ------------------------------------------------------------------------------- */

static void put_long(struct buffer *buffer, int64_t value)
{
    buffer_varint(buffer, ((uint64_t)value << 1) ^ (uint64_t)(value >> 63));
}

static void put_text(struct buffer *buffer)
{
    static const char *const texts[] = {"",       "a",    "tenant-000042",
                                        "Zürich", "日本", "0123456789abcdefXYZ"};
    const char *text = texts[below(sizeof texts / sizeof *texts)];
    put_long(buffer, (int64_t)strlen(text));
    buffer_put(buffer, text, strlen(text));
}

/* What is still to be written: a value of a type, or a number as it is. */
struct pending {
    bool is_number;
    int64_t number; /* or the type */
};

struct writing {
    struct pending stack[STACK];
    uint32_t depth;
};

static void push(struct writing *writing, bool is_number, int64_t number)
{
    ck_assert_uint_lt(writing->depth, STACK);
    writing->stack[writing->depth++] = (struct pending){is_number, number};
}

/* Blocks of an array or a map, the last first: the stack turns them round. */
static void push_blocks(struct writing *writing, const struct schema *schema, uint32_t type)
{
    bool is_map = schema->types[type].kind == SCHEMA_MAP;
    push(writing, true, 0);
    for (uint32_t blocks = below(3); blocks > 0; blocks--) {
        uint32_t count = 1 + below(3);
        for (uint32_t i = 0; i < count; i++) {
            push(writing, false, schema_members(schema, type)->type);
            if (is_map) {
                push(writing, false, SCHEMA_STRING);
            }
        }
        push(writing, true, count);
    }
}

static void put_value(struct writing *writing,
                      const struct schema *schema,
                      uint32_t number,
                      struct buffer *buffer)
{
    const struct schema_type *type = &schema->types[number];
    uint64_t bits = next();
    uint32_t branch;
    switch (type->kind) {
    case SCHEMA_NULL:
        break;
    case SCHEMA_BOOLEAN:
        buffer_u8(buffer, (uint8_t)below(2));
        break;
    case SCHEMA_INT:
        put_long(buffer, any_long(31));
        break;
    case SCHEMA_LONG:
        put_long(buffer, any_long(63));
        break;
    case SCHEMA_FLOAT:
        buffer_put(buffer, "\0\0\x80\x3f", 4);
        break;
    case SCHEMA_DOUBLE:
        bits >>= 2; /* finite */
        buffer_put(buffer, &bits, sizeof bits);
        break;
    case SCHEMA_BYTES:
    case SCHEMA_STRING:
        put_text(buffer);
        break;
    case SCHEMA_FIXED:
        buffer_put(buffer, &bits, (size_t)type->size);
        break;
    case SCHEMA_ENUM:
        put_long(buffer, below(type->count));
        break;
    case SCHEMA_UNION:
        branch = below(type->count);
        put_long(buffer, branch);
        push(writing, false, schema_members(schema, number)[branch].type);
        break;
    case SCHEMA_RECORD:
        for (uint32_t i = type->count; i > 0; i--) {
            push(writing, false, schema_members(schema, number)[i - 1].type);
        }
        break;
    case SCHEMA_ARRAY:
    case SCHEMA_MAP:
        push_blocks(writing, schema, number);
        break;
    }
}

static void make_record(const struct schema *schema, struct buffer *buffer)
{
    static struct writing writing;
    buffer_clear(buffer);
    push(&writing, false, schema->root);
    while (writing.depth > 0) {
        struct pending pending = writing.stack[--writing.depth];
        if (pending.is_number) {
            put_long(buffer, pending.number);
        } else {
            put_value(&writing, schema, (uint32_t)pending.number, buffer);
        }
    }
}

/* ---- comparison ---------------------------------------------------------------------------- */

static void expect_text(const avro_value_t *value, struct merit_text text)
{
    const char *expected = NULL;
    size_t size = 0; /* counts a NUL */
    ck_assert_int_eq(avro_value_get_string(value, &expected, &size), 0);
    ck_assert_uint_eq(text.length, size - 1);
    ck_assert_mem_eq(text.at, expected, text.length);
}

static void expect_products(const avro_value_t *value, const struct merit_association *association)
{
    size_t count = 0;
    ck_assert_int_eq(avro_value_get_size(value, &count), 0);
    ck_assert_uint_eq(association->product_count, count);
    for (size_t i = 0; i < count; i++) {
        avro_value_t item;
        ck_assert_int_eq(avro_value_get_by_index(value, i, &item, NULL), 0);
        expect_text(&item, association->products[i]);
    }
}

static void expect_null(const struct field *field, const char *at)
{
    struct merit_text text;
    int64_t number;
    int32_t day;
    if (field->form == FORM_TEXT) {
        memcpy(&text, at, sizeof text);
        ck_assert(merit_text_is_null(text));
    } else if (field->form == FORM_LONG) {
        memcpy(&number, at, sizeof number);
        ck_assert_int_eq(number, MERIT_NO_FIGURE);
    } else {
        memcpy(&day, at, sizeof day);
        ck_assert_int_eq(day, MERIT_NO_DAY);
    }
}

static void expect_field(const struct field *field,
                         const avro_value_t *value,
                         const struct merit_event *event)
{
    const char *at = (const char *)event + field->offset;
    avro_value_t branch = *value;
    if (avro_value_get_type(value) == AVRO_UNION) {
        ck_assert_int_eq(avro_value_get_current_branch(value, &branch), 0);
    }
    if (avro_value_get_type(&branch) == AVRO_NULL) {
        expect_null(field, at);
        return;
    }
    struct merit_text text;
    int64_t number;
    int64_t expected_number = 0;
    int32_t small;
    int32_t expected_small = 0;
    switch (field->form) {
    case FORM_TEXT:
        memcpy(&text, at, sizeof text);
        expect_text(&branch, text);
        break;
    case FORM_LONG:
        memcpy(&number, at, sizeof number);
        ck_assert_int_eq(avro_value_get_long(&branch, &expected_number), 0);
        ck_assert_int_eq(number, expected_number);
        break;
    case FORM_DAY:
        memcpy(&small, at, sizeof small);
        ck_assert_int_eq(avro_value_get_int(&branch, &expected_small), 0);
        ck_assert_int_eq(small, expected_small);
        break;
    case FORM_SYMBOL: /* see expect_symbols */
        break;
    case FORM_PRODUCTS:
        expect_products(&branch, &event->association);
        break;
    }
}

/* libavro's side: a value of our schema, filled through its resolution. */
struct judge {
    avro_schema_t writer;
    avro_schema_t reader;
    avro_value_iface_t *class;
    avro_value_iface_t *resolver;
    avro_value_t value;
    avro_value_t resolved;
    avro_reader_t bytes;
};

static void judge_init(struct judge *judge, const struct pair *pair)
{
    ck_assert_msg(
        avro_schema_from_json_length(pair->writer, strlen(pair->writer), &judge->writer) == 0,
        "%s\n%s", avro_strerror(), pair->writer);
    ck_assert_int_eq(
        avro_schema_from_json_length(pair->reader, strlen(pair->reader), &judge->reader), 0);
    judge->class = avro_generic_class_from_schema(judge->reader);
    judge->resolver = avro_resolved_writer_new(judge->writer, judge->reader);
    ck_assert_msg(judge->resolver != NULL, "%s\n%s\n%s", avro_strerror(), pair->writer,
                  pair->reader);
    ck_assert_int_eq(avro_generic_value_new(judge->class, &judge->value), 0);
    ck_assert_int_eq(avro_resolved_writer_new_value(judge->resolver, &judge->resolved), 0);
    avro_resolved_writer_set_dest(&judge->resolved, &judge->value);
    judge->bytes = avro_reader_memory("", 0);
}

static void judge_fini(struct judge *judge)
{
    avro_reader_free(judge->bytes);
    avro_value_decref(&judge->resolved);
    avro_value_decref(&judge->value);
    avro_value_iface_decref(judge->resolver);
    avro_value_iface_decref(judge->class);
    avro_schema_decref(judge->writer);
    avro_schema_decref(judge->reader);
}

static bool judge_read(struct judge *judge, const struct buffer *buffer)
{
    avro_value_reset(&judge->value);
    avro_reader_memory_set_source(judge->bytes, (const char *)buffer->bytes,
                                  (int64_t)buffer->length);
    return avro_value_read(judge->bytes, &judge->resolved) == 0;
}

/* libavro 1.11.1 resolves symbols by their numbers instead of their names: its value is the
 * writer's number, by which libavro's own schemas give the right one. -1: not one of ours. */
static int expected_symbol(const struct judge *judge, const struct field *field)
{
    avro_value_t value;
    int number = -1;
    ck_assert_int_eq(avro_value_get_by_name(&judge->value, field->name, &value, NULL), 0);
    ck_assert_int_eq(avro_value_get_enum(&value, &number), 0);
    avro_schema_t written = avro_schema_get_subschema(judge->writer, field->name);
    avro_schema_t read = avro_schema_get_subschema(judge->reader, field->name);
    if (avro_typeof(written) == AVRO_UNION) {
        int branch = 0;
        written = avro_schema_union_branch_by_name(written, &branch, avro_schema_name(read));
    }
    return avro_schema_enum_get_by_name(read, avro_schema_enum_get(written, number));
}

static bool knows_symbols(const struct judge *judge, const struct pair *pair)
{
    for (uint32_t i = 0; i < pair->count; i++) {
        if (pair->fields[i]->form == FORM_SYMBOL && expected_symbol(judge, pair->fields[i]) < 0) {
            return false;
        }
    }
    return true;
}

static void expect_symbols(const struct judge *judge,
                           const struct pair *pair,
                           const struct merit_event *event)
{
    for (uint32_t i = 0; i < pair->count; i++) {
        int32_t symbol;
        if (pair->fields[i]->form == FORM_SYMBOL) {
            memcpy(&symbol, (const char *)event + pair->fields[i]->offset, sizeof symbol);
            ck_assert_int_eq(symbol, expected_symbol(judge, pair->fields[i]));
        }
    }
}

static int compared;
static int refused;

static void compare_record(struct judge *judge,
                           const struct pair *pair,
                           const struct plan *plan,
                           const struct buffer *buffer)
{
    static struct merit_text products[PLAN_PRODUCTS_MAX];
    struct merit_event event;
    bool expected = judge_read(judge, buffer) && knows_symbols(judge, pair);
    struct merit_fault fault = plan_read(plan, buffer_view(buffer), products, &event);
    ck_assert_msg(expected == (fault.bad == MERIT_BAD_NONE), "%s: %s %s\n%s",
                  expected ? "refused" : avro_strerror(), fault.field, fault.reason, pair->writer);
    if (!expected) {
        refused++;
        return;
    }
    for (uint32_t i = 0; i < pair->count; i++) {
        avro_value_t value;
        ck_assert_int_eq(avro_value_get_by_name(&judge->value, pair->fields[i]->name, &value, NULL),
                         0);
        expect_field(pair->fields[i], &value, &event);
    }
    expect_symbols(judge, pair, &event);
    compared++;
    struct bytes cut = {buffer->bytes, below((uint32_t)buffer->length)};
    ck_assert_int_eq(plan_read(plan, cut, products, &event).bad, MERIT_BAD_UNDECODABLE);
}

static void compare_pair(const struct pair *pair, enum merit_event_kind kind)
{
    struct arena arena = {0};
    struct text_buffer errors = {0};
    struct schema schema;
    struct plan plan;
    struct judge judge;
    bool good = schema_read(&arena, merit_text_of(pair->writer), &errors, &schema) &&
                plan_compile(&arena, &schema, kind, &errors, &plan);
    ck_assert_msg(good, "%.*s\n%s", (int)errors.length, errors.at, pair->writer);
    judge_init(&judge, pair);
    struct buffer buffer = {0};
    for (int i = 0; i < RECORDS; i++) {
        make_record(&schema, &buffer);
        compare_record(&judge, pair, &plan, &buffer);
    }
    buffer_fini(&buffer);
    judge_fini(&judge);
    text_buffer_fini(&errors);
    arena_fini(&arena);
}

START_TEST(resolves_as_libavro_does)
{
    static struct pair pair;
    for (uint64_t seed = 0; seed < SCHEMAS; seed++) {
        state = seed;
        enum merit_event_kind kind = (enum merit_event_kind)(seed % 3);
        make_pair(kind, &pair);
        compare_pair(&pair, kind);
    }
    ck_assert_int_gt(compared, SCHEMAS * RECORDS / 10);
    ck_assert_int_gt(refused, SCHEMAS * RECORDS / 10);
}
END_TEST

CHECK_MAIN_TESTS("avro_resolution", resolves_as_libavro_does)
