/* Tests of schemas as flat lists of types. */
#include "schema_fixture.h"

#include <stdio.h>

static struct arena arena;

static const struct schema_type *root_of(const struct schema *schema)
{
    return &schema->types[schema->root];
}

START_TEST(reads_a_record)
{
    struct schema schema =
        schema_of(&arena, "{\"type\":\"record\",\"name\":\"R\",\"namespace\":\"a.b\",\"fields\":["
                          "{\"name\":\"x\",\"type\":[\"null\",\"long\"],\"default\":null},"
                          "{\"name\":\"y\",\"type\":{\"type\":\"enum\",\"name\":\"E\","
                          "\"symbols\":[\"P\",\"Q\"]}},"
                          "{\"name\":\"z\",\"type\":\"E\"},"
                          "{\"name\":\"w\",\"type\":{\"type\":\"fixed\",\"name\":\"c.F\","
                          "\"size\":3}}]}");
    const struct schema_type *root = root_of(&schema);
    ck_assert_int_eq(root->kind, SCHEMA_RECORD);
    ck_assert_str_eq(root->full_name, "a.b.R");
    ck_assert_str_eq(root->name, "R");
    ck_assert_uint_eq(root->count, 4);
    const struct schema_member *fields = schema_members(&schema, schema.root);
    ck_assert_str_eq(fields[0].name, "x");
    ck_assert_int_eq(schema.types[fields[0].type].kind, SCHEMA_UNION);
    ck_assert_uint_eq(schema_members(&schema, fields[0].type)[1].type, SCHEMA_LONG);
    ck_assert_str_eq(schema.types[fields[1].type].full_name, "a.b.E");
    ck_assert_str_eq(schema_members(&schema, fields[1].type)[1].name, "Q");
    ck_assert_uint_eq(fields[1].type, fields[2].type); /* the same type, named again */
    ck_assert_str_eq(schema.types[fields[3].type].full_name, "c.F");
    ck_assert_int_eq(schema.types[fields[3].type].size, 3);
    arena_fini(&arena);
}
END_TEST

START_TEST(knows_what_takes_no_bytes)
{
    struct schema schema = schema_of(
        &arena, "{\"type\":\"record\",\"name\":\"R\",\"fields\":["
                "{\"name\":\"n\",\"type\":\"null\"},"
                "{\"name\":\"f\",\"type\":{\"type\":\"fixed\",\"name\":\"F\",\"size\":0}},"
                "{\"name\":\"r\",\"type\":{\"type\":\"record\",\"name\":\"S\","
                "\"fields\":[{\"name\":\"m\",\"type\":\"F\"}]}}]}");
    ck_assert(root_of(&schema)->empty);
    schema = schema_of(&arena, "[\"null\"]");
    ck_assert(!root_of(&schema)->empty);
    schema = schema_of(&arena, "{\"type\":\"array\",\"items\":\"null\"}");
    ck_assert(!root_of(&schema)->empty);
    arena_fini(&arena);
}
END_TEST

START_TEST(says_what_is_wrong)
{
    static const char *const cases[][2] = {
        {"", "is not an Avro schema: empty"},
        {"{", "is not an Avro schema"},
        {"\"nothing\"", "is not an Avro schema"},
        {"{\"type\":\"record\",\"name\":\"R\"}", "is not an Avro schema"},
        {"[\"null\",\"int\",\"null\"]", "two branches of one type: null"},
        {"[\"null\",[\"int\"]]", "has a union in a union"},
        {"{\"type\":\"enum\",\"name\":\"E\",\"symbols\":[\"A\",\"B\",\"A\"]}",
         "has twice the name A"},
        {"{\"type\":\"enum\",\"name\":\"E\",\"symbols\":[\"A-B\"]}", "a name that is none: A-B"},
        {"{\"type\":\"enum\",\"name\":\"E\",\"namespace\":\"a..b\",\"symbols\":[\"A\"]}",
         "a namespace that is none: a..b"},
        {"{\"type\":\"fixed\",\"name\":\"F\",\"size\":-1}", "a size that is none: F"},
        {"{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"x\",\"type\":\"int\"},"
         "{\"name\":\"x\",\"type\":\"int\"}]}",
         "has twice the name x"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *fault = schema_fault(&arena, merit_text_of(cases[i][0]));
        ck_assert_msg(strstr(fault, cases[i][1]) != NULL, "%s: %s", cases[i][0], fault);
    }
    arena_fini(&arena);
}
END_TEST

/* Arrays of arrays, as deep as the limit and one deeper. */
START_TEST(bounds_depth)
{
    char json[4096] = "";
    size_t length = 0;
    for (int depth = 0; depth < SCHEMA_DEPTH_MAX; depth++) {
        length +=
            (size_t)snprintf(json + length, sizeof json - length, "{\"type\":\"array\",\"items\":");
    }
    length += (size_t)snprintf(json + length, sizeof json - length, "\"int\"");
    memset(json + length, '}', SCHEMA_DEPTH_MAX);
    (void)schema_of(&arena, json);

    char deeper[4200];
    (void)snprintf(deeper, sizeof deeper, "{\"type\":\"map\",\"values\":%s}", json);
    ck_assert_ptr_nonnull(strstr(schema_fault(&arena, merit_text_of(deeper)), "32 deep"));
    arena_fini(&arena);
}
END_TEST

START_TEST(refuses_a_type_inside_itself)
{
#ifndef __SANITIZE_ADDRESS__ /* libavro never frees such a schema */
    ck_assert_ptr_nonnull(
        strstr(schema_fault(&arena, merit_text_of("{\"type\":\"record\",\"name\":\"R\",\"fields\":["
                                                  "{\"name\":\"next\",\"type\":"
                                                  "[\"null\",\"R\"]}]}")),
               "contains itself"));
    arena_fini(&arena);
#endif
}
END_TEST

START_TEST(bounds_size)
{
    static char json[SCHEMA_BYTES_MAX + 1];
    memset(json, ' ', sizeof json);
    memcpy(json, "\"int\"", 5);
    struct schema schema;
    struct text_buffer errors = {0};
    ck_assert(schema_read(&arena, (struct merit_text){json, SCHEMA_BYTES_MAX}, &errors, &schema));
    ck_assert_str_eq(schema_fault(&arena, (struct merit_text){json, SCHEMA_BYTES_MAX + 1}),
                     "is longer than 64 KiB");
    text_buffer_fini(&errors);
    arena_fini(&arena);
}
END_TEST

CHECK_MAIN_TESTS("schema",
                 reads_a_record,
                 knows_what_takes_no_bytes,
                 says_what_is_wrong,
                 bounds_depth,
                 refuses_a_type_inside_itself,
                 bounds_size)
