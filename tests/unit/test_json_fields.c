/* Tests of the collector of one JSON object's known fields. */
#include "check_main.h"
#include "codec/json_fields.h"

#include <stdio.h>

static struct json_collector *collector;

static const struct json_fields *read_line(const char *line)
{
    return json_collector_read(collector, merit_text_of(line));
}

static bool has(const struct json_fields *fields, enum json_field field)
{
    return (fields->seen >> field & 1) != 0;
}

static void expect_text(const struct json_fields *fields, enum json_field field, const char *text)
{
    ck_assert(has(fields, field));
    ck_assert(merit_text_equal(fields->slots[field].text, merit_text_of(text)));
}

START_TEST(finds_every_field_by_its_name)
{
    collector = json_collector_new();
    for (int field = 0; field < JSON_FIELD_COUNT; field++) {
        char line[128];
        (void)snprintf(line, sizeof line, "{\"%s\":17}", json_field_name((enum json_field)field));
        const struct json_fields *fields = read_line(line);
        ck_assert_ptr_nonnull(fields);
        ck_assert_uint_eq(fields->seen, UINT64_C(1) << field);
        ck_assert_int_eq(fields->slots[field].kind, JSON_INTEGER);
        expect_text(fields, (enum json_field)field, "17");
    }
    const struct json_fields *none = read_line("{\"\":1,\"typ\":1,\"types\":2,\"tenant_iD\":3}");
    ck_assert_ptr_nonnull(none);
    ck_assert_uint_eq(none->seen, 0);
    json_collector_free(collector);
}
END_TEST

START_TEST(tells_kinds_apart)
{
    collector = json_collector_new();
    const struct json_fields *fields =
        read_line("{\"type\":null,\"offer\":true,\"as_of\":-12,\"cloud\":1.0,\"status\":1e3,"
                  "\"product\":\"p\",\"products\":[],\"person_id\":{}}");
    ck_assert_ptr_nonnull(fields);
    ck_assert_int_eq(fields->slots[JSON_FIELD_TYPE].kind, JSON_NULL);
    ck_assert_int_eq(fields->slots[JSON_FIELD_OFFER].kind, JSON_BOOLEAN);
    ck_assert_int_eq(fields->slots[JSON_FIELD_AS_OF].kind, JSON_INTEGER);
    expect_text(fields, JSON_FIELD_AS_OF, "-12");
    ck_assert_int_eq(fields->slots[JSON_FIELD_CLOUD].kind, JSON_REAL);
    ck_assert_int_eq(fields->slots[JSON_FIELD_STATUS].kind, JSON_REAL);
    ck_assert_int_eq(fields->slots[JSON_FIELD_PRODUCT].kind, JSON_STRING);
    ck_assert_int_eq(fields->slots[JSON_FIELD_PRODUCTS].kind, JSON_ARRAY);
    ck_assert_int_eq(fields->slots[JSON_FIELD_PERSON_ID].kind, JSON_OBJECT);
    json_collector_free(collector);
}
END_TEST

START_TEST(passes_over_what_is_nested)
{
    collector = json_collector_new();
    const struct json_fields *fields =
        read_line("{\"x\":{\"type\":[{\"type\":1}],\"products\":[\"n\"]},\"offer\":\"o\","
                  "\"y\":[\"a\",{\"offer\":2}]}");
    ck_assert_ptr_nonnull(fields);
    ck_assert_uint_eq(fields->seen, UINT64_C(1) << JSON_FIELD_OFFER);
    ck_assert_uint_eq(fields->repeated, 0);
    ck_assert_uint_eq(fields->product_count, 0);
    json_collector_free(collector);
}
END_TEST

START_TEST(unescapes_each_text_apart)
{
    collector = json_collector_new();
    const struct json_fields *fields =
        read_line("{\"of\\u0066er\":\"a\\n\\u00e9\",\"product\":\"\\ud83d\\ude00\\\\\","
                  "\"tenant_id\":\"\\u0000x\",\"partner_id\":\"plain\"}");
    ck_assert_ptr_nonnull(fields);
    expect_text(fields, JSON_FIELD_OFFER, "a\n\xc3\xa9");
    expect_text(fields, JSON_FIELD_PRODUCT, "\xf0\x9f\x98\x80\\");
    expect_text(fields, JSON_FIELD_PARTNER_ID, "plain");
    ck_assert_uint_eq(fields->slots[JSON_FIELD_TENANT_ID].text.length, 2);
    ck_assert_mem_eq(fields->slots[JSON_FIELD_TENANT_ID].text.at, "\0x", 2);
    json_collector_free(collector);
}
END_TEST

