/* Tests of an explanation as JSON: one line, numbers also exact. */
#include "check_main.h"
#include "codec/json_explain.h"
#include "explain_fixture.h"

static struct explain_fixture fixture;

static bool has(const struct text_buffer *text, const char *part)
{
    size_t length = strlen(part);
    for (size_t at = 0; at + length <= text->length; at++) {
        if (memcmp(text->at + at, part, length) == 0) {
            return true;
        }
    }
    return false;
}

START_TEST(one_line_with_all_of_it)
{
    explain_begin(&fixture);
    explain_claim(&fixture, "t1", "CPOR", "2022-12-01", "");
    explain_claim(&fixture, "t1", "PAL", "2021-12-01", "");
    explain_usage(&fixture, "t1", "m365/teams", "2022-12-20",
                  "\"paid_available_units\":1000,\"monthly_active_users\":381");
    explain_usage(&fixture, "t1", "azure/sql", "2022-05-20", "\"consumed_revenue\":21000");
    explain_usage(&fixture, "t1", "azure/sql", "2023-05-20", "\"consumed_revenue\":22000");
    explain_certificate(&fixture, "a", "MS-900", "2022-01-01", "");
    (void)explain_on(&fixture, explain_day_of(2023, 6, 30));
    explain_outlook(&fixture.copy, &fixture.explanation);
    struct text_buffer text = {0};
    json_write_explanation(&text, &fixture.explanation);
    ck_assert(text.at[text.length - 1] == '\n');
    ck_assert_ptr_null(memchr(text.at, '\n', text.length - 1));
    static const char *const parts[] = {
        "{\"type\":\"explanation\",\"partner_id\":\"p1\",\"designation\":\"sample\",",
        "\"designation\":\"sample\",\"as_of\":\"2023-06-30\"",
        "\"reason\":\"GATE_NOT_MET\"",
        "\"gates\":[{\"people\":0,\"needed\":1,\"file\":\"sample.yaml\",\"line\":32}]",
        "\"actual_exact\":\"100/21\"",
        "\"test_now\":{\"figure\":\"monthly_active_users\",\"value\":381,\"compare\":\"at_least\"",
        "\"percent_exact\":\"40/1\",\"of\":\"paid_available_units\",\"of_value\":1000",
        "\"products\":[{\"product\":\"azure/sql\",\"counts\":true}]",
        "\"at_claim\":{\"monthly_active_users\":0,\"date\":\"2022-12-01\"}",
        "\"next_dates\":[{\"reason\":\"MONTH_CLOSES\",\"date\":\"2023-07-01\"",
        "\"outlook_until\":\"2024-08-03\"",
    };
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        ck_assert_msg(has(&text, parts[i]), "%s is not in %.*s", parts[i], (int)text.length,
                      text.at);
    }
    text_buffer_fini(&text);
    explain_end(&fixture);
}
END_TEST

CHECK_MAIN_TESTS("json_explain", one_line_with_all_of_it)
