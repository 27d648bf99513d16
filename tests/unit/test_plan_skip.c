/* Tests of passing over values of any type. */
#include "codec/plan_skip.h"
#include "schema_fixture.h"

static struct arena arena;

/* The number of bytes passed over, -1 where the value is refused. */
static int skip(const char *json, struct bytes bytes)
{
    struct schema schema = schema_of(&arena, json);
    struct reader reader = reader_of(bytes);
    bool good = plan_skip(&schema, schema.root, &reader);
    int passed = (int)(reader.at - bytes.at);
    bytes_free(bytes);
    return good ? passed : -1;
}
#define SKIP(json, literal) skip(json, BYTES_OF(literal))

START_TEST(skips_simple_values)
{
    ck_assert_int_eq(SKIP("\"null\"", "\x01"), 0);
    ck_assert_int_eq(SKIP("\"boolean\"", "\x01"), 1);
    ck_assert_int_eq(SKIP("\"boolean\"", "\x02"), -1);
    ck_assert_int_eq(SKIP("\"boolean\"", ""), -1);
    ck_assert_int_eq(SKIP("\"int\"", "\xff\xff\xff\xff\x0f"), 5);
    ck_assert_int_eq(SKIP("\"int\"", "\xff\xff\xff\xff\x1f"), -1); /* beyond 32 bits */
    ck_assert_int_eq(SKIP("\"long\"", "\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"), 10);
    ck_assert_int_eq(SKIP("\"long\"", "\xff\xff\xff\xff\xff\xff\xff\xff\xff\x02"), -1);
    ck_assert_int_eq(SKIP("\"long\"", "\x80"), -1);
    ck_assert_int_eq(SKIP("\"float\"", "abcd"), 4);
    ck_assert_int_eq(SKIP("\"float\"", "abc"), -1);
    ck_assert_int_eq(SKIP("\"double\"", "abcdefgh"), 8);
    ck_assert_int_eq(SKIP("\"string\"", "\x04\xff\xff!"), 3); /* whatever the bytes are */
    ck_assert_int_eq(SKIP("\"bytes\"", "\x06zz"), -1);
    ck_assert_int_eq(SKIP("\"bytes\"", "\x01"), -1); /* a length of -1 */
    ck_assert_int_eq(SKIP("{\"type\":\"fixed\",\"name\":\"F\",\"size\":3}", "abcd"), 3);
    ck_assert_int_eq(SKIP("{\"type\":\"enum\",\"name\":\"E\",\"symbols\":[\"A\",\"B\"]}", "\x02"),
                     1);
    ck_assert_int_eq(SKIP("{\"type\":\"enum\",\"name\":\"E\",\"symbols\":[\"A\",\"B\"]}", "\x04"),
                     -1);
    arena_fini(&arena);
}
END_TEST

#define ARRAY(items) "{\"type\":\"array\",\"items\":" items "}"
#define MAP(values)  "{\"type\":\"map\",\"values\":" values "}"
#define PAIR                                                                                       \
    "{\"type\":\"record\",\"name\":\"P\",\"fields\":[{\"name\":\"a\",\"type\":\"int\"},"           \
    "{\"name\":\"n\",\"type\":\"null\"},{\"name\":\"b\",\"type\":\"string\"}]}"

START_TEST(skips_parts)
{
    ck_assert_int_eq(SKIP("[\"null\",\"int\"]", "\x02\x05"), 2);
    ck_assert_int_eq(SKIP("[\"null\",\"int\"]", "\x04\x05"), -1);
    ck_assert_int_eq(SKIP("[\"null\",\"int\"]", "\x01\x05"), -1); /* branch -1 */
    ck_assert_int_eq(SKIP(PAIR, "\x02\x04xy!"), 4);
    ck_assert_int_eq(SKIP(ARRAY("\"int\""), "\x00!"), 1);
    ck_assert_int_eq(SKIP(ARRAY("\"int\""), "\x04\x02\x02\x02\x02\x00!"), 6); /* two blocks */
    ck_assert_int_eq(SKIP(ARRAY("\"int\""), "\x03\x04\x02\x02\x00!"), 5);     /* with its size */
    ck_assert_int_eq(SKIP(ARRAY("\"int\""), "\x03\xfe\x7f\x02\x02\x00!"), -1);
    ck_assert_int_eq(SKIP(ARRAY("\"int\""), "\x04\x02"), -1);
    ck_assert_int_eq(SKIP(MAP("\"int\""), "\x02\x02k\x05\x00"), 5);
    ck_assert_int_eq(SKIP(MAP("\"null\""), "\x04\x02k\x02l\x00"), 6);
    ck_assert_int_eq(SKIP(ARRAY(PAIR), "\x04\x02\x00\x02\x02z\x00!"), 7);
    ck_assert_int_eq(SKIP(ARRAY(MAP(ARRAY("\"int\""))), "\x02\x02\x02k\x02\x05\x00\x00\x00!"), 9);
    arena_fini(&arena);
}
END_TEST

/* 2^62 elements of no bytes take no time. */
START_TEST(is_bounded)
{
    ck_assert_int_eq(SKIP(ARRAY("\"null\""), "\xfe\xff\xff\xff\xff\xff\xff\xff\x7f\x00"), 10);
    ck_assert_int_eq(SKIP(ARRAY("\"int\""), "\xfe\xff\xff\xff\xff\xff\xff\xff\x7f"
                                            "abc"),
                     -1);
    ck_assert_int_eq(SKIP(ARRAY("\"int\""), "\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01\x00"
                                            "abc"),
                     -1); /* a count of -2^63 */
    arena_fini(&arena);
}
END_TEST

CHECK_MAIN_TESTS("plan_skip", skips_simple_values, skips_parts, is_bounded)