START_TEST(keeps_products_bounded)
{
    collector = json_collector_new();
    static char line[16384];
    size_t length = 0;
    length += (size_t)snprintf(line, sizeof line, "{\"products\":[");
    for (int i = 0; i < 1000; i++) {
        length += (size_t)snprintf(line + length, sizeof line - length, "%s\"p\\u%04x\"",
                                   i == 0 ? "" : ",", 0x100 + i);
    }
    (void)snprintf(line + length, sizeof line - length, "]}");
    const struct json_fields *fields = read_line(line);
    ck_assert_ptr_nonnull(fields);
    ck_assert_uint_eq(fields->product_count, JSON_PRODUCTS_MAX);
    ck_assert_mem_eq(fields->products[1].at, "p\xc4\x81", 3);
    ck_assert(!fields->products_wrong);

    ck_assert(read_line("{\"products\":[\"a\",1]}")->products_wrong);
    ck_assert(read_line("{\"products\":[[\"a\"]]}")->products_wrong);
    fields = read_line("{\"products\":[\"a\"],\"x\":[1]}");
    ck_assert(!fields->products_wrong);
    ck_assert_uint_eq(fields->product_count, 1);
    json_collector_free(collector);
}
END_TEST

START_TEST(sees_repeated_fields)
{
    collector = json_collector_new();
    const struct json_fields *fields =
        read_line("{\"offer\":1,\"x\":1,\"x\":2,\"offer\":null,\"type\":1}");
    ck_assert_ptr_nonnull(fields);
    ck_assert_uint_eq(fields->repeated, UINT64_C(1) << JSON_FIELD_OFFER);
    json_collector_free(collector);
}
END_TEST

/* After each bad line a good one is read as if nothing had been. */
START_TEST(refuses_what_is_no_object)
{
    static const char *const lines[] = {
        "",
        " ",
        "12",
        "12 ",
        "\"text\"",
        "\"text",
        "null",
        "[]",
        "[{}]",
        "{",
        "}",
        "{}}",
        "{}{}",
        "{} {}",
        "{} 1",
        "{} tru",
        "{}\"x",
        "{\"offer\"",
        "{\"offer\":",
        "{\"offer\":12",
        "{\"offer\":\"a\\u0041",
        "{\"offer\":\"a\"",
        "{\"offer\":tru}",
        "{\"offer\":01}",
        "{\"offer\":+1}",
        "{\"offer\":.5}",
        "{\"offer\":NaN}",
        "{\"offer\":'a'}",
        "{offer:1}",
        "{\"offer\":1,}",
        "{\"products\":[1,]}",
        "{\"offer\":\"\\x\"}",
        "{\"offer\":\"\\ud800\"}",
        "{\"offer\":\"\t\"}",
        "{\"offer\":\"\xff\"}",
        "{\"x\":\"\xc0\xaf\"}",
        "{} // comment",
        "{} /* comment */",
        "\xef\xbb\xbf{}",
    };
    collector = json_collector_new();
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        ck_assert_msg(read_line(lines[i]) == NULL, "%s", lines[i]);
        ck_assert_msg(json_collector_error(collector)[0] != '\0', "%s", lines[i]);
        const struct json_fields *fields = read_line("  {\"offer\":\"o\"}\t");
        ck_assert_msg(fields != NULL, "after %s", lines[i]);
        expect_text(fields, JSON_FIELD_OFFER, "o");
    }
    json_collector_free(collector);
    json_collector_free(NULL);
}
END_TEST

CHECK_MAIN_TESTS("json_fields",
                 finds_every_field_by_its_name,
                 tells_kinds_apart,
                 passes_over_what_is_nested,
                 unescapes_each_text_apart,
                 keeps_products_bounded,
                 sees_repeated_fields,
                 refuses_what_is_no_object)
