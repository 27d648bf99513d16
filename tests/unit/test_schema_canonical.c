/* Tests of canonical forms and fingerprints; those of the specification, and what fastavro says. */
#include "codec/schema_canonical.h"
#include "schema_fixture.h"

static struct arena arena;

static void expect(const char *json, const char *canonical, uint64_t fingerprint)
{
    struct schema schema = schema_of(&arena, json);
    struct text_buffer text = {0};
    schema_canonical_add(&text, &schema);
    struct merit_text found = {text.at, (uint32_t)text.length};
    ck_assert_uint_eq(schema_fingerprint(found), fingerprint);
    text_buffer_add_byte(&text, '\0');
    ck_assert_str_eq(text.at, canonical);
    text_buffer_fini(&text);
}

START_TEST(writes_primitives)
{
    expect("\"null\"", "\"null\"", UINT64_C(0x63dd24e7cc258f8a));
    expect("{\"type\":\"null\"}", "\"null\"", UINT64_C(0x63dd24e7cc258f8a));
    expect("\"int\"", "\"int\"", UINT64_C(0x7275d51a3f395c8f));
    arena_fini(&arena);
}
END_TEST

START_TEST(writes_types_once_and_in_order)
{
    expect(" {\"fields\":[{\"default\":null,\"type\":[\"null\",{\"symbols\":[\"A\",\"B\"],"
           "\"type\":\"enum\",\"name\":\"E\"}],\"name\":\"a\",\"doc\":\"any\"},"
           "{\"name\":\"b\",\"type\":{\"type\":\"map\",\"values\":\"E\"}},"
           "{\"name\":\"c\",\"type\":{\"type\":\"array\",\"items\":{\"type\":\"fixed\","
           "\"name\":\"other.F\",\"size\":16}}},"
           "{\"name\":\"d\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-micros\"}}],"
           "\"namespace\":\"n.s\",\"name\":\"R\",\"type\":\"record\",\"aliases\":[\"Q\"]}",
           "{\"name\":\"n.s.R\",\"type\":\"record\",\"fields\":["
           "{\"name\":\"a\",\"type\":[\"null\",{\"name\":\"n.s.E\",\"type\":\"enum\","
           "\"symbols\":[\"A\",\"B\"]}]},"
           "{\"name\":\"b\",\"type\":{\"type\":\"map\",\"values\":\"n.s.E\"}},"
           "{\"name\":\"c\",\"type\":{\"type\":\"array\",\"items\":{\"name\":\"other.F\","
           "\"type\":\"fixed\",\"size\":16}}},"
           "{\"name\":\"d\",\"type\":\"long\"}]}",
           UINT64_C(0xb9498a4ce136f42b));
    arena_fini(&arena);
}
END_TEST

START_TEST(an_empty_text_has_the_empty_fingerprint)
{
    ck_assert_uint_eq(schema_fingerprint((struct merit_text){NULL, 0}),
                      UINT64_C(0xC15D213AA4D7A795));
}
END_TEST

CHECK_MAIN_TESTS("schema_canonical",
                 writes_primitives,
                 writes_types_once_and_in_order,
                 an_empty_text_has_the_empty_fingerprint)
