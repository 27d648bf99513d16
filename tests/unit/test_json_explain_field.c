/* Tests of the fields that explanations are made of. */
#include "check_main.h"
#include "codec/json_explain_field.h"

static struct text_buffer text;

static void expect(const char *expected)
{
    ck_assert_msg(text.length == strlen(expected) && memcmp(text.at, expected, text.length) == 0,
                  "%.*s, expected %s", (int)text.length, text.at, expected);
    text.length = 0;
}

START_TEST(exact_numbers)
{
    json_field_exact(&text, "points", (struct merit_ratio){6, 4});
    expect(",\"points\":1.5,\"points_exact\":\"3/2\"");
    json_add_integer(&text, -(merit_int128)INT64_MAX * 10);
    expect("-92233720368547758070");
    text_buffer_fini(&text);
}
END_TEST

START_TEST(places_and_reasons)
{
    json_field_place(&text, (struct merit_place){"a.yaml", 7});
    expect(",\"file\":\"a.yaml\",\"line\":7");
    json_field_place(&text, (struct merit_place){NULL, 0});
    expect(",\"file\":null");
    struct merit_why why = {.reason = MERIT_REASON_NEW, .day = MERIT_NO_DAY};
    json_field_why(&text, "why", &why);
    expect(",\"why\":{\"reason\":\"NEW\",\"text\":\"counts now, and did not at the far edge or "
           "claim\",\"about\":null,\"date\":null,\"file\":null}");
    json_list_begin(&text, "rows");
    json_element_begin(&text, 1, "id");
    expect(",\"rows\":[,{\"id\":");
    text_buffer_fini(&text);
}
END_TEST

CHECK_MAIN_TESTS("json_explain_field", exact_numbers, places_and_reasons)
