/* Tests of an explanation as text: what adds most comes first, what is left out is counted. */
#include "check_main.h"
#include "cli/explain_text.h"
#include "explain_fixture.h"

static struct explain_fixture fixture;

/* True where the text has these lines, one below the other. */
static bool has(const struct text_buffer *text, const char *lines)
{
    size_t length = strlen(lines);
    for (size_t at = 0; at + length <= text->length; at++) {
        if (memcmp(text->at + at, lines, length) == 0) {
            return true;
        }
    }
    return false;
}

START_TEST(a_metric_with_its_rows)
{
    explain_begin(&fixture);
    for (int t = 0; t < 40; t++) {
        char tenant[16];
        char figures[64];
        snprintf(tenant, sizeof tenant, "t%02d", t);
        snprintf(figures, sizeof figures, "\"paid_available_units\":%d", 340 - t * 2);
        explain_claim(&fixture, tenant, "CPOR", "2022-12-01", "");
        explain_usage(&fixture, tenant, "m365/teams", "2022-12-20", figures);
    }
    (void)explain_on(&fixture, explain_day_of(2023, 6, 30));
    explain_outlook(&fixture.copy, &fixture.explanation);
    struct text_buffer text = {0};
    explain_text(&text, &fixture.explanation);
    ck_assert(has(&text, "p1: sample on 2023-06-30, by the rules of 2022-10-03+"));
    ck_assert(has(&text, "lines are those of sample.yaml\nNOT_ATTAINED; 40 tenants, 0 people\n"));
    ck_assert(has(&text, "  adds: 20.00 of 20 points (line 21)\n"
                         "    20 / 5 x 20, at most 20: 20 points (line 27)\n"
                         "      CAPPED: above the target: all points and no more (line 27)\n"
                         "      +1 tenant t00; NEW: counts now, and did not at the far edge or "
                         "claim (line 18); now 340 paid units of more than 300; before 0 paid "
                         "units of more than 300\n"));
    /* The near miss first, and the rest by reason. */
    ck_assert(has(&text, "      0 tenant t20; BELOW_SEAT_FLOOR: has too few paid units (line 18); "
                         "now 300 paid units of more than 300; before 0 paid units of more than "
                         "300\n"));
    ck_assert(has(&text, "      and 12 BELOW_SEAT_FLOOR\n"));
    ck_assert(has(&text, "\nif nothing else happens until 2024-08-03\n"
                         "  2023-12-20 20.00 -> 0.00 points, not qualified (TIME)\n"));
    text_buffer_fini(&text);
    explain_end(&fixture);
}
END_TEST

CHECK_MAIN_TESTS("explain_text", a_metric_with_its_rows)
