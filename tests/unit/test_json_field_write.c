/* Tests of single JSON fields. */
#include "check_main.h"
#include "codec/json_field_write.h"
#include "merit/day.h"

static void expect(struct text_buffer *buffer, const char *text)
{
    text_buffer_add_byte(buffer, '\0');
    ck_assert_str_eq(buffer->at, text);
    buffer->length = 0;
}

START_TEST(escapes_strings)
{
    struct text_buffer buffer = {0};
    json_add_text(&buffer, merit_text_of("plain \xc3\xa9 /"));
    expect(&buffer, "\"plain \xc3\xa9 /\"");
    json_add_text(&buffer, merit_text_of(""));
    expect(&buffer, "\"\"");
    json_add_text(&buffer, merit_text_of("\"a\\\b\f\n\r\t"));
    expect(&buffer, "\"\\\"a\\\\\\b\\f\\n\\r\\t\"");
    json_add_text(&buffer, (struct merit_text){"\0\x01\x1f", 3});
    expect(&buffer, "\"\\u0000\\u0001\\u001f\"");
    json_add_text(&buffer, (struct merit_text){NULL, 0});
    expect(&buffer, "null");
    text_buffer_fini(&buffer);
}
END_TEST

START_TEST(writes_a_line)
{
    struct text_buffer buffer = {0};
    json_line_begin(&buffer, "t");
    json_field_string(&buffer, "a", "x");
    json_field_string(&buffer, "b", NULL);
    json_field_integer(&buffer, "c", -3);
    json_field_boolean(&buffer, "d", true);
    json_field_boolean(&buffer, "e", false);
    json_field_date(&buffer, "f", 19268);
    json_field_date(&buffer, "g", MERIT_NO_DAY);
    json_field_timestamp(&buffer, "h", INT64_C(1664787600000000));
    json_field_ratio(&buffer, "i", (struct merit_ratio){1, 4});
    json_field_hundredths(&buffer, "j", 6667);
    json_line_end(&buffer);
    expect(&buffer, "{\"type\":\"t\",\"a\":\"x\",\"b\":null,\"c\":-3,\"d\":true,\"e\":false,"
                    "\"f\":\"2022-10-03\",\"g\":null,\"h\":\"2022-10-03T09:00:00Z\",\"i\":0.25,"
                    "\"j\":66.67}\n");
    text_buffer_fini(&buffer);
}
END_TEST

CHECK_MAIN_TESTS("json_field_write", escapes_strings, writes_a_line)
