/* Tests of what a JSON text's bytes must be. */
#include "check_main.h"
#include "codec/json_scan.h"

START_TEST(takes_utf8_and_nothing_else)
{
    const struct {
        const char *text;
        bool good;
    } rows[] = {
        {"", true},
        {"plain text, longer than one word of eight bytes", true},
        {"\xc2\xa9 \xe2\x82\xac \xf0\x9f\x98\x80", true},
        {"\xed\x9f\xbf\xee\x80\x80", true}, /* beside the surrogates */
        {"\xf4\x8f\xbf\xbf", true},         /* U+10FFFF */
        {"12345678\xc3", false},            /* cut short */
        {"\xe2\x82", false},                /* cut short */
        {"\x80", false},                    /* begins in the middle */
        {"\xc0\xaf", false},                /* overlong */
        {"\xc1\xbf", false},                /* overlong */
        {"\xe0\x9f\xbf", false},            /* overlong */
        {"\xf0\x8f\xbf\xbf", false},        /* overlong */
        {"\xed\xa0\x80", false},            /* a surrogate */
        {"\xf4\x90\x80\x80", false},        /* beyond U+10FFFF */
        {"\xf5\x80\x80\x80", false},
        {"\xff", false},
        {"\xe2\x28\xa1", false},
        {"\xe2\x82\x28", false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        ck_assert_msg(json_scan_utf8(merit_text_of(rows[i].text)) == rows[i].good, "row %zu", i);
    }
}
END_TEST

START_TEST(wants_whole_surrogate_pairs)
{
    const struct {
        const char *text;
        bool good;
    } rows[] = {
        {"", true},
        {"\\u0041\\n\\\\", true},
        {"\\ud83d\\ude00", true},
        {"\\uD83D\\uDE00\\uD83D\\uDE00", true},
        {"\\\\ud83d", true}, /* an escaped backslash, then plain text */
        {"\\uzzzz", true},   /* wrong otherwise: left to the parser */
        {"\\u12", true},
        {"\\", true},
        {"\\ud83d", false},
        {"\\ud83d\\", false},
        {"\\ud83dx\\ude00", false},
        {"\\ud83d\\ud83d", false},
        {"\\ud83d\\u0041", false},
        {"\\ude00", false},
        {"\\ude00\\ud83d", false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        ck_assert_msg(json_scan_surrogates(merit_text_of(rows[i].text)) == rows[i].good, "%s",
                      rows[i].text);
    }
}
END_TEST

START_TEST(sees_escapes)
{
    ck_assert(json_scan_escapes(merit_text_of("a\\n")));
    ck_assert(!json_scan_escapes(merit_text_of("a/n")));
    ck_assert(!json_scan_escapes((struct merit_text){NULL, 0}));
}
END_TEST

CHECK_MAIN_TESTS("json_scan",
                 takes_utf8_and_nothing_else,
                 wants_whole_surrogate_pairs,
                 sees_escapes)
